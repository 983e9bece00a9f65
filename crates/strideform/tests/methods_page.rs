//! `docs/METHODS.md` says what the code says: it is made from the registry of methods and the catalogue of metrics.
//!
//! `STRIDEFORM_BLESS=1 cargo test -p strideform --test methods_page` writes it anew.

use std::fmt::Write;
use std::path::Path;

use strideform::{contacts, metrics};

fn page() -> String {
    let mut text = String::from(
        "# Methods\n\nMade from the code by `crates/strideform/tests/methods_page.rs`; do not edit.\n\n\
         Uncertainty of every metric: 95 % half-width 1.96·√(σ_bias² + σ_step²/n). σ_bias is how far the method is off from one \
         runner or trial to the next, σ_step the scatter of single steps, n the steps. Measured errors: \
         [VALIDATION.md](VALIDATION.md).\n\n## Metrics\n\n| id | unit | definition | from |\n|---|---|---|---|\n",
    );
    for m in metrics::catalogue() {
        let _ = writeln!(text, "| `{}` | {} | {} | {} |", m.id, m.unit, m.definition, m.from);
    }
    text.push_str(
        "\n## Contact methods\n\nFor every segment the first that the recording allows is the default; another is chosen with \
         `--method contacts=ID`.\n",
    );
    for method in contacts::all() {
        entry(&mut text, &method.info(), &[]);
    }
    for (stage, heading) in [("orient", "Attitude"), ("metrics", "Methods of metrics")] {
        let _ = writeln!(text, "\n## {heading}\n\nUsed wherever the sensors allow.");
        for method in metrics::metric_methods().iter().filter(|m| m.stage == stage) {
            entry(&mut text, &method.info, method.gives);
        }
    }
    text
}

fn entry(text: &mut String, i: &contacts::MethodInfo, gives: &[&str]) {
    let segments: Vec<String> = i.segments.iter().map(|s| format!("{s:?}").to_lowercase()).collect();
    let gives: Vec<String> = gives.iter().map(|id| format!("`{id}`")).collect();
    let gives = if gives.is_empty() { String::new() } else { format!("- for: {}\n", gives.join(", ")) };
    let _ = writeln!(
        text,
        "\n### `{}`\n\n{}.\n\n- placement: {}\n- needs: {}, {} Hz or more\n{gives}- source: {}\n- points of deviation: {}",
        i.id,
        i.summary.trim_end_matches('.'),
        segments.join(", "),
        if i.needs_gyr { "accelerometer and gyroscope" } else { "accelerometer" },
        i.min_rate_hz,
        i.citation,
        i.deviations
    );
}

#[test]
fn the_page_is_what_the_code_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/METHODS.md");
    let page = page();
    if std::env::var_os("STRIDEFORM_BLESS").is_some() {
        std::fs::write(&file, &page).expect("docs/METHODS.md");
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == page, "docs/METHODS.md is out of date: STRIDEFORM_BLESS=1 writes it anew");
}
