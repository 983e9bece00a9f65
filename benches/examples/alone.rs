//! Single parts timed in a fresh process, for `scripts/speed`: `alone read FILE`, `alone vqf FILE`.
//!
//! Prints seconds and samples; the process's start is left out, and of `vqf` the reading.

use std::time::Instant;

use strideform::orient::{VqfParams, offline_vqf};
use strideform::read::{ReadOptions, Source, recording};
use strideform::recording::Placement;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [part, file] = arguments.as_slice() else { return Err("usage: alone read|vqf FILE".into()) };
    let options = ReadOptions { placement: Some(Placement::PELVIS), ..ReadOptions::default() };
    let start = Instant::now();
    let found = recording(&Source::File(file.into()), &options)?;
    if part == "read" {
        println!("{} {}", start.elapsed().as_secs_f64(), found.samples);
        return Ok(());
    }
    let Some(gyr) = &found.track.gyr else { return Err("no gyroscope".into()) };
    let start = Instant::now();
    let attitude = offline_vqf(gyr, &found.track.acc, found.track.rate_hz, &VqfParams::default());
    println!("{} {}", start.elapsed().as_secs_f64(), attitude.map_or(0, |a| a.attitude.len()));
    Ok(())
}
