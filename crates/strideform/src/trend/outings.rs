//! Recordings that follow each other closely are one outing: warm-up, repetitions and cool-down, or a watch that was stopped.

use super::session::TrendSession;

/// The longest pause within an outing, s (*chosen*: half an hour; a second run of the day is hours later).
const PAUSE_S: f64 = 1800.0;

/// Sessions in chronological order with the parts of outings joined, and the number of outings that have several.
pub(super) fn joined(sessions: Vec<TrendSession>) -> (Vec<TrendSession>, usize) {
    let mut out: Vec<Outing> = Vec::new();
    for session in sessions {
        match out.last_mut().filter(|outing| outing.goes_on_with(&session)) {
            Some(outing) => outing.add(session),
            None => out.push(Outing::new(session)),
        }
    }
    let several = out.iter().filter(|outing| outing.parts.len() > 1).count();
    (out.into_iter().filter_map(Outing::into_session).collect(), several)
}

struct Outing {
    parts: Vec<TrendSession>,
    /// End of the last part, s since 1970.
    end_s: Option<f64>,
}

impl Outing {
    fn new(first: TrendSession) -> Self {
        let end_s = end_s(&first);
        Self { parts: vec![first], end_s }
    }

    /// True for a session that starts within the pause after the end, by the same kind of clock.
    fn goes_on_with(&self, next: &TrendSession) -> bool {
        let local = |s: &TrendSession| s.started.as_ref().map(|t| t.local);
        let same_clock = self.parts.last().is_some_and(|last| local(last) == local(next));
        let pause = self.end_s.zip(start_s(next)).map(|(end, start)| start - end);
        same_clock && pause.is_some_and(|p| p <= PAUSE_S)
    }

    fn add(&mut self, part: TrendSession) {
        self.end_s = end_s(&part).or(self.end_s);
        self.parts.push(part);
    }

    /// The sums of all parts, and the form of the longest.
    fn into_session(self) -> Option<TrendSession> {
        let mut parts = self.parts;
        if parts.len() < 2 {
            return parts.pop();
        }
        let started = parts.first()?.started.clone();
        // A sum with an unknown part would be too small.
        let sum = |f: fn(&TrendSession) -> Option<f64>| parts.iter().map(f).sum::<Option<f64>>();
        let (distance_m, seconds, steps) = (sum(|s| s.distance_m), sum(|s| s.seconds), sum(|s| s.steps));
        let longest = |a: &&TrendSession, b: &&TrendSession| {
            let form = |s: &TrendSession| (!s.load_only, s.seconds.unwrap_or(0.0));
            let (a, b) = (form(a), form(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        };
        let main = parts.iter().max_by(longest)?.clone();
        let others = || parts.iter().filter(|p| p.source != main.source);
        Some(
            TrendSession {
                started,
                distance_m,
                seconds,
                steps,
                parts: others().map(|p| p.source.clone()).collect(),
                part_files: others().map(|p| p.file.clone()).collect(),
                also: parts.iter().flat_map(|p| p.also.clone()).collect(),
                ..main
            }
            .with_load(),
        )
    }
}

fn start_s(session: &TrendSession) -> Option<f64> {
    Some(session.started.as_ref()?.at.as_millisecond() as f64 / 1000.0)
}

fn end_s(session: &TrendSession) -> Option<f64> {
    Some(start_s(session)? + session.seconds?)
}
