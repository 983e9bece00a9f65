//! The default for a foot without a gyroscope: the rise of the force at landing and its fall at the end of push-off.

use std::ops::Range;

use crate::contacts::{BoutAxes, ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError};
use crate::recording::{Caveat, CaveatId, Segment};
use crate::signal::CubicSpline;

use super::force::Force;
use super::impact_candidates::Impacts;
use super::stride_events;
use crate::contacts::events::Event;

/// Initial contact where the resultant specific force has risen by a set share at landing, toe-off soon after the
/// specific force along the foot falls fastest.
///
/// The mounting need not be known: gravity while the foot is flat gives the upward direction, and the deceleration of
/// the swing before landing gives the forward direction. While the toes are on the ground, the heel rotates about them
/// as it lifts and is accelerated forward; this ends at toe-off, so the forward component falls.
///
/// Not validated on people: the offsets come from only two recordings.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FootImpactOnset {
    /// Low-pass of the specific force for the landing, Hz.
    pub landing_lowpass_hz: f64,
    /// Share of the rise at landing that marks initial contact.
    pub landing_level: f64,
    /// Low-pass of the forward component, Hz.
    pub push_lowpass_hz: f64,
    /// Window after the landing in which toe-off is searched for, in stride times.
    pub push_window: Range<f64>,
    /// Of several falls, the first that is at least this share as steep as the steepest is used.
    pub push_share: f64,
    /// Added to the rise, s.
    pub initial_contact_offset_s: f64,
    /// Added to the fall, s.
    pub toe_off_offset_s: f64,
}

impl FootImpactOnset {
    /// Fitted on the recordings of docs/VALIDATION.md.
    pub const FITTED: Self = Self {
        landing_lowpass_hz: 20.0,
        landing_level: 0.3,
        push_lowpass_hz: 15.0,
        push_window: 0.13..0.50,
        push_share: 0.5,
        // The mean of two values: the rise comes 18 ms after contact by force plate in the marker recording, whose
        // impacts are damped and late, and 4 ms after contact by gyroscope in the recording that lost packets.
        initial_contact_offset_s: -0.011,
        // The fall comes 11 ms before the force plate's toe-off.
        toe_off_offset_s: 0.011,
    };

    /// Initial contact within a window and near a time, from the curve of [`Force::size`] at the landing's low-pass.
    pub(super) fn initial_contact(
        &self,
        force: &Force,
        size: &CubicSpline,
        window_s: (f64, f64),
        near_s: f64,
    ) -> Option<f64> {
        let rise = force.rise(size, self.landing_level, window_s.0, window_s.1, near_s)?;
        Some(rise + self.initial_contact_offset_s)
    }

    fn toe_off(&self, force: &Force, forward: &CubicSpline, landing_s: f64, stride_s: f64) -> Option<f64> {
        let at = |share: f64| landing_s + share * stride_s;
        let falls =
            force.window(forward, at(self.push_window.start), at(self.push_window.end))?.steepest_falls();
        let steepest = falls.iter().map(|fall| fall.value).fold(0.0, f64::min);
        let push = falls.iter().find(|fall| fall.value <= self.push_share * steepest)?;
        Some(push.at_s + self.toe_off_offset_s)
    }
}

/// At 75 Hz two of nine landings of the marker recording in docs/VALIDATION.md are 45 ms early, at 100 Hz none.
const LOW_RATE_HZ: f64 = 95.0;

/// The rise begins within this time of the detected landing, s (*chosen*).
const AROUND_S: f64 = 0.05;

impl Default for FootImpactOnset {
    fn default() -> Self {
        Self::FITTED
    }
}

impl ContactMethod for FootImpactOnset {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "foot-impact-onset",
            summary: "accelerometer only: rise of the resultant at landing; fastest fall of the force along the foot at push-off",
            segments: &[Segment::Foot],
            needs_gyr: false,
            min_rate_hz: 50.0,
            citation: "this project; not validated on people (offsets from sensor signals computed from one runner's markers and one recording without a force plate)",
            deviations: "none: not a published method",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        if input.signals.gravity_free {
            return Err(Missing::new("acceleration with gravity included"));
        }
        let text = "contacts from a foot accelerometer alone are not validated on people; use a sensor with a gyroscope";
        let mut out = Contacts {
            side_probabilities: Vec::new(),
            humps: Vec::new(),
            contacts: Vec::new(),
            axes: Vec::new(),
            initial_contact_error: EVENT_ERROR,
            toe_off_error: EVENT_ERROR,
            contact_time_error: CONTACT_TIME_ERROR,
            contact_time_is_bound: false,
            caveats: vec![Caveat::new(CaveatId::NotValidated, text)],
        };
        if input.signals.rate_hz < LOW_RATE_HZ {
            let text =
                "below 100 Hz the landing is smoothed: single contacts may be off by tens of milliseconds";
            out.caveats.push(Caveat::new(CaveatId::LowRate, text).with_value(input.signals.rate_hz));
        }
        for (index, bout) in input.bouts.iter().enumerate() {
            let found = Impacts::of(input.signals, bout).and_then(|i| i.frame(bout).map(|frame| (i, frame)));
            let Some((impacts, frame)) = found else {
                out.axes.push(None);
                continue;
            };
            let force = &impacts.force;
            let size = force.size(self.landing_lowpass_hz).curve();
            let forward = force.along(&frame.forward, self.push_lowpass_hz);
            let event = |&landing_s: &f64| {
                let stride_s = bout.stride_at(landing_s)?;
                let window_s = (landing_s - AROUND_S, landing_s + AROUND_S);
                let initial_contact_s = self.initial_contact(force, &size, window_s, landing_s)?;
                let toe_off_s = self.toe_off(force, &forward, landing_s, stride_s);
                Some(stride_events::event(input, initial_contact_s, toe_off_s, stride_s))
            };
            let events: Vec<Event> = impacts.times_s.iter().filter_map(event).collect();
            out.axes.push(Some(BoutAxes { up: frame.up, anterior: Some(frame.forward) }));
            out.contacts.extend(stride_events::contacts(input, index, events));
        }
        Ok(out)
    }
}

/// Between runners: the two recordings of docs/VALIDATION.md differ by 14 ms in initial contact (force plate;
/// gyroscope) and by 13 ms in toe-off, in opposite directions. Two values 14 ms apart have an SD of 14/√2 = 10 ms.
const EVENT_ERROR: TimingError = TimingError { bias_s: 0.010, step_s: 0.005 };
/// The same for contact time: up to 27 ms apart.
const CONTACT_TIME_ERROR: TimingError = TimingError { bias_s: 0.019, step_s: 0.007 };
