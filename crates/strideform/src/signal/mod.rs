//! Signal processing without any knowledge of gait.
//!
//! All functions take slices of `f64` sampled on a uniform grid unless they also take the times. None of them panics on
//! any input: non-finite samples are bridged or skipped as documented for each function, and slices of unequal length
//! are read up to the shortest. Reference values come from scipy (`testdata/reference/signal`).

pub mod calculus;
pub mod filter;
pub mod gaps;
pub mod norms;
pub mod pca;
pub mod peaks;
pub mod resample;
pub mod spectrum;
pub mod spline;
pub mod stats;

pub use calculus::{cumulative_trapezoid, derivative, detrend};
pub use filter::{
    Butterworth, DesignError, Section, Sos, zero_phase_bandpass, zero_phase_highpass, zero_phase_lowpass,
};
pub use gaps::bridge;
pub use norms::{norm, norm3};
pub use pca::principal_axes;
pub use peaks::{
    Peak, PeakOptions, find_peaks, first_fall, first_rise, last_fall, last_rise, local_maxima, peak_samples,
    refine_parabolic,
};
pub use resample::{linear_uniform, to_rate};
pub use spectrum::{autocorrelation, autocorrelation_near, autocorrelation_sum, welch};
pub use spline::CubicSpline;
pub use stats::{Line, linear_regression, mad, mean, median, quantile, rms, sd, theil_sen, weighted_mean};
