//! Steps of one bout: initial contact, contact time and side, and the axes of the sensor.

use crate::bouts::Bout;
use crate::contacts::events::{self, Event, Gaps, Rules};
use crate::contacts::{BoutAxes, Contact, ContactInput, ContactSide, Hump};

use super::parameters::{AfterRise, PelvisTwoLevelSine};
use super::stances::{stances, wide};
use super::step_duty::neighbourhoods;
use crate::contacts::pelvis::heading::heading;
use crate::contacts::pelvis::side::{PelvisMotion, sides};
use crate::contacts::pelvis::vertical::Vertical;

/// Largest accepted deviation of a single width, s (*chosen*: five times the scatter of steps).
const WIDTH_LIMIT_S: f64 = 0.030;

/// Mid-stance after the peak of the swing at the step frequency, s: 11 ± 7 ms over 39 trials of 13 runners on the force
/// plate. The sides are read about it: in some runners an early or a late shoulder of the force moves the rise, and with
/// it the contact, by 30–130 ms; the middle of the stance stays.
const MIDDLE_AFTER_PEAK_S: f64 = 0.0114;

/// A contact is where the force rises, unless that lies this far from half a contact time before mid-stance, s: from
/// there on the middle of the stance counts more and more, and beyond twice as much it counts alone. *Chosen*: of 39
/// trials five have a shoulder of the force that moves the rise by 30–130 ms, the others lie within 25 ms.
const SHOULDER_S: f64 = 0.030;

/// Every step counts; the filters spread a gap over their length, which is 50 ms for the 10 Hz one.
const RULES: Rules = Rules {
    min_interval: None,
    gaps: Gaps::Anywhere { reach_s: 0.05 },
    valid_without_toe_off: true,
    contact_time: None,
};

/// One step of a bout.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) initial_contact_s: f64,
    /// Mid-stance, s.
    pub(super) middle_s: f64,
    pub(super) contact_time_s: f64,
    /// Local step time, s.
    pub(super) step_s: f64,
    pub(super) sine_duty: f64,
    /// Corrected step duty.
    pub(super) duty: f64,
    pub(super) resolved: bool,
    pub(super) side: ContactSide,
    /// Probability of `side`, or of the likelier one where it is unknown.
    pub(super) side_probability: f64,
    pub(super) bout: usize,
    pub(super) bout_end_s: f64,
}

/// A bout's steps and axes.
pub(super) struct Analysed {
    pub(super) steps: Vec<Step>,
    pub(super) axes: BoutAxes,
    /// Humps of known width.
    pub(super) humps: Vec<Hump>,
}

/// Humps of known width in a bout, as found by the default method.
pub(crate) fn humps_of(vertical: &Vertical) -> Vec<Hump> {
    wide(&stances(vertical, &PelvisTwoLevelSine::FITTED.levels()))
}

/// Runs the method on one bout; `None` if it contains no steps.
pub(super) fn analyse(
    method: &PelvisTwoLevelSine,
    input: &ContactInput<'_>,
    index: usize,
    bout: &Bout,
) -> Option<Analysed> {
    let vertical = Vertical::of_bout(input.signals, bout)?;
    let levels = method.levels();
    let mut found = stances(&vertical, &levels);
    let humps = wide(&found);
    found.retain(|s| vertical.bout_s.contains(&s.rise_s));
    let (offset, _) = method.correction(input.run.speed_mps);
    let AfterRise { delay_s: after, climbs } = method.contact_after_rise;
    let mut steps: Vec<Step> = Vec::with_capacity(found.len());
    for (stance, about) in found.iter().zip(neighbourhoods(&found, &levels)) {
        // Even with no width found nearby, this may be running; then only its rhythm is known.
        let (step_s, climb_s) = about.map_or((stance.step_s, 0.0), |n| (n.step_s, n.climb_s));
        let sine_duty = about.map_or(super::half_sine::DUTY_LIMIT, |n| n.sine_duty);
        let duty = (sine_duty + offset).min(1.0);
        let deviation = about
            .and_then(|n| Some(stance.width_s? - n.width_s))
            .map_or(0.0, |w| w.clamp(-WIDTH_LIMIT_S, WIDTH_LIMIT_S));
        let contact_time_s = duty * step_s + method.step_share * deviation;
        let middle_s = stance.peak_s + MIDDLE_AFTER_PEAK_S;
        let mut rise_s = stance.rise_s + after - climbs * climb_s;
        if input.signals.gyr.is_some() {
            let anchor_s = middle_s - 0.5 * contact_time_s;
            rise_s = anchor_s + within_shoulder(rise_s - anchor_s);
        }
        steps.push(Step {
            initial_contact_s: rise_s,
            middle_s,
            contact_time_s,
            step_s,
            sine_duty,
            duty,
            resolved: about.is_some_and(|n| n.resolves_flight(duty)),
            side: ContactSide::Unknown,
            side_probability: 0.5,
            bout: index,
            bout_end_s: vertical.bout_s.end,
        });
    }
    // The first foot may have landed just before the recording began; 30 ms (*chosen*) exceeds any error of the rise.
    steps.retain(|s| s.initial_contact_s > -0.03);
    let mut anterior = heading(input, bout, &vertical);
    if let Some(gyr) = &input.signals.gyr {
        let range = bout.start..bout.end;
        let motion = PelvisMotion {
            acc: &input.signals.acc.slice(range.clone()),
            gyr: &gyr.slice(range),
            rate_hz: input.signals.rate_hz,
            start_s: input.signals.time_s(bout.start),
            up: vertical.up,
            anterior,
        };
        let times: Vec<(f64, f64)> = steps.iter().map(|s| (s.middle_s, s.contact_time_s)).collect();
        let found = sides(&motion, &times, vertical.step_s);
        for (step, (side, probability)) in steps.iter_mut().zip(found.of_steps) {
            step.side = side;
            step.side_probability = probability;
        }
        if found.facing < 0.5 {
            anterior = anterior.map(|(axis, known)| (-axis, 1.0 - known));
        }
    }
    let anterior = anterior.map(|(axis, _)| axis);
    Some(Analysed { steps, axes: BoutAxes { up: vertical.up, anterior }, humps })
}

/// A distance from the anchor, less and less of it beyond [`SHOULDER_S`].
fn within_shoulder(away_s: f64) -> f64 {
    let beyond = (away_s.abs() - SHOULDER_S).max(0.0);
    (SHOULDER_S - beyond).max(0.0).min(away_s.abs()).copysign(away_s)
}

impl Step {
    /// The contact of this step. `bound`: contact times of the whole run are lower bounds.
    pub(super) fn contact(&self, input: &ContactInput<'_>, bound: bool, bias_s: f64) -> Option<Contact> {
        let contact_time_s = if bound {
            // The lower end of the 95 % interval, but at most 0.9 of the step.
            (self.duty.min(1.0) * self.step_s - 1.96 * bias_s).min(0.9 * self.step_s)
        } else {
            self.contact_time_s
        };
        let toe_off_s = self.initial_contact_s + contact_time_s;
        let resolved = bound || self.resolved;
        let mut event = Event::from_seconds(self.side, self.initial_contact_s, resolved.then_some(toe_off_s));
        event.missing = "flight not resolved";
        event.until_s = Some(toe_off_s);
        events::contact(input, self.bout, self.bout_end_s, &event, &RULES)
    }
}
