//! Calls the library as users do, and compares its contacts with the reference.

use std::path::{Path, PathBuf};

use nalgebra::{Matrix3, Rotation3, Vector3};
use strideform::agreement;
use strideform::pipeline::{self, AnalysisOptions};
use strideform::read::{self, ReadOptions};
use strideform::recording::{Recording, Run, Runner, Session};
use strideform::report::Analysis;

/// Reads one recording as `strideform analyze placement=file` would.
pub(crate) fn record(path: &Path, placement: &str) -> Recording {
    let options =
        ReadOptions::default().with_placement(placement.parse::<strideform::recording::Placement>().ok());
    read::recording(&read::Source::File(path.to_path_buf()), &options).unwrap_or_else(|e| panic!("{e}"))
}

/// Analyses one recording, with speed where given, by the default method or another.
pub(crate) fn analyze(recording: Recording, speed_mps: Option<f64>, method: Option<&str>) -> Analysis {
    analyze_run(recording, Run::default().with_speed_mps(speed_mps), Runner::default(), method)
}

/// The same, with everything known about the run and the runner.
pub(crate) fn analyze_run(recording: Recording, run: Run, runner: Runner, method: Option<&str>) -> Analysis {
    let mut options = AnalysisOptions::default();
    if let Some(id) = method {
        options.choose("contacts", id).unwrap_or_else(|e| panic!("{e}"));
    }
    let session = Session::default().with_run(run).with_runner(runner).with_recordings(vec![recording]);
    pipeline::analyze(&session, &options)
}

/// The same recording with its sensor rotated (or, with a negative determinant, mirrored).
pub(crate) fn turned(recording: &Recording, by: &Matrix3<f64>) -> Recording {
    let mut out = recording.clone();
    out.signals.acc = out.signals.acc.rotated(by);
    // A rate is an axial vector: under a mirror it keeps the handedness of the axes.
    out.signals.gyr = out.signals.gyr.map(|g| g.rotated(&(by * by.determinant())));
    out
}

/// Attitudes spread over all directions by a fixed sequence (golden-angle spiral), every other one mirrored.
pub(crate) fn orientations(n: usize) -> Vec<Matrix3<f64>> {
    (0..n)
        .map(|i| {
            let z = 1.0 - 2.0 * (i as f64 + 0.5) / n as f64;
            let around = 2.399_963 * i as f64;
            let s = (1.0 - z * z).max(0.0).sqrt();
            let axis = nalgebra::Unit::new_normalize(Vector3::new(s * around.cos(), s * around.sin(), z));
            let turn = Rotation3::from_axis_angle(&axis, 0.3 + 2.7 * (i as f64 * 0.618).fract());
            let mirror = if i % 2 == 1 { -1.0 } else { 1.0 };
            turn.matrix() * Matrix3::from_diagonal(&Vector3::new(1.0, 1.0, mirror))
        })
        .collect()
}

/// A contact of the reference and the contact found for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Matched {
    pub(crate) truth: usize,
    pub(crate) initial_contact: f64,
    pub(crate) toe_off: Option<f64>,
    pub(crate) contact_time: Option<f64>,
}

/// Matches and counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Comparison {
    pub(crate) matched: Vec<Matched>,
    pub(crate) missed: usize,
    pub(crate) extra: usize,
}

/// Compares valid contacts with the reference's (initial contact, toe-off) in s, within ±60 ms *or* a quarter of a step
/// apart, whichever is larger; contacts outside the time the reference covers do not count as extra.
pub(crate) fn compare(analysis: &Analysis, truth: &[(f64, f64)]) -> Comparison {
    let mut out = Comparison::default();
    let (Some(first), Some(last)) = (truth.first(), truth.last()) else { return out };
    let mut used = vec![false; analysis.contacts.len()];
    for (i, (on, off)) in truth.iter().enumerate() {
        let near = analysis
            .contacts
            .iter()
            .enumerate()
            .filter(|(k, row)| !used[*k] && row.contact.valid)
            .map(|(k, row)| (k, (row.contact.initial_contact_s - on).abs()))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, apart)| *apart <= 0.1);
        let Some((k, _)) = near else {
            out.missed += 1;
            continue;
        };
        used[k] = true;
        let c = &analysis.contacts[k].contact;
        out.matched.push(Matched {
            truth: i,
            initial_contact: c.initial_contact_s - on,
            toe_off: c.toe_off_s.map(|t| t - off),
            contact_time: c.contact_time_s().map(|t| t - (off - on)),
        });
    }
    out.extra = analysis
        .contacts
        .iter()
        .zip(&used)
        .filter(|(row, used)| {
            let t = row.contact.initial_contact_s;
            !**used && row.contact.valid && t > first.0 - 0.05 && t < last.1
        })
        .count();
    out
}

/// Files in a folder with the given extension, sorted.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|e| e.path()).collect())
        .unwrap_or_default();
    list.retain(|p| p.to_string_lossy().ends_with(ending));
    list.sort();
    list
}

/// ICC(2,1) of contact times.
pub(crate) fn icc(pairs: &[(f64, f64)]) -> String {
    agreement::icc_2_1(pairs).map_or("–".to_owned(), |v| format!("{v:.2}"))
}
