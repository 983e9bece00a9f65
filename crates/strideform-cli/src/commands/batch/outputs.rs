//! Where the results go, and where finished work is kept until then.

use std::fs;
use std::path::{Path, PathBuf};

use strideform_render::tables::TableFormat;

use super::args::BatchArgs;
use super::unit;
use crate::commands::session;
use crate::exit::Failure;
use crate::output::{self, Target};

/// The files that the options ask for.
pub(super) struct Outputs {
    /// The table of runs.
    pub runs: (Target, TableFormat),
    /// The table of strides.
    pub strides: Option<(Target, TableFormat)>,
    /// The table of failures.
    pub failures: Option<Target>,
}

impl Outputs {
    /// Checks everything that can be wrong with the outputs before any work is done.
    ///
    /// # Errors
    /// Status 2 for a command line that asks for what cannot be, 1 for a folder that takes no file.
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
                return Err(Failure::Usage(format!("{} {shown} is no ordinary file", target.option)));
            }
            // A folder that takes no file is found now, and not after hours of work.
            let folder = folder_of(&target.path);
            // A file without a name leaves nothing, even where the process is killed just now.
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

    /// Real paths of all targets: never inputs.
    pub(super) fn real(&self) -> Vec<PathBuf> {
        self.all().iter().map(|target| real(&target.path)).collect()
    }

    /// True where every file is there.
    pub(super) fn complete(&self) -> bool {
        self.all().iter().all(|target| target.path.is_file())
    }

    /// The folder of finished work: `.NAME.journal` beside the table of runs.
    pub(super) fn journal(&self) -> PathBuf {
        beside(&self.runs.0.path, "journal")
    }
}

/// A hidden file or folder beside a target, named after it: always the same, so that what a killed process left is
/// taken up or overwritten by the next.
pub(super) fn beside(target: &Path, kind: &str) -> PathBuf {
    let real = real(target);
    let name = real.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    folder_of(&real).join(format!(".{name}.{kind}"))
}

/// What a target's path leads to; it may be a link, and need not be there.
pub(super) fn real(path: &Path) -> PathBuf {
    let folder = || fs::canonicalize(folder_of(path)).ok().zip(path.file_name());
    fs::canonicalize(path)
        .ok()
        .or_else(|| folder().map(|(f, name)| f.join(name)))
        .unwrap_or_else(|| path.to_owned())
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

/// Files that the command line names.
fn named(args: &BatchArgs) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = args.roots.iter().flat_map(|root| session::named(root)).collect();
    out.extend(args.list.clone());
    out.extend(args.faults.clone());
    out
}

/// Files of the inputs, which no output may replace.
pub(super) fn check_inputs(outputs: &Outputs, units: &[unit::Unit]) -> Result<(), Failure> {
    let targets = outputs.all();
    // Only what is there can be replaced, and a look at every file of a large job takes its time.
    if targets.iter().all(|target| !target.path.exists()) {
        return Ok(());
    }
    let files: Vec<PathBuf> =
        units.iter().filter_map(|u| u.input.as_ref().ok()).flat_map(unit::files).collect();
    output::check(&targets, &files)
}
