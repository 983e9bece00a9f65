//! The project's primary for a foot without gyroscope: onset of the impact's jerk, end of the push.

use crate::contacts::{BoutAxes, ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError};
use crate::recording::{Caveat, Segment};
use crate::signal::CubicSpline;

use super::force::{Force, Onset};
use super::impacts::Impacts;
use super::outcome::{self, Event};

/// Initial contact where the envelope of the jerk rises through a share of the impact, toe-off where the specific force
/// along the foot has almost fallen from its push to its low.
///
/// No axis need be known: gravity while the foot lies flat gives up, the braking of the swing before the impact gives
/// forward. While the toes still hold, the lifting heel turns about them and is accelerated forward; when they let go
/// that ends, so the forward component falls into a low around toe-off.
///
/// Not validated on people: the offsets come from one man's computed sensor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FootImpact {
    /// Low-pass of the specific force before its derivative, Hz.
    pub jerk_lowpass_hz: f64,
    /// Low-pass of the jerk's size, Hz.
    pub envelope_lowpass_hz: f64,
    /// Level of the onset between the least envelope before the impact (0) and its peak (1).
    pub onset_level: f64,
    /// Low-pass of the forward component, Hz.
    pub push_lowpass_hz: f64,
    /// Window of the low at toe-off after the impact, in stride times.
    pub push_window: (f64, f64),
    /// Level of toe-off between the low (0) and the push before it (1).
    pub push_level: f64,
    /// Added to the onset, s.
    pub initial_contact_offset_s: f64,
    /// Added to the crossing at push-off, s.
    pub toe_off_offset_s: f64,
}

impl FootImpact {
    /// As measured.
    pub const DEFAULT: Self = Self {
        jerk_lowpass_hz: 40.0,
        envelope_lowpass_hz: 18.0,
        onset_level: 0.6,
        push_lowpass_hz: 15.0,
        push_window: (0.17, 0.57),
        push_level: 0.2,
        initial_contact_offset_s: 0.0,
        toe_off_offset_s: 0.0,
    };

    /// What is taken for the onset of an impact.
    pub(super) fn onset(&self) -> Onset {
        Onset { envelope_hz: self.envelope_lowpass_hz, level: self.onset_level }
    }

    fn initial_contact(&self, force: &Force, curves: &[CubicSpline; 3], impact_s: f64) -> Option<f64> {
        let found = force.onset(curves, self.onset(), impact_s - AROUND_S, impact_s + AROUND_S);
        found.map(|t| t + self.initial_contact_offset_s)
    }

    fn toe_off(&self, force: &Force, forward: &CubicSpline, impact_s: f64, stride_s: f64) -> Option<f64> {
        let at = |share: f64| impact_s + share * stride_s;
        let low = force.window(forward, at(self.push_window.0), at(self.push_window.1))?.lowest()?;
        let fall = force.window(forward, (low.at_s - PUSH * stride_s).max(at(PUSH_FROM)), low.at_s)?;
        let push = fall.max()?;
        let level = low.value + self.push_level * (push.value - low.value);
        fall.last_fall(low.at_s, level).map(|t| t + self.toe_off_offset_s)
    }
}

/// The impact's peak lies within this time of the bump that found it, s (*chosen*).
const AROUND_S: f64 = 0.06;
/// The push lies within this share of a stride before the low, and after this share from the impact (*chosen*).
const PUSH: f64 = 0.2;
const PUSH_FROM: f64 = 0.06;

impl Default for FootImpact {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl ContactMethod for FootImpact {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "foot-impact-onset",
            summary: "accelerometer only: onset of the impact's jerk; end of the push along the foot",
            segments: &[Segment::Foot],
            needs_gyr: false,
            min_rate_hz: 50.0,
            citation: "this project; not validated on people (offsets from one man's sensor computed from markers)",
            deviations: "none: not a published method",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        if input.track.gravity_free {
            return Err(Missing { needs: "an accelerometer that keeps gravity".to_owned() });
        }
        let text = "contacts from a foot's accelerometer alone are not validated on people; a gyroscope makes them better";
        let mut out = Contacts {
            contacts: Vec::new(),
            axes: Vec::new(),
            initial_contact_error: EVENT_ERROR,
            toe_off_error: EVENT_ERROR,
            contact_time_error: CONTACT_TIME_ERROR,
            contact_time_is_bound: false,
            caveats: vec![Caveat::new("not-validated", text)],
        };
        for (index, bout) in input.bouts.iter().enumerate() {
            let found = Impacts::of(input.track, bout).and_then(|i| i.frame(bout).map(|frame| (i, frame)));
            let Some((impacts, frame)) = found else {
                out.axes.push(None);
                continue;
            };
            let force = &impacts.force;
            let curves = force.curves(self.jerk_lowpass_hz);
            let forward = force.along(&frame.forward, self.push_lowpass_hz);
            let events: Vec<Event> = impacts
                .times_s
                .iter()
                .filter_map(|&impact_s| {
                    let stride_s = bout.stride_at(impact_s)?;
                    let initial_contact_s = self.initial_contact(force, &curves, impact_s)?;
                    let toe_off_s = self.toe_off(force, &forward, impact_s, stride_s);
                    Some(Event { initial_contact_s, toe_off_s, stride_s })
                })
                .collect();
            out.axes.push(Some(BoutAxes { up: frame.up, anterior: Some(frame.forward) }));
            out.contacts.extend(outcome::contacts(input, bout, index, &events));
        }
        Ok(out)
    }
}

/// Between runners: the two recordings of docs/VALIDATION.md differ by 12 ms in each event (force plate; gyroscope), in
/// opposite directions. Taken as two draws, their SD is 12/√2 = 8.5 ms; √2 more because the offsets come from one.
const EVENT_ERROR: TimingError = TimingError { bias_s: 0.012, step_s: 0.005 };
/// The same for contact time: 24 ms apart.
const CONTACT_TIME_ERROR: TimingError = TimingError { bias_s: 0.024, step_s: 0.007 };
