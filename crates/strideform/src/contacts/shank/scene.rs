//! What all shank methods share: finding impacts and axes in the samples, and turning events into contacts, bout by
//! bout.

use crate::contacts::events::{self, Event, Gaps, Rules};
use crate::contacts::{Contact, ContactInput, ContactSide, Contacts, Missing, TimingErrors};
use crate::recording::{Caveat, CaveatId};
use crate::signal::median;

use super::axes::{ShankAxes, shank_axes};
use super::impact_candidates::{Impact, impacts};
use super::samples::Stretch;
use super::turns::{Turn, turns};

/// Minimum share of the movement perpendicular to the shank that lies in one direction: 0.94 or more in recorded
/// runners.
const MIN_PLANARITY: f64 = 0.85;
/// Minimum share of strides that agree on the forward direction: 0.96 or more in recorded runners.
const MIN_AGREEMENT: f64 = 0.85;

/// One bout as seen by a method.
pub(super) struct Scene<'a> {
    /// The samples.
    pub(super) stretch: &'a Stretch,
    /// One impact per stride.
    pub(super) impacts: &'a [Impact],
    /// Up and posterior.
    pub(super) axes: &'a ShankAxes,
    /// The strides by rotation; empty without a gyroscope.
    pub(super) turns: &'a [Turn],
    /// The leg that the sensor is worn on.
    side: ContactSide,
}

/// One contact per stride; toe-off may be missing.
const RULES: Rules = Rules {
    min_interval: Some(0.5),
    // *Chosen*: half a period of the slowest filter that affects a time.
    gaps: Gaps::BetweenEvents { reach_s: 0.1 },
    valid_without_toe_off: true,
    contact_time: None,
};

impl Scene<'_> {
    /// The event of one stride: initial contact, s, and toe-off, s, or the reason why there is none.
    pub(super) fn event(
        &self,
        initial_contact_s: f64,
        toe_off_s: Result<f64, &'static str>,
        stride_s: f64,
    ) -> Event {
        let mut event =
            Event::from_seconds(self.side, initial_contact_s, toe_off_s.ok()).with_stride(stride_s);
        if let Err(missing) = toe_off_s {
            event.missing = missing;
        }
        event
    }
}

/// Runs `detect` on every bout and collects the events.
pub(super) fn gather(
    input: &ContactInput<'_>,
    errors: TimingErrors,
    mut detect: impl FnMut(&Scene<'_>) -> (Vec<Event>, Vec<Caveat>),
) -> Result<Contacts, Missing> {
    let signals = input.signals;
    if signals.gravity_free {
        return Err(Missing::new("acceleration with gravity included"));
    }
    if signals.axes.measured != [true; 3] {
        return Err(Missing::new("all three axes of the accelerometer"));
    }
    let side = ContactSide::of(input.placement.side);
    let mut contacts: Vec<Contact> = Vec::new();
    let mut axes = Vec::new();
    let mut caveats: Vec<Caveat> = Vec::new();
    for (number, bout) in input.bouts.iter().enumerate() {
        let stretch = Stretch::new(signals, bout);
        let impacts = impacts(&stretch, bout);
        let found = shank_axes(signals, &stretch, &impacts);
        axes.push(found.as_ref().map(ShankAxes::body));
        let Some(found) = found else { continue };
        let turns = turns(&stretch, bout);
        let (mut found_events, more) =
            detect(&Scene { stretch: &stretch, impacts: &impacts, axes: &found, turns: &turns, side });
        for caveat in more.into_iter().chain(doubtful_axes(&found)) {
            if !caveats.iter().any(|c| c.id == caveat.id) {
                caveats.push(caveat);
            }
        }
        events::remove_outlying_toe_offs(&mut found_events);
        for event in &found_events {
            let at = event.initial_contact_s;
            // Overlapping bouts are checked separately.
            let last = contacts.last().filter(|last| {
                last.bout == number || input.bouts.get(last.bout).is_none_or(|b| b.end <= bout.start)
            });
            if at.is_finite() && at >= 0.0 && events::is_apart(last, event, &RULES) {
                contacts.extend(events::contact(input, number, f64::INFINITY, event, &RULES));
            }
        }
    }
    Ok(Contacts {
        side_probabilities: Vec::new(),
        humps: Vec::new(),
        contacts,
        axes,
        initial_contact_error: errors.initial_contact,
        toe_off_error: errors.toe_off,
        contact_time_error: errors.contact_time,
        contact_time_is_bound: false,
        caveats,
    })
}

fn doubtful_axes(axes: &ShankAxes) -> Option<Caveat> {
    let text = "the axes of the shank are unclear: the sensor may be loose, have turned during the run or be badly \
                calibrated, and contact times may be off by tens of milliseconds";
    let worst = axes.planarity.min(axes.agreement);
    (axes.planarity < MIN_PLANARITY || axes.agreement < MIN_AGREEMENT)
        .then(|| Caveat::new(CaveatId::AxesUncertain, text).with_value(worst))
}

/// Median of the absolute values; 0 if there are none.
pub(super) fn median_size(values: impl Iterator<Item = f64>) -> f64 {
    let sizes: Vec<f64> = values.map(f64::abs).collect();
    median(&sizes).unwrap_or(0.0)
}
