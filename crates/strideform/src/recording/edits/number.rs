//! Numbers in files of edits.

use serde::{Deserialize, Deserializer};

/// A finite number.
pub(super) fn finite<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    let value = f64::deserialize(from)?;
    if value.is_finite() { Ok(value) } else { Err(serde::de::Error::custom("not a finite number")) }
}

/// A finite number, or none.
pub(super) fn maybe_finite<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    match Option::<f64>::deserialize(from)? {
        Some(value) if !value.is_finite() => Err(serde::de::Error::custom("not a finite number")),
        value => Ok(value),
    }
}
