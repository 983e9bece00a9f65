//! Distributes the inputs of a job over threads, largest first.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::BatchError;
use crate::inputs::BatchInput;
use crate::journal::record::{Done, Record, Slice};
use crate::journal::{Data, End, Entry, Journal, stride_rows};
use crate::rows::{FailureRow, InputRows};

/// An input that has just been finished, for showing progress.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Finished<'a> {
    /// Its name.
    pub input: &'a str,
    /// How it ended.
    pub end: End,
    /// Its size, as [`BatchInput::bytes`].
    pub bytes: u64,
    /// Length of the recording in seconds; 0 for a failure.
    pub seconds: f64,
}

/// Analyses the inputs at the positions `todo` on `jobs` threads and returns the position of each in the journal, in the
/// order of `inputs`. The largest are started first, because a long one started last would delay the whole job.
///
/// # Errors
/// The first disk error; inputs recorded by then stay recorded.
pub fn run(
    inputs: &[BatchInput],
    mut todo: Vec<usize>,
    jobs: usize,
    analyze: impl Fn(&BatchInput) -> Result<InputRows, FailureRow> + Sync,
    journal: &Journal,
    finished: impl Fn(&Finished<'_>) + Sync,
) -> Result<Vec<(usize, Entry)>, BatchError> {
    todo.sort_by_key(|at| std::cmp::Reverse(inputs.get(*at).map_or(0, |input| input.bytes)));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.max(1))
        .thread_name(|i| format!("analysis {i}"))
        .build()
        .map_err(|error| BatchError::Threads { jobs, source: Box::new(error) })?;
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let entries = Mutex::new(Vec::with_capacity(todo.len()));
    let outcomes = pool.broadcast(|context| {
        let work = || -> Result<(), BatchError> {
            let mut data: Option<Data> = None;
            while !stop.load(Ordering::Relaxed) {
                let Some(at) = todo.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let Some(input) = inputs.get(*at) else { continue };
                // Taken before the analysis, so that a file that changes meanwhile is analysed again.
                let stamp = input.stamp();
                journal.begin(&input.name)?;
                let done = match analyze(input) {
                    Err(failure) => Done::Failure(failure),
                    Ok(InputRows { run, strides }) => {
                        let slice = match strides {
                            None => None,
                            Some(batch) => {
                                let bytes = stride_rows::bytes(&batch)?;
                                Some(append(&mut data, journal, context.index(), &bytes)?)
                            }
                        };
                        Done::Row(Box::new(run), slice)
                    }
                };
                let seconds = match &done {
                    Done::Row(row, _) => row.seconds,
                    Done::Failure(_) => 0.0,
                };
                let record = Record { input: input.name.clone(), stamp, done };
                let entry = Entry::of(&record, journal.record(&record)?);
                finished(&Finished { input: &input.name, end: entry.end, bytes: input.bytes, seconds });
                entries.lock().unwrap_or_else(PoisonError::into_inner).push((*at, entry));
            }
            Ok(())
        };
        work().inspect_err(|_| stop.store(true, Ordering::Relaxed))
    });
    outcomes.into_iter().collect::<Result<(), BatchError>>()?;
    let mut entries = entries.into_inner().unwrap_or_else(PoisonError::into_inner);
    entries.sort_by_key(|(at, _)| *at);
    Ok(entries)
}

fn append(
    data: &mut Option<Data>,
    journal: &Journal,
    thread: usize,
    bytes: &[u8],
) -> Result<Slice, BatchError> {
    match data {
        Some(data) => data.append(bytes),
        None => data.insert(journal.data(thread)?).append(bytes),
    }
}
