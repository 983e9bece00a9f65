//! A metric from session to session, at like speed, by one method.

use serde::Serialize;

use crate::compare::independent_of_speed;
use crate::metrics::catalogue;
use crate::signal::median;

use super::session::{Start, TrendSession};

/// Sessions whose speed lies within this share of the middle one count as alike (*chosen*, as in comparisons).
const ALIKE: f64 = 0.05;
/// Fewest sessions for a tendency (*chosen*: below five no order of values is surprising at 95 %).
const FEWEST: usize = 5;
/// Latest sessions that are looked at: pairs grow with the square.
const MOST: usize = 1000;

/// Which way a metric goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Tendency {
    /// The 95 % interval of the slope lies above zero.
    Rising,
    /// Below zero.
    Falling,
    /// Neither.
    Steady,
}

impl Tendency {
    /// `rising`, `falling` or `steady`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Steady => "steady",
        }
    }
}

/// One session's value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CoursePoint {
    /// Start of the session.
    pub started: Start,
    /// In the catalogue's unit.
    pub value: f64,
}

/// A metric over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Course {
    /// The metric.
    pub id: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Segment and method of all values.
    pub basis: String,
    /// Middle speed of the sessions, m/s; `None` where speed does not matter.
    pub speed_mps: Option<f64>,
    /// The sessions at like speed.
    pub points: Vec<CoursePoint>,
    /// Sessions left out: another speed, an unknown one, another method.
    pub left_out: usize,
    /// Change in four weeks, in the unit: the median slope of all pairs (Theil 1950, Sen 1968).
    pub per_four_weeks: Option<f64>,
    /// 95 % interval of that change, in the unit (Sen 1968).
    pub interval: Option<(f64, f64)>,
    /// Which way it goes, from five sessions on.
    pub tendency: Option<Tendency>,
}

/// Every metric that at least two sessions at like speed have.
pub(super) fn courses(sessions: &[TrendSession]) -> Vec<Course> {
    catalogue().iter().filter_map(|info| course(sessions, info.id.as_str(), info.unit)).collect()
}

fn course(sessions: &[TrendSession], id: &'static str, unit: &'static str) -> Option<Course> {
    let all: Vec<(&TrendSession, &Start, f64, &str)> = sessions
        .iter()
        .filter_map(|s| s.metrics.get(id).map(|m| (s, s.started.as_ref(), m.value, m.basis.as_str())))
        .filter_map(|(s, started, value, basis)| Some((s, started?, value, basis)))
        .collect();
    // The method of most sessions; of equals the later one.
    let count = |basis: &str| all.iter().filter(|a| a.3 == basis).count();
    let mut names: Vec<&str> = all.iter().map(|a| a.3).collect();
    names.dedup();
    let basis = names.into_iter().max_by_key(|b| count(b))?.to_owned();
    let own: Vec<_> = all.iter().filter(|a| a.3 == basis).collect();
    let speed = if independent_of_speed(id) {
        None
    } else {
        let speeds: Vec<f64> = own.iter().filter_map(|a| a.0.speed_mps).collect();
        Some(median(&speeds)?)
    };
    let alike = |s: &TrendSession| match (speed, s.speed_mps) {
        (None, _) => true,
        (Some(middle), Some(v)) => (v - middle).abs() <= ALIKE * middle * (1.0 + 1e-9),
        (Some(_), None) => false,
    };
    let points: Vec<CoursePoint> =
        own.iter().filter(|a| alike(a.0)).map(|a| CoursePoint { started: a.1.clone(), value: a.2 }).collect();
    if points.len() < 2 {
        return None;
    }
    let left_out = all.len() - points.len();
    let slope = slope(&points);
    Some(Course {
        id,
        unit,
        basis,
        speed_mps: speed,
        left_out,
        per_four_weeks: slope.map(|s| s.0),
        interval: slope.map(|s| (s.1, s.2)),
        tendency: slope.map(|(_, low, high)| match () {
            () if low > 0.0 => Tendency::Rising,
            () if high < 0.0 => Tendency::Falling,
            () => Tendency::Steady,
        }),
        points,
    })
}

/// Median slope in four weeks with its 95 % interval; `None` under five points or where all lie at one moment.
fn slope(points: &[CoursePoint]) -> Option<(f64, f64, f64)> {
    const FOUR_WEEKS_S: f64 = 28.0 * 86_400.0;
    let latest = points.get(points.len().saturating_sub(MOST)..)?;
    if latest.len() < FEWEST {
        return None;
    }
    let mut slopes = Vec::new();
    for (i, a) in latest.iter().enumerate() {
        for b in latest.iter().skip(i + 1) {
            let dt = b.started.at.as_second() - a.started.at.as_second();
            if dt > 0 {
                slopes.push((b.value - a.value) / dt as f64 * FOUR_WEEKS_S);
            }
        }
    }
    slopes.sort_by(f64::total_cmp);
    let n = latest.len() as f64;
    // Sen 1968: 1.96 standard deviations of Kendall's S between the ranks of the two ends.
    let reach = 1.96 * (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    let pairs = slopes.len() as f64;
    let low = ((pairs - reach) / 2.0).floor().max(0.0) as usize;
    let high = (((pairs + reach) / 2.0).ceil() as usize).min(slopes.len().checked_sub(1)?);
    Some((median(&slopes)?, *slopes.get(low)?, *slopes.get(high)?))
}
