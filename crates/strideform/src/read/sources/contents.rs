//! The content of a source: samples of a sensor, or a watch's own values.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::recording::{Caveat, Recording, RowKind, WatchRun};

use crate::read::errors::ambiguous;
use crate::read::options::ReadOptions;
use crate::read::sources::recording::recording;
use crate::read::sources::source::Source;
use crate::read::sources::watch_files::{self, WatchFile};
use crate::read::watch;

/// Recordings and runs of one source.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Contents {
    /// Samples of sensors.
    pub recordings: Vec<Recording>,
    /// Values computed by watches, straps and pods; a table of many runs is pooled into one.
    pub watches: Vec<WatchRun>,
}

/// Reads whatever the source holds.
///
/// A table of runs comes as one pooled run, unless [`ReadOptions::device`] names a number (`2`), a date (`2026-05-10`), a
/// title, a device or a lap (`lap3`, or `2/lap3` of the second run); other sports are ignored, with a caveat. Of several recorded runs in a file the first one comes, of an
/// archive or a health export the latest; a caveat names the others.
///
/// # Errors
///
/// As for [`recording()`](crate::read::recording()); `Ambiguous` if the file does not have the requested run.
pub fn contents(source: &Source, options: &ReadOptions) -> Result<Contents, Error> {
    let Some(found) = watch_files::of_source(source, options)? else {
        return Ok(Contents { recordings: vec![recording(source, options)?], ..Contents::default() });
    };
    let name = source.name();
    let mut runs: Vec<WatchRun> = found.files.into_iter().filter_map(|f| f.runs.ok()).flatten().collect();
    if found.is_log {
        runs = watch::once(runs);
    }
    let watches = chosen(runs, options, found.is_log).map_err(|e| e.in_file(&name))?;
    Ok(Contents { watches: watch::pooled(watches), recordings: found.recordings })
}

/// Runs of one file that an overview lists; of a longer log it shows the latest (*chosen*).
const MAX_LISTED: usize = 20;

/// As [`contents()`], with every recorded run of a file that holds a few of them: for showing how a file was understood.
///
/// # Errors
///
/// As for [`contents()`].
pub fn overview(source: &Source, options: &ReadOptions) -> Result<Contents, Error> {
    if options.device.is_none()
        && let Some(found) = watch_files::of_source(source, options)?
    {
        let runs: Vec<WatchRun> = found.files.into_iter().filter_map(|f| f.runs.ok()).flatten().collect();
        let few = (2..=MAX_LISTED).contains(&runs.len()) && !found.is_log;
        if few && runs.iter().any(|r| r.rows == RowKind::Record) {
            return Ok(Contents { watches: runs, recordings: found.recordings });
        }
    }
    contents(source, options)
}

/// Every activity of a watch file, one by one, of any sport.
///
/// Empty if the source is a recording of samples rather than a watch file.
///
/// # Errors
///
/// Files that are missing (`Io`), and watch files that cannot be read.
pub fn watch_runs(source: &Source, options: &ReadOptions) -> Result<Vec<WatchRun>, Error> {
    let found = watch_files::of_source(source, options)?;
    Ok(found.into_iter().flat_map(|f| f.files).filter_map(|f| f.runs.ok()).flatten().collect())
}

/// The runs of a source that holds several, in the order of their starts, each with its number and the devices worn on it: of
/// a table every row that is a run, of an archive each run once. Empty for anything else.
///
/// # Errors
///
/// As for [`watch_runs`].
pub fn each_run(source: &Source, options: &ReadOptions) -> Result<Vec<(usize, Vec<WatchRun>)>, Error> {
    let Some(found) = watch_files::of_source(source, options)? else { return Ok(Vec::new()) };
    let mut runs: Vec<WatchRun> = found.files.into_iter().filter_map(|f| f.runs.ok()).flatten().collect();
    if found.is_log {
        runs = watch::once(runs);
    }
    let mut out: BTreeMap<usize, Vec<WatchRun>> = BTreeMap::new();
    for run in runs.into_iter().filter(|run| run.number > 0) {
        out.entry(run.number).or_default().push(run);
    }
    Ok(out.into_iter().collect())
}

/// The files of watches in a source, each with its activities: one, or all of those in an archive. The input of `trend`.
///
/// Empty if the source is a recording of samples rather than a watch file.
///
/// # Errors
///
/// As for [`watch_runs`]; a file of an archive that cannot be read is an error within the list.
pub fn watch_files(source: &Source, options: &ReadOptions) -> Result<Vec<WatchFile>, Error> {
    Ok(watch_files::of_source(source, options)?.map(|f| f.files).unwrap_or_default())
}

