//! The default for a foot with a gyroscope: onset of the foot slap, and push-off.

use std::ops::Range;

use crate::contacts::{ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError};
use crate::recording::{Caveat, CaveatId, Segment};
use crate::signal::CubicSpline;

use super::axes::foot_axes;
use super::force::{Force, RISE_S};
use super::impact_onset::FootImpactOnset;
use super::landing::{self, Landing};
use super::pitch_rate::{Cycle, PitchRate};
use super::stride_events;
use crate::contacts::events::Event;

/// Initial contact where the pitch rate falls through half of the slap that follows it, toe-off soon after the pitch
/// rate's minimum at push-off.
///
/// In a heel strike the foot slaps down about the heel within some 15 ms of contact: the fall of the pitch rate into that
/// spike is steeper, and its timing more consistent, than the tip of the spike, which depends on how hard the shoe is. In a
/// forefoot strike the heel drops, and the rise of the pitch rate into that is used instead; in a flat landing the foot does
/// not rotate, and the rise of the specific force is used.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FootSlapOnset {
    /// Low-pass of the pitch rate, Hz. The offsets apply to this value only (the onset moves by 3 ms from 15 to 60 Hz).
    pub lowpass_hz: f64,
    /// Level of the onset as a share of the slap's minimum.
    pub onset_level: f64,
    /// Level of the onset as a share of the heel drop, for a forefoot landing: once the foot is loaded, the drop is
    /// well under way.
    pub drop_level: f64,
    /// Window after the foot was still in which the push-off minimum is searched for, in stride times.
    pub push_window: Range<f64>,
    /// Added to the onset, s.
    pub initial_contact_offset_s: f64,
    /// The push-off minimum is placed at the centre of the interval in which the rate is below this share of it:
    /// clipping cuts off the tip, not the sides.
    pub push_level: f64,
    /// Toe-off follows the push-off minimum by this share of the time between initial contact and that minimum.
    pub toe_off_share: f64,
}

impl FootSlapOnset {
    /// Fitted on the recordings of docs/VALIDATION.md.
    pub const FITTED: Self = Self {
        lowpass_hz: 30.0,
        onset_level: 0.5,
        push_window: 0.03..0.45,
        // Chosen on the virtual runner: no recording of a forefoot striker on a force plate was available.
        drop_level: 0.8,
        // Means of 9 contacts of one runner against a force plate at 50 N: −4.3 ms, and +16.1 ms of 226 (tests/it/foot
        // prints what is left of them). That the second scales with contact time is *chosen*: data at one speed cannot
        // decide it.
        initial_contact_offset_s: 0.0043,
        push_level: 0.9,
        toe_off_share: 0.071,
    };

    /// The events of one stride, and whether it was a heel strike.
    fn event(
        &self,
        input: &ContactInput<'_>,
        pitch: &PitchRate,
        force: &Force,
        size: &CubicSpline,
        cycle: &Cycle,
    ) -> Option<(Event, bool)> {
        let onset = landing::onset(pitch, cycle, self.onset_level, self.drop_level);
        let initial_contact_s = match onset {
            Some(onset) => onset.at_s + self.initial_contact_offset_s,
            None => self.flat_landing(force, size, cycle)?,
        };
        let at = |share: f64| cycle.still_s + share * cycle.stride_s;
        let push = pitch.window(at(self.push_window.start), at(self.push_window.end).min(cycle.until_s));
        let push_s = push.and_then(|window| {
            let low = window.first_low(PUSH_SHARE).filter(|low| low.value < 0.0)?;
            Some(window.middle_of(low, self.push_level))
        });
        let toe_off = |push_s: f64| push_s + self.toe_off_share * (push_s - initial_contact_s);
        let event = stride_events::event(input, initial_contact_s, push_s.map(toe_off), cycle.stride_s);
        Some((event, onset.is_some_and(|onset| onset.landing == Landing::Slap)))
    }

    /// A foot that comes down flat does not rotate, so only the rise of the force can be used.
    fn flat_landing(&self, force: &Force, size: &CubicSpline, cycle: &Cycle) -> Option<f64> {
        let impact = FootImpactOnset::FITTED;
        let at = |share: f64| cycle.swing.at_s + share * (cycle.still_s - cycle.swing.at_s);
        let window_s = (at(FLAT_LANDING.0), cycle.still_s - 0.5 * RISE_S);
        impact.initial_contact(force, size, window_s, at(FLAT_LANDING.1))
    }
}

/// A flat landing is searched for near the second of these shares of the time from mid-swing to stillness, after the first
/// (*chosen*: other landings come between a half and two thirds).
const FLAT_LANDING: (f64, f64) = (0.4, 0.6);

/// Of several minima after the foot was still, the first that reaches this share of the deepest counts as push-off
/// (*chosen*: the heel whip in early swing reaches 0.5–0.65 of it on the recordings of docs/VALIDATION.md).
const PUSH_SHARE: f64 = 0.8;

