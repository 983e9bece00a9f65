//! Delimited tables from watches and their portals, one file per kind of export.

pub(in crate::read::watch) mod apple_health;
pub(in crate::read::watch) mod delimited;
pub(in crate::read::watch) mod garmin;
pub(in crate::read::watch) mod numerals;
pub(in crate::read::watch) mod per_second;
mod times;
