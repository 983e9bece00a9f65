//! Places several recordings on one clock.

use crate::recording::{Caveat, CaveatId, Clock, Recording};

/// Seconds to add to each recording's own time to reach the common clock, whose zero is the earliest first sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Clocks {
    /// One offset per recording, ≥ 0.
    pub(super) offset_s: Vec<f64>,
    /// True if the files themselves show how the clocks are related (wall clock, or one file with several devices).
    pub(super) stated: bool,
    /// Time left out by hand on the common clock, in ascending order, disjoint.
    pub(super) excluded_s: Vec<(f64, f64)>,
    /// Assumptions made.
    pub(super) caveats: Vec<Caveat>,
}

/// Offsets from the recordings' clocks.
pub(super) fn offsets(recordings: &[Recording]) -> Clocks {
    let zero = Clocks { offset_s: vec![0.0; recordings.len()], stated: true, ..Clocks::default() };
    let [first, rest @ ..] = recordings else { return zero };
    if rest.is_empty() || rest.iter().all(|r| r.file == first.file) {
        return zero;
    }
    let absolute: Option<Vec<f64>> = recordings
        .iter()
        .map(|r| match r.clock {
            Clock::Absolute { first_s } => Some(first_s),
            _ => None,
        })
        .collect();
    if let Some(starts) = absolute {
        return relative(recordings, &starts, true);
    }
    let counters: Option<Vec<f64>> = recordings
        .iter()
        .map(|r| match r.clock {
            Clock::Counter { first_s } => Some(first_s),
            _ => None,
        })
        .collect();
    match counters {
        Some(starts) => relative(recordings, &starts, false),
        None => Clocks {
            stated: false,
            caveats: vec![Caveat::new(
                CaveatId::ClockAssumed,
                "the files do not say how their clocks are related: all recordings are assumed to start at the same time",
            )],
            ..zero
        },
    }
}

fn relative(recordings: &[Recording], starts: &[f64], stated: bool) -> Clocks {
    let earliest = starts.iter().copied().fold(f64::INFINITY, f64::min);
    let offset_s: Vec<f64> = starts.iter().map(|s| s - earliest).collect();
    // Recordings of one run overlap; if they do not, the clocks are not the same.
    let shortest = recordings.iter().map(|r| r.signals.seconds()).fold(f64::INFINITY, f64::min);
    if offset_s.iter().any(|o| *o > shortest) {
        return Clocks {
            offset_s: vec![0.0; recordings.len()],
            stated: false,
            caveats: vec![Caveat::new(
                CaveatId::ClocksUnrelated,
                "according to their clocks the recordings do not overlap: all are assumed to start at the same time",
            )],
            ..Clocks::default()
        };
    }
    let caveats = if stated {
        Vec::new()
    } else {
        vec![Caveat::new(
            CaveatId::ClockAssumed,
            "the sensors' counters are assumed to share one clock: differences in step time between sides depend on it",
        )]
    };
    Clocks { offset_s, stated, caveats, ..Clocks::default() }
}
