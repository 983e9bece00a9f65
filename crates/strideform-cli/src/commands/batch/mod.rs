//! `strideform batch ROOT... --out FILE`: many runs into one table.
//!
//! The work is done by the crate `strideform-batch`; this module has its arguments, its outputs and the progress display.

mod apart;
mod args;
mod failures;
mod list;
mod outputs;
mod progress;
mod settings;

use std::path::Path;

use strideform::findings::RuleTable;
use strideform::pipeline::AnalysisOptions;
use strideform_batch::finish::{JobMark, Tables};
use strideform_batch::inputs::{BatchInput, Inputs, Manifest, discover_with};
use strideform_batch::journal::{self, Entry, Fingerprint, Index, Journal, Lock};
use strideform_batch::pool::Finished;
use strideform_batch::rows::{FailureRow, InputRows, InputTask};
use strideform_batch::{BatchError, finish, pool};

pub(crate) use args::BatchArgs;

use self::apart::Apart;
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

/// Finds the inputs, analyses those not yet finished, and writes the tables.
pub(crate) fn run(args: &BatchArgs) -> Outcome {
    let outputs = Outputs::of(args)?;
    let mut options = AnalysisOptions::default();
    for choice in &args.method {
        options.choose(&choice.stage, &choice.id)?;
    }
    options.trust_placement = args.trust_placement;
    let (table, text) = rules::load(args.faults.as_deref())?;
    options.faults = table;
    let fingerprint = settings::fingerprint(args, &text);
    let named = Named {
        list: args.list.as_deref().map(list::lines).transpose()?.unwrap_or_default(),
        manifest: args.manifest.as_deref().map(Manifest::read).transpose()?.unwrap_or_default(),
    };
    if let Some(folder) = &args.apart {
        return one_apart(args, &outputs, &named, options, folder, &fingerprint);
    }
    if !named.manifest.unknown.is_empty() {
        say(&format!("columns of the manifest that are not used: {}", named.manifest.unknown.join(", ")));
    }
    let folder = outputs.journal();
    // The journal exists from before the search for inputs until the tables are in place: a job without one is
    // complete or has not started.
    let was_there = journal::exists(&folder);
    if args.resume && !was_there && outputs.complete() {
        journal::remove_remains(&folder)?;
        let inputs = inputs(args, &outputs, &named)?;
        return confirm(args, &outputs.tables(JobMark::new(&fingerprint, &inputs)), &inputs, &options.faults);
    }
    let _lock = Lock::acquire(&folder)?;
    let (journal, index) = open(args, &folder, &fingerprint)?;
    let job = Job { args, outputs: &outputs, named: &named, journal: &journal, index: &index };
    let outcome = job.run(options, &fingerprint);
    if outcome.is_ok() || journal.is_empty() {
        journal.remove();
    }
    outcome
}

/// Says that the tables are complete, or refuses those that are not of this job.
fn confirm(args: &BatchArgs, tables: &Tables, inputs: &[BatchInput], rules: &RuleTable) -> Outcome {
    let shown = args.out.display();
    let reasons = tables.stale(inputs, rules);
    if reasons.is_empty() {
        say(&format!("{shown} is complete: nothing left to do (without --resume it is recomputed)"));
        return Ok(());
    }
    let reasons: String = reasons.iter().map(|line| format!("  {line}\n")).collect();
    Err(Failure::Usage(format!(
        "{shown} is stale, and there is no interrupted job to resume:\n{reasons}  help: without --resume it is recomputed"
    )))
}

/// Analyses one input in this process for another one: see `apart`.
fn one_apart(
    args: &BatchArgs,
    outputs: &Outputs,
    named: &Named,
    options: AnalysisOptions,
    folder: &Path,
    fingerprint: &Fingerprint,
) -> Outcome {
    let name = apart::wanted(folder).map_err(|error| Failure::Internal(format!("{error}")))?;
    let inputs = find(args, outputs, named)?.inputs;
    let todo = inputs.iter().position(|input| input.name == name).into_iter().collect();
    let journal = Journal::create(folder, fingerprint)?;
    let task = task(args, options);
    pool::run(&inputs, todo, 1, |input| analyze(args, named, &task, input), &journal, |_| {})?;
    Ok(())
}

fn task(args: &BatchArgs, options: AnalysisOptions) -> InputTask {
    // Over many files a placement is for those that do not say; one that contradicts it is a failure.
    let read = args.read.options().with_placement(None).with_placement_if_unknown(args.read.placement);
    InputTask { read, options, strides: args.strides.is_some() }
}

