//! When a session started.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Serialize, Serializer};

/// A moment, and the calendar day on the clock in which it was written.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Start {
    /// The moment; a time without a zone is treated as UTC.
    pub at: Timestamp,
    /// The calendar day, by the runner's clock.
    pub day: Date,
    /// As written.
    pub text: String,
    /// True for a local time that is written without its offset from UTC.
    pub local: bool,
}

impl Start {
    /// Reads RFC 3339, with or without a zone; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let local = text.parse::<DateTime>().ok();
        let zoned = text.parse::<Timestamp>().ok();
        let is_local = zoned.is_none();
        let at = zoned.or_else(|| Some(local?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp()))?;
        // The day as written, or the UTC day where no local time is given.
        let day = local.map_or_else(|| Self::utc_day(at), DateTime::date);
        Some(Self { at, day, text: text.to_owned(), local: is_local })
    }

    fn utc_day(at: Timestamp) -> Date {
        at.to_zoned(jiff::tz::TimeZone::UTC).date()
    }
}

impl From<Timestamp> for Start {
    fn from(at: Timestamp) -> Self {
        Self { at, day: Self::utc_day(at), text: at.to_string(), local: false }
    }
}

impl Serialize for Start {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}