impl Default for FootSlapOnset {
    fn default() -> Self {
        Self::FITTED
    }
}

impl ContactMethod for FootSlapOnset {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "foot-slap-onset",
            summary: "onset of the slap at half the pitch rate's first minimum; toe-off from its second minimum",
            segments: &[Segment::Foot],
            needs_gyr: true,
            min_rate_hz: 50.0,
            citation: "this project, after the minima of Falbriard et al. 2018, Front. Physiol. 9:610; offsets from one \
                       runner on a force treadmill, between-runner spread from the paper",
            deviations: "onset at half the first minimum instead of the minimum itself; fixed offsets instead of a correction by speed; heel drop and acceleration onset for other foot strikes",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        let mut out = Contacts {
            side_probabilities: Vec::new(),
            humps: Vec::new(),
            contacts: Vec::new(),
            axes: Vec::new(),
            initial_contact_error: EVENT_ERROR,
            toe_off_error: EVENT_ERROR,
            contact_time_error: CONTACT_TIME_ERROR,
            contact_time_is_bound: false,
            caveats: Vec::new(),
        };
        let (mut strides, mut heels) = (0, 0);
        let mut unclear = None::<f64>;
        for (index, bout) in input.bouts.iter().enumerate() {
            let Some(pitch) = PitchRate::of(input.signals, bout, self.lowpass_hz) else {
                out.axes.push(None);
                continue;
            };
            if pitch.axis.lambda_ratio < CLEAR_RATIO || pitch.agreement < CLEAR_AGREEMENT {
                let ratio = pitch.axis.lambda_ratio;
                unclear = Some(unclear.map_or(ratio, |least: f64| least.min(ratio)));
            }
            let force = Force::of(input.signals, bout);
            let size = force.size(FootImpactOnset::FITTED.landing_lowpass_hz).curve();
            let found: Vec<(Event, bool)> = pitch
                .cycles()
                .iter()
                .filter_map(|cycle| self.event(input, &pitch, &force, &size, cycle))
                .collect();
            strides += found.len();
            heels += found.iter().filter(|(_, heel)| *heel).count();
            let events: Vec<Event> = found.into_iter().map(|(event, _)| event).collect();
            out.axes.push(foot_axes(input.signals, &pitch.axis, &events));
            out.contacts.extend(stride_events::contacts(input, index, events));
        }
        if let Some(ratio) = unclear {
            let text =
                "the foot does not rotate about one clear axis: contacts may be wrong (is the sensor loose?)";
            out.caveats.push(Caveat::new(CaveatId::AxisUnclear, text).with_value(ratio));
        }
        if 2 * heels < strides {
            out.initial_contact_error = OTHER_STRIKE_ERROR;
            out.contact_time_error = OTHER_STRIKE_CONTACT_TIME_ERROR;
            let text =
                "most strides are not heel strikes; contacts of such strides are not validated on people";
            let share = heels as f64 / strides as f64;
            out.caveats.push(Caveat::new(CaveatId::NotHeelStrike, text).with_value(share));
        }
        if input.signals.rate_hz < LOW_RATE_HZ {
            let text =
                "below 100 Hz the foot slap is smoothed: contact times may be off by a few milliseconds";
            out.caveats.push(Caveat::new(CaveatId::LowRate, text).with_value(input.signals.rate_hz));
        }
        Ok(out)
    }
}

/// Below these values the axis or its sign is uncertain (*chosen*; 0.93 and 0.98 or more on the recordings of
/// docs/VALIDATION.md).
const CLEAR_RATIO: f64 = 0.7;
const CLEAR_AGREEMENT: f64 = 0.8;

/// Below this the 30 Hz low-pass is close to the Nyquist frequency.
const LOW_RATE_HZ: f64 = 95.0;

/// Between runners: contact-time bias by the two minima has an inter-quartile range of 10 ms over 41 runners (Falbriard
/// et al. 2018), an SD of 10/1.349 = 7.4 ms. The offsets here come from one runner, himself a sample from that
/// distribution: √2 · 7.4 = 10.5 ms. The abstract does not report the two events separately, so each gets half the
/// variance. Steps: precision of 2 ± 1 and 4 ± 2 ms there (0.5 and 1 ms on docs/VALIDATION.md).
const CONTACT_TIME_ERROR: TimingError = TimingError { bias_s: 0.0105, step_s: 0.004 };
const EVENT_ERROR: TimingError = TimingError { bias_s: 0.0075, step_s: 0.004 };
/// Forefoot and midfoot strikes: a different onset is used, whose offset is uncertain by about 10 ms (the difference of
/// the two other onsets on the virtual runner); added in quadrature (*chosen*: no recording of such a runner on a force
/// plate was available).
const OTHER_STRIKE_ERROR: TimingError = TimingError { bias_s: 0.0125, step_s: 0.004 };
const OTHER_STRIKE_CONTACT_TIME_ERROR: TimingError = TimingError { bias_s: 0.0145, step_s: 0.004 };
