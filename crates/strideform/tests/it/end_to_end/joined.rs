//! Recordings cut and put together, and axes that a driver has turned round: the same steps come out.

use approx::abs_diff_eq;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use strideform::contacts::ContactSide;
use strideform::report::Analysis;
use strideform_testkit::runner::{CsvStyle, Params, Part, SensorFaults, SensorSpec, Side, VirtualRun};

use super::{analysed, params, run};

/// One sensor of each kind, by itself.
const ALONE: [Part; 3] = [Part::Foot(Side::Left), Part::Shank(Side::Right), Part::Pelvis];

fn only(part: Part) -> Vec<SensorSpec> {
    vec![SensorSpec::on(part).with(SensorFaults::default())]
}

/// The table of the only sensor, by lines.
fn lines(folder: &Path) -> (PathBuf, Vec<String>) {
    let mut tables = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "csv") && !p.ends_with("truth_contacts.csv"));
    let file = tables.next().expect("a table");
    let text = fs::read_to_string(&file).expect("text");
    (file, text.lines().map(str::to_owned).collect())
}

fn time(line: &str) -> f64 {
    line.split(',').next().and_then(|t| t.parse().ok()).expect("a time")
}

/// The row `by_s` later.
fn later(line: &str, by_s: f64) -> String {
    let (_, rest) = line.split_once(',').expect("cells");
    format!("{:.6},{rest}", time(line) + by_s)
}

/// The row with the cells of `columns` (from 1, behind the time) negated.
fn negated(line: &str, columns: &[usize]) -> String {
    let cell = |(i, cell): (usize, &str)| match columns.contains(&i) {
        true => cell.strip_prefix('-').map_or_else(|| format!("-{cell}"), str::to_owned),
        false => cell.to_owned(),
    };
    line.split(',').enumerate().map(cell).collect::<Vec<_>>().join(",")
}

/// Side, initial contact and toe-off.
type Stance = (ContactSide, f64, Option<f64>);

/// Valid contacts, `by_s` later.
fn stances(analysis: &Analysis, by_s: f64) -> Vec<Stance> {
    let valid = analysis.contacts.iter().map(|row| &row.contact).filter(|c| c.valid);
    valid.map(|c| (c.side, c.initial_contact_s + by_s, c.toe_off_s.map(|t| t + by_s))).collect()
}

/// Contacts of either list that the other lacks.
fn differences(expected: &[Stance], found: &[Stance], tolerance_s: f64) -> String {
    let mut out = String::new();
    let near = |a: f64, b: f64| (a - b).abs() <= tolerance_s;
    let same = |a: &Stance, b: &Stance| {
        let off = match (a.2, b.2) {
            (Some(a), Some(b)) => near(a, b),
            (a, b) => a == b,
        };
        a.0 == b.0 && near(a.1, b.1) && off
    };
    for (what, a, b) in [("missing", expected, found), ("too many", found, expected)] {
        for one in a.iter().filter(|one| !b.iter().any(|other| same(one, other))) {
            let _ = writeln!(out, "{what}: {one:.4?}");
        }
    }
    out
}

/// Another run of another runner behind the first, with half a minute without samples between them, in one file: the
/// contacts of both. 6 ms: a sample at 200 Hz and the rounding of times.
#[test]
fn two_runs_in_one_file_have_the_contacts_of_both() {
    let first = run();
    let second = VirtualRun::new(Params { seed: 12, cadence_spm: 174.0, ..params() }).expect("possible");
    for part in ALONE {
        let by = std::cell::Cell::new(0.0);
        let both = analysed(&first, &only(part), CsvStyle::Units, |folder| {
            let (file, mut rows) = lines(folder);
            let other = tempfile::tempdir().expect("a folder");
            second.write_session(other.path(), &only(part), CsvStyle::Units).expect("written");
            by.set(time(rows.last().expect("rows")) + 30.0);
            rows.extend(lines(other.path()).1.iter().skip(1).map(|line| later(line, by.get())));
            fs::write(file, rows.join("\n")).expect("written");
        });
        let mut expected = stances(&analysed(&first, &only(part), CsvStyle::Units, |_| {}), 0.0);
        let alone = stances(&analysed(&second, &only(part), CsvStyle::Units, |_| {}), by.get());
        assert!(expected.len() > 20 && alone.len() > 20, "{part:?}: {} {}", expected.len(), alone.len());
        expected.extend(alone);
        let moved = differences(&expected, &stances(&both, 0.0), 0.006);
        assert!(moved.is_empty(), "{part:?}:\n{moved}");
    }
}

