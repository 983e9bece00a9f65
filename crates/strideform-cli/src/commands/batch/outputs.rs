//! Where the results are written, and where finished work is kept until then.

use std::fs;
use std::path::{Path, PathBuf};

use strideform_batch::finish::{JobMark, TableFile, Tables, journal_folder};
use strideform_batch::inputs::BatchInput;
use strideform_render::tables::TableFormat;

use super::args::BatchArgs;
use crate::commands::inputs;
use crate::exit::Failure;
use crate::output::{self, Target};

/// The files requested by the options.
pub(super) struct Outputs {
    /// The table of runs.
    pub runs: (Target, TableFormat),
    /// The table of strides.
    pub strides: Option<(Target, TableFormat)>,
    /// The table of failures.
    pub failures: Option<Target>,
}

impl Outputs {
    /// Checks the outputs for every possible problem before any work is done.
    ///
    /// # Errors
    /// Status 2 for a command line that contradicts itself, 1 for a folder that cannot be written to.
    pub(super) fn of(args: &BatchArgs) -> Result<Self, Failure> {
        let runs = Target { option: "--out", path: args.out.clone() };
        let strides = Target::wanted("--strides", args.strides.as_ref());
        let failures = Target::wanted("--failures", args.failures.as_ref());
        if let Some(target) = failures.as_ref().filter(|t| !ends(&t.path, "csv")) {
            return Err(Failure::Usage(format!("--failures {} must end in .csv", target.path.display())));
        }
        let outputs =
            Self { runs: with_format(runs)?, strides: strides.map(with_format).transpose()?, failures };
        let targets = outputs.all();
        output::check(&targets, &named(args))?;
        for target in &targets {
            if fs::metadata(&target.path).is_ok_and(|meta| !meta.is_file()) {
                let shown = target.path.display();
                return Err(Failure::Usage(format!("{} {shown} is not a regular file", target.option)));
            }
            // A folder that cannot be written to is noticed now, not after hours of work.
            let folder = folder_of(&target.path);
            // A file without a name leaves nothing behind, even if the process is killed at this moment.
            tempfile::tempfile_in(folder).map_err(|error| {
                Failure::Internal(format!(
                    "cannot write {} {}: {error}",
                    target.option,
                    target.path.display()
                ))
            })?;
        }
        Ok(outputs)
    }

    /// Every target.
    pub(super) fn all(&self) -> Vec<Target> {
        let strides = self.strides.as_ref().map(|(target, _)| target);
        [Some(&self.runs.0), strides, self.failures.as_ref()].into_iter().flatten().cloned().collect()
    }

    /// Paths of all targets, which are never inputs.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.all().into_iter().map(|target| target.path).collect()
    }

    /// The tables to write, and what they are made of.
    pub(super) fn tables(&self, mark: JobMark) -> Tables {
        let strides = self.strides.as_ref();
        Tables::new(&self.runs.0.path, self.runs.1)
            .with_strides(
                strides.map(|(target, format)| TableFile { path: target.path.clone(), format: *format }),
            )
            .with_failures(self.failures.as_ref().map(|target| target.path.clone()))
            .with_mark(mark)
    }

    /// True if every file exists.
    pub(super) fn complete(&self) -> bool {
        self.all().iter().all(|target| target.path.is_file())
    }

    /// The folder of finished work.
    pub(super) fn journal(&self) -> PathBuf {
        journal_folder(&self.runs.0.path)
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn with_format(target: Target) -> Result<(Target, TableFormat), Failure> {
    match TableFormat::of(&target.path) {
        Some(format) => Ok((target, format)),
        None => {
            let shown = target.path.display();
            Err(Failure::Usage(format!("{} {shown} must end in {}", target.option, TableFormat::endings())))
        }
    }
}

fn ends(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

/// Files named on the command line.
fn named(args: &BatchArgs) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = args.roots.iter().flat_map(|root| inputs::named(root)).collect();
    out.extend(args.list.clone());
    out.extend(args.faults.clone());
    out.extend(args.manifest.clone());
    out
}

/// Checks that no output replaces a file of the inputs.
pub(super) fn check_inputs(outputs: &Outputs, inputs: &[BatchInput]) -> Result<(), Failure> {
    let targets = outputs.all();
    // Only existing files can be overwritten, and checking every file of a large job takes time.
    if targets.iter().all(|target| !target.path.exists()) {
        return Ok(());
    }
    let files: Vec<PathBuf> = inputs.iter().flat_map(BatchInput::files).collect();
    output::check(&targets, &files)
}
