//! A folder without `session.toml`: its files are the sensors of one run if their names or headers say where each was worn.

use std::path::{Path, PathBuf};

use crate::parallel::*;

use crate::error::{Error, ErrorKind};
use crate::recording::{Inference, Placement, Session, StartClock, WatchRun};

use crate::read::columns::sensor_columns::Bare;
use crate::read::columns::vocabulary::{ACCELERATION, FREE, is, words};
use crate::read::errors::ambiguous;
use crate::read::options::ReadOptions;
use crate::read::placement::{placement_in, stem};
use crate::read::sources::contents::{Contents, contents, is_watch};
use crate::read::sources::source::Source;

/// Endings of files that may be a recording; also with `.gz` behind them.
const ENDINGS: [&str; 11] =
    ["csv", "tsv", "txt", "fit", "tcx", "gpx", "parquet", "pq", "feather", "arrow", "arrows"];

/// Files looked at in one folder (*chosen*: ten placements of three files each, and as many others).
const MAX_FILES: usize = 100;

/// What one sensor was read from, and where it was worn.
struct Unit {
    source: Source,
    placement: Option<Placement>,
}

/// Reads the sensors of one run from the files of a folder.
///
/// # Errors
/// `Io` if no file names a placement; `Ambiguous` for several recordings of one placement.
pub(super) fn session(folder: &Path, options: &ReadOptions) -> Result<Session, Error> {
    let name = folder.display().to_string();
    let files = files(folder).map_err(|e| e.in_file(&name))?;
    let units = units(folder, files, options).map_err(|e| e.in_file(&name))?;
    let read = |unit: &Unit| {
        let mut own = options.clone();
        own.placement = unit.placement.or(options.placement);
        contents(&unit.source, &own)
    };
    // Collected first: errors are reported in the order of the names, not in time.
    let found: Vec<Result<Contents, Error>> = units.par_iter().map(read).collect();
    let mut out = Session::default();
    let mut unused: Vec<(String, Error)> = Vec::new();
    for (unit, contents) in units.iter().zip(found) {
        match contents {
            Ok(contents) => {
                out.recordings.extend(contents.recordings);
                out.watches.extend(contents.watches);
            }
            // A file that names its placement belongs to the run; it is not left out in silence.
            Err(error) if unit.placement.is_some() => return Err(error),
            Err(error) => unused.push((unit.source.name(), error)),
        }
    }
    if out.recordings.is_empty() && out.watches.is_empty() {
        let many = unused.len() != 1;
        return Err(match unused.into_iter().next() {
            Some((_, error)) if !many => error,
            _ => Error::new(
                ErrorKind::Io,
                "the folder holds no session.toml, and no recording in it names its placement",
            )
            .with_remedy(
                "name the files after their placements (left_shank.csv, pelvis.csv), or describe them in a session.toml",
            )
            .in_file(name),
        });
    }
    twice(&out).map_err(|e| e.in_file(&name))?;
    several(&out).map_err(|e| e.in_file(&name))?;
    for (file, error) in unused {
        tracing::warn!("{file} is not used: {}", error.message());
        let inference = Inference {
            about: "file not used".into(),
            conclusion: file,
            because: error.message().to_owned(),
            overridden_by: "PLACEMENT=FILE, or a session.toml".into(),
        };
        if let Some(first) = out.recordings.first_mut() {
            first.inferences.push(inference);
        }
    }
    Ok(out)
}

/// The files of one sensor, and where it is worn if their names say so.
pub(super) type FilesOfSensor = (Vec<String>, Option<Placement>);

