//! What a screen shows of a recording: an hour of samples in as many buckets as it has pixels.

mod tiles;

pub use tiles::{Overview, OverviewChannel, Tiles};
