//! From columns of numbers to the signals of a sensor: units, clipping, gaps, axes.

pub(in crate::read) mod arrays;
pub(in crate::read) mod assemble;
pub(in crate::read) mod clipping;
pub(in crate::read) mod device;
pub(in crate::read) mod gravity;
mod held;
mod long_form;
pub(in crate::read) mod merge;
pub(in crate::read) mod repair;
pub(in crate::read) mod sheet;
pub(in crate::read) mod unit_inference;