/// Names of files in memory that are one sensor: those of one placement, or the sensors of a phone. Empty if none belong
/// together.
///
/// # Errors
/// `Ambiguous` where the placement of a phone is not known.
pub(super) fn joined_names(names: &[&str], options: &ReadOptions) -> Result<Vec<FilesOfSensor>, Error> {
    let Some(folder) = names.first().and_then(|name| Path::new(name).parent()) else { return Ok(Vec::new()) };
    let paths: Vec<PathBuf> = names.iter().map(PathBuf::from).collect();
    if paths.len() < 2 || !paths.iter().all(|p| may_be_recording(p) && p.parent() == Some(folder)) {
        return Ok(Vec::new());
    }
    let units = units(folder, paths, options)?;
    if !units.iter().any(|unit| matches!(unit.source, Source::Merged(_))) {
        return Ok(Vec::new());
    }
    let names = |paths: &[PathBuf]| paths.iter().map(|p| p.display().to_string()).collect();
    Ok(units
        .into_iter()
        .filter_map(|unit| match unit.source {
            Source::File(path) => Some((names(&[path]), unit.placement)),
            Source::Merged(paths) => Some((names(&paths), unit.placement)),
            Source::Bytes { .. } => None,
        })
        .collect())
}

/// Two recordings of one placement are two runs, or a mistake.
fn twice(session: &Session) -> Result<(), Error> {
    for (i, recording) in session.recordings.iter().enumerate() {
        let same = |other: &&crate::recording::Recording| other.placement == recording.placement;
        if let Some(other) = session.recordings.iter().skip(i + 1).find(same) {
            let (a, b) = (base(&recording.file), base(&other.file));
            return Err(ambiguous(format!(
                "the folder holds two recordings of {}: {a} and {b}",
                recording.placement
            ))
            .with_remedy(
                "name the files of one run one by one, or analyse every file as a run of its own with `batch`",
            ));
        }
    }
    Ok(())
}

/// Runs of different times are a log, not the devices of one run.
fn several(session: &Session) -> Result<(), Error> {
    let mut runs: Vec<&WatchRun> = session
        .watches
        .iter()
        // A portal's local time cannot be held against the others' UTC, unless it is a table of several runs.
        .filter(|w| w.runs > 1 || !w.beside && w.clock != StartClock::Local && w.has_running())
        .collect();
    runs.sort_by_key(|w| w.started);
    let mut count = 0;
    let mut until: Option<jiff::Timestamp> = None;
    for run in &runs {
        let Some(start) = run.started else { continue };
        count += run.runs.max(1) * usize::from(run.runs > 1 || until.is_none_or(|end| start > end));
        let seconds = run.totals.seconds.unwrap_or(0.0).max(120.0).ceil();
        let end = start.checked_add(jiff::SignedDuration::from_secs(seconds as i64)).unwrap_or(start);
        until = until.max(Some(end));
    }
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return Ok(()) };
    if count < 2 {
        return Ok(());
    }
    let shown = |run: &WatchRun| {
        format!("{} ({})", base(&run.file), run.started_text().unwrap_or_else(|| "without a start".into()))
    };
    let which = match first.file == last.file {
        true => shown(first),
        false => format!("{} to {}", shown(first), shown(last)),
    };
    Err(ambiguous(format!("the folder holds {count} runs of different times, from {which}: a log, not one run"))
        .with_remedy(
            "`strideform trend FOLDER` shows them as a season and says what became of every file; `batch` analyses \
             each; or give one file",
        ))
}

fn base(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// The files of a folder that may be recordings, sorted by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |e: std::io::Error| {
        Error::new(ErrorKind::Io, format!("the folder cannot be read ({e})"))
            .with_remedy("check its permissions")
            .with_source(e)
    };
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        // A pipe would wait forever.
        if path.is_file() && may_be_recording(&path) {
            out.push(path);
        }
        if out.len() > MAX_FILES {
            return Err(ambiguous(format!("the folder holds more than {MAX_FILES} recordings"))
                .with_remedy("analyse every file as a run of its own with `batch`"));
        }
    }
    out.sort();
    Ok(out)
}

