//! Ctrl-C and requests to end (SIGTERM, SIGHUP): what is half written is removed, and the status says so.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The status of a command that was interrupted: 128 and the number of SIGINT, as shells have it.
const STATUS: i32 = 130;

/// Files and folders under construction, and what to say at the end.
#[derive(Debug)]
struct State {
    staged: Vec<PathBuf>,
    words: Option<&'static str>,
}

static STATE: Mutex<State> = Mutex::new(State { staged: Vec::new(), words: None });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins to listen. Signals that whoever started us has ignored (`nohup`, a shell's background) stay ignored.
pub(crate) fn watch() {
    // Where no handler can be set the usual one ends the process as well.
    let _ = ctrlc::try_set_handler(|| {
        // Held to the end: nothing new is begun, and renames that have begun are finished.
        let state = state();
        for path in &state.staged {
            removed(path);
        }
        if let Some(words) = state.words {
            let _ = writeln!(io::stderr().lock(), "\n{words}");
        }
        std::process::exit(STATUS);
    });
}

/// What is gone already is as it should be. A folder may get one more file while it is emptied: then once more.
fn removed(path: &Path) {
    for _ in 0..100 {
        let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        if gone.is_ok() || !path.exists() {
            return;
        }
    }
}

/// Waits where an interrupt is being dealt with, so that its status is the one that counts.
pub(crate) fn settled() {
    drop(state());
}

/// Says this where an interrupt ends the command.
pub(crate) fn say(words: &'static str) {
    state().words = Some(words);
}

/// Makes a temporary file or folder that does not outlive an interrupt.
pub(crate) fn staged<T: AsRef<Path>>(make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let mut state = state();
    let made = make()?;
    state.staged.push(made.as_ref().to_owned());
    Ok(made)
}

/// Puts what was staged into its place; an interrupt waits until all of it is there.
pub(crate) fn placed<T>(work: impl FnOnce() -> T) -> T {
    let mut state = state();
    let done = work();
    state.staged.clear();
    done
}
