//! `strideform trend INPUT...`.

use std::io::Write;
use std::path::PathBuf;

use strideform::trend::{self, FileRead};

use super::trend_sessions::{Expanded, FileSessions};
use super::{rules, saved, trend_sessions};
use crate::cli::{Format, TrendArgs};
use crate::diagnose;
use crate::exit::{Failure, Outcome};
use crate::output::{self, Target};
use strideform_render::{html, json, text};

/// Reads whatever can be read, computes the trend, writes the files, and prints.
pub(crate) fn run(args: &TrendArgs) -> Outcome {
    let json_file = Target::wanted("--json", args.json.as_ref());
    let html_file = Target::wanted("--html", args.html.as_ref());
    let targets: Vec<Target> = [&json_file, &html_file].into_iter().flatten().cloned().collect();
    let mut given: Vec<PathBuf> = args.inputs.iter().flat_map(|i| saved::paths(i)).collect();
    given.extend(args.faults.clone());
    output::check(&targets, &given)?;
    let table = rules::load(args.faults.as_deref())?.0;
    let Expanded { files: found, others } = trend_sessions::expanded(&args.inputs);
    output::check(&targets, &found.iter().map(PathBuf::from).collect::<Vec<_>>())?;

    let mut sessions = Vec::new();
    let mut accounts: Vec<FileRead> = Vec::new();
    let mut failures: Vec<Failure> = Vec::new();
    let mut read = 0;
    for FileSessions { file, sessions: found, instead } in trend_sessions::read_all(&found) {
        match found {
            Ok(list) => {
                read += 1;
                sessions.extend(list);
                accounts.push(FileRead { file, understood: true, reason: instead, ..FileRead::default() });
            }
            Err(failure) => {
                let understood = matches!(failure, Failure::NoRunning(_));
                let reason = instead.or_else(|| Some(short(&failure)));
                accounts.push(FileRead { file, understood, reason, ..FileRead::default() });
                failures.push(failure);
            }
        }
    }
    // With nothing else to show, the only failure is reported in full.
    if accounts.len() == 1 && failures.len() == 1 {
        return Err(failures.remove(0));
    }
    for failure in &failures {
        let words = diagnose::message(failure, false);
        let line = words.lines().next().unwrap_or_default();
        let _ = writeln!(std::io::stderr().lock(), "{}", line.replacen("error: ", "skipped: ", 1));
    }
    let unreadable = failures.iter().position(|f| !matches!(f, Failure::NoRunning(_)));
    if sessions.is_empty() {
        if read == 0
            && failures.len() == accounts.len()
            && let Some(at) = unreadable
        {
            let no_running = failures.iter().any(|f| matches!(f, Failure::NoRunning(_)));
            if !no_running {
                return Err(failures.remove(at));
            }
        }
        return Err(Failure::NoRunning("no running detected in any of the inputs".to_owned()));
    }
    accounts.extend(others.into_iter().map(|file| FileRead {
        file,
        other_kind: true,
        ..FileRead::default()
    }));
    let mut trend = trend::trend(sessions, &table);
    trend.account(accounts);
    let mut out = Vec::new();
    if let Some(target) = json_file {
        out.push((target, json::document(&trend)?.into_bytes()));
    }
    if let Some(target) = html_file {
        out.push((target, html::season(&trend, args.units_out.into())?));
    }
    output::write_all(&out)?;
    output::print(&match args.format {
        Format::Text => text::trend(&trend, args.units_out.into()),
        Format::Json => json::document(&trend)?,
    })
}

/// The error in one line.
fn short(failure: &Failure) -> String {
    match failure {
        Failure::Input(error) => error.message().to_owned(),
        other => {
            let message = diagnose::message(other, false);
            message.lines().next().unwrap_or_default().replacen("error: ", "", 1)
        }
    }
}
