//! From the time column to a sampling rate and a uniform grid.

pub(in crate::read) mod clock;
pub(in crate::read) mod column;
pub(in crate::read) mod declared_rate;
pub(in crate::read) mod sampling_rate;
pub(in crate::read) mod timestamp;
pub(in crate::read) mod uniform_grid;
pub(in crate::read) mod unit;
