//! What the published methods have in common: gravity-free axes in g, stance peaks, and contacts from events.

use crate::bouts::Bout;
use crate::contacts::{BoutAxes, Contact, ContactInput, ContactSide, Contacts, Missing, TimingError};
use crate::recording::Caveat;
use crate::signal::{PeakOptions, mean, peak_samples, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY as G;

use super::bout::heading;
use super::vertical::{self, Vertical};

/// Greatest step rate that peaks may show, Hz (Kiernan et al. 2023, the constraint of their re-implementations).
const STEPS_PER_S: f64 = 4.75;

/// One bout as the published methods look at it.
pub(super) struct Scene {
    pub(super) rate_hz: f64,
    start_s: f64,
    /// Vertical acceleration, gravity removed, g.
    pub(super) vertical: Vec<f64>,
    /// Anterior acceleration, g.
    pub(super) ahead: Vec<f64>,
    /// Acceleration to the runner's right, g, where a third axis was measured.
    pub(super) right: Option<Vec<f64>>,
    /// Samples of the vertical peaks, one a step.
    pub(super) peaks: Vec<usize>,
    pub(super) step_s: f64,
    axes: BoutAxes,
}

/// Events of one step, in samples of the scene.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Event {
    pub(super) contact: f64,
    pub(super) toe_off: Option<f64>,
    pub(super) side: ContactSide,
}

/// Errors that the method states, measured on the recordings of docs/VALIDATION.md.
pub(super) struct Errors {
    pub(super) initial_contact: TimingError,
    pub(super) toe_off: TimingError,
    pub(super) contact_time: TimingError,
}

impl Scene {
    fn of_bout(input: &ContactInput<'_>, bout: &Bout) -> Option<Self> {
        let signals = input.signals;
        let whole = Vertical::of_bout(signals, bout)?;
        let anterior = heading(input, bout, &whole)?;
        let acc = vertical::clean(signals, bout)?;
        let along = acc.along(&whole.up);
        let unit = if signals.gravity_free { G } else { mean(&along)? };
        let rest = if signals.gravity_free { 0.0 } else { 1.0 };
        if !(unit > 0.0) {
            return None;
        }
        let vertical: Vec<f64> = along.iter().map(|v| v / unit - rest).collect();
        let in_g = |x: Vec<f64>| -> Vec<f64> { x.iter().map(|v| v / G).collect() };
        // The third axis is right-handed with the two others.
        let sideways = signals.axes.measured == [true; 3];
        let right = sideways.then(|| in_g(acc.along(&anterior.cross(&whole.up))));
        let slow = zero_phase_lowpass(&vertical, 1.4 / whole.step_s, signals.rate_hz);
        let humps = PeakOptions::default().height(0.0).distance(signals.rate_hz / STEPS_PER_S);
        Some(Self {
            rate_hz: signals.rate_hz,
            start_s: whole.start_s,
            peaks: peak_samples(&slow, &humps),
            vertical,
            ahead: in_g(acc.along(&anterior)),
            right,
            step_s: whole.step_s,
            axes: BoutAxes { up: whole.up, anterior: Some(anterior) },
        })
    }

    /// Samples in that many seconds.
    pub(super) fn samples(&self, seconds: f64) -> usize {
        (seconds * self.rate_hz).max(0.0) as usize
    }

    /// End of the step that the `k`-th peak belongs to: the next peak, or 0.8 of a step later.
    pub(super) fn step_end(&self, k: usize) -> usize {
        let own = self.peaks.get(k).copied().unwrap_or(0);
        let usual = own + self.samples(0.8 * self.step_s);
        self.peaks.get(k + 1).copied().unwrap_or(usual).min(usual).min(self.vertical.len())
    }

    /// The braking minimum about a peak: least anterior acceleration from 0.15 s before to 0.05 s after it (*chosen*).
    pub(super) fn braking(&self, peak: usize) -> Option<usize> {
        let from = peak.saturating_sub(self.samples(0.15));
        lowest(&self.ahead, from, peak + self.samples(0.05))
    }
}

/// Index of the least value in `from..to`.
pub(super) fn lowest(x: &[f64], from: usize, to: usize) -> Option<usize> {
    let part = x.get(from..to.min(x.len()))?;
    part.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map(|(i, _)| from + i)
}

/// Runs `events` over all bouts.
pub(super) fn gather(
    input: &ContactInput<'_>,
    errors: &Errors,
    events: impl Fn(&Scene) -> Vec<Event>,
) -> Result<Contacts, Missing> {
    let scenes: Vec<Option<Scene>> = input.bouts.iter().map(|bout| Scene::of_bout(input, bout)).collect();
    if !input.bouts.is_empty() && input.signals.axes.measured.iter().filter(|m| **m).count() < 2 {
        return Err(Missing { needs: "a fore–aft axis".to_owned() });
    }
    let mut contacts = Vec::new();
    for (k, (scene, bout)) in scenes.iter().zip(input.bouts).enumerate() {
        let Some(scene) = scene else { continue };
        let from_s = input.signals.time_s(bout.start);
        let to_s = input.signals.time_s(bout.end.min(input.signals.len()).saturating_sub(1));
        let time = |sample: f64| scene.start_s + sample / scene.rate_hz;
        let mut last = f64::NEG_INFINITY;
        for event in events(scene) {
            let begin = time(event.contact);
            if !(from_s..=to_s).contains(&begin) || begin - last < 0.4 * scene.step_s {
                continue;
            }
            last = begin;
            contacts.push(contact(input, k, begin, event.toe_off.map(time), to_s, event.side));
        }
    }
    let mut caveats = Vec::new();
    if contacts.iter().any(|c| c.toe_off_s.is_none()) {
        let share = contacts.iter().filter(|c| c.toe_off_s.is_none()).count() as f64 / contacts.len() as f64;
        let text = "the method found no toe-off in a part of the steps";
        caveats.push(Caveat::new("toe-off-missing", text).with_value(share));
    }
    Ok(Contacts {
        humps: Vec::new(),
        contacts,
        axes: scenes.iter().map(|s| s.as_ref().map(|s| s.axes)).collect(),
        initial_contact_error: errors.initial_contact,
        toe_off_error: errors.toe_off,
        contact_time_error: errors.contact_time,
        contact_time_is_bound: false,
        caveats,
    })
}

fn contact(
    input: &ContactInput<'_>,
    bout: usize,
    begin: f64,
    end: Option<f64>,
    bout_end_s: f64,
    side: ContactSide,
) -> Contact {
    let (mut toe_off_s, mut valid, mut reason) = (end.filter(|t| *t > begin), true, None);
    if toe_off_s.is_none() {
        reason = Some("no toe-off found");
    }
    if toe_off_s.is_some_and(|t| t > bout_end_s) {
        (toe_off_s, reason) = (None, Some("toe-off after the end of the running"));
    }
    if input.signals.touches_gap(begin - 0.05, toe_off_s.unwrap_or(begin) + 0.05) {
        (toe_off_s, valid, reason) = (None, false, Some("samples are missing here"));
    }
    Contact {
        side,
        initial_contact_s: begin,
        toe_off_s,
        valid,
        reason: reason.map(str::to_owned),
        placement: input.placement,
        bout,
    }
}
