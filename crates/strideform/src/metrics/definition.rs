//! What a metric is and which sensors provide it; the text about sensors is generated from types.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::contacts::MethodInfo;
use crate::recording::Segment;

use super::id::MetricId;

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct MetricInfo {
    /// Identifier in every output.
    pub id: MetricId,
    /// Display name.
    pub name: &'static str,
    /// Unit of every value in every output.
    pub unit: &'static str,
    /// Exact definition.
    pub definition: &'static str,
    /// The sources that provide it, best first; any one of them is sufficient.
    pub sources: &'static [Source],
    /// Whether left and right are given separately.
    pub sided: bool,
}

/// One way to obtain a metric: where the sensors are worn and what they need.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Source {
    /// Segments that carry the sensor; empty if the metric follows from a given value.
    pub segments: &'static [Segment],
    /// How many sensors are needed on these segments.
    pub sensors: Sensors,
    /// Whether the sensors need a gyroscope.
    pub gyroscope: bool,
    /// Lowest sampling rate, Hz; 0 if it does not matter.
    pub min_rate_hz: f64,
    /// What is needed besides the sensors, phrased to follow "with"; may be empty.
    pub needs: &'static str,
}

/// How many sensors a [`Source`] needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensors {
    /// One, on any of the segments.
    One,
    /// One on each side, on any of the segments.
    EachSide,
    /// One on every segment of the list.
    All,
}

impl Source {
    /// Every segment, and a watch.
    pub(super) const ANYWHERE: &'static [Segment] = &[
        Segment::Foot,
        Segment::Shank,
        Segment::Thigh,
        Segment::Pelvis,
        Segment::Trunk,
        Segment::Wrist,
        Segment::Watch,
    ];

    /// Every segment on which a sensor is worn.
    pub(super) const WORN: &'static [Segment] =
        &[Segment::Foot, Segment::Shank, Segment::Thigh, Segment::Pelvis, Segment::Trunk, Segment::Wrist];

    /// One sensor on any of the segments.
    pub(super) const fn on(segments: &'static [Segment]) -> Self {
        Self { segments, sensors: Sensors::One, gyroscope: false, min_rate_hz: 0.0, needs: "" }
    }

    /// A sensor on each side, on any of the segments.
    pub(super) const fn on_each_side(segments: &'static [Segment]) -> Self {
        Self { sensors: Sensors::EachSide, ..Self::on(segments) }
    }

    /// A sensor on every one of the segments.
    pub(super) const fn on_all(segments: &'static [Segment]) -> Self {
        Self { sensors: Sensors::All, ..Self::on(segments) }
    }

    /// A value given by the user.
    pub(super) const fn given(needs: &'static str) -> Self {
        Self { needs, ..Self::on(&[]) }
    }

    /// With a gyroscope.
    pub(super) const fn with_gyroscope(self) -> Self {
        Self { gyroscope: true, ..self }
    }

    /// With at least this sampling rate, Hz.
    pub(super) const fn at_hz(self, min_rate_hz: f64) -> Self {
        Self { min_rate_hz, ..self }
    }

    /// With a requirement besides the sensors.
    pub(super) const fn needs(self, needs: &'static str) -> Self {
        Self { needs, ..self }
    }

    /// True if a sensor on the segment is used.
    pub fn uses(&self, segment: Segment) -> bool {
        self.segments.contains(&segment)
    }

    fn is_anywhere(&self) -> bool {
        self.segments.len() == Self::ANYWHERE.len()
    }

    /// True if the source is only a watch's own value.
    fn is_watch(&self) -> bool {
        self.segments == [Segment::Watch]
    }

    /// `both feet, both shanks`, `pelvis with gyroscope`.
    fn place(&self) -> String {
        if self.segments.is_empty() {
            return self.needs.trim_start_matches("the ").to_owned();
        }
        let name = |s: &Segment| match (self.sensors, s) {
            (Sensors::EachSide, Segment::Foot) => "both feet".to_owned(),
            (Sensors::EachSide, s) => format!("both {}s", s.as_str()),
            (_, s) => s.as_str().to_owned(),
        };
        let names: Vec<String> = self.segments.iter().map(name).collect();
        let mut text = match self.sensors {
            _ if self.is_anywhere() => "any placement".to_owned(),
            Sensors::All => names.join(" and "),
            Sensors::One | Sensors::EachSide => names.join(", "),
        };
        if self.gyroscope {
            text.push_str(" with gyroscope");
        }
        if !self.needs.is_empty() {
            text = format!("{text}, with {}", self.needs);
        }
        text
    }

    /// `a foot, shank or pelvis sensor at 50 Hz or more`.
    fn requirement(&self) -> String {
        if self.segments.is_empty() {
            return self.needs.to_owned();
        }
        let names: Vec<&str> = self.segments.iter().map(|s| s.as_str()).collect();
        let mut text = match (self.sensors, names.split_last()) {
            _ if self.is_anywhere() => "any sensor".to_owned(),
            (Sensors::All, _) => {
                names.iter().map(|n| format!("a {n} sensor")).collect::<Vec<_>>().join(" and ")
            }
            (_, Some((last, others))) if !others.is_empty() => {
                format!("a {} or {last} sensor", others.join(", "))
            }
            _ => format!("a {} sensor", names.concat()),
        };
        if self.gyroscope {
            text.push_str(if self.sensors == Sensors::All {
                ", both with a gyroscope"
            } else {
                " with a gyroscope"
            });
        }
        if self.sensors == Sensors::EachSide {
            text.push_str(if self.uses(Segment::Wrist) { " on each arm" } else { " on each leg" });
        }
        if self.min_rate_hz > 0.0 {
            text = format!("{text} at {} Hz or more", self.min_rate_hz);
        }
        if !self.needs.is_empty() {
            text = format!("{text}, with {}", self.needs);
        }
        text
    }
}

