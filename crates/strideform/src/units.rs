//! Conversions between the units of files and reports and the SI units used internally.

mod people;

pub use people::{height_from, leg_length_from, mass_from, speed_from};

/// Standard gravity in m/s² (ISO 80000-3).
pub const STANDARD_GRAVITY: f64 = 9.806_65;

/// m/s² to multiples of standard gravity.
pub fn to_g(metres_per_second_squared: f64) -> f64 {
    metres_per_second_squared / STANDARD_GRAVITY
}

/// Multiples of standard gravity to m/s².
pub fn from_g(g: f64) -> f64 {
    g * STANDARD_GRAVITY
}
