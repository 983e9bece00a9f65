//! Many runs, like `strideform trend`.

use strideform::findings::RuleTable;
use strideform::pipeline::{self, AnalysisOptions};
use strideform::read::{self, NamedBytes, ReadOptions, WatchFile};
use strideform::report::Saved;
use strideform::trend::{self, FileRead, Trend, TrendSession};

use crate::failure::Failure;
use crate::{inspect, saved};

/// The trend of all runs in the files.
pub(crate) fn trend(files: &[NamedBytes]) -> Result<Trend, Failure> {
    let mut sessions = Vec::new();
    let mut accounts = Vec::new();
    let mut failures = Vec::new();
    let mut watches: Vec<WatchFile> = Vec::new();
    for file in files {
        match one(file) {
            Ok(One::Watches(found)) => watches.extend(found),
            Ok(One::Session(session)) => {
                sessions.push(*session);
                accounts.push(FileRead { file: file.name.clone(), understood: true, reason: None });
            }
            Err(failure) => {
                let (understood, reason) = match &failure {
                    Failure::NoRunning(_) => (true, "no running was detected in it".to_owned()),
                    Failure::Input(error) => (false, error.message().to_owned()),
                    Failure::Internal(text) => (false, text.clone()),
                };
                accounts.push(FileRead { file: file.name.clone(), understood, reason: Some(reason) });
                failures.push(failure);
            }
        }
    }
    // Only with all of them at hand: a portal's table says what its files are.
    read::match_sports(&mut watches);
    for WatchFile { file, runs, .. } in watches {
        match runs {
            Ok(runs) => {
                // A second device on the same run completes it.
                sessions.extend(runs.iter().filter(|r| !r.beside).filter_map(TrendSession::of_watch));
                let mut sports: Vec<&str> = runs.iter().map(|r| r.sport.as_str()).collect();
                sports.sort_unstable();
                sports.dedup();
                let reason = match sports.as_slice() {
                    ["running" | "unknown"] | [] => "no cadence above 120 steps/min in it".to_owned(),
                    sports => sports.iter().take(4).copied().collect::<Vec<_>>().join(", "),
                };
                accounts.push(FileRead { file, understood: true, reason: Some(reason) });
            }
            Err(error) => {
                let reason = Some(error.message().to_owned());
                accounts.push(FileRead { file, understood: false, reason });
                failures.push(error.into());
            }
        }
    }
    if sessions.is_empty() {
        let unreadable = failures.iter().position(|f| !matches!(f, Failure::NoRunning(_)));
        return Err(match unreadable {
            Some(at) if failures.len() == accounts.len() => failures.swap_remove(at),
            _ => Failure::NoRunning("no running detected in any of the inputs".to_owned()),
        });
    }
    let mut trend = trend::trend(sessions, &RuleTable::embedded());
    trend.account(accounts);
    Ok(trend)
}

enum One {
    Watches(Vec<WatchFile>),
    Session(Box<TrendSession>),
}

fn one(file: &NamedBytes) -> Result<One, Failure> {
    if let Some(saved) = saved::of_file(file)? {
        return Ok(One::Session(Box::new(TrendSession::of_analysis(&saved, &file.name))));
    }
    let found = read::watch_files(&inspect::source(file), &ReadOptions::default())?;
    // A FIT file may hold samples only.
    if found.iter().any(|f| f.runs.as_ref().map_or(true, |runs| !runs.is_empty())) {
        return Ok(One::Watches(found));
    }
    let session = read::session_from_bytes(std::slice::from_ref(file), &ReadOptions::default())?;
    let analysis = pipeline::analyze(&session, &AnalysisOptions::default());
    if !analysis.has_running() {
        return Err(Failure::NoRunning(inspect::no_running(&analysis)));
    }
    Ok(One::Session(Box::new(TrendSession::of_analysis(&Saved::from(&analysis), &file.name))))
}