impl MetricInfo {
    /// A metric; the identifier determines its unit and whether it has sides.
    pub(super) const fn new(
        id: MetricId,
        name: &'static str,
        definition: &'static str,
        sources: &'static [Source],
    ) -> Self {
        Self { id, name, unit: id.unit(), definition, sources, sided: id.is_sided() }
    }

    /// Placements that provide it, best first: `foot with gyroscope; running speed; watch`.
    pub fn from(&self) -> String {
        let mut places: Vec<String> = self.sources.iter().map(Source::place).collect();
        places.dedup();
        places.join("; ")
    }

    /// What is missing if it could not be computed, phrased to follow "needs".
    pub fn needs(&self) -> String {
        let worn = self.sources.iter().filter(|s| !s.is_watch());
        worn.map(Source::requirement).collect::<Vec<_>>().join(", or ")
    }
}

impl Serialize for MetricInfo {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut out = to.serialize_struct("MetricInfo", 8)?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("name", self.name)?;
        out.serialize_field("unit", self.unit)?;
        out.serialize_field("definition", self.definition)?;
        out.serialize_field("from", &self.from())?;
        out.serialize_field("needs", &self.needs())?;
        out.serialize_field("sided", &self.sided)?;
        out.serialize_field("usual", &super::reference::usual(self.id))?;
        out.end()
    }
}

/// A method and the metrics that it computes or that depend on it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct MetricMethod {
    /// `orientation` or `metrics`.
    pub stage: &'static str,
    /// Description and requirements.
    pub info: MethodInfo,
    /// The metrics.
    pub gives: &'static [MetricId],
}

impl MetricMethod {
    /// A method of this stage.
    pub(super) const fn of(info: MethodInfo, gives: &'static [MetricId]) -> Self {
        Self { stage: "metrics", info, gives }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_follows_from_the_sources() {
        let both = Source::on_each_side(&[Segment::Foot, Segment::Shank]).at_hz(50.0);
        let foot = Source::on(&[Segment::Foot]).with_gyroscope();
        let sources: &[Source] = Box::leak(Box::new([
            both,
            foot,
            Source::given("the running speed"),
            Source::on(&[Segment::Watch]),
        ]));
        let info = MetricInfo { sources, ..MetricInfo::new(MetricId::Speed, "", "", &[]) };
        assert_eq!(info.from(), "both feet, both shanks; foot with gyroscope; running speed; watch");
        assert_eq!(
            info.needs(),
            "a foot or shank sensor on each leg at 50 Hz or more, or a foot sensor with a gyroscope, or the running speed"
        );
    }
}
