//! One file per command, and what several of them share.

pub(crate) mod analyze;
pub(crate) mod batch;
pub(crate) mod catalogue;
pub(crate) mod compare;
pub(crate) mod completions;
mod inputs;
pub(crate) mod inspect;
mod no_running;
pub(crate) mod rerun;
pub(crate) mod rules;
mod saved;
pub(crate) mod simulate;
mod training_log;
pub(crate) mod trend;
mod trend_sessions;
pub(crate) mod validate;
