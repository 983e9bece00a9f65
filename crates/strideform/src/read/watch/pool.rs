//! Combines the runs of one table into one, to describe the runner's typical form rather than how it changes.

use crate::recording::{Caveat, RowKind, StartClock, WatchRun, WatchTotals};

/// Starts closer together than this are of the same run, s (*chosen*, as in trends).
const CLOSE_S: i64 = 120;
/// Largest offset of a local clock from UTC, and what zones differ by, s.
const ZONES_S: i64 = 14 * 3600;
const QUARTER_S: i64 = 900;
/// Seconds by which the two starts of one run may differ beside the offset (*chosen*, as in trends).
const SLACK_S: i64 = 30;

/// The activities of an archive, each once: rows of a table whose run has a file of its own are left out, and the runs are
/// numbered through.
pub(in crate::read) fn once(mut runs: Vec<WatchRun>) -> Vec<WatchRun> {
    let recorded: Vec<(i64, WatchTotals)> = runs
        .iter()
        .filter(|r| r.rows == RowKind::Record && !r.beside)
        .filter_map(|r| Some((r.started?.as_second(), r.totals)))
        .collect();
    runs.retain(|r| {
        let same = |(start, totals): &(i64, WatchTotals)| {
            let apart = r.started.map(|s| (s.as_second() - start).abs());
            apart.is_some_and(|s| s <= CLOSE_S || r.clock == StartClock::Local && is_elsewhere(s, r, totals))
        };
        r.rows == RowKind::Record || !recorded.iter().any(same)
    });
    super::settle::number(&mut runs);
    runs
}

/// True where a row in local time is the run of a file in UTC: whole quarters of an hour apart, and of its length.
fn is_elsewhere(apart_s: i64, row: &WatchRun, recorded: &WatchTotals) -> bool {
    let off = apart_s % QUARTER_S;
    let alike = |a: Option<f64>, b: Option<f64>, part: f64| {
        a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= part * a.max(b))
    };
    apart_s <= ZONES_S
        && off.min(QUARTER_S - off) <= SLACK_S
        && alike(row.totals.distance_m, recorded.distance_m, 0.01)
        && alike(row.totals.seconds, recorded.seconds, 0.03)
}

/// The runs of a table of several runs as one; anything else unchanged.
///
/// Rows of other sports are ignored and counted in a caveat.
pub(in crate::read) fn pooled(mut runs: Vec<WatchRun>) -> Vec<WatchRun> {
    let table = runs.len() > 1 && runs.iter().all(|r| r.rows == RowKind::Run);
    if !table {
        return runs;
    }
    let all = runs.len();
    let others = runs.iter().filter(|r| !r.has_running()).count();
    if others < all {
        runs.retain(WatchRun::has_running);
    }
    let first = runs.iter().filter_map(|r| r.started).min();
    let Some(template) = runs.first().cloned() else { return runs };
    let mut pool = WatchRun::new(template.file.clone(), template.method, RowKind::Run);
    pool.device = template.device.clone();
    pool.sport = template.sport.clone();
    pool.started = first;
    pool.clock = runs.iter().find(|r| r.started == first).map(|r| r.clock).unwrap_or_default();
    pool.not_understood.clone_from(&template.not_understood);
    pool.runs = runs.len();
    runs.sort_by_key(|r| r.started);
    let mut totals = WatchTotals::default();
    let add = |sum: &mut Option<f64>, value: Option<f64>| {
        if let Some(value) = value {
            *sum = Some(sum.unwrap_or(0.0) + value);
        }
    };
    for run in &runs {
        let t = match (run.started, first) {
            (Some(t), Some(first)) => (t - first).total(jiff::Unit::Second).unwrap_or(0.0),
            _ => 0.0,
        };
        let values: Vec<_> =
            run.records.channels().into_iter().filter_map(|c| Some((c, run.records.value(c, 0)?))).collect();
        pool.records.push(t, &values);
        add(&mut totals.distance_m, run.totals.distance_m);
        add(&mut totals.seconds, run.totals.seconds);
        add(&mut totals.steps, run.totals.steps);
        for inference in &run.inferences {
            if !pool.inferences.contains(inference) {
                pool.inferences.push(inference.clone());
            }
        }
    }
    pool.totals = totals;
    if others > 0 && others < all {
        let text =
            format!("{others} of {all} rows are other sports or too slow for running: they are ignored");
        pool.caveats.push(Caveat::new("rows-of-other-sports", text).with_value(others as f64));
    }
    gathered(&runs, &mut pool.caveats);
    if pool.runs > 1 {
        let text = format!(
            "the table holds {} runs: each value is the median over runs; FILE#2026-05-10 chooses one by its date",
            pool.runs
        );
        pool.caveats.push(Caveat::new("several-runs", text).with_value(pool.runs as f64));
    }
    vec![pool]
}

/// Caveats of single rows, one sentence per kind.
fn gathered(runs: &[WatchRun], out: &mut Vec<Caveat>) {
    let mut kinds: Vec<(&Caveat, usize)> = Vec::new();
    for caveat in runs.iter().flat_map(|r| &r.caveats) {
        match kinds.iter_mut().find(|(c, _)| c.id == caveat.id) {
            Some((_, n)) => *n += 1,
            None => kinds.push((caveat, 1)),
        }
    }
    for (caveat, n) in kinds {
        if n == 1 {
            out.push(caveat.clone());
        } else {
            let text = format!("{n} rows; the first: {}", caveat.text);
            out.push(Caveat::new(caveat.id.clone(), text).with_value(n as f64));
        }
    }
}
