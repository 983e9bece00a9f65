//! The version of the format of edits.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The only version so far.
const VERSION: u64 = 1;

/// Version 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Version;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(VERSION)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let version = u64::deserialize(from)?;
        if version == VERSION {
            return Ok(Self);
        }
        Err(serde::de::Error::custom(format!(
            "edits of version {version}; this program reads version {VERSION}"
        )))
    }
}
