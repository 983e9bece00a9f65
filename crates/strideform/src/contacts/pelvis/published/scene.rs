//! What the published methods share: gravity-free axes in g, stance peaks, and contacts from events.

use crate::bouts::Bout;
use crate::contacts::events::{self, Event, Gaps, Rules};
use crate::contacts::{BoutAxes, ContactInput, ContactSide, Contacts, Missing, TimingErrors};
use crate::recording::{Caveat, CaveatId};
use crate::signal::{PeakOptions, mean, peak_samples, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY as G;

use crate::contacts::pelvis::heading::heading;
use crate::contacts::pelvis::vertical::{self, Vertical};

/// Maximum step rate, Hz (the constraint in the re-implementations of Kiernan et al. 2023).
const STEPS_PER_S: f64 = 4.75;

/// Steps are at least 0.4 of a step time apart; toe-off may be missing.
const RULES: Rules = Rules {
    min_interval: Some(0.2),
    gaps: Gaps::Anywhere { reach_s: 0.05 },
    valid_without_toe_off: true,
    contact_time: None,
};

/// One bout as seen by the published methods.
pub(super) struct Scene {
    pub(super) rate_hz: f64,
    start_s: f64,
    /// Vertical acceleration, gravity removed, g.
    pub(super) vertical: Vec<f64>,
    /// Anterior acceleration, g.
    pub(super) ahead: Vec<f64>,
    /// Acceleration to the runner's right, g, if a third axis was measured.
    pub(super) right: Option<Vec<f64>>,
    /// Samples of the vertical peaks, one per step.
    pub(super) peaks: Vec<usize>,
    pub(super) step_s: f64,
    axes: BoutAxes,
}

impl Scene {
    fn of_bout(input: &ContactInput<'_>, bout: &Bout) -> Option<Self> {
        let signals = input.signals;
        let whole = Vertical::of_bout(signals, bout)?;
        let (anterior, _) = heading(input, bout, &whole)?;
        let acc = vertical::clean(signals, bout)?;
        let along = acc.along(&whole.up);
        let unit = if signals.gravity_free { G } else { mean(&along)? };
        let rest = if signals.gravity_free { 0.0 } else { 1.0 };
        if !(unit > 0.0) {
            return None;
        }
        let vertical: Vec<f64> = along.iter().map(|v| v / unit - rest).collect();
        let in_g = |x: Vec<f64>| -> Vec<f64> { x.iter().map(|v| v / G).collect() };
        // The third axis forms a right-handed system with the other two.
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

    /// Converts a duration in seconds to a number of samples.
    pub(super) fn samples(&self, seconds: f64) -> usize {
        (seconds * self.rate_hz).max(0.0) as usize
    }

    /// The event of one step, from times in samples of the scene.
    pub(super) fn event(&self, initial_contact: f64, toe_off: Option<f64>, side: ContactSide) -> Event {
        let time = |sample: f64| self.start_s + sample / self.rate_hz;
        let begin = time(initial_contact);
        let toe_off_s = toe_off.map(time).filter(|t| *t > begin);
        Event::from_seconds(side, begin, toe_off_s).with_stride(2.0 * self.step_s)
    }

    /// End of the step that the `k`-th peak belongs to: the next peak, or 0.8 of a step later.
    pub(super) fn step_end(&self, k: usize) -> usize {
        let own = self.peaks.get(k).copied().unwrap_or(0);
        let usual = own + self.samples(0.8 * self.step_s);
        self.peaks.get(k + 1).copied().unwrap_or(usual).min(usual).min(self.vertical.len())
    }

    /// The braking minimum near a peak: the smallest anterior acceleration from 0.15 s before to 0.05 s after it
    /// (*chosen*).
    pub(super) fn braking(&self, peak: usize) -> Option<usize> {
        let from = peak.saturating_sub(self.samples(0.15));
        lowest(&self.ahead, from, peak + self.samples(0.05))
    }
}

/// Index of the smallest value in `from..to`.
pub(super) fn lowest(x: &[f64], from: usize, to: usize) -> Option<usize> {
    let part = x.get(from..to.min(x.len()))?;
    part.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map(|(i, _)| from + i)
}

/// Runs `detect` over all bouts.
pub(super) fn gather(
    input: &ContactInput<'_>,
    errors: &TimingErrors,
    detect: impl Fn(&Scene) -> Vec<Event>,
) -> Result<Contacts, Missing> {
    let scenes: Vec<Option<Scene>> = input.bouts.iter().map(|bout| Scene::of_bout(input, bout)).collect();
    if !input.bouts.is_empty() && input.signals.axes.measured.iter().filter(|m| **m).count() < 2 {
        return Err(Missing::new("a fore–aft axis"));
    }
    let mut contacts = Vec::new();
    for (k, scene) in scenes.iter().enumerate() {
        let Some(scene) = scene else { continue };
        let span = events::bout_span(input, k);
        contacts.extend(events::in_bout(input, k, &span, detect(scene), &RULES));
    }
    let mut caveats = Vec::new();
    if contacts.iter().any(|c| c.toe_off_s.is_none()) {
        let share = contacts.iter().filter(|c| c.toe_off_s.is_none()).count() as f64 / contacts.len() as f64;
        let text = "the method found no toe-off in some steps";
        caveats.push(Caveat::new(CaveatId::ToeOffMissing, text).with_value(share));
    }
    Ok(Contacts {
        side_probabilities: Vec::new(),
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
