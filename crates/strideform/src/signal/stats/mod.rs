//! Location, spread and lines, plain and robust. Every function skips non-finite values and returns `None` if too few
//! remain.

mod lines;
mod spread;

pub use lines::{Line, linear_regression, theil_sen};
pub use spread::{mad, mean, median, quantile, rms, sd, weighted_mean};
