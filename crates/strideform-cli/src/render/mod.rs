//! Results in the forms that people and programs read.

pub(crate) mod json;
pub(crate) mod number;
pub(crate) mod table;
