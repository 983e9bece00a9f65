//! One file a command.

pub(crate) mod analyze;
pub(crate) mod batch;
pub(crate) mod catalogue;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod inspect;
mod log;
pub(crate) mod rules;
pub(crate) mod saved;
pub(crate) mod session;
pub(crate) mod simulate;
pub(crate) mod trend;
pub(crate) mod validate;
