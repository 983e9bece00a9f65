//! A metric from session to session, at a comparable speed and by the same method.

use serde::Serialize;

use crate::compare::independent_of_speed;
use crate::metrics::catalogue;
use crate::signal::median;

use super::session::TrendSession;
use super::start::Start;

/// Sessions within this share of the median speed are comparable (*chosen*, as in comparisons).
const COMPARABLE: f64 = 0.05;
/// Minimum number of sessions for a trend (*chosen*: with fewer than five, no order of values is significant at 95 %).
const MIN_SESSIONS: usize = 5;
/// Sessions at the start that give the baseline (*chosen*: two weeks of most runners).
const BASELINE: usize = 5;
/// Maximum number of sessions, latest first: the number of pairs grows with the square.
const MAX_SESSIONS: usize = 1000;

/// The direction in which a metric changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Tendency {
    /// The 95 % interval of the slope lies above zero.
    Rising,
    /// The 95 % interval of the slope lies below zero.
    Falling,
    /// The 95 % interval of the slope includes zero.
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
    /// The value, in the catalogue's unit.
    pub value: f64,
    /// The file or folder of the session.
    pub source: String,
    /// True where the value differs from [`Course::baseline`] by more than the error.
    pub beyond_error: bool,
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
    /// Median speed of the sessions, m/s; `None` for metrics that do not depend on speed.
    pub speed_mps: Option<f64>,
    /// The sessions at a comparable speed.
    pub points: Vec<CoursePoint>,
    /// Sessions left out because their speed differs or is unknown, or because another method was used.
    pub left_out: usize,
    /// Median of the first five sessions (or of all, where there are fewer), in `unit`.
    pub baseline: f64,
    /// The smallest difference of a session from the baseline that exceeds the error (95 %), in `unit`; `None` if the error is
    /// unknown.
    pub detectable: Option<f64>,
    /// Change per four weeks, in `unit`: the median slope of all pairs (Theil 1950, Sen 1968).
    pub per_four_weeks: Option<f64>,
    /// 95 % interval of that change, in `unit` (Sen 1968).
    pub interval: Option<[f64; 2]>,
    /// The direction of change, with five sessions or more.
    pub tendency: Option<Tendency>,
}

/// Every metric with at least two sessions at a comparable speed.
pub(super) fn courses(sessions: &[TrendSession]) -> Vec<Course> {
    catalogue().iter().filter_map(|info| course(sessions, info.id.as_str(), info.unit)).collect()
}

fn course(sessions: &[TrendSession], id: &'static str, unit: &'static str) -> Option<Course> {
    let all: Vec<(&TrendSession, &Start, f64, &str)> = sessions
        .iter()
        .filter_map(|s| s.metrics.get(id).map(|m| (s, s.started.as_ref(), m.value, m.basis.as_str())))
        .filter_map(|(s, started, value, basis)| Some((s, started?, value, basis)))
        .collect();
    // The method used in most sessions; in a tie, the later one.
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
    let comparable = |s: &TrendSession| match (speed, s.speed_mps) {
        (None, _) => true,
        (Some(median), Some(v)) => (v - median).abs() <= COMPARABLE * median * (1.0 + 1e-9),
        (Some(_), None) => false,
    };
    let used: Vec<_> = own.iter().filter(|a| comparable(a.0)).collect();
    if used.len() < 2 {
        return None;
    }
    let first: Vec<f64> = used.iter().take(BASELINE).map(|a| a.2).collect();
    let baseline = median(&first)?;
    let errors: Vec<f64> = used.iter().filter_map(|a| a.0.metrics.get(id)?.session_sd).collect();
    // The error of one session, and that of the baseline.
    let detectable = median(&errors).map(|sd| 1.96 * sd * (1.0 + 1.0 / first.len() as f64).sqrt());
    let points: Vec<CoursePoint> = used
        .iter()
        .map(|a| CoursePoint {
            started: a.1.clone(),
            value: a.2,
            source: a.0.source.clone(),
            beyond_error: detectable.is_some_and(|limit| (a.2 - baseline).abs() > limit),
        })
        .collect();
    let left_out = all.len() - points.len();
    let slope = slope(&points);
    Some(Course {
        id,
        unit,
        basis,
        speed_mps: speed,
        left_out,
        baseline,
        detectable,
        per_four_weeks: slope.map(|s| s.median),
        interval: slope.map(|s| s.interval),
        tendency: slope.map(|Slope { interval: [low, high], .. }| match () {
            () if low > 0.0 => Tendency::Rising,
            () if high < 0.0 => Tendency::Falling,
            () => Tendency::Steady,
        }),
        points,
    })
}

/// Median slope per four weeks with its 95 % interval.
#[derive(Clone, Copy)]
struct Slope {
    median: f64,
    interval: [f64; 2],
}

/// `None` with fewer than five points, or if all points have the same time.
fn slope(points: &[CoursePoint]) -> Option<Slope> {
    const FOUR_WEEKS_S: f64 = 28.0 * 86_400.0;
    let latest = points.get(points.len().saturating_sub(MAX_SESSIONS)..)?;
    if latest.len() < MIN_SESSIONS {
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
    // Sen 1968: the ranks of the two ends are 1.96 standard deviations of Kendall's S apart.
    let reach = 1.96 * (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    let pairs = slopes.len() as f64;
    let low = ((pairs - reach) / 2.0).floor().max(0.0) as usize;
    let high = (((pairs + reach) / 2.0).ceil() as usize).min(slopes.len().checked_sub(1)?);
    Some(Slope { median: median(&slopes)?, interval: [*slopes.get(low)?, *slopes.get(high)?] })
}
