//! How a command ends: the six exit statuses and what each means.

use std::process::ExitCode;

/// Start of the message of an internal error, which asks for a bug report.
pub(crate) const INTERNAL: &str = "internal error: ";

/// What a finished command reports; `Ok` is status 0.
pub(crate) type Outcome = Result<(), Failure>;

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Status 1: an internal error, or a system error such as a full disk.
    Internal(String),
    /// Status 2: incorrect usage of the command line.
    Usage(String),
    /// Status 3: an input cannot be read or used.
    Input(Box<strideform::Error>),
    /// Status 4: everything was read, but no running was detected. One line per input.
    NoRunning(String),
    /// Status 5: a repeated analysis differs from the saved one.
    Differs(String),
    /// The reader of our output has closed the pipe (`| head`): end quietly.
    BrokenPipe,
}

impl Failure {
    /// The exit status, as documented in `strideform --help`.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::BrokenPipe => 0,
            Self::Internal(_) => 1,
            Self::Usage(_) => 2,
            Self::Input(error) if error.kind() == strideform::ErrorKind::Usage => 2,
            Self::Input(_) => 3,
            Self::NoRunning(_) => 4,
            Self::Differs(_) => 5,
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
        // No input can make rendering fail: the cause is either the disk or a bug.
        let prefix = if error.io_error().is_some() { "" } else { INTERNAL };
        Self::Internal(format!("{prefix}{error}"))
    }
}

/// The exit code of an outcome.
pub(crate) fn code(outcome: &Outcome) -> ExitCode {
    ExitCode::from(outcome.as_ref().map_or_else(Failure::status, |()| 0))
}

/// Runs `work` so that a panic becomes status 1 with a request for a bug report.
pub(crate) fn catch_panics(work: impl FnOnce() -> Outcome + std::panic::UnwindSafe) -> Outcome {
    // The default hook prints a hint on backtraces that means nothing to a coach; the location is enough for us.
    std::panic::set_hook(Box::new(|info| {
        let location = info.location().map_or_else(|| "an unknown location".to_owned(), ToString::to_string);
        tracing::error!("panic at {location}");
    }));
    std::panic::catch_unwind(work).unwrap_or_else(|panic| {
        let what = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Err(Failure::Internal(format!("{INTERNAL}{what}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::{Error, ErrorKind};

    #[test]
    fn a_panic_is_status_1() {
        let outcome = catch_panics(|| panic!("index 7 of 3"));
        let failure = outcome.expect_err("a panic is not a success");
        assert_eq!(failure.status(), 1);
        assert!(matches!(failure, Failure::Internal(text) if text.contains("index 7 of 3")));
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
        assert_eq!(Failure::NoRunning(String::new()).status(), 4);
        assert_eq!(Failure::Differs(String::new()).status(), 5);
        assert_eq!(Failure::Usage(String::new()).status(), 2);
        assert_eq!(Failure::BrokenPipe.status(), 0);
    }
}
