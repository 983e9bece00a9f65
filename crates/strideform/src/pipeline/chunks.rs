//! Divides long running into chunks, so that the memory used by the stages does not grow with the recording.
//!
//! Neighbouring chunks overlap, and each is analysed as a separate bout. If a step appears twice in the overlap, the
//! chunk that owns the time counts, so no step is lost at a seam.

use std::ops::Range;

use crate::bouts::Bout;
use crate::contacts::{Contact, Contacts};
use crate::recording::{Placement, Sensor, Signals};

/// Length of a chunk, s (*chosen*: at 200 Hz one of its columns fits into a processor's cache, and quantities found
/// once per chunk, such as the heading, are based on several hundred strides).
const CHUNK_S: f64 = 300.0;
/// Bouts up to this length are not divided, s (*chosen*: most recordings used for validation are shorter).
const WHOLE_S: f64 = 600.0;
/// How far a chunk extends beyond its seams, s (*chosen*: four strides, longer than the memory of any filter).
const OVERLAP_S: f64 = 4.0;

/// The chunks of all running in a recording, in chronological order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Chunks {
    /// The bout that each chunk covers.
    pub(super) bouts: Vec<Bout>,
    /// Per chunk: the original bout and the samples that the chunk owns.
    homes: Vec<(usize, Range<usize>)>,
}

impl Chunks {
    /// Divides running bouts into chunks.
    pub(super) fn of(signals: &Signals<Sensor>, running: &[Bout]) -> Self {
        let mut out = Self::default();
        let samples = |seconds: f64| (seconds * signals.rate_hz).max(0.0) as usize;
        for (home, bout) in running.iter().enumerate() {
            let len = bout.end.saturating_sub(bout.start);
            let count = if len > samples(WHOLE_S) { len.div_ceil(samples(CHUNK_S).max(1)) } else { 1 };
            let seam = |k: usize| bout.start + (len as f64 * k as f64 / count as f64) as usize;
            for k in 0..count {
                let own = seam(k)..if k + 1 == count { bout.end } else { seam(k + 1) };
                let start = own.start.saturating_sub(samples(OVERLAP_S)).max(bout.start);
                let end = (own.end + samples(OVERLAP_S)).min(bout.end);
                out.bouts.push(if count == 1 { bout.clone() } else { bout.part(signals, start..end) });
                out.homes.push((home, own));
            }
        }
        out
    }

    /// The chunk that owns a time, s on the recording's own clock.
    pub(super) fn at(&self, signals: &Signals<Sensor>, time_s: f64) -> Option<usize> {
        let at = time_s * signals.rate_hz;
        self.homes.iter().position(|(_, own)| (own.start as f64..own.end as f64).contains(&at))
    }

    /// The bout that a chunk is part of.
    pub(super) fn home(&self, stretch: usize) -> usize {
        self.homes.get(stretch).map_or(stretch, |(home, _)| *home)
    }

    /// Keeps every contact once.
    pub(super) fn without_doubles(
        &self,
        signals: &Signals<Sensor>,
        placement: Placement,
        found: &mut Contacts,
    ) {
        if self.homes.windows(2).all(|w| matches!(w, [a, b] if a.0 != b.0)) {
            return;
        }
        let mut kept: Vec<Contact> = Vec::with_capacity(found.contacts.len());
        for group in found.contacts.chunk_by(|a, b| a.bout == b.bout) {
            let Some(stretch) = group.first().map(|c| c.bout) else { continue };
            let Some((home, own)) = self.homes.get(stretch) else { continue };
            let goes_on = self.homes.get(stretch + 1).is_some_and(|next| next.0 == *home);
            let end_s = if goes_on { signals.time_s(own.end) } else { f64::INFINITY };
            // A contact near the seam may be found on either side of it: two contacts less than half an interval apart
            // are the same.
            let last_s = kept.last().filter(|c| self.home(c.bout) == *home).map(|c| c.initial_contact_s);
            let apart = 0.5 * self.interval_s(stretch, placement);
            let fresh = group.iter().filter(|c| last_s.is_none_or(|last| c.initial_contact_s > last + apart));
            kept.extend(fresh.filter(|c| c.initial_contact_s < end_s).cloned());
        }
        found.contacts = kept;
    }

