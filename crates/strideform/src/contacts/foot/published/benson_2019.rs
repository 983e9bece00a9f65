//! After Benson et al. 2019: peaks of the foot's axes low-passed at 10 Hz.

use std::ops::Range;

use crate::contacts::{BoutAxes, ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError};
use crate::recording::Segment;

use crate::contacts::events::Event;
use crate::contacts::foot::impact_candidates::Impacts;
use crate::contacts::foot::stride_events;

/// Initial contact at the braking minimum of the forward axis before the impact, toe-off at the minimum of the same
/// axis at the end of push-off, both after a fourth-order 10 Hz low-pass.
///
/// Benson, Clermont, Watari, Exley, Ferber 2019, Sensors 19:1483, found events from peaks of the low-passed axes of a
/// foot-worn accelerometer with rules that choose among them.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Benson2019 {
    /// Low-pass, Hz.
    pub lowpass_hz: f64,
    /// The braking minimum lies within this time before the impact, s.
    pub before_impact_s: f64,
    /// Window after the impact in which the minimum at toe-off is searched for, in stride times.
    pub push_window: Range<f64>,
}

impl Benson2019 {
    /// The paper's low-pass; windows chosen by this project.
    pub const PUBLISHED: Self = Self { lowpass_hz: 10.0, before_impact_s: 0.12, push_window: 0.17..0.57 };
}

impl Default for Benson2019 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for Benson2019 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "foot-benson-2019",
            summary: "accelerometer only: braking minimum before the impact and minimum at the end of push-off, 10 Hz low-pass",
            segments: &[Segment::Foot],
            needs_gyr: false,
            min_rate_hz: 30.0,
            citation: "after Benson et al. 2019, Sensors 19:1483, doi:10.3390/s19071483",
            deviations: "axes estimated from the signal instead of the mounting; impacts found by periodicity; the \
                         paper's peak-selection rules replaced by search windows",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        if input.signals.gravity_free {
            return Err(Missing::new("acceleration with gravity included"));
        }
        let mut out = Contacts {
            side_probabilities: Vec::new(),
            humps: Vec::new(),
            contacts: Vec::new(),
            axes: Vec::new(),
            // Biases of −28 and +21 ms on docs/VALIDATION.md are part of the error.
            initial_contact_error: TimingError { bias_s: 0.040, step_s: 0.006 },
            toe_off_error: TimingError { bias_s: 0.022, step_s: 0.006 },
            contact_time_error: TimingError { bias_s: 0.060, step_s: 0.008 },
            contact_time_is_bound: false,
            caveats: Vec::new(),
        };
        for (index, bout) in input.bouts.iter().enumerate() {
            let found = Impacts::of(input.signals, bout).and_then(|i| i.frame(bout).map(|frame| (i, frame)));
            let Some((impacts, frame)) = found else {
                out.axes.push(None);
                continue;
            };
            let forward = impacts.force.along(&frame.forward, self.lowpass_hz);
            let event = |&impact_s: &f64| {
                let stride_s = bout.stride_at(impact_s)?;
                let at = |share: f64| impact_s + share * stride_s;
                let brake =
                    impacts.force.window(&forward, impact_s - self.before_impact_s, impact_s)?.min()?;
                let push =
                    impacts.force.window(&forward, at(self.push_window.start), at(self.push_window.end));
                let toe_off_s = push.and_then(|w| w.lowest()).map(|point| point.at_s);
                Some(stride_events::event(input, brake.at_s, toe_off_s, stride_s))
            };
            let events: Vec<Event> = impacts.times_s.iter().filter_map(event).collect();
            out.axes.push(Some(BoutAxes { up: frame.up, anterior: Some(frame.forward) }));
            out.contacts.extend(stride_events::contacts(input, index, events));
        }
        Ok(out)
    }
}
