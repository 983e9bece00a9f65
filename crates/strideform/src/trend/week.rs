//! Weekly totals.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::load::{SideLoad, sum};
use super::session::TrendSession;

/// Maximum number of weeks, more than any real log has: a date that is off by decades must not exhaust memory.
const MAX_WEEKS: usize = 5200;

/// A week, Monday to Sunday.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Week {
    /// `2026-W01`, ISO 8601.
    pub week: String,
    /// Its Monday.
    pub monday: String,
    /// Sessions.
    pub runs: usize,
    /// Days without a run, from the log's first day to its last.
    pub rest_days: usize,
    /// Distance, m; `None` if it is unknown for every session.
    pub distance_m: Option<f64>,
    /// Change from the week before, %; `None` if that week has no distance or if the log covers either week only in part.
    pub change_percent: Option<f64>,
    /// Longest run, m.
    pub longest_m: Option<f64>,
    /// Running time, s.
    pub seconds: Option<f64>,
    /// Steps of both feet.
    pub steps: Option<f64>,
    /// Steps times impact, per side, over the sessions where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<SideLoad>,
    /// False for a first or last week that the log covers only in part.
    pub whole: bool,
}

fn monday(day: Date) -> Option<Date> {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).ok()
}

/// Every week from the first session to the last; the sessions must be in chronological order and have a start.
pub(super) fn weeks(sessions: &[TrendSession]) -> Vec<Week> {
    let day = |s: &TrendSession| s.started.as_ref().map(|t| t.day);
    let all: Vec<Date> = sessions.iter().filter_map(day).collect();
    // In another time zone, a later moment may fall on an earlier day.
    let (Some(first), Some(last)) = (all.iter().min().copied(), all.iter().max().copied()) else {
        return Vec::new();
    };
    let mut out: Vec<Week> = Vec::new();
    let mut start = monday(first);
    while let Some(begin) = start.filter(|m| *m <= last) {
        let Ok(next) = begin.checked_add(7.days()) else { break };
        let here: Vec<&TrendSession> =
            sessions.iter().filter(|s| day(s).is_some_and(|d| d >= begin && d < next)).collect();
        let whole = begin >= first && begin.checked_add(6.days()).is_ok_and(|sunday| sunday <= last);
        let mut week = one(begin, &here, whole);
        let logged = (0..7).filter_map(|k| begin.checked_add(i64::from(k).days()).ok());
        week.rest_days =
            logged.filter(|d| *d >= first && *d <= last && !here.iter().any(|s| day(s) == Some(*d))).count();
        week.change_percent = out.last().filter(|before| before.whole && whole).and_then(|before| {
            let (before, now) = (before.distance_m.filter(|d| *d > 0.0)?, week.distance_m?);
            Some(100.0 * (now / before - 1.0))
        });
        out.push(week);
        if out.len() >= MAX_WEEKS {
            break;
        }
        start = Some(next);
    }
    out
}

fn one(monday: Date, here: &[&TrendSession], whole: bool) -> Week {
    let iso = monday.iso_week_date();
    let add = |f: fn(&TrendSession) -> Option<f64>| {
        let values: Vec<f64> = here.iter().filter_map(|s| f(s)).collect();
        // A week without runs totals zero; a week of runs of unknown length has no total.
        (here.is_empty() || !values.is_empty()).then(|| values.iter().sum::<f64>() + 0.0)
    };
    Week {
        week: format!("{}-W{:02}", iso.year(), iso.week()),
        monday: monday.to_string(),
        runs: here.len(),
        rest_days: 0,
        distance_m: add(|s| s.distance_m),
        change_percent: None,
        longest_m: here.iter().filter_map(|s| s.distance_m).reduce(f64::max),
        seconds: add(|s| s.seconds),
        steps: add(|s| s.steps),
        load: sum(here.iter().filter_map(|s| s.load.as_ref())),
        whole,
    }
}
