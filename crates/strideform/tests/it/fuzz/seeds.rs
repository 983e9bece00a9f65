//! Inputs to begin with: the exports of the repository, cut to what a try can read in a millisecond.

use std::path::{Path, PathBuf};

/// Bytes of an export that are kept (*chosen*: header lines and some dozens of rows).
const KEPT: usize = 3000;

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// All files below a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] }).collect()
}

/// The seeds of a target, each with a name.
pub(crate) fn of(target: &str) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for path in files(&testdata()) {
        let name = path.strip_prefix(testdata()).unwrap_or(&path).to_string_lossy().replace('/', "_");
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let kept = bytes.get(..bytes.len().min(KEPT)).unwrap_or_default();
        let with = |head: &[u8], body: &[u8]| (name.clone(), [head, body].concat());
        let fit = name.ends_with(".fit");
        let export = name.starts_with("exports") && !name.ends_with(".py");
        match target {
            "csv" if export && !fit => out.push(with(&[0], kept)),
            // Packed whole; as it is where the export is compressed already.
            "gz" if export && !fit => {
                out.push(with(&[u8::from(!bytes.starts_with(&[0x1f, 0x8b])) * 2, 0], kept));
            }
            "fit" if fit => {
                out.push((name.clone(), bytes.clone()));
                // The messages alone: the target puts a head and a check sum around them.
                let body = bytes.get(14..bytes.len().saturating_sub(2)).unwrap_or_default();
                out.push((format!("{name}.messages"), body.to_vec()));
            }
            "session" if name.ends_with("session.toml") => out.push((name, bytes)),
            _ => {}
        }
    }
    match target {
        "session" => out.push(("plain".into(), SESSION.into())),
        "faults" => {
            out.push(("built-in".into(), include_bytes!("../../../src/findings/faults.toml").to_vec()))
        }
        #[cfg(feature = "columnar")]
        "columnar" => {
            out.extend(
                crate::read::columnar::small()
                    .into_iter()
                    .map(|(name, bytes)| (name.to_owned(), [&[0][..], bytes.as_slice()].concat())),
            );
        }
        "whole" => out.extend((0..12).map(|i| (format!("shape-{i}"), shape(i)))),
        _ => {}
    }
    out
}

const SESSION: &str = r#"
[runner]
id = "A17"
mass_kg = 69.0
height_cm = 169.0
leg_length_cm = 88.0
[run]
started = 2026-05-10T10:35:22+08:00
speed_mps = 2.36
slope_percent = 0.0
surface = "treadmill"
[[recording]]
file = "pelvis.csv"
placement = "pelvis"
units = { time = "s", acc = "g" }
[[recording]]
file = "pelvis.csv+pelvis.csv"
columns = { time = "time_s", acc = ["acc_x_g", "acc_y_g", "acc_z_g"] }
rate_hz = 100.0
device = ""
[[symptom]]
side = "left"
place = "outer hip"
behaviour = "worse after the run"
"#;

/// A placement, a period of 0.3 to 0.9 s and one bump in it.
fn shape(i: u8) -> Vec<u8> {
    let mut out = vec![i, 20 + i * 5, i % 4];
    out.extend((0..90_u8).map(|k| if k / 9 == i % 10 { 250 } else { 128 + k * 2 % 16 }));
    out
}
