//! Runs that appear in several files: a watch's export and its portal's table, or two devices.

use super::session::TrendSession;
use super::start::Start;

/// Sessions that start closer together than this are the same run (*chosen*: two devices are started by hand, one after the
/// other).
const CLOSE_S: f64 = 120.0;
/// Largest offset of a local clock from UTC, s.
const ZONES_S: f64 = 14.0 * 3600.0;
/// Time zones differ by multiples of a quarter of an hour, s.
const QUARTER_S: f64 = 900.0;

/// Sessions in chronological order with duplicates merged, and the number of sessions merged.
pub(super) fn merged(mut sessions: Vec<TrendSession>) -> (Vec<TrendSession>, usize) {
    sessions.sort_by_key(|s| s.started.as_ref().map(|t| t.at));
    let before = sessions.len();
    // Certain duplicates first: taken one by one, their starts would not fit a shift of whole quarters of an hour.
    let out = pass(pass(sessions, at_once), shifted);
    let gone = before - out.len();
    (out, gone)
}

/// Merges each session into an earlier one of the same run.
fn pass(sessions: Vec<TrendSession>, same: fn(&TrendSession, &TrendSession) -> bool) -> Vec<TrendSession> {
    let mut out: Vec<TrendSession> = Vec::new();
    for session in sessions {
        // Sessions are in chronological order, so only those of the last day can be the same run.
        let recent =
            out.iter_mut().rev().take_while(|o| apart_s(o, &session).is_some_and(|d| d <= ZONES_S + CLOSE_S));
        match recent.into_iter().find(|o| same(o, &session)) {
            None => out.push(session),
            Some(kept) => {
                // Records take precedence over a table's means, then the session with more metrics.
                let weight = |s: &TrendSession| (s.recorded, s.metrics.len());
                let started = together(kept.started.as_ref(), session.started.as_ref());
                if weight(&session) > weight(kept) {
                    let poorer = std::mem::replace(kept, session);
                    kept.complete(poorer);
                } else {
                    kept.complete(session);
                }
                kept.started = started;
            }
        }
    }
    out
}

/// The start of a run in two files: the moment of the one that knows its zone, the day of the one that knows the runner's
/// clock.
fn together(a: Option<&Start>, b: Option<&Start>) -> Option<Start> {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b).cloned() };
    let (local, zoned) = match (a.local, b.local) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        // The offset of a clock beside UTC says more than `Z`.
        _ if a.text.ends_with('Z') && !b.text.ends_with('Z') && !b.local => return Some(b.clone()),
        _ => return Some(a.clone()),
    };
    Some(Start { day: local.day, ..zoned.clone() })
}

/// Seconds from one start to the other.
fn apart_s(a: &TrendSession, b: &TrendSession) -> Option<f64> {
    let (a, b) = (a.started.as_ref()?, b.started.as_ref()?);
    Some((b.at.as_millisecond() - a.at.as_millisecond()).abs() as f64 / 1000.0)
}

/// Started together, or overlapping in time.
fn at_once(a: &TrendSession, b: &TrendSession) -> bool {
    let Some(apart) = apart_s(a, b) else { return false };
    // By half of the shorter one (*chosen*): two runs never overlap that much.
    let overlap = matches!((a.seconds, b.seconds), (Some(x), Some(y)) if x - apart > 0.5 * x.min(y));
    apart <= CLOSE_S || overlap
}

/// A portal writes local time without a zone, the watch's file UTC: the starts are whole quarters of an hour apart, and
/// distance and duration agree.
fn shifted(a: &TrendSession, b: &TrendSession) -> bool {
    let Some(apart) = apart_s(a, b) else { return false };
    let local = |s: &TrendSession| s.started.as_ref().is_some_and(|t| t.local);
    // One known and one unknown zone: rounding and a distance computed from speed may differ by 3 % (*chosen*). Two stated
    // zones are at odds only where one of them is wrong, so everything else has to agree.
    let (tolerance, seconds) = if local(a) != local(b) { (0.03, 30.0) } else { (0.01, 5.0) };
    let alike = |x: Option<f64>, y: Option<f64>| matches!((x, y), (Some(x), Some(y)) if (x - y).abs() <= tolerance * x.max(y));
    let off = apart % QUARTER_S;
    apart <= ZONES_S
        && off.min(QUARTER_S - off) <= seconds
        && a.file != b.file
        && alike(a.distance_m, b.distance_m)
        && alike(a.seconds, b.seconds)
}
