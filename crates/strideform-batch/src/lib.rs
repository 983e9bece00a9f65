//! Analyses many recordings into one table: finds the inputs, analyses them in parallel, and resumes after an interruption.
//!
//! An input goes through the modules in this order:
//!
//! | module | task |
//! |---|---|
//! | [`inputs`] | finds the inputs in files, folders, patterns and lists; each counts once |
//! | [`pool`] | distributes them over threads, largest first |
//! | [`rows`] | reads and analyses one input, giving a row of results or a row of failures |
//! | [`journal`] | keeps finished rows on disk |
//! | [`finish`] | writes the tables from the journal, in the order of the inputs; tells whether existing ones are of this job |
//! | [`apart`] | takes over the result of an input that was analysed in a process of its own |
//!
//! The tables are therefore the same for any number of threads, and however often the job was resumed.
//!
//! ```
//! use strideform::findings::RuleTable;
//! use strideform_batch::{finish, inputs, journal, pool, rows::InputTask};
//! use strideform_render::tables::TableFormat;
//! # use strideform_virtual::{CsvStyle, Params, SensorSpec, Side, VirtualRun};
//! # let folder = tempfile::tempdir()?;
//! # let (study, out) = (folder.path().join("study"), folder.path().join("runs.csv"));
//! # std::fs::create_dir(&study)?;
//! # let run = VirtualRun::new(Params { seconds: 20.0, ..Params::default() })?;
//! # let mut csv = std::fs::File::create(study.join("shank-left.csv"))?;
//! # run.record(&SensorSpec::shank(Side::Left)).write_csv(&mut csv, CsvStyle::Units)?;
//! # std::fs::write(study.join("broken.csv"), "not a recording")?;
//! # let study = study.display().to_string();
//!
//! let found = inputs::discover(&[study], &[], std::slice::from_ref(&out))?;
//! let fingerprint = journal::Fingerprint::new([("speed", None)]); // what would change the results
//! let folder = finish::journal_folder(&out);
//! let _lock = journal::Lock::acquire(&folder)?;
//! let journal = journal::Journal::create(&folder, &fingerprint)?;
//!
//! let task = InputTask::default();
//! let analyze = |input: &inputs::BatchInput| task.analyze(input, |_runner, _run| {}); // mass, speed… would go here
//! let todo = (0..found.inputs.len()).collect();
//! let finished = pool::run(&found.inputs, todo, 2, analyze, &journal, |done| {
//!     println!("{}: {:?}", done.input, done.end);
//! })?;
//!
//! let entries: Vec<_> = finished.iter().map(|(at, entry)| (&found.inputs[*at], *entry)).collect();
//! let tables = finish::Tables::new(&out, TableFormat::Csv);
//! finish::write(&tables, &entries, &RuleTable::embedded(), &journal)?;
//! journal.remove();
//! assert_eq!(std::fs::read_to_string(&out)?.lines().count(), 2); // a header and one run; broken.csv is a failure
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod apart;
mod disk;
mod error;
pub mod finish;
pub mod inputs;
pub mod journal;
pub mod pool;
pub mod rows;

pub use error::BatchError;

#[cfg(test)]
mod every_fault;
#[cfg(test)]
mod samples;
