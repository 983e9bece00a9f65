//! Single parts timed in a fresh process, for `scripts/speed`: `single_stage read|vqf|analyze FILE`.
//!
//! Prints seconds and samples, excluding the start of the process and, for `vqf` and `analyze`, reading the file. A file
//! whose name gives no placement is treated as a pelvis recording.

use std::time::Instant;

use strideform::orientation::{VqfParams, offline_vqf};
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{ReadOptions, Source, placement_in, recording};
use strideform::recording::{Placement, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [part, file] = arguments.as_slice() else {
        return Err("usage: single_stage read|vqf|analyze FILE".into());
    };
    let placement = placement_in(file).or(Some(Placement::PELVIS));
    let options = ReadOptions::default().with_placement(placement);
    let mut start = Instant::now();
    let found = recording(&Source::File(file.into()), &options)?;
    let mut samples = found.samples;
    match (part.as_str(), &found.signals.gyr) {
        ("read", _) => {}
        ("vqf", Some(gyr)) => {
            start = Instant::now();
            let attitude = offline_vqf(gyr, &found.signals.acc, found.signals.rate_hz, &VqfParams::default());
            samples = attitude.map_or(0, |a| a.orientation.len());
        }
        ("analyze", _) => {
            start = Instant::now();
            let session = Session::default().with_recordings(vec![found]);
            let metrics = analyze(&session, &AnalysisOptions::default()).metrics.len();
            eprintln!("{metrics} metrics");
        }
        _ => return Err("no such part, or no gyroscope".into()),
    }
    println!("{} {samples}", start.elapsed().as_secs_f64());
    Ok(())
}
