//! Extremes and crossings of a level, to a fraction of a sample.

mod crossings;
mod find;

pub use crossings::{first_fall, first_rise, last_fall, last_rise};
pub use find::{Peak, PeakOptions, find_peaks, local_maxima, peak_samples, refine_parabolic};
