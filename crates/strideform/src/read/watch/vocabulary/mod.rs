//! The words by which columns and sports are recognised.

pub(in crate::read::watch) mod column;
pub(in crate::read::watch) mod field;
mod languages;
pub(in crate::read::watch) mod sport;
pub(in crate::read::watch) mod written_date;
