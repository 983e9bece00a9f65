//! Runs that appear in several files: a watch's export and its portal's table, or two devices.

use std::collections::BTreeMap;

use super::session::TrendSession;
use super::start::Start;

/// Sessions that start closer together than this are the same run (*chosen*: two devices are started by hand, one after the
/// other).
const CLOSE_S: f64 = 120.0;
/// Largest offset of a local clock from UTC, s.
const ZONES_S: f64 = 14.0 * 3600.0;
/// Time zones differ by multiples of a quarter of an hour, s.
const QUARTER_S: f64 = 900.0;

/// Runs on a local clock that agree about their offset from UTC, before it is believed of others (*chosen*).
const VOTES: usize = 2;

/// Sessions in chronological order with duplicates merged, and the number of sessions merged.
pub(super) fn merged(mut sessions: Vec<TrendSession>) -> (Vec<TrendSession>, usize) {
    sessions.sort_by_key(|s| s.started.as_ref().map(|t| t.at));
    let before = sessions.len();
    // Certain duplicates first: taken one by one, their starts would not fit a shift of whole quarters of an hour.
    let out = across_zones(at_once(sessions));
    let gone = before - out.len();
    (out, gone)
}

/// Merges each session into an earlier one that ran at the same time by the same kind of clock.
fn at_once(sessions: Vec<TrendSession>) -> Vec<TrendSession> {
    let mut out: Vec<TrendSession> = Vec::new();
    for session in sessions {
        // Sessions are in chronological order, so only those of the last day can be the same run.
        let recent = recent(&out, &session).find(|at| {
            out.get(*at)
                .is_some_and(|o| is_local(o) == is_local(&session) && together_in_time(o, &session, 0.0))
        });
        match recent.and_then(|at| out.get_mut(at)) {
            None => out.push(session),
            Some(kept) => absorb(kept, session),
        }
    }
    out
}

/// Two sessions that may be one run under different clocks.
struct Pair {
    /// Positions of the two.
    of: (usize, usize),
    /// What the first clock is ahead of the second, in quarters of an hour; the first is the local one where only one is.
    quarters: i64,
    /// Distance and duration agree.
    alike: bool,
}

/// Merges runs that are written under several clocks. A log is written with one or two offsets from UTC (winter and summer, a
/// journey), so the offset on which most runs agree decides first, and two rows of one file are never one run.
fn across_zones(sessions: Vec<TrendSession>) -> Vec<TrendSession> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (at, session) in sessions.iter().enumerate() {
        for other in recent(sessions.get(..at).unwrap_or_default(), session) {
            if let Some(earlier) = sessions.get(other)
                && let Some(quarters) = quarters(earlier, session)
            {
                let of = (other, at);
                pairs.push(Pair { of, quarters, alike: shifted(earlier, session) });
            }
        }
    }
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    let mixed = |pair: &Pair| {
        let of = |at| sessions.get(at).map(is_local);
        of(pair.of.0) != of(pair.of.1)
    };
    for pair in pairs.iter().filter(|pair| pair.alike && mixed(pair)) {
        *votes.entry(pair.quarters).or_default() += 1;
    }
    let believed: Vec<i64> =
        votes.iter().filter(|(_, n)| **n >= VOTES).map(|(quarters, _)| *quarters).collect();
    // At an offset that is known, the same time is enough; without any, local times may be those of UTC.
    pairs.retain(|pair| {
        let at_once = |offset: i64| {
            let of = |at| sessions.get(at);
            let shift = offset as f64 * QUARTER_S;
            of(pair.of.0).zip(of(pair.of.1)).is_some_and(|(a, b)| match is_local(a) {
                true => together_in_time(a, b, -shift),
                false => together_in_time(a, b, shift),
            })
        };
        pair.alike
            || mixed(pair)
                && match believed.as_slice() {
                    [] => at_once(0),
                    known => known.iter().any(|offset| at_once(*offset)),
                }
    });
    let count = |pair: &Pair| votes.get(&pair.quarters).copied().unwrap_or(0);
    pairs.sort_by_key(|pair| (!pair.alike, std::cmp::Reverse(count(pair)), pair.of));
    let mut groups: Vec<Option<TrendSession>> = sessions.into_iter().map(Some).collect();
    // Where each session went.
    let mut into: Vec<usize> = (0..groups.len()).collect();
    for Pair { of: (a, b), .. } in pairs {
        let (Some(a), Some(b)) = (root(&into, a), root(&into, b)) else { continue };
        let (first, second) = (a.min(b), a.max(b));
        let both =
            groups.get(first).and_then(Option::as_ref).zip(groups.get(second).and_then(Option::as_ref));
        if first == second || both.is_none_or(|(a, b)| share_a_file(a, b)) {
            continue;
        }
        let Some(gone) = groups.get_mut(second).and_then(Option::take) else { continue };
        if let Some(kept) = groups.get_mut(first).and_then(Option::as_mut) {
            absorb(kept, gone);
        }
        if let Some(slot) = into.get_mut(second) {
            *slot = first;
        }
    }
    let mut out: Vec<TrendSession> = groups.into_iter().flatten().collect();
    out.sort_by_key(|s| s.started.as_ref().map(|t| t.at));
    out
}

