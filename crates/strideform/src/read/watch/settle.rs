//! What every run goes through once its values are read, whatever the format.

use crate::recording::WatchRun;

use super::{cadence, plausible};

/// Settles what the values of a run show only together: cadence first, on which the others rest.
pub(in crate::read::watch) fn settle(run: &mut WatchRun) {
    cadence::settle(run);
    plausible::check(run);
}

/// Numbers the runs of a file in the order of their starts, where it holds several; other sports and second devices have none.
pub(in crate::read::watch) fn number(runs: &mut [WatchRun]) {
    runs.iter_mut().for_each(|run| run.number = 0);
    let is_run = |run: &WatchRun| !run.beside && (run.has_running() || run.is_load_only());
    let mut starts: Vec<(Option<jiff::Timestamp>, usize)> =
        runs.iter().enumerate().filter(|(_, r)| is_run(r)).map(|(i, r)| (r.started, i)).collect();
    if starts.len() < 2 {
        return;
    }
    starts.sort();
    for (number, (_, at)) in starts.into_iter().enumerate() {
        if let Some(run) = runs.get_mut(at) {
            run.number = number + 1;
        }
    }
    // A second device has the number of the run that it was worn on.
    let mut last = 0;
    for run in runs {
        match run.beside {
            true => run.number = last,
            false => last = run.number,
        }
    }
}
