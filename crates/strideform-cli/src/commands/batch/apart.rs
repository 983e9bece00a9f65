//! An input that was in flight when the process ended is analysed in a process of its own: if it is what ended that process
//! it ends only its own now, and becomes a row of failures.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use strideform_batch::apart;
use strideform_batch::inputs::BatchInput;
use strideform_batch::rows::{FailureRow, InputRows};

use crate::interrupt;

/// Name of the folder within that of the journal.
const FOLDER: &str = "apart";
/// Name of the file in it with the name of the input.
const NAME: &str = "input";
/// Name of the file in it with the lines of `--list`.
const LIST: &str = "list";
/// How often an interrupted process is started again (*chosen*: whoever interrupts it interrupts this one too).
const TRIES: usize = 5;

/// The other process, as this one sees it.
pub(super) struct Apart<'a> {
    folder: PathBuf,
    /// The lines of `--list`, which may have come from standard input.
    list: &'a [String],
}

impl<'a> Apart<'a> {
    /// For a job whose journal is in this folder.
    pub(super) fn new(journal: &Path, list: &'a [String]) -> Self {
        Self { folder: journal.join(FOLDER), list }
    }

    /// Analyses an input; `None` where no process can be started for it.
    pub(super) fn analyze(&self, input: &BatchInput) -> Option<Result<InputRows, FailureRow>> {
        for _ in 0..TRIES {
            let status = self.run(&input.name).ok()?;
            if let Some(result) = apart::result(&self.folder, &input.name).ok()? {
                return Some(result);
            }
            if status.code() == Some(interrupt::STATUS) {
                // Whoever interrupted it means this process too, which ends here.
                std::thread::sleep(Duration::from_millis(200));
                interrupt::settled();
                continue;
            }
            // It could not begin, as when the list of inputs is gone.
            if matches!(status.code(), Some(0..=3)) {
                return None;
            }
            return Some(Err(FailureRow::new(format!(
                "the process ended ({status}) while this input was analysed, and so did one of its own for it; look at its \
                 size, and try it by itself with `strideform analyze`"
            ))));
        }
        None
    }

    fn run(&self, name: &str) -> io::Result<ExitStatus> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(&self.folder)?;
        fs::write(self.folder.join(NAME), name)?;
        let mut words: Vec<OsString> = std::env::args_os().skip(1).collect();
        // Behind the name of the command, as `--` may stand before the inputs.
        let at = words.iter().position(|word| word == "batch").map_or(0, |at| at + 1);
        words.insert(at, "--apart".into());
        words.insert(at + 1, self.folder.clone().into());
        // A file, as a pipe may fill up before it is read.
        let list = self.folder.join(LIST);
        fs::write(&list, self.list.iter().map(|line| format!("{line}\n")).collect::<String>())?;
        let program = std::env::current_exe()?;
        interrupt::child(|| {
            let stdin = fs::File::open(&list)?;
            Command::new(program).args(words).stdin(stdin).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
        })
    }
}

/// The name of the input that this process, the other one, has to analyse.
pub(super) fn wanted(folder: &Path) -> io::Result<String> {
    fs::read_to_string(folder.join(NAME))
}
