//! Recursive filters as second-order sections.

mod design;
mod sos;
mod zero_phase;

pub use design::{Butterworth, DesignError, MAX_ORDER};
pub use sos::{Section, Sos};
pub use zero_phase::{zero_phase_bandpass, zero_phase_highpass, zero_phase_lowpass};
