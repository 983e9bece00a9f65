//! Results in the forms that people and programs read.

pub(crate) mod answer;
pub(crate) mod change;
pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod notes;
pub(crate) mod number;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod units;
pub(crate) mod words;
