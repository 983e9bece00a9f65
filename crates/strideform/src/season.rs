//! Files of any kind as the sessions of a training log: saved analyses, watch files, archives, and recordings of sensors.

use crate::error::{Error, ErrorKind};
use crate::findings::RuleTable;
use crate::pipeline::{AnalysisOptions, analyze};
use crate::read::{self, NamedBytes, ReadOptions, Source, WatchFile};
use crate::report::Saved;
use crate::trend::{self, FileRead, Trend, TrendSession};

/// One file of a log, and its runs.
#[derive(Debug)]
#[non_exhaustive]
pub struct LogFile {
    /// The file; in an archive behind the name of the archive.
    pub file: String,
    /// Its runs; none where it holds other sports only.
    pub sessions: Result<Vec<TrendSession>, Error>,
    /// What it holds instead of runs.
    pub instead: Option<String>,
}

impl LogFile {
    /// A file with its runs.
    pub fn new(file: impl Into<String>, sessions: Result<Vec<TrendSession>, Error>) -> Self {
        Self { file: file.into(), sessions, instead: None }
    }
}

/// The runs of watch files. Give all of a log at once: only together do a portal's table and the files that it names show
/// their sports and shoes.
pub fn log_of_watches(mut files: Vec<WatchFile>) -> Vec<LogFile> {
    read::match_sports(&mut files);
    files.into_iter().map(of_watches).collect()
}

fn of_watches(file: WatchFile) -> LogFile {
    let WatchFile { file, runs, .. } = file;
    let runs = match runs {
        Ok(runs) => runs,
        Err(error) => return LogFile::new(file, Err(error)),
    };
    // A second device on the same run completes it.
    let sessions: Vec<TrendSession> =
        runs.iter().filter(|r| !r.beside).filter_map(TrendSession::of_watch).collect();
    let mut sports: Vec<&str> = runs.iter().map(|r| r.sport.as_str()).collect();
    sports.sort_unstable();
    sports.dedup();
    let instead = match sports.as_slice() {
        ["running" | "unknown"] | [] => "no cadence above 120 steps/min in it".to_owned(),
        sports => sports.iter().take(4).copied().collect::<Vec<_>>().join(", "),
    };
    LogFile { file, sessions: Ok(sessions), instead: Some(instead) }
}

/// A log from the contents of its files, for programs without a file system: saved analyses (JSON), watch files, tables,
/// archives, recordings of sensors, and sessions that one of the files, `session.toml`, describes.
pub fn log_from_bytes(files: &[NamedBytes], options: &AnalysisOptions) -> Vec<LogFile> {
    let mut out = Vec::new();
    let mut watches: Vec<WatchFile> = Vec::new();
    let folder = |name: &str| name.rsplit_once(['/', '\\']).map_or(String::new(), |(f, _)| f.to_owned());
    let is_description = |file: &&NamedBytes| {
        file.name.rsplit(['/', '\\']).next().is_some_and(|n| n.eq_ignore_ascii_case("session.toml"))
    };
    let described: Vec<String> = files.iter().filter(is_description).map(|f| folder(&f.name)).collect();
    let inside = |name: &str, at: &str| {
        at.is_empty() || name.strip_prefix(at).is_some_and(|rest| rest.starts_with(['/', '\\']))
    };
    for at in &described {
        let members: Vec<NamedBytes> = files.iter().filter(|f| inside(&f.name, at)).cloned().collect();
        let name = if at.is_empty() { "session.toml" } else { at };
        out.push(of_samples(name, &members, options));
    }
    for file in files.iter().filter(|f| !described.iter().any(|at| inside(&f.name, at))) {
        if let Some(saved) = saved(file) {
            let session = saved.map(|saved| vec![TrendSession::of_analysis(&saved, &file.name)]);
            out.push(LogFile::new(&file.name, session));
            continue;
        }
        let source = Source::Bytes { name: file.name.clone(), bytes: file.bytes.clone() };
        match read::watch_files(&source, &ReadOptions::default()) {
            Err(error) => out.push(LogFile::new(&file.name, Err(error))),
            // A FIT file may hold samples only.
            Ok(found) if found.iter().any(|f| f.runs.as_ref().map_or(true, |runs| !runs.is_empty())) => {
                watches.extend(found);
            }
            Ok(_) => out.push(of_samples(&file.name, std::slice::from_ref(file), options)),
        }
    }
    out.extend(log_of_watches(watches));
    out
}