/// Gives activities whose file does not state the sport the one that a portal's table states for that file.
pub fn match_sports(files: &mut [WatchFile]) {
    let mut runs: Vec<&mut WatchRun> =
        files.iter_mut().filter_map(|f| f.runs.as_mut().ok()).flatten().collect();
    watch_files::sports(&mut runs);
}

/// True for a watch file, readable or not; false if it cannot be opened.
pub fn is_watch(source: &Source) -> bool {
    watch_files::is_one(source)
}

/// The one run of a file that holds several, with a caveat that names the others; unchanged where it is a table of runs.
fn first(mut runs: Vec<WatchRun>, latest: bool) -> Vec<WatchRun> {
    let numbers = runs.iter().map(|r| r.number).max().unwrap_or(0);
    let table = !latest && runs.iter().all(|r| r.rows == RowKind::Run);
    if numbers < 2 || table {
        return runs;
    }
    let wanted = if latest { numbers } else { 1 };
    let other = if latest { 1 } else { 2 };
    runs.retain(|r| r.number == wanted);
    for run in runs.iter_mut().filter(|r| !r.beside) {
        let which = if latest { "the latest" } else { "the first" };
        let text = format!(
            "the file holds {numbers} runs: this is {which}; FILE#{other} or a date, FILE#2026-05-10, chooses another"
        );
        run.caveats.push(Caveat::new("several-runs", text).with_value(numbers as f64));
    }
    runs
}

/// The number of a lap in `lap3`, and the run before it in `2/lap3` or `2026-05-10/lap3`.
fn lap_in(wanted: &str) -> Option<(Option<&str>, usize)> {
    let (run, lap) = match wanted.rsplit_once('/') {
        Some((run, lap)) => (Some(run), lap),
        None => (None, wanted),
    };
    let lower = lap.trim().to_ascii_lowercase();
    Some((run, lower.strip_prefix("lap")?.trim().parse().ok()?))
}

/// One lap of each device of a run.
fn one_lap(runs: &[WatchRun], lap: usize) -> Result<Vec<WatchRun>, Error> {
    let laps: Vec<WatchRun> = runs.iter().filter_map(|run| run.lap(lap)).collect();
    if laps.is_empty() {
        let count = runs.iter().map(|r| r.laps.len()).max().unwrap_or(0);
        let error = ambiguous(format!("this run has no lap {lap}"));
        return Err(match count {
            0 => error.with_remedy("it has no laps: give the file alone"),
            1 => error.with_remedy("it has one lap: #lap1"),
            n => error.with_remedy(format!("choose one from #lap1 to #lap{n}")),
        });
    }
    Ok(laps)
}

/// The runs that `#…` names: by number, by device, by the start of the date, or by title.
fn chosen(runs: Vec<WatchRun>, options: &ReadOptions, is_log: bool) -> Result<Vec<WatchRun>, Error> {
    let Some(wanted) = options.device.as_deref() else { return Ok(first(runs, is_log)) };
    if let Some((run, lap)) = lap_in(wanted) {
        let of_run = match run {
            Some(run) => chosen(runs, &options.clone().with_device(run), is_log)?,
            None => first(runs, is_log),
        };
        return one_lap(&of_run, lap);
    }
    let is = |text: &Option<String>| text.as_deref().is_some_and(|t| t.eq_ignore_ascii_case(wanted));
    let stamp = |run: &WatchRun| run.started_text().map(|t| t.replace('T', " "));
    // A year at least: a shorter text is a number.
    let dated = wanted.len() >= 4;
    let date = |run: &WatchRun| dated && stamp(run).is_some_and(|t| t.starts_with(&wanted.replace('T', " ")));
    // A single run is the first of its file.
    let number = wanted.parse::<usize>().ok();
    let numbered = |run: &WatchRun| number.is_some_and(|n| run.number == n || run.number == 0 && n == 1);
    let fits = |run: &WatchRun| is(&run.device) || is(&run.title) || date(run) || numbered(run);
    if !runs.iter().any(fits) {
        let of = |run: &WatchRun| run.started_text().or_else(|| run.device.clone());
        let mut names: Vec<String> =
            runs.iter().filter(|r| r.sport.may_be_running()).filter_map(of).collect();
        names.truncate(12);
        return Err(ambiguous(format!("this file has no run called `{wanted}`"))
            .with_remedy(format!("choose one by its number, date or device, e.g. {}", names.join(", "))));
    }
    Ok(runs.into_iter().filter(fits).collect())
}
