//! One pass over the data rows: cells to numbers.

pub(in crate::read) mod chunk;
pub(in crate::read) mod fast_row;
pub(in crate::read) mod row;
pub(in crate::read) mod scan;
