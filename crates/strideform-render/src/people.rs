//! Distances and paces in the units that people run by.

use crate::number::{THIN, fixed};

/// Units of distance in outputs for people; files keep those of the catalogue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnitsOut {
    /// Kilometres, and minutes per kilometre.
    #[default]
    Metric,
    /// Miles, and minutes per mile.
    Imperial,
}

impl UnitsOut {
    /// `km` or `mi`.
    pub fn distance_unit(self) -> &'static str {
        match self {
            Self::Metric => "km",
            Self::Imperial => "mi",
        }
    }

    /// Metres of that unit.
    pub fn metres(self) -> f64 {
        match self {
            Self::Metric => 1000.0,
            Self::Imperial => 1609.344,
        }
    }

    /// A distance in m without its unit, one decimal: `14.1`.
    pub(crate) fn distance(self, m: f64) -> String {
        fixed(m / self.metres(), 1)
    }

    /// A speed in m/s as a pace without its unit: `5:33`; `None` for speeds below any walk.
    pub(crate) fn pace(self, mps: f64) -> Option<String> {
        let seconds =
            Some(self.metres() / mps).filter(|s| s.is_finite() && (1.0..6000.0).contains(s))?.round() as u64;
        Some(format!("{}:{:02}", seconds / 60, seconds % 60))
    }

    /// `5:33 min/km`.
    pub(crate) fn pace_with_unit(self, mps: f64) -> Option<String> {
        Some(format!("{}{THIN}min/{}", self.pace(mps)?, self.distance_unit()))
    }
}

/// A duration as on a watch: `55:33`, `1:24:10`.
pub(crate) fn clock(seconds: f64) -> String {
    let s = seconds.max(0.0).round() as u64;
    match s / 3600 {
        0 => format!("{}:{:02}", s / 60, s % 60),
        h => format!("{h}:{:02}:{:02}", s / 60 % 60, s % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paces_are_those_of_the_unit() {
        assert_eq!(UnitsOut::Metric.pace(3.0).as_deref(), Some("5:33"));
        assert_eq!(UnitsOut::Imperial.pace(3.0).as_deref(), Some("8:56"));
        assert_eq!(UnitsOut::Metric.pace(0.0), None);
        assert_eq!(UnitsOut::Imperial.distance(16_093.44), "10.0");
        assert_eq!((clock(3333.4), clock(5050.0)), ("55:33".to_owned(), "1:24:10".to_owned()));
    }
}