fn may_be_recording(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|n| n.to_string_lossy().to_lowercase()) else { return false };
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    !name.starts_with('.') && name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Files by sensor: those of one placement are parts of it if one is the accelerometer and the others are not.
fn units(folder: &Path, files: Vec<PathBuf>, options: &ReadOptions) -> Result<Vec<Unit>, Error> {
    let mut placed: Vec<(Placement, Vec<PathBuf>)> = Vec::new();
    let mut others = Vec::new();
    for file in files {
        match placement_in(&stem(&name_of(&file))) {
            Some(placement) => match placed.iter_mut().find(|(p, _)| *p == placement) {
                Some((_, files)) => files.push(file),
                None => placed.push((placement, vec![file])),
            },
            None => others.push(file),
        }
    }
    let mut out = Vec::new();
    for (placement, files) in placed {
        let parts = parts(&files);
        if let Some(parts) = parts.filter(|parts| parts.len() == files.len()) {
            out.push(Unit { source: joined(parts), placement: Some(placement) });
        } else {
            out.extend(
                files.into_iter().map(|f| Unit { source: Source::File(f), placement: Some(placement) }),
            );
        }
    }
    // A phone writes one file per sensor; the folder or the user says where it was worn.
    if let Some(parts) = parts(&others).filter(|parts| parts.len() > 1) {
        let resolved = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let placement = options.placement.or(options.placement_if_unknown);
        let placement = placement.or_else(|| placement_in(&name_of(&resolved)));
        let by_edit = || parts.iter().find_map(|part| options.placed(&part.display().to_string(), ""));
        let placement = placement.or_else(by_edit);
        if placement.is_none() && out.is_empty() {
            return Err(ambiguous(
                "the folder holds the sensors of one device, whose placement is not known",
            )
            .with_remedy("give it with --placement, or in the folder's name"));
        }
        if placement.is_some() {
            out.push(Unit { source: joined(parts), placement });
            return Ok(out);
        }
    }
    // The only file of a folder has the placement of the folder's name, as the several files of a phone do.
    let only = out.is_empty() && others.len() == 1;
    let of_folder = || {
        let resolved = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        placement_in(&name_of(&resolved))
    };
    let placement = only.then(of_folder).flatten().filter(|_| options.placement.is_none());
    out.extend(others.into_iter().map(|file| {
        let placement = placement.filter(|_| !is_watch(&Source::File(file.clone())));
        Unit { source: Source::File(file), placement }
    }));
    Ok(out)
}

fn joined(mut parts: Vec<PathBuf>) -> Source {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => Source::File(only),
        (last, _) => Source::Merged(parts.into_iter().chain(last).collect()),
    }
}

