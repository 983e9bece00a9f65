//! `strideform batch ROOT... --out FILE`: many runs into one table.
//!
//! The way of an input: `roots` and `walk` find it, `distinct` sees to it that it counts once, `pool` hands it to a
//! thread, `work` analyses it, `journal` keeps the result. When all are in, `finish` writes the tables out of the journal
//! in the order of inputs, so that they are the same however many threads worked and however often the job was resumed.

mod args;
mod distinct;
mod failures;
mod fingerprint;
mod finish;
mod index;
mod journal;
mod lock;
mod outputs;
mod pool;
mod progress;
mod reader;
mod record;
mod roots;
mod strides;
mod unit;
mod walk;
mod work;

use std::path::Path;

use strideform::findings::RuleTable;
use strideform::pipeline::Options;
use strideform_render::tables::InputTask;

pub(crate) use args::BatchArgs;

use self::fingerprint::Fingerprint;
use self::index::{Entry, Index};
use self::journal::Journal;
use self::outputs::Outputs;
use self::progress::{Progress, tell};
use self::unit::Unit;
use self::work::Task;
use super::rules;
use crate::exit::{Failure, Outcome};
use crate::interrupt;

/// Finds the inputs, analyses what is not finished, writes the tables.
pub(crate) fn run(args: &BatchArgs) -> Outcome {
    let outputs = Outputs::of(args)?;
    let mut options = Options::default();
    for choice in &args.method {
        options.choose(&choice.stage, &choice.id)?;
    }
    let (table, text) = rules::load(args.faults.as_deref())?;
    options.faults = table;
    let folder = outputs.journal();
    // A journal is there from before the first look at the inputs until the tables are in their places: a job that has
    // none is complete or has not begun.
    let was_there = folder.join("journal.jsonl").exists();
    if args.resume && !was_there && outputs.complete() {
        let shown = args.out.display();
        tell(&format!("{shown} is complete: nothing is left to do (without --resume it is made anew)"));
        return Ok(());
    }
    let _lock = lock::Lock::take(&folder)?;
    let (journal, index) = open(args, &folder, &Fingerprint::of(args, &text))?;
    let job = Job { args, outputs: &outputs, journal: &journal, index: &index };
    let outcome = job.run(options);
    if outcome.is_ok() || journal.is_empty() {
        journal.remove();
    }
    outcome
}

/// Begins a journal, or goes on with the one that is there where that was asked for and fits.
fn open(args: &BatchArgs, folder: &Path, now: &Fingerprint) -> Result<(Journal, Index), Failure> {
    let Some((then, index)) = Index::read(folder)?.filter(|(_, index)| index.len() > 0) else {
        return Ok((Journal::begin(folder, now)?, Index::default()));
    };
    let (shown, finished) = (folder.display(), index.len());
    if !args.resume {
        return Err(Failure::Usage(format!(
            "an interrupted job left {finished} finished inputs in {shown}\n  help: go on with --resume, or remove that \
             folder to start anew"
        )));
    }
    let differences = then.differences(now);
    if !differences.is_empty() {
        return Err(Failure::Usage(format!(
            "the interrupted job was another one:\n{differences}  help: give its options again, or remove {shown} to \
             start anew"
        )));
    }
    Ok((Journal::go_on(folder)?, index))
}

struct Job<'a> {
    args: &'a BatchArgs,
    outputs: &'a Outputs,
    journal: &'a Journal,
    index: &'a Index,
}

impl Job<'_> {
    fn run(&self, options: Options) -> Outcome {
        let units = self.units()?;
        let mut entries: Vec<Option<Entry>> = units.iter().map(|unit| self.index.finished(unit)).collect();
        let todo: Vec<usize> =
            entries.iter().enumerate().filter(|(_, entry)| entry.is_none()).map(|(at, _)| at).collect();
        let before = units.len() - todo.len();
        if before > 0 {
            tell(&format!("{before} of {} inputs were finished before", units.len()));
        }
        let weight = todo.iter().filter_map(|at| units.get(*at)).map(|unit| unit.weight).sum();
        let progress = Progress::new(todo.len(), weight);
        for (at, entry) in self.analyse(&units, todo, &options, &progress)? {
            if let Some(slot) = entries.get_mut(at) {
                *slot = Some(entry);
            }
        }
        self.tables(&units, &entries, &options.faults)?;
        progress.summary(before);
        Ok(())
    }

    /// The inputs of this job's shard.
    fn units(&self) -> Result<Vec<Unit>, Failure> {
        let (mut units, passed_over) = roots::inputs(self.args, &self.outputs.real())?;
        if units.is_empty() {
            return Err(roots::nothing(self.args, passed_over).into());
        }
        outputs::check_inputs(self.outputs, &units)?;
        match passed_over {
            0 => {}
            1 => tell("1 file of another kind was passed over"),
            n => tell(&format!("{n} files of other kinds were passed over")),
        }
        if let Some(shard) = self.args.shard {
            units.retain(|unit| shard.holds(&unit.text));
        }
        Ok(units)
    }

    fn analyse(
        &self,
        units: &[Unit],
        todo: Vec<usize>,
        options: &Options,
        progress: &Progress,
    ) -> Result<Vec<(usize, Entry)>, Failure> {
        if todo.is_empty() {
            return Ok(Vec::new());
        }
        let task = Task {
            input: InputTask {
                read: self.args.read.options(),
                options: options.clone(),
                strides: self.args.strides.is_some(),
            },
            run: &self.args.run,
        };
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let jobs = self.args.jobs.map_or_else(cores, usize::from).min(todo.len());
        interrupt::say("interrupted; what is finished is kept: give the same command with --resume to go on");
        std::thread::scope(|scope| {
            scope.spawn(|| progress.show());
            let finished = pool::run(units, todo, jobs, &task, self.journal, progress);
            progress.end();
            finished
        })
    }

    fn tables(&self, units: &[Unit], entries: &[Option<Entry>], rules: &RuleTable) -> Outcome {
        let rows: Vec<(&Unit, Entry)> =
            units.iter().zip(entries).filter_map(|(unit, entry)| Some((unit, (*entry)?))).collect();
        finish::tables(self.outputs, &rows, rules, self.journal.folder())
    }
}