/// A run cut into two files in its middle: the contacts of the whole, but for three seconds on either side of the cut,
/// where a window of four seconds no longer fits. 6 ms as above.
#[test]
fn one_run_in_two_files_has_the_contacts_of_the_whole() {
    let run = run();
    let at = run.seconds() / 2.0;
    for part in ALONE {
        let whole = stances(&analysed(&run, &only(part), CsvStyle::Units, |_| {}), 0.0);
        let part_of = |keep: &dyn Fn(f64) -> bool| {
            let mut from = None;
            let analysis = analysed(&run, &only(part), CsvStyle::Units, |folder| {
                let (file, rows) = lines(folder);
                let kept = rows.iter().skip(1).filter(|line| keep(time(line)));
                let text: Vec<String> = rows.iter().take(1).chain(kept).cloned().collect();
                fs::write(file, text.join("\n")).expect("written");
            });
            let (_, rows) = {
                let folder = tempfile::tempdir().expect("a folder");
                run.write_session(folder.path(), &only(part), CsvStyle::Units).expect("written");
                lines(folder.path())
            };
            for line in rows.iter().skip(1).filter(|line| keep(time(line))) {
                from.get_or_insert(time(line));
            }
            stances(&analysis, from.expect("rows"))
        };
        let mut parts = part_of(&|t| t < at);
        parts.extend(part_of(&|t| t >= at));
        let apart = |s: &&Stance| (s.1 - at).abs() > 3.0;
        let (whole, parts): (Vec<Stance>, Vec<Stance>) =
            (whole.iter().filter(apart).copied().collect(), parts.iter().filter(apart).copied().collect());
        assert!(whole.len() > 20, "{part:?}: {}", whole.len());
        let moved = differences(&whole, &parts, 0.006);
        assert!(moved.is_empty(), "{part:?}:\n{moved}");
    }
}

/// An accelerometer whose driver has the sign of one axis or of all three wrong: a mirror image of the sensor, and a step
/// is a step there too. Half the interval: which way is forward is no longer the same, and that moves the instants of
/// some methods. Left and right of a pelvis may change places.
#[test]
fn a_mirrored_accelerometer_counts_the_same_steps() {
    let run = run();
    for part in ALONE {
        let plain = analysed(&run, &only(part), CsvStyle::AccelerometerOnly, |_| {});
        for columns in [&[1][..], &[2], &[3], &[1, 2, 3]] {
            let flipped = analysed(&run, &only(part), CsvStyle::AccelerometerOnly, |folder| {
                let (file, rows) = lines(folder);
                let text: Vec<String> = rows
                    .iter()
                    .enumerate()
                    .map(|(i, line)| if i == 0 { line.clone() } else { negated(line, columns) })
                    .collect();
                fs::write(file, text.join("\n")).expect("written");
            });
            let n = |a: &Analysis| a.contacts.iter().filter(|r| r.contact.valid).count();
            assert_eq!(n(&plain), n(&flipped), "{part:?} {columns:?}");
            for id in ["cadence", "stride_time", "contact_time"] {
                let (Some(a), b) = (plain.metric(id), flipped.metric(id)) else { continue };
                let b = b.unwrap_or_else(|| panic!("{part:?} {columns:?}: no {id}"));
                assert!(
                    abs_diff_eq!(a.value, b.value, epsilon = 0.5 * a.uncertainty),
                    "{part:?} {columns:?} {id}: {} and {} ± {}",
                    a.value,
                    b.value,
                    a.uncertainty
                );
            }
        }
    }
}
