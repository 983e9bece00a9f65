//! Reads one export and prints its cadence, from any device: units, columns and rate are inferred from the file.
//!
//! `cargo run -p strideform-examples --example cadence -- shank-left=FILE.csv`

use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{Input, ReadOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let default = format!("shank-left={}/shank-left.csv", strideform_examples::session().display());
    let input = std::env::args().nth(1).unwrap_or(default);
    let session = input.parse::<Input>()?.read(&ReadOptions::default())?;
    for recording in &session.recordings {
        println!("{} at {:.1} Hz on {}", recording.file, recording.signals.rate_hz, recording.placement);
    }

    let analysis = analyze(&session, &AnalysisOptions::default());
    match analysis.metric("cadence") {
        Some(cadence) => println!("{:.1} ± {:.1} {}", cadence.value, cadence.uncertainty, cadence.unit),
        None => println!("no running detected"),
    }
    Ok(())
}
