//! A whole job on a disk that fails at its k-th operation, for every k and in every way: nothing is lost, nothing is done
//! twice, no table is in its place that is not complete.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use strideform::findings::RuleTable;
use strideform_render::tables::TableFormat;

use crate::disk::faults::{self, Fault};
use crate::finish::{self, JobMark, TableFile, Tables};
use crate::inputs::BatchInput;
use crate::journal::{Entry, Fingerprint, Index, Journal, Lock};
use crate::{BatchError, pool, samples};

const NAMES: [&str; 3] = ["runs.csv", "strides.csv", "failures.csv"];

/// The job as the command line does it, with `--resume`; returns how many inputs were analysed.
fn job(out: &Path, inputs: &[BatchInput], jobs: usize) -> (usize, Result<(), BatchError>) {
    let analysed = AtomicUsize::new(0);
    let work = || -> Result<(), BatchError> {
        let runs = out.join(NAMES[0]);
        let strides = TableFile { path: out.join(NAMES[1]), format: TableFormat::Csv };
        let options = Fingerprint::new([]);
        let tables = Tables::new(&runs, TableFormat::Csv)
            .with_strides(Some(strides))
            .with_failures(Some(out.join(NAMES[2])))
            .with_mark(JobMark::new(&options, inputs));
        let folder = finish::journal_folder(&runs);
        let _lock = Lock::acquire(&folder)?;
        let before = Index::read(&folder)?.map(|(_, index)| index).filter(|index| !index.is_empty());
        let (journal, index) = match before {
            Some(index) => (Journal::resume(&folder)?, index),
            None => (Journal::create(&folder, &options)?, Index::default()),
        };
        let mut entries: Vec<Option<Entry>> = inputs.iter().map(|input| index.finished(input)).collect();
        let todo = (0..inputs.len()).filter(|at| entries[*at].is_none()).collect();
        let analyze = |input: &BatchInput| {
            analysed.fetch_add(1, Ordering::Relaxed);
            samples::result(input)
        };
        for (at, entry) in pool::run(inputs, todo, jobs, analyze, &journal, |_| {})? {
            entries[at] = Some(entry);
        }
        let entries: Vec<(&BatchInput, Entry)> =
            inputs.iter().zip(entries).filter_map(|(input, entry)| Some((input, entry?))).collect();
        finish::write(&tables, &entries, &RuleTable::embedded(), &journal)?;
        journal.remove();
        Ok(())
    };
    let outcome = work();
    (analysed.into_inner(), outcome)
}

fn tables(out: &Path) -> Vec<Option<Vec<u8>>> {
    NAMES.iter().map(|name| fs::read(out.join(name)).ok()).collect()
}

fn names(out: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(out)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// One fault at one operation, then the job once more on a sound disk; false where there are no more operations.
fn survives(inputs: &[BatchInput], whole: &[Option<Vec<u8>>], fault: Fault, at: u64, jobs: usize) -> bool {
    let out = tempfile::tempdir().expect("a folder");
    // As the journal's folder is found, so that faults hit what is in it.
    let out = &out.path().canonicalize().expect("a folder");
    let what = format!("{fault:?} at {at}, {jobs} jobs");
    let plan = faults::plan(out, fault, at);
    let (first, outcome) = job(out, inputs, jobs);
    let reached = plan.seen() > at;
    drop(plan);
    let there = tables(out);
    // The table of runs comes last: where it is, the others are, and each is whole.
    if there[0].is_some() {
        assert_eq!(there, whole, "{what}");
    }
    for (table, whole) in there.iter().zip(whole) {
        assert!(table.is_none() || table == whole, "{what}: a table is incomplete");
    }
    if outcome.is_ok() {
        assert_eq!(there, whole, "{what}: it claims to be complete");
    }
    // As the command line: complete, where the journal is gone.
    let journal = finish::journal_folder(&out.join(NAMES[0]));
    if outcome.is_err() || crate::journal::exists(&journal) {
        let (second, again) = job(out, inputs, jobs);
        again.unwrap_or_else(|error| panic!("{what}: {error}"));
        let recorded = inputs.len() - second;
        // A record may be whole and its writer not know it; what was in flight is done again.
        assert!(
            first + second <= inputs.len() + jobs || recorded == 0,
            "{what}: {first} and {second} analysed"
        );
    }
    assert_eq!(tables(out), whole, "{what}");
    let left = names(out);
    let journal = ".runs.csv.journal".to_owned();
    // A folder without records that could not be removed counts as nothing.
    assert!(left.iter().all(|name| NAMES.contains(&name.as_str()) || *name == journal), "{what}: {left:?}");
    reached
}

#[test]
fn a_fault_at_any_operation_loses_nothing() {
    let files = tempfile::tempdir().expect("a folder");
    let inputs = samples::inputs(files.path());
    let out = tempfile::tempdir().expect("a folder");
    job(out.path(), &inputs, 1).1.expect("a sound disk");
    assert_eq!(names(out.path()), ["failures.csv", "runs.csv", "strides.csv"]);
    let whole = tables(out.path());
    for fault in [Fault::Error, Fault::Full, Fault::Short, Fault::Kill] {
        let mut at = 0;
        while survives(&inputs, &whole, fault, at, 1) {
            at += 1;
        }
        assert!(at > 30, "{fault:?}: {at} operations");
        // The order of operations varies with two threads; each fault hits some operation of some order.
        for at in 0..at {
            survives(&inputs, &whole, fault, at, 2);
        }
    }
}
