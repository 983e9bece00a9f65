//! Identifiers of metrics, in the order of reports, with unit and sides.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorKind};

macro_rules! metric_ids {
    ($($name:ident = $id:literal, $unit:literal, $sided:literal;)*) => {
        /// Which metric. Ordered as in reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum MetricId {
            $(
                #[doc = concat!("`", $id, "`, in ", $unit, ".")]
                $name,
            )*
        }

        impl MetricId {
            /// Every metric, in the order of reports.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The spelling in every output.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The unit of every value in every output.
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit,)* }
            }

            /// Whether left and right are given separately.
            pub const fn is_sided(self) -> bool {
                match self { $(Self::$name => $sided,)* }
            }
        }
    };
}

metric_ids! {
    Cadence = "cadence", "steps/min", false;
    StepTime = "step_time", "s", true;
    StrideTime = "stride_time", "s", true;
    ContactTime = "contact_time", "s", true;
    FlightTime = "flight_time", "s", false;
    DutyFactor = "duty_factor", "1", true;
    ContactTimeBalance = "contact_time_balance", "% left", false;
    StepTimeAsymmetry = "step_time_asymmetry", "%", false;
    PeakTibialAcceleration = "peak_tibial_acceleration", "g", true;
    PeakTibialAccelerationResultant = "peak_tibial_acceleration_resultant", "g", true;
    PeakVerticalForce = "peak_vertical_force", "BW", true;
    VerticalLoadingRate = "vertical_loading_rate", "BW/s", true;
    InstantaneousLoadingRate = "instantaneous_loading_rate", "BW/s", true;
    FootStrikeAngle = "foot_strike_angle", "°", true;
    FootStrikeShareRear = "foot_strike_share_rear", "%", true;
    FootStrikeShareMid = "foot_strike_share_mid", "%", true;
    FootStrikeShareFore = "foot_strike_share_fore", "%", true;
    ShankAngleAtContact = "shank_angle_at_contact", "°", true;
    StrideLength = "stride_length", "m", true;
    StepLength = "step_length", "m", false;
    Speed = "speed", "m/s", false;
    PelvicDropPeak = "pelvic_drop_peak", "°", true;
    PelvicDropMidstance = "pelvic_drop_midstance", "°", true;
    PelvicDropExcursion = "pelvic_drop_excursion", "°", true;
    PelvicTiltRange = "pelvic_tilt_range", "°", false;
    VerticalOscillation = "vertical_oscillation", "cm", false;
    VerticalRatio = "vertical_ratio", "%", false;
    LegStiffness = "leg_stiffness", "kN/m", false;
    TrunkLean = "trunk_lean", "°", false;
    HipExtensionAtToeOff = "hip_extension_at_toe_off", "°", true;
    ArmCrossoverShare = "arm_crossover_share", "%", true;
}

impl fmt::Display for MetricId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl AsRef<str> for MetricId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for MetricId {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<String> for MetricId {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for MetricId {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl FromStr for MetricId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|id| id.as_str() == text).ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("unknown metric `{text}`"))
                .with_remedy("`strideform metrics` lists them")
        })
    }
}

impl Serialize for MetricId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MetricId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_reads_back_as_it_is_written() {
        for (i, id) in MetricId::ALL.iter().enumerate() {
            assert_eq!((id.to_string().parse::<MetricId>().ok(), *id as usize), (Some(*id), i));
            assert!(id.as_str().chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{id}");
        }
        assert!("cadenze".parse::<MetricId>().is_err());
    }
}