/// Accelerometer, gyroscope and gravity among files, by their names; `None` without an accelerometer or with several.
fn parts(files: &[PathBuf]) -> Option<Vec<PathBuf>> {
    let bare = |file: &PathBuf| Bare::of_file(&name_of(file));
    let says = |file: &PathBuf, list: &[&str]| {
        words(&name_of(file)).iter().any(|(word, _)| word.len() > 2 && is(list, word))
    };
    let mut acc: Vec<&PathBuf> =
        files.iter().filter(|f| bare(f) == Bare::Acceleration && says(f, ACCELERATION)).collect();
    let total: Vec<&PathBuf> =
        acc.iter().copied().filter(|f| says(f, &["total", "totalacceleration"])).collect();
    if total.len() == 1 {
        acc = total;
    }
    for lesser in [&["uncalibrated"][..], FREE] {
        if acc.len() > 1 {
            acc.retain(|f| !says(f, lesser));
        }
    }
    let [acc] = acc.as_slice() else { return None };
    let first = |wanted: Bare| {
        let mut found = files.iter().filter(|f| bare(f) == wanted && !says(f, &["uncalibrated"]));
        found.next().filter(|_| found.next().is_none())
    };
    let more = [first(Bare::AngularRate), first(Bare::Gravity)];
    Some(std::iter::once(*acc).chain(more.into_iter().flatten()).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_several_days_are_not_one_session() {
        let folder = tempfile::tempdir().expect("a folder");
        let gpx = |day: u32| {
            let points: String = (0..600)
                .map(|i| {
                    format!(
                        "<trkpt lat=\"{:.7}\" lon=\"13\"><time>2026-05-{day:02}T07:{:02}:{:02}Z</time><extensions><cad>85</cad>\
                         </extensions></trkpt>",
                        52.0 + f64::from(i) * 2.7e-5,
                        i / 60,
                        i % 60
                    )
                })
                .collect();
            format!("<gpx><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>")
        };
        std::fs::write(folder.path().join("a.gpx"), gpx(2)).expect("a file");
        let one = session(folder.path(), &ReadOptions::default()).expect("one run");
        assert_eq!(one.watches.len(), 1);
        std::fs::write(folder.path().join("b.gpx"), gpx(4)).expect("a file");
        let error = session(folder.path(), &ReadOptions::default()).expect_err("a log");
        assert!(
            error.message().contains("2 runs of different times") && error.message().contains("b.gpx"),
            "{error}"
        );
        assert!(error.remedy().is_some_and(|r| r.contains("trend")));
    }

    fn csv(columns: &str, value: impl Fn(usize) -> [f64; 3]) -> String {
        let mut csv = format!("seconds_elapsed,{columns}\n");
        for i in 0..300 {
            let [x, y, z] = value(i);
            csv += &format!("{:.2},{x:.4},{y:.4},{z:.4}\n", i as f64 / 100.0);
        }
        csv
    }

    fn still(i: usize) -> [f64; 3] {
        [0.0, 0.02, 9.81 + 0.001 * (i % 3) as f64]
    }

    fn moving(i: usize) -> [f64; 3] {
        [(i as f64 * 0.2).sin(), 0.3, (i as f64 * 0.3).cos()]
    }

    fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        folder
    }

    fn placements(session: &Session) -> Vec<String> {
        session.recordings.iter().map(|r| r.placement.to_string()).collect()
    }

    #[test]
    fn placed_files_are_a_session_and_others_are_said() {
        let here = folder(&[
            ("left_shank_R01.csv", csv("x,y,z", still)),
            ("right_shank_R01.csv", csv("x,y,z", still)),
            ("pelvis_L5.csv", csv("x,y,z", still)),
            ("unplaced.csv", csv("x,y,z", still)),
            ("notes.md", "text".into()),
        ]);
        let session = session(here.path(), &ReadOptions::default()).expect("a session");
        assert_eq!(placements(&session), ["shank-left", "pelvis", "shank-right"]);
        let inferences = &session.recordings[0].inferences;
        assert!(inferences.iter().any(|i| i.about == "file not used" && i.conclusion.contains("unplaced")));
    }

    #[test]
    fn two_recordings_of_one_placement_are_not_one_run() {
        let here = folder(&[("pelvis_01.csv", csv("x,y,z", still)), ("pelvis_02.csv", csv("x,y,z", still))]);
        let error = session(here.path(), &ReadOptions::default()).expect_err("two runs");
        assert!(error.message().contains("pelvis_01.csv and pelvis_02.csv"), "{error}");
    }

    #[test]
    fn the_files_of_a_phone_are_one_sensor() {
        let here = folder(&[
            ("Accelerometer.csv", csv("z,y,x", moving)),
            ("Gravity.csv", csv("z,y,x", |_| [9.806, 0.1, 0.0])),
            ("Gyroscope.csv", csv("z,y,x", moving)),
            ("Metadata.csv", "version,device\n3,phone\n".into()),
        ]);
        let none = session(here.path(), &ReadOptions::default()).expect_err("no placement");
        assert!(none.remedy().is_some_and(|r| r.contains("--placement")), "{none}");
        let options = ReadOptions::default().with_placement(Placement::PELVIS);
        let session = session(here.path(), &options).expect("one sensor");
        let [recording] = session.recordings.as_slice() else { panic!("one recording") };
        assert!(recording.signals.gyr.is_some() && !recording.signals.gravity_free);
        // 9.806 m/s² on the first column of the file, which is z.
        assert!((recording.signals.acc.mean().z - 9.806).abs() < 0.1, "{:?}", recording.signals.acc.mean());
    }

    #[test]
    fn a_folder_without_any_placement_says_so() {
        let here = folder(&[("a.csv", csv("x,y,z", still)), ("b.csv", csv("x,y,z", still))]);
        let error = session(here.path(), &ReadOptions::default()).expect_err("nothing placed");
        assert_eq!(error.kind(), ErrorKind::Io);
        assert!(error.message().contains("no session.toml"), "{error}");
    }
}