    /// Time between the contacts that a sensor detects: a stride for a leg, otherwise a step, s.
    fn interval_s(&self, stretch: usize, placement: Placement) -> f64 {
        let stride_s = self.bouts.get(stretch).and_then(|b| b.stride_s).unwrap_or(0.0);
        if placement.is_leg() { stride_s } else { 0.5 * stride_s }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bouts::Activity;
    use crate::contacts::{ContactSide, TimingError};
    use crate::recording::Triad;
    use approx::abs_diff_eq;

    const RATE: f64 = 10.0;

    fn signals(seconds: f64) -> Signals<Sensor> {
        let zeros = vec![0.0; (seconds * RATE) as usize];
        Signals::new(RATE, Triad::new(zeros.clone(), zeros.clone(), zeros))
    }

    fn bout(from_s: f64, to_s: f64) -> Bout {
        let strides_s = (from_s as usize..to_s as usize).map(|t| (t as f64, 0.7)).collect();
        let at = |t: f64| (t * RATE) as usize;
        Bout {
            activity: Activity::Run,
            running: Some(1.0),
            start: at(from_s),
            end: at(to_s),
            stride_s: Some(0.7),
            strides_s,
        }
    }

    #[test]
    fn stretches_cover_the_running_and_each_time_has_one_owner() {
        let signals = signals(2000.0);
        let running = [bout(10.0, 500.0), bout(520.0, 1900.0)];
        let cut = Chunks::of(&signals, &running);
        assert_eq!(cut.bouts.len(), 6, "1380 s in five, and a short one");
        assert_eq!(cut.bouts.first(), running.first());
        for t in (0..1999).map(f64::from) {
            let inside = (10.0..500.0).contains(&t) || (520.0..1900.0).contains(&t);
            let owner = cut.at(&signals, t);
            assert_eq!(owner.is_some(), inside, "{t}");
            let home = owner.map(|o| cut.home(o));
            assert_eq!(home, inside.then_some(usize::from(t >= 520.0)));
            let sees = |o: usize| (cut.bouts[o].start..cut.bouts[o].end).contains(&((t * RATE) as usize));
            assert!(owner.is_none_or(sees));
        }
    }

    #[test]
    fn contacts_about_a_seam_count_once() {
        let signals = signals(1300.0);
        let running = [bout(0.0, 1300.0)];
        let cut = Chunks::of(&signals, &running);
        // Every chunk sees the same steps, a few milliseconds apart.
        let mut contacts = Vec::new();
        for (k, stretch) in cut.bouts.iter().enumerate() {
            let (from, to) = (signals.time_s(stretch.start), signals.time_s(stretch.end));
            let all = (0..3600).map(|i| f64::from(i) * 0.35 + 0.004 * if k % 2 == 0 { 1.0 } else { -1.0 });
            contacts.extend(all.filter(|t| (from..to).contains(t)).map(|t| Contact {
                side: ContactSide::Unknown,
                initial_contact_s: t,
                toe_off_s: None,
                valid: true,
                reason: None,
                placement: Placement::PELVIS,
                bout: k,
            }));
        }
        let error = TimingError { bias_s: 0.0, step_s: 0.0 };
        let mut found = Contacts {
            contacts,
            axes: Vec::new(),
            initial_contact_error: error,
            toe_off_error: error,
            contact_time_error: error,
            contact_time_is_bound: false,
            caveats: Vec::new(),
            side_probabilities: Vec::new(),
            humps: Vec::new(),
        };
        cut.without_doubles(&signals, Placement::PELVIS, &mut found);
        let times: Vec<f64> = found.contacts.iter().map(|c| c.initial_contact_s).collect();
        assert!(abs_diff_eq!(times.len() as i64, 3600, epsilon = 1), "{}", times.len());
        // Two readings of one step differ by 8 ms.
        assert!(times.windows(2).all(|w| abs_diff_eq!(w[1] - w[0], 0.35, epsilon = 0.0081)), "{times:?}");
    }
}
