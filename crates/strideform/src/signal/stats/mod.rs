//! Location, spread and lines, plain and robust. Every function skips non-finite values and returns `None` if too few
//! remain.

mod distributions;
mod lines;
mod spread;

pub(crate) use distributions::{chi_squared, normal_cdf, student_975};
pub use lines::{Line, linear_regression, theil_sen};
pub use spread::{mad, mean, median, quantile, rms, sd, weighted_mean};
