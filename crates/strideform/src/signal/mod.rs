//! Signal processing without any knowledge of gait.
//!
//! All functions take slices of `f64` sampled on a uniform grid unless they also take the times. None of them panics on
//! any input: non-finite samples are bridged or skipped as documented for each function, and slices of unequal length
//! are read up to the shortest. Reference values come from scipy (`testdata/reference/signal`).

#[doc(hidden)]
pub mod calculus;
#[doc(hidden)]
pub mod filter;
#[doc(hidden)]
pub mod gaps;
#[doc(hidden)]
pub mod norms;
#[doc(hidden)]
pub mod pca;
#[doc(hidden)]
pub mod peaks;
#[doc(hidden)]
pub mod resample;
#[doc(hidden)]
pub mod spectrum;
#[doc(hidden)]
pub mod spline;
#[doc(hidden)]
pub mod stats;

pub use filter::{
    Butterworth, DesignError, Section, Sos, zero_phase_bandpass, zero_phase_highpass, zero_phase_lowpass,
};
pub use peaks::{Peak, PeakOptions, find_peaks};
pub use stats::{mean, median, sd};

// Building blocks that this project's own tests, benches and validation use: no promise of stability, not documented.
#[doc(hidden)]
pub use calculus::{cumulative_trapezoid, derivative, detrend};
#[doc(hidden)]
pub use gaps::bridge;
#[doc(hidden)]
pub use norms::{norm, norm3};
#[doc(hidden)]
pub use pca::principal_axes;
#[doc(hidden)]
pub use peaks::{first_fall, first_rise, last_fall, last_rise, local_maxima, peak_samples, refine_parabolic};
#[doc(hidden)]
pub use resample::{linear_uniform, to_rate};
#[doc(hidden)]
pub use spectrum::{autocorrelation, autocorrelation_near, autocorrelation_sum, welch};
#[doc(hidden)]
pub use spline::CubicSpline;
#[doc(hidden)]
pub use stats::{Line, linear_regression, mad, quantile, rms, theil_sen, weighted_mean};
