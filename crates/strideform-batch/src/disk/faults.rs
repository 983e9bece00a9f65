//! A disk that fails at its k-th operation, for tests: with an error, full, after half of a write, or for good.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// An I/O error, once.
    Error,
    /// The disk is full, once; half of a write fits.
    Full,
    /// Half of a write is done and said to be done, as the system may at any time; other operations do not fail.
    Short,
    /// The process dies: half of a write is done, and nothing that comes later has any effect.
    Kill,
}

/// What happens below a folder.
#[derive(Debug)]
struct Plan {
    folder: PathBuf,
    fault: Fault,
    /// The operation that fails, from 0.
    at: u64,
    seen: u64,
    /// The next write fails: half of one has been done.
    rest_fails: bool,
}

static PLANS: Mutex<Vec<Plan>> = Mutex::new(Vec::new());

fn plans() -> MutexGuard<'static, Vec<Plan>> {
    PLANS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets an operation below a folder fail; ends with [`Planned`], which tells how many operations there were.
pub(crate) fn plan(folder: &Path, fault: Fault, at: u64) -> Planned {
    plans().push(Plan { folder: folder.to_owned(), fault, at, seen: 0, rest_fails: false });
    Planned(folder.to_owned())
}

/// A plan that holds until this is dropped.
#[derive(Debug)]
pub(crate) struct Planned(PathBuf);

impl Planned {
    /// How many operations there were so far.
    pub(crate) fn seen(&self) -> u64 {
        plans().iter().find(|plan| plan.folder == self.0).map_or(0, |plan| plan.seen)
    }
}

impl Drop for Planned {
    fn drop(&mut self) {
        plans().retain(|plan| plan.folder != self.0);
    }
}

fn full() -> io::Error {
    io::Error::new(io::ErrorKind::StorageFull, "no space left, as planned")
}

fn broken() -> io::Error {
    io::Error::other("an I/O error, as planned")
}

/// Before any operation other than a write.
pub(crate) fn before(path: &Path) -> io::Result<()> {
    let mut plans = plans();
    let Some(plan) = plans.iter_mut().find(|plan| path.starts_with(&plan.folder)) else { return Ok(()) };
    let now = plan.seen;
    plan.seen += 1;
    match plan.fault {
        Fault::Error if now == plan.at => Err(broken()),
        Fault::Full if now == plan.at => Err(full()),
        Fault::Kill if now >= plan.at => Err(broken()),
        _ => Ok(()),
    }
}

/// Before a write: how many bytes of it are done, where that is not all.
pub(crate) fn before_write(path: &Path, bytes: usize) -> io::Result<Option<usize>> {
    let mut plans = plans();
    let Some(plan) = plans.iter_mut().find(|plan| path.starts_with(&plan.folder)) else { return Ok(None) };
    if plan.rest_fails {
        plan.rest_fails = plan.fault == Fault::Kill;
        return Err(full());
    }
    let now = plan.seen;
    plan.seen += 1;
    match plan.fault {
        Fault::Error if now == plan.at => Err(broken()),
        Fault::Short if now == plan.at && bytes > 1 => Ok(Some(bytes / 2)),
        Fault::Full | Fault::Kill if now == plan.at && bytes > 1 => {
            plan.rest_fails = true;
            Ok(Some(bytes / 2))
        }
        Fault::Full if now == plan.at => Err(full()),
        Fault::Kill if now >= plan.at => Err(broken()),
        _ => Ok(None),
    }
}
