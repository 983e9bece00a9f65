//! Weeks of running from the contents of files, without a file system: what `strideform trend` does with paths.

use crate::error::{Error, ErrorKind};
use crate::findings::RuleTable;
use crate::pipeline::{AnalysisOptions, analyze};
use crate::read::{self, NamedBytes, ReadOptions, Source, WatchFile, session_from_bytes};
use crate::report::Saved;
use crate::trend::{self, FileRead, Trend, TrendSession};

/// One file, and its runs.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FileSessions {
    /// The file; within an archive behind the archive's name.
    pub file: String,
    /// Its runs; none where it holds other sports only.
    pub sessions: Result<Vec<TrendSession>, Error>,
    /// What it holds instead of runs.
    pub instead: Option<String>,
}

impl From<WatchFile> for FileSessions {
    fn from(WatchFile { file, runs, .. }: WatchFile) -> Self {
        let runs = match runs {
            Ok(runs) => runs,
            Err(error) => return Self { file, sessions: Err(error), instead: None },
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
        Self { file, sessions: Ok(sessions), instead: Some(instead) }
    }
}

/// The trend of the runs in these files: saved analyses, exports of watches, zips of those, recordings, and sessions (a
/// `session.toml` with the files it names). What became of every file is in [`Trend::files`].
///
/// # Errors
///
/// [`Usage`](ErrorKind::Usage) without files; [`Unusable`](ErrorKind::Unusable) if no file holds a run; for a single file
/// that cannot be read, its own error.
pub fn trend(files: Vec<NamedBytes>, table: &RuleTable) -> Result<Trend, Error> {
    if files.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there are no files to read"));
    }
    let (mut sessions, mut accounts, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    for FileSessions { file, sessions: found, instead } in read_all(files) {
        match found {
            Ok(list) => {
                sessions.extend(list);
                accounts.push(FileRead { file, understood: true, reason: instead });
            }
            Err(error) => {
                let reason = Some(error.message().to_owned());
                accounts.push(FileRead { file, understood: false, reason });
                failures.push(error);
            }
        }
    }
    if let ([_], Some(error)) = (accounts.as_slice(), failures.pop()) {
        return Err(error);
    }
    if sessions.is_empty() {
        return Err(Error::new(ErrorKind::Unusable, "no running detected in any of the files")
            .with_remedy("add an export of a watch, an analysis, or a recording of running"));
    }
    let mut out = trend::trend(sessions, table);
    out.account(accounts);
    Ok(out)
}

/// The runs of every file.
fn read_all(files: Vec<NamedBytes>) -> Vec<FileSessions> {
    let folder_of = |name: &str| name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder).to_owned();
    let is_description = |name: &str| name.rsplit(['/', '\\']).next() == Some("session.toml");
    let described: Vec<String> =
        files.iter().filter(|f| is_description(&f.name)).map(|f| folder_of(&f.name)).collect();
    let owner = |name: &str| -> Option<usize> {
        let inside = |folder: &String| {
            folder.is_empty()
                || name.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with(['/', '\\']))
        };
        described.iter().position(inside)
    };
    let mut runs: Vec<Vec<NamedBytes>> = vec![Vec::new(); described.len()];
    let (mut out, mut watches) = (Vec::new(), Vec::new());
    for file in files {
        if let Some(run) = owner(&file.name).and_then(|k| runs.get_mut(k)) {
            run.push(file);
            continue;
        }
        match read_one(file) {
            One::Watches(files) => watches.extend(files),
            One::Session(session) => out.push(session),
        }
    }
    for (folder, run) in described.into_iter().zip(runs) {
        let name = if folder.is_empty() { "session.toml".to_owned() } else { folder };
        out.push(analysed(name, &run));
    }
    // Only with all of them at hand: a portal's table says what its files are.
    read::match_sports(&mut watches);
    out.extend(watches.into_iter().map(FileSessions::from));
    out
}

enum One {
    Watches(Vec<WatchFile>),
    Session(FileSessions),
}

fn read_one(file: NamedBytes) -> One {
    let name = file.name.clone();
    let is_json = file.bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{');
    if is_json || name.to_ascii_lowercase().ends_with(".json") {
        let session =
            Saved::from_json(&name, &file.bytes).map(|s| vec![TrendSession::of_analysis(&s, &name)]);
        return One::Session(FileSessions { file: name, sessions: session, instead: None });
    }
    let source = Source::Bytes { name: file.name, bytes: file.bytes };
    match read::watch_files(&source, &ReadOptions::default()) {
        Err(error) => One::Session(FileSessions { file: name, sessions: Err(error), instead: None }),
        // A FIT file may hold samples only.
        Ok(files) if files.iter().any(|f| f.runs.as_ref().map_or(true, |runs| !runs.is_empty())) => {
            One::Watches(files)
        }
        Ok(_) => {
            let Source::Bytes { name: own, bytes } = source else {
                return One::Watches(Vec::new());
            };
            One::Session(analysed(name, &[NamedBytes { name: own, bytes }]))
        }
    }
}

fn analysed(file: String, files: &[NamedBytes]) -> FileSessions {
    let session = match session_from_bytes(files, &ReadOptions::default()) {
        Ok(session) => session,
        Err(error) => return FileSessions { file, sessions: Err(error), instead: None },
    };
    let analysis = analyze(&session, &AnalysisOptions::default());
    if !analysis.has_running() {
        let instead = Some("no running was detected in it".to_owned());
        return FileSessions { file, sessions: Ok(Vec::new()), instead };
    }
    let session = TrendSession::of_analysis(&Saved::from(&analysis), &file);
    FileSessions { file, sessions: Ok(vec![session]), instead: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::FileUse;

    fn saved(day: u32) -> NamedBytes {
        let json = format!(
            r#"{{"schema": "strideform.analysis/1", "run": {{"started": "2026-05-{day:02}T10:00:00Z", "speed_mps": 3.0}},
            "recordings": [{{"file": "a.csv", "placement": "pelvis", "seconds": 1800, "running_s": 1700}}]}}"#
        );
        NamedBytes::new(format!("{day}.json"), json)
    }

    #[test]
    fn every_file_is_accounted_for() {
        let files = vec![
            saved(3),
            saved(10),
            NamedBytes::new("notes.txt", "no table"),
            NamedBytes::new("b.json", "{}"),
        ];
        let trend = trend(files, &RuleTable::embedded()).expect("a trend");
        assert_eq!(trend.sessions.len(), 2);
        let uses: Vec<FileUse> = trend.files.iter().map(|f| f.used).collect();
        assert_eq!(uses, [FileUse::Used, FileUse::Used, FileUse::NotUnderstood, FileUse::NotUnderstood]);
    }

    #[test]
    fn a_single_file_that_cannot_be_read_is_said_in_full() {
        let table = RuleTable::embedded();
        assert_eq!(trend(vec![], &table).expect_err("nothing").kind(), ErrorKind::Usage);
        let error = trend(vec![NamedBytes::new("b.json", "{\"schema\": 3}")], &table).expect_err("broken");
        assert_eq!((error.kind(), error.position().line), (ErrorKind::Malformed, Some(1)));
    }
}