/// The group that a session belongs to; each step leads to an earlier one.
fn root(into: &[usize], mut at: usize) -> Option<usize> {
    loop {
        let next = *into.get(at)?;
        if next == at {
            return Some(at);
        }
        at = next;
    }
}

/// Positions of the sessions that are near enough in time to be the same run, the nearest first.
fn recent<'a>(earlier: &'a [TrendSession], session: &'a TrendSession) -> impl Iterator<Item = usize> + 'a {
    let near = |o: &TrendSession| apart_s(o, session).is_some_and(|d| d <= ZONES_S + CLOSE_S);
    earlier.iter().enumerate().rev().take_while(move |(_, o)| near(o)).map(|(at, _)| at)
}

fn is_local(session: &TrendSession) -> bool {
    session.started.as_ref().is_some_and(|t| t.local)
}

/// True for two groups with runs of one file: they are different runs.
fn share_a_file(a: &TrendSession, b: &TrendSession) -> bool {
    let files = |s: &TrendSession| -> Vec<String> {
        std::iter::once(&s.file).chain(&s.also).chain(&s.part_files).cloned().collect()
    };
    let of_a = files(a);
    files(b).iter().any(|file| of_a.contains(file))
}

/// Adds another recording of the same run.
fn absorb(kept: &mut TrendSession, session: TrendSession) {
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

/// Started together, or overlapping in time, once the first is moved by `shift_s`.
fn together_in_time(a: &TrendSession, b: &TrendSession, shift_s: f64) -> bool {
    let Some((x, y)) = a.started.as_ref().zip(b.started.as_ref()) else { return false };
    let apart = ((y.at.as_millisecond() - x.at.as_millisecond()) as f64 / 1000.0 - shift_s).abs();
    // By half of the shorter one (*chosen*): two runs never overlap that much.
    let overlap = matches!((a.seconds, b.seconds), (Some(x), Some(y)) if x - apart > 0.5 * x.min(y));
    apart <= CLOSE_S || overlap
}

/// What the clock of one is ahead of the other's, in quarters of an hour.
fn quarters(a: &TrendSession, b: &TrendSession) -> Option<i64> {
    let (x, y) = (a.started.as_ref()?, b.started.as_ref()?);
    let ahead = (x.at.as_millisecond() - y.at.as_millisecond()) as f64 / 1000.0;
    let ahead = if !x.local && y.local { -ahead } else { ahead };
    Some((ahead / QUARTER_S).round() as i64)
}

/// A portal writes local time without a zone, the watch's file UTC: the starts are whole quarters of an hour apart, and
/// distance and duration agree.
fn shifted(a: &TrendSession, b: &TrendSession) -> bool {
    let Some(apart) = apart_s(a, b) else { return false };
    // One known and one unknown zone: rounding and a distance computed from speed may differ by 3 % (*chosen*). Two stated
    // zones are at odds only where one of them is wrong, so everything else has to agree.
    let (tolerance, seconds) = if is_local(a) != is_local(b) { (0.03, 30.0) } else { (0.01, 5.0) };
    let alike = |x: Option<f64>, y: Option<f64>| matches!((x, y), (Some(x), Some(y)) if (x - y).abs() <= tolerance * x.max(y));
    let off = apart % QUARTER_S;
    apart <= ZONES_S
        && off.min(QUARTER_S - off) <= seconds
        && a.file != b.file
        && alike(a.distance_m, b.distance_m)
        && alike(a.seconds, b.seconds)
}
