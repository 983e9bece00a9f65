//! The inputs over the threads, largest first.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use strideform_render::tables::InputRows;

use super::index::Entry;
use super::journal::{Data, Journal};
use super::progress::Progress;
use super::record::{Done, Record, Slice};
use super::strides;
use super::unit::Unit;
use super::work::Task;
use crate::exit::Failure;

/// Analyses the inputs at `todo` and returns where each stands in the journal. The largest are begun first: whoever
/// comes to a long one last keeps all others waiting.
///
/// # Errors
/// The first refusal of the disk; what is recorded by then stays recorded.
pub(super) fn run(
    units: &[Unit],
    mut todo: Vec<usize>,
    jobs: usize,
    task: &Task<'_>,
    journal: &Journal,
    progress: &Progress,
) -> Result<Vec<(usize, Entry)>, Failure> {
    todo.sort_by_key(|at| std::cmp::Reverse(units.get(*at).map_or(0, |unit| unit.weight)));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .thread_name(|i| format!("analysis {i}"))
        .build()
        .map_err(|error| Failure::Ours(format!("cannot start {jobs} threads: {error}; give fewer --jobs")))?;
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let finished = Mutex::new(Vec::with_capacity(todo.len()));
    let outcomes = pool.broadcast(|context| {
        let work = || -> Result<(), Failure> {
            let mut data: Option<Data> = None;
            while !stop.load(Ordering::Relaxed) {
                let Some(at) = todo.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let Some(unit) = units.get(*at) else { continue };
                let stamp = unit.stamp();
                let done = match task.analyse(unit) {
                    Err(failure) => Done::Failure(failure),
                    Ok(InputRows { run, strides, .. }) => {
                        let slice = match strides {
                            None => None,
                            Some(batch) => {
                                Some(append(&mut data, journal, context.index(), &strides::bytes(&batch)?)?)
                            }
                        };
                        Done::Row(Box::new(run), slice)
                    }
                };
                let record = Record { input: unit.text.clone(), stamp, done };
                let place = journal.record(&record)?;

                let entry = Entry::of(&record, place);
                progress.finished(&record, entry.end, unit.weight);
                finished.lock().unwrap_or_else(PoisonError::into_inner).push((*at, entry));
            }
            Ok(())
        };
        work().inspect_err(|_| stop.store(true, Ordering::Relaxed))
    });
    outcomes.into_iter().collect::<Result<(), Failure>>()?;
    Ok(finished.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn append(data: &mut Option<Data>, journal: &Journal, thread: usize, bytes: &[u8]) -> Result<Slice, Failure> {
    match data {
        Some(data) => data.append(bytes),
        None => data.insert(journal.data(thread)?).append(bytes),
    }
}
