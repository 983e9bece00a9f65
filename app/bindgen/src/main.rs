//! `strideform-app-bindgen INPUT.wasm FOLDER`: writes the JavaScript module, its types and the final WebAssembly.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: strideform-app-bindgen INPUT.wasm FOLDER");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    let made = bindgen.input_path(&input).out_name("strideform").typescript(true).omit_default_module_path(true).remove_name_section(true).remove_producers_section(true);
    match made.web(true).and_then(|b| b.generate(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{input}: {error}");
            ExitCode::FAILURE
        }
    }
}
