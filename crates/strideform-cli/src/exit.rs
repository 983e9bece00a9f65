//! How a command ends: the five exit statuses and what stands behind each.

use std::process::ExitCode;

/// What a finished command reports; an `Ok` is status 0.
pub(crate) type Outcome = Result<(), Failure>;

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Status 1: a fault of ours or of the machine (disk full, a panic).
    Ours(String),
    /// Status 2: the command line itself is wrong.
    Usage(String),
    /// Status 3: an input cannot be read or used.
    Input(Box<strideform::Error>),
    /// Status 4: everything was read, but nobody runs in it. Plain words, one line an input.
    NobodyRuns(String),
    /// The reader of our output went away (`| head`): end without a word.
    Hushed,
}

impl Failure {
    /// The exit status, as documented in `strideform --help`.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Hushed => 0,
            Self::Ours(_) => 1,
            Self::Usage(_) => 2,
            Self::Input(error) if error.kind() == strideform::ErrorKind::Usage => 2,
            Self::Input(_) => 3,
            Self::NobodyRuns(_) => 4,
        }
    }
}

impl From<strideform::Error> for Failure {
    fn from(error: strideform::Error) -> Self {
        Self::Input(Box::new(error))
    }
}

impl From<strideform_render::RenderError> for Failure {
    fn from(error: strideform_render::RenderError) -> Self {
        // Rendering asks nothing of the user: what fails here is our fault, or the disk's.
        let ours = if error.io_error().is_some() { "" } else { "internal error: " };
        Self::Ours(format!("{ours}{error}"))
    }
}

/// The exit code of an outcome.
pub(crate) fn code(outcome: &Outcome) -> ExitCode {
    ExitCode::from(outcome.as_ref().map_or_else(Failure::status, |()| 0))
}

/// Runs `work` so that a panic becomes status 1 with a short request for a report.
pub(crate) fn guarded(work: impl FnOnce() -> Outcome + std::panic::UnwindSafe) -> Outcome {
    // The default hook would print a back trace hint that means nothing to a coach; the place is enough for us.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!("panic at {place}");
    }));
    std::panic::catch_unwind(work).unwrap_or_else(|panic| {
        let what = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Err(Failure::Ours(format!("internal error: {what}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::{Error, ErrorKind};

    #[test]
    fn a_panic_is_status_1() {
        let outcome = guarded(|| panic!("index 7 of 3"));
        let failure = outcome.expect_err("a panic is no success");
        assert_eq!(failure.status(), 1);
        assert!(matches!(failure, Failure::Ours(text) if text.contains("index 7 of 3")));
    }

    #[test]
    fn statuses_follow_the_kind_of_failure() {
        for (kind, status) in [
            (ErrorKind::Io, 3),
            (ErrorKind::Malformed, 3),
            (ErrorKind::Ambiguous, 3),
            (ErrorKind::Unusable, 3),
            (ErrorKind::Usage, 2),
        ] {
            assert_eq!(Failure::from(Error::new(kind, "x")).status(), status, "{kind:?}");
        }
        assert_eq!(Failure::NobodyRuns(String::new()).status(), 4);
        assert_eq!(Failure::Usage(String::new()).status(), 2);
        assert_eq!(Failure::Hushed.status(), 0);
    }
}
