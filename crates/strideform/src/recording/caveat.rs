//! Warnings that accompany a result.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A warning about a result that was computed despite a problem; it stays with the result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Caveat {
    /// Stable identifier.
    pub id: CaveatId,
    /// One plain sentence that states the consequence.
    pub text: String,
    /// The measured quantity that it is based on, if there is one (a share is 0…1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

impl Caveat {
    /// A caveat without a number.
    pub fn new(id: impl Into<CaveatId>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), value: None }
    }

    /// Adds the measured quantity.
    #[must_use]
    pub fn with_value(mut self, value: f64) -> Self {
        self.value = value.is_finite().then_some(value);
        self
    }
}

macro_rules! caveat_ids {
    ($($name:ident = $id:literal;)*) => {
        /// Which caveat.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum CaveatId {
            $(
                #[doc = concat!("`", $id, "`.")]
                $name,
            )*
            /// A caveat unknown to this version: from a custom contact method, or from a file written by a later version.
            Other(String),
        }

        impl CaveatId {
            /// The spelling in every output.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $id,)*
                    Self::Other(id) => id,
                }
            }

            fn known(id: &str) -> Option<Self> {
                match id {
                    $($id => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

caveat_ids! {
    AxesUncertain = "axes-uncertain";
    AxisUnclear = "axis-unclear";
    BatchStamps = "batch-stamps";
    CadenceDisagrees = "cadence-disagrees";
    CadenceDoubled = "cadence-doubled";
    CadenceHalved = "cadence-halved";
    CadenceOctave = "cadence-octave";
    Clipped = "clipped";
    ClippedContactTime = "clipped-contact-time";
    ClippedImpact = "clipped-impact";
    ClockAssumed = "clock-assumed";
    ClockOffset = "clock-offset";
    ClocksUnrelated = "clocks-unrelated";
    ContactsApart = "contacts-apart";
    ContactsMissed = "contacts-missed";
    ContactsScatter = "contacts-scatter";
    DoubtfulRunning = "doubtful-running";
    Duplicates = "duplicates";
    EditNotApplied = "edit-not-applied";
    FlightFromStride = "flight-from-stride";
    FlightNotResolved = "flight-not-resolved";
    FlightPartlyUnresolved = "flight-partly-unresolved";
    FlooredAtZero = "floored-at-zero";
    ForeFoot = "fore-foot";
    GainOff = "gain-off";
    Gaps = "gaps";
    GravityRemoved = "gravity-removed";
    GyrClipped = "gyr-clipped";
    GyroscopeClipped = "gyroscope-clipped";
    HeadingUnclear = "heading-unclear";
    HeldSamples = "held-samples";
    HipWorn = "hip-worn";
    Implausible = "implausible";
    IndeterminateStrikes = "indeterminate-strikes";
    Jitter = "jitter";
    LegFromHeight = "leg-from-height";
    LoadOnly = "load-only";
    LoadingRateDisagrees = "loading-rate-disagrees";
    LongContact = "long-contact";
    LostPackets = "lost-packets";
    LowRate = "low-rate";
    LowRateImpact = "low-rate-impact";
    ManyValues = "many-values";
    MissingValues = "missing-values";
    NeverFlat = "never-flat";
    NoCadence = "no-cadence";
    NoCommonRunning = "no-common-running";
    NoContacts = "no-contacts";
    NoPoints = "no-points";
    NoRunning = "no-running";
    NoSpeed = "no-speed";
    NoStanding = "no-standing";
    NotHeelStrike = "not-heel-strike";
    NotValidated = "not-validated";
    OffMidline = "off-midline";
    OnsetsDisagree = "onsets-disagree";
    OtherMethod = "other-method";
    OtherRunner = "other-runner";
    OtherSlope = "other-slope";
    OtherSurface = "other-surface";
    Outing = "outing";
    OutsideCalibration = "outside-calibration";
    PlacementAssumed = "placement-assumed";
    PlacementContradicted = "placement-contradicted";
    RowOfOtherLength = "row-of-other-length";
    RowsOfOtherSports = "rows-of-other-sports";
    SameMounting = "same-mounting";
    SamePlacement = "same-placement";
    SameRun = "same-run";
    SensorTurned = "sensor-turned";
    SensorsDisagree = "sensors-disagree";
    SeveralRuns = "several-runs";
    SideDisagrees = "side-disagrees";
    SideUncertain = "side-uncertain";
    SideUnknown = "side-unknown";
    SkippedRows = "skipped-rows";
    Slope = "slope";
    SpeedOutsideValidation = "speed-outside-validation";
    SpeedUnknown = "speed-unknown";
    StepLengthHalved = "step-length-halved";
    StepsImplausible = "steps-implausible";
    StillGravityDisagrees = "still-gravity-disagrees";
    ToeOffMissing = "toe-off-missing";
    TrendOnly = "trend-only";
    TruncatedLastRow = "truncated-last-row";
    Turns = "turns";
    TypicalForSpeed = "typical-for-speed";
    Undated = "undated";
    UnitContradicted = "unit-contradicted";
    ZeroFilled = "zero-filled";
}

impl From<&str> for CaveatId {
    fn from(id: &str) -> Self {
        Self::known(id).unwrap_or_else(|| Self::Other(id.to_owned()))
    }
}

impl FromStr for CaveatId {
    type Err = Infallible;

    fn from_str(id: &str) -> Result<Self, Infallible> {
        Ok(id.into())
    }
}

impl fmt::Display for CaveatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl AsRef<str> for CaveatId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for CaveatId {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for CaveatId {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl Serialize for CaveatId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CaveatId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self::from(&*Cow::<str>::deserialize(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_read_back_as_they_are_written() {
        assert_eq!(CaveatId::from("no-running"), CaveatId::NoRunning);
        assert_eq!(CaveatId::NoRunning.to_string(), "no-running");
        let other = CaveatId::from("of-a-later-version");
        assert!(other == "of-a-later-version" && matches!(other, CaveatId::Other(_)));
    }
}
