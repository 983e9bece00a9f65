//! `strideform batch ROOT... --out FILE`: many runs into one table.
//!
//! The work is done by the crate `strideform-batch`; here are its arguments, its outputs and the progress that people see.

mod args;
mod failures;
mod list;
mod outputs;
mod progress;
mod settings;

use std::path::Path;

use strideform::findings::RuleTable;
use strideform::pipeline::AnalysisOptions;
use strideform_batch::inputs::{BatchInput, Manifest, discover_with};
use strideform_batch::journal::{self, Entry, Fingerprint, Index, Journal, Lock};
use strideform_batch::rows::InputTask;
use strideform_batch::{BatchError, finish, pool};

pub(crate) use args::BatchArgs;

use self::failures::Reporter;
use self::outputs::Outputs;
use self::progress::{Progress, say};
use super::rules;
use crate::exit::{Failure, Outcome};
use crate::interrupt;

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        let message = error.to_string();
        match error {
            BatchError::Usage(message) => Self::Usage(message),
            BatchError::Input(error) => error.into(),
            BatchError::Disk { resumable: true, .. } => Self::Internal(format!(
                "{message}\n  help: finished work is kept; once the cause is fixed, resume with --resume"
            )),
            _ => Self::Internal(message),
        }
    }
}

/// Finds the inputs, analyses what is not finished, writes the tables.
pub(crate) fn run(args: &BatchArgs) -> Outcome {
    let outputs = Outputs::of(args)?;
    let mut options = AnalysisOptions::default();
    for choice in &args.method {
        options.choose(&choice.stage, &choice.id)?;
    }
    let (table, text) = rules::load(args.faults.as_deref())?;
    options.faults = table;
    let folder = outputs.journal();
    // The journal exists from before the search for inputs until the tables are in their places: a job without one is
    // complete or has not started.
    let was_there = journal::exists(&folder);
    if args.resume && !was_there && outputs.complete() {
        let shown = args.out.display();
        say(&format!("{shown} is complete: nothing left to do (without --resume it is recomputed)"));
        return Ok(());
    }
    let _lock = Lock::acquire(&folder)?;
    let manifest = args.manifest.as_deref().map(Manifest::read).transpose()?.unwrap_or_default();
    if !manifest.unknown.is_empty() {
        say(&format!("columns of the manifest that are not used: {}", manifest.unknown.join(", ")));
    }
    let (journal, index) = open(args, &folder, &settings::fingerprint(args, &text))?;
    let job = Job { args, outputs: &outputs, journal: &journal, index: &index, manifest: &manifest };
    let outcome = job.run(options);
    if outcome.is_ok() || journal.is_empty() {
        journal.remove();
    }
    outcome
}

/// Creates a journal, or resumes an existing one where that was requested and the settings are the same.
fn open(args: &BatchArgs, folder: &Path, now: &Fingerprint) -> Result<(Journal, Index), Failure> {
    let Some((then, index)) = Index::read(folder)?.filter(|(_, index)| !index.is_empty()) else {
        return Ok((Journal::create(folder, now)?, Index::default()));
    };
    let (shown, finished) = (folder.display(), index.len());
    if !args.resume {
        return Err(Failure::Usage(format!(
            "an interrupted job left {finished} finished inputs in {shown}\n  help: resume it with --resume, or remove that \
             folder to start over"
        )));
    }
    let differences = then.differences(now);
    if !differences.is_empty() {
        let differences: String = differences.iter().map(|line| format!("  {line}\n")).collect();
        return Err(Failure::Usage(format!(
            "the interrupted job had other options:\n{differences}  help: give those options again, or remove {shown} to \
             start over"
        )));
    }
    Ok((Journal::resume(folder)?, index))
}

struct Job<'a> {
    args: &'a BatchArgs,
    outputs: &'a Outputs,
    journal: &'a Journal,
    index: &'a Index,
    manifest: &'a Manifest,
}

impl Job<'_> {
    fn run(&self, options: AnalysisOptions) -> Outcome {
        let inputs = self.inputs()?;
        let mut entries: Vec<Option<Entry>> = inputs.iter().map(|input| self.index.finished(input)).collect();
        let todo: Vec<usize> =
            entries.iter().enumerate().filter(|(_, entry)| entry.is_none()).map(|(at, _)| at).collect();
        let before = inputs.len() - todo.len();
        if before > 0 {
            say(&format!("{before} of {} inputs had been finished before", inputs.len()));
        }
        let bytes = todo.iter().filter_map(|at| inputs.get(*at)).map(|input| input.bytes).sum();
        let progress = Progress::new(todo.len(), bytes);
        for (at, entry) in self.analyse(&inputs, todo, &options, &progress)? {
            if let Some(slot) = entries.get_mut(at) {
                *slot = Some(entry);
            }
        }
        self.write(&inputs, &entries, &options.faults)?;
        progress.summary(before);
        Ok(())
    }

    /// The inputs of this job's shard.
    fn inputs(&self) -> Result<Vec<BatchInput>, Failure> {
        let list = self.args.list.as_deref().map(list::lines).transpose()?.unwrap_or_default();
        let known = self.manifest.inputs.clone();
        let found = discover_with(&self.args.roots, &list, known, &self.outputs.paths())?;
        let (mut inputs, skipped) = (found.inputs, found.skipped);
        if inputs.is_empty() {
            return Err(list::nothing_found(self.args, skipped).into());
        }
        outputs::check_inputs(self.outputs, &inputs)?;
        match skipped {
            0 => {}
            1 => say("1 file of another kind was skipped"),
            n => say(&format!("{n} files of other kinds were skipped")),
        }
        if let Some(shard) = self.args.shard {
            inputs.retain(|input| shard.contains(&input.name));
        }
        Ok(inputs)
    }

    fn analyse(
        &self,
        inputs: &[BatchInput],
        todo: Vec<usize>,
        options: &AnalysisOptions,
        progress: &Progress,
    ) -> Result<Vec<(usize, Entry)>, Failure> {
        if todo.is_empty() {
            return Ok(Vec::new());
        }
        let task = InputTask {
            // Over many files a placement is for those that do not say; one that contradicts it is a failure.
            read: self
                .args
                .read
                .options()
                .with_placement(None)
                .with_placement_if_unknown(self.args.read.placement),
            options: options.clone(),
            strides: self.args.strides.is_some(),
        };
        let analyze = |input: &BatchInput| {
            task.analyze(input, |runner, run| {
                self.args.run.apply(runner, run);
                self.manifest.apply(&input.name, runner, run);
            })
        };
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let jobs = self.args.jobs.map_or_else(cores, usize::from).min(todo.len());
        interrupt::say("interrupted; finished work is kept: run the same command with --resume to continue");
        let finished = std::thread::scope(|scope| {
            scope.spawn(|| progress.show());
            let finished =
                pool::run(inputs, todo, jobs, analyze, self.journal, |done| progress.finished(done));
            progress.end();
            finished
        });
        Ok(finished?)
    }

    fn write(&self, inputs: &[BatchInput], entries: &[Option<Entry>], rules: &RuleTable) -> Outcome {
        let rows: Vec<(&BatchInput, Entry)> =
            inputs.iter().zip(entries).filter_map(|(input, entry)| Some((input, (*entry)?))).collect();
        if self.outputs.failures.is_none() {
            let mut reporter = Reporter::default();
            finish::each_failure(&rows, self.journal, |input, row| reporter.report(input, row))?;
            reporter.close();
        }
        Ok(finish::write(&self.outputs.tables(), &rows, rules, self.journal)?)
    }
}