fn analyze(
    args: &BatchArgs,
    named: &Named,
    task: &InputTask,
    input: &BatchInput,
) -> Result<InputRows, FailureRow> {
    task.analyze(input, |runner, run| {
        args.run.apply(runner, run);
        named.manifest.apply(&input.name, runner, run);
    })
}

/// Inputs that are named elsewhere than on the command line.
struct Named {
    /// The lines of `--list`.
    list: Vec<String>,
    manifest: Manifest,
}

fn find(args: &BatchArgs, outputs: &Outputs, named: &Named) -> Result<Inputs, Failure> {
    Ok(discover_with(&args.roots, &named.list, named.manifest.inputs.clone(), &outputs.paths())?)
}

/// The inputs of this job's shard.
fn inputs(args: &BatchArgs, outputs: &Outputs, named: &Named) -> Result<Vec<BatchInput>, Failure> {
    let found = find(args, outputs, named)?;
    let (mut inputs, skipped, mut others) = (found.inputs, found.skipped, found.others);
    if inputs.is_empty() {
        return Err(list::nothing_found(args, skipped).into());
    }
    outputs::check_inputs(outputs, &inputs)?;
    if let Some(shard) = args.shard {
        inputs.retain(|input| shard.contains(&input.name));
        others.retain(|name| shard.contains(name));
    }
    let few = others.iter().take(SKIPPED_SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match others.len() {
        0 => {}
        1 => say(&format!("1 file of another kind was skipped: {few}")),
        n if n <= SKIPPED_SHOWN => say(&format!("{n} files of other kinds were skipped: {few}")),
        n => say(&format!("{n} files of other kinds were skipped: {few}, …")),
    }
    Ok(inputs)
}

/// Skipped files that are named on standard error (*chosen*: a few lines).
const SKIPPED_SHOWN: usize = 12;

/// Creates a journal, or resumes an existing one where that was requested and the settings are the same.
fn open(args: &BatchArgs, folder: &Path, now: &Fingerprint) -> Result<(Journal, Index), Failure> {
    let begun = |index: &Index| !index.is_empty() || (args.resume && index.has_begun());
    let Some((then, index)) = Index::read(folder)?.filter(|(_, index)| begun(index)) else {
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
    if !differences.is_empty() && index.is_empty() {
        return Ok((Journal::create(folder, now)?, Index::default()));
    }
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
    named: &'a Named,
    journal: &'a Journal,
    index: &'a Index,
}

impl Job<'_> {
    fn run(&self, options: AnalysisOptions, fingerprint: &Fingerprint) -> Outcome {
        let inputs = inputs(self.args, self.outputs, self.named)?;
        let mark = JobMark::new(fingerprint, &inputs);
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
        self.write(&inputs, &entries, &options.faults, mark)?;
        progress.summary(before);
        Ok(())
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
        let task = task(self.args, options.clone());
        let usual = |input: &BatchInput| analyze(self.args, self.named, &task, input);
        let apart = Apart::new(self.journal.folder(), &self.named.list);
        let guarded = |input: &BatchInput| apart.analyze(input).unwrap_or_else(|| usual(input));
        // Last and one by one: one of them may be what ended the process, and the others are finished by then.
        let suspect = |at: &usize| inputs.get(*at).is_some_and(|input| self.index.was_in_flight(input));
        let (suspects, todo): (Vec<usize>, Vec<usize>) = todo.into_iter().partition(suspect);
        // One per core, or as RAYON_NUM_THREADS says, which limits every other command, too.
        let jobs = self.args.jobs.map_or_else(rayon::current_num_threads, usize::from).min(todo.len());
        interrupt::say("interrupted; finished work is kept: run the same command with --resume to continue");
        let finished = std::thread::scope(|scope| {
            scope.spawn(|| progress.show());
            let each = |done: &Finished<'_>| progress.finished(done);
            let finished =
                pool::run(inputs, todo, jobs, usual, self.journal, each).and_then(|mut finished| {
                    finished.extend(pool::run(inputs, suspects, 1, guarded, self.journal, each)?);
                    Ok(finished)
                });
            progress.end();
            finished
        });
        Ok(finished?)
    }

    fn write(
        &self,
        inputs: &[BatchInput],
        entries: &[Option<Entry>],
        rules: &RuleTable,
        mark: JobMark,
    ) -> Outcome {
        let rows: Vec<(&BatchInput, Entry)> =
            inputs.iter().zip(entries).filter_map(|(input, entry)| Some((input, (*entry)?))).collect();
        if self.outputs.failures.is_none() {
            let mut reporter = Reporter::default();
            finish::each_failure(&rows, self.journal, |input, row| reporter.report(input, row))?;
            reporter.close();
        }
        Ok(finish::write(&self.outputs.tables(mark), &rows, rules, self.journal)?)
    }
}
