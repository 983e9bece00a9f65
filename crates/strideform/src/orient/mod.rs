//! From the sensor's axes to the body's: which way the segment's own axes point in the sensor's housing.

mod functional_axis;

pub use functional_axis::{FunctionalAxis, medio_lateral_axis};
