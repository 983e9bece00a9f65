//! From bytes to lines and cells: encoding, delimiter, header, line numbers.

pub(in crate::read) mod blocks;
pub(in crate::read) mod cells;
pub(in crate::read) mod comma_blank;
pub(in crate::read) mod dialect;
pub(in crate::read) mod encoding;
pub(in crate::read) mod grouping;
pub(in crate::read) mod guard;
pub(in crate::read) mod header;
pub(in crate::read) mod line_kind;
pub(in crate::read) mod line_numbers;