/// The saved analysis in a file; `None` for a file that is not JSON of ours.
fn saved(file: &NamedBytes) -> Option<Result<Saved, Error>> {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let is_json = bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{');
    if !is_json || read::foreign_json(bytes).is_some() {
        return None;
    }
    Some(Saved::from_json(&file.name, &file.bytes))
}

/// One run from recordings of sensors.
fn of_samples(name: &str, files: &[NamedBytes], options: &AnalysisOptions) -> LogFile {
    let session = match read::session_from_bytes(files, &ReadOptions::default()) {
        Ok(session) => session,
        Err(error) => return LogFile::new(name, Err(error)),
    };
    let analysis = analyze(&session, options);
    if !analysis.has_running() {
        let instead = Some("no running was detected in it".to_owned());
        return LogFile { file: name.to_owned(), sessions: Ok(Vec::new()), instead };
    }
    LogFile::new(name, Ok(vec![TrendSession::of_analysis(&Saved::from(&analysis), name)]))
}

/// A season from the files of its log, each of them accounted for.
pub fn from_log(files: Vec<LogFile>, table: &RuleTable) -> Trend {
    let mut sessions = Vec::new();
    let mut accounts = Vec::new();
    for LogFile { file, sessions: found, instead } in files {
        let (understood, reason) = match &found {
            Ok(_) => (true, instead),
            Err(error) => (false, instead.or_else(|| Some(error.message().to_owned()))),
        };
        accounts.push(FileRead { file, understood, reason, ..FileRead::default() });
        sessions.extend(found.into_iter().flatten());
    }
    let mut trend = trend::trend(sessions, table);
    trend.account(accounts);
    trend
}

/// The trend of the runs in these files: saved analyses, exports of watches, zips of those, recordings, and sessions (a
/// `session.toml` with the files it names). What became of every file is in [`Trend::files`].
///
/// # Errors
///
/// [`Usage`](ErrorKind::Usage) without files; [`Unusable`](ErrorKind::Unusable) if no file holds a run; the first file's own
/// error if none can be read.
pub fn from_bytes(files: &[NamedBytes], options: &AnalysisOptions) -> Result<Trend, Error> {
    if files.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there are no files to read"));
    }
    let log = log_from_bytes(files, options);
    // With nothing that can be read, the first error says more than "no running".
    let failed = log.iter().find_map(|f| f.sessions.as_ref().err()).cloned();
    let all_failed = log.iter().all(|f| f.sessions.is_err());
    let trend = from_log(log, &options.faults);
    if trend.sessions.is_empty() {
        return Err(failed.filter(|_| all_failed).unwrap_or_else(|| {
            Error::new(ErrorKind::Unusable, "no running detected in any of the inputs")
                .with_remedy("add an export of a watch, an analysis, or a recording of running")
        }));
    }
    Ok(trend)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::FileUse;

    const TABLE: &str = "Activity Type,Date,Title,Distance,Time,Avg Run Cadence,Gear\n\
        Running,2024-04-01 07:00:00,Easy,10.00,00:55:33,168,Old shoes\n\
        Running,2024-04-03 07:00:00,Warm-up,2.00,00:12:00,166,New shoes\n\
        Running,2024-04-03 07:20:00,Tempo,6.00,00:27:00,178,New shoes\n\
        Running,2024-04-03 18:00:00,Evening,5.00,00:28:00,167,Old shoes\n";

    #[test]
    fn every_file_is_accounted_for_and_the_parts_of_an_outing_are_one_run() {
        let files = [
            NamedBytes::new("a/Activities.csv", TABLE),
            NamedBytes::new("b/copy.csv", TABLE),
            NamedBytes::new("polar.json", "{\"exportVersion\": \"1\", \"exercises\": []}"),
            NamedBytes::new("old.json", "{\"schema\": \"other/1\"}"),
            NamedBytes::new(
                "ride.csv",
                "Activity Type,Date,Title,Distance,Time\nCycling,2024-04-20 07:00:00,x,60,02:00:00\n",
            ),
        ];
        let trend = from_bytes(&files, &AnalysisOptions::default()).expect("a season");
        let uses: Vec<(&str, FileUse)> = trend.files.iter().map(|f| (f.file.as_str(), f.used)).collect();
        for (file, used) in [
            ("a/Activities.csv", FileUse::Used),
            ("b/copy.csv", FileUse::DuplicateOf),
            ("polar.json", FileUse::NotUnderstood),
            ("old.json", FileUse::NotUnderstood),
            ("ride.csv", FileUse::NoRunning),
        ] {
            assert!(uses.contains(&(file, used)), "{file}: {uses:?}");
        }
        // Warm-up and tempo are eight minutes apart; the evening's run is another.
        let km: Vec<f64> = trend.sessions.iter().filter_map(|s| s.distance_m).map(|m| m / 1000.0).collect();
        assert_eq!(km, [10.0, 8.0, 5.0]);
        let outing = &trend.sessions[1];
        assert_eq!((outing.title.as_deref(), outing.shoes.as_deref()), (Some("Tempo"), Some("New shoes")));
        assert_eq!(outing.parts.len(), 1);
        assert_eq!(outing.metrics["cadence"].value, 178.0);
    }

    /// Distance, seconds and cadence of the only run, and its start.
    fn only(name: &str, text: &str) -> (String, f64, f64, f64) {
        let trend = from_bytes(&[NamedBytes::new(name, text)], &AnalysisOptions::default())
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(trend.sessions.len(), 1, "{name}");
        let run = &trend.sessions[0];
        let rounded = |v: Option<f64>| v.map_or(f64::NAN, f64::round);
        let start = run.started.as_ref().map_or(String::new(), |s| s.text.clone());
        (start, rounded(run.distance_m), rounded(run.seconds), run.metrics["cadence"].value.round())
    }

    #[test]
    fn tables_of_seconds_of_other_makers_are_read() {
        let seconds = |head: &str, row: &dyn Fn(u32) -> String| {
            (0..900).map(row).fold(format!("{head}\n"), |text, row| text + &row + "\n")
        };
        let clock = |i: u32| format!("07:{:02}:{:02}", i / 60, i % 60);
        let coros = seconds("Time,Distance(m),Speed(m/s),Cadence(spm),Ground Time(ms)", &|i| {
            format!("2026-05-02 {},{},3.0,170,245", clock(i), 3 * i)
        });
        let suunto = seconds("Time;Distance;Speed;Cadence;HR", &|i| {
            format!("2026-05-02T{}.000+02:00;{};3,0;85;150", clock(i), 3 * i)
        });
        // Kilometres without a unit, and a pace for the speed.
        let paces = seconds("timestamp,pace,cadence,distance", &|i| {
            format!("2026-05-02T{}+02:00,5:33,170,{:.4}", clock(i), 0.003 * f64::from(i))
        });
        for (name, text, start) in [
            ("coros.csv", coros, "2026-05-02T07:00:00"),
            ("suunto.csv", suunto, "2026-05-02T07:00:00+02:00"),
            ("paces.csv", paces, "2026-05-02T07:00:00+02:00"),
        ] {
            assert_eq!(only(name, &text), (start.to_owned(), 2697.0, 899.0, 170.0), "{name}");
        }
    }

    #[test]
    fn a_log_has_its_starts_and_needs_no_sport() {
        let polar = "Name,Sport,Date,Start time,Duration,Total distance (km),Average cadence (rpm)\n\
            ,RUNNING,02-05-2026,18:30:00,00:15:00,2.70,85\n";
        assert_eq!(only("polar.csv", polar), ("2026-05-02T18:30:00".to_owned(), 2700.0, 900.0, 170.0));
        let own = "Date,Distance (km),Duration,Cadence,Stride length\n\
            2026-05-02,10.0,00:50:00,170,1.18\n2026-05-04,8.0,00:40:00,170,1.18\n2026-05-07,12.0,01:00:00,170,1.18\n";
        let trend =
            from_bytes(&[NamedBytes::new("log.csv", own)], &AnalysisOptions::default()).expect("a season");
        let km: Vec<f64> = trend.sessions.iter().filter_map(|s| s.distance_m).map(|m| m / 1000.0).collect();
        assert_eq!(km, [10.0, 8.0, 12.0]);
    }

    fn saved(day: u32) -> NamedBytes {
        let json = format!(
            r#"{{"schema": "strideform.analysis/1", "run": {{"started": "2026-05-{day:02}T10:00:00Z", "speed_mps": 3.0}},
            "recordings": [{{"file": "a.csv", "placement": "pelvis", "seconds": 1800, "running_s": 1700}}]}}"#
        );
        NamedBytes::new(format!("{day}.json"), json)
    }

    #[test]
    fn files_that_are_not_understood_are_counted() {
        let files =
            [saved(3), saved(10), NamedBytes::new("notes.txt", "no table"), NamedBytes::new("b.json", "{}")];
        let trend = from_bytes(&files, &AnalysisOptions::default()).expect("a trend");
        assert_eq!(trend.sessions.len(), 2);
        let uses: Vec<FileUse> = trend.files.iter().map(|f| f.used).collect();
        assert_eq!(uses, [FileUse::Used, FileUse::Used, FileUse::NotUnderstood, FileUse::NotUnderstood]);
    }

    #[test]
    fn a_single_file_that_cannot_be_read_is_said_in_full() {
        let options = AnalysisOptions::default();
        assert_eq!(from_bytes(&[], &options).expect_err("nothing").kind(), ErrorKind::Usage);
        let error =
            from_bytes(&[NamedBytes::new("b.json", "{\"schema\": 3}")], &options).expect_err("broken");
        assert_eq!((error.kind(), error.position().line), (ErrorKind::Malformed, Some(1)));
    }
}
