//! Ctrl-C and termination requests (SIGTERM, SIGHUP): removes incomplete files and sets the exit status.

#[cfg(unix)]
mod ignored;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
#[cfg(unix)]
use std::sync::Arc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The status of an interrupted command: 128 plus the number of SIGINT, as in shells.
pub(crate) const STATUS: i32 = 130;

/// Time between two looks at another process (*chosen*: short against the start of one).
const CHILD_EVERY: Duration = Duration::from_millis(5);

/// Temporary files and folders, and what to print on interruption.
#[derive(Debug)]
struct State {
    staged: Vec<PathBuf>,
    message: Option<&'static str>,
    child: Option<Child>,
}

static STATE: Mutex<State> = Mutex::new(State { staged: Vec::new(), message: None, child: None });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Handles each signal that ends a command. Those that the parent process ignores (`nohup`, background jobs) stay ignored.
#[cfg(unix)]
pub(crate) fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;

    let ignored = ignored::among(&[SIGINT, SIGTERM, SIGHUP]);
    // A limit on the size of files is then an error of writing, as is a full disk.
    if let Err(error) = signal_hook::flag::register(SIGXFSZ, Arc::default()) {
        unhandled("SIGXFSZ", &error);
    }
    // Each by itself: that one cannot be handled says nothing about the others.
    let mut signals = match Signals::new([0_i32; 0]) {
        Ok(signals) => signals,
        Err(error) => return unhandled("signals", &error),
    };
    for (signal, name) in [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")] {
        if !ignored.contains(&signal)
            && let Err(error) = signals.handle().add_signal(signal)
        {
            unhandled(name, &error);
        }
    }
    let waiting = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if signals.forever().next().is_some() {
            end();
        }
    });
    if let Err(error) = waiting {
        unhandled("signals", &error);
    }
}

/// Handles Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn watch() {
    if let Err(error) = ctrlc::try_set_handler(|| end()) {
        tracing::warn!("cannot handle Ctrl-C ({error}): an interrupt may leave temporary files");
    }
}

#[cfg(unix)]
fn unhandled(what: &str, error: &io::Error) {
    tracing::warn!("cannot handle {what} ({error}): an interrupt may leave temporary files");
}

/// Removes what is incomplete and ends the process.
fn end() -> ! {
    // Held until exit: nothing new is started, and renames in progress are completed.
    let mut state = state();
    if let Some(child) = &mut state.child {
        let _ = child.kill();
    }
    for path in &state.staged {
        remove(path);
    }
    if let Some(message) = state.message {
        let _ = writeln!(io::stderr().lock(), "\n{message}");
    }
    std::process::exit(STATUS);
}

/// Removes a file or folder if it still exists. A folder may gain a file while it is emptied, so this tries again.
fn remove(path: &Path) {
    for _ in 0..100 {
        let result = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        if result.is_ok() || !path.exists() {
            return;
        }
    }
}

/// Waits for an interrupt that is being handled, so that its exit status wins.
pub(crate) fn settled() {
    drop(state());
}

/// Sets the message to print if an interrupt ends the command.
pub(crate) fn say(message: &'static str) {
    state().message = Some(message);
}

/// Starts another process, which ends with this one, and waits for its end. One at a time.
pub(crate) fn child(start: impl FnOnce() -> io::Result<Child>) -> io::Result<ExitStatus> {
    let mut started = state();
    started.child = Some(start()?);
    drop(started);
    loop {
        let mut state = state();
        let Some(child) = &mut state.child else { return Err(io::ErrorKind::NotFound.into()) };
        if let Some(status) = child.try_wait()? {
            state.child = None;
            return Ok(status);
        }
        drop(state);
        std::thread::sleep(CHILD_EVERY);
    }
}

/// Makes a temporary file or folder that is removed on interruption.
pub(crate) fn staged<T: AsRef<Path>>(make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let mut state = state();
    let made = make()?;
    state.staged.push(made.as_ref().to_owned());
    Ok(made)
}

/// Moves staged files into place; an interrupt waits until all of them are there.
pub(crate) fn placed<T>(work: impl FnOnce() -> T) -> T {
    let mut state = state();
    let done = work();
    state.staged.clear();
    done
}
