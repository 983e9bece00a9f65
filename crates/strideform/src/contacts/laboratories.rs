//! What laboratories differ by.

/// Added to the logarithm of a contact time that is fitted on people: half of what the 13 runners' laboratory and that of the
/// marker recording, whose man is in no fit, differ by (−8 ms of 205 ms from the feet, −12 ms from a shank;
/// docs/validation/markers.md). How a laboratory filters its force sets when contact begins and ends, so two of them count
/// alike, whatever the number of their runners. Stated errors contain this half.
pub(crate) const HALF_BETWEEN_LABORATORIES: f64 = 0.020;
