//! Autocorrelation and power spectra by fast Fourier transform.

mod correlation;
mod power;

pub use correlation::{autocorrelation, autocorrelation_sum};
pub use power::welch;
