//! The default for a shank: onsets of anterior acceleration and jerk.

mod initial_contact;
mod parameters;
mod rotation;
mod toe_off;

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::{Caveat, CaveatId, Segment};
use crate::signal::zero_phase_lowpass;

use crate::contacts::shank::curve::Curve;
use crate::contacts::shank::neighbours::local_median;
use crate::contacts::shank::scene::{Scene, gather, median_size};
use initial_contact::{Onset, OnsetCurves, onset};
use toe_off::{ToeOffCurves, toe_offs};

pub use parameters::ShankTwoOnsets;

/// Neighbours on each side over which medians are taken (*chosen*).
const NEIGHBOURS: usize = 10;
/// Onsets whose lead before the impact differs from that of their neighbours by more than this are rejected, s
/// (measured on the recordings of docs/VALIDATION.md: true onsets stay within 20 ms), unless they lie midway between
/// their neighbours.
const STRAY_S: f64 = 0.035;
/// Tolerance for lying midway, s (*chosen*: five standard deviations of stride time).
const MIDWAY_S: f64 = 0.025;
/// Maximum amount by which the impact peak may shift an initial contact, s (*chosen*: four standard deviations).
const MAX_SHIFT_S: f64 = 0.012;
/// Median disagreement of the two onsets above which the user is warned, s: 4 ms or less in recorded runners.
const DISAGREEMENT_S: f64 = 0.010;
/// Rate below which the user is warned that onsets are early or late, Hz.
const LOW_RATE_HZ: f64 = 95.0;
/// Below this rate the rise of the jerk is blurred, Hz, and contacts shift by this much per Hz, s, in a direction that
/// depends on the runner (measured by resampling: −4…0 ms at 100 Hz, −7…+4 at 75, −11…+3 at 60; no shift from 120 to
/// 1600 Hz).
const FULL_RATE_HZ: f64 = 120.0;
const LOW_RATE_BIAS_S: f64 = 0.000_15;

impl ShankTwoOnsets {
    fn events(&self, scene: &Scene<'_>) -> (Vec<Event>, Vec<Caveat>) {
        let (onset_curves, toe_off_curves) = self.curves(scene);
        let found: Vec<_> = scene
            .impacts
            .iter()
            .filter_map(|impact| onset(self, &onset_curves, impact).map(|onset| (*impact, onset)))
            .collect();
        let onsets: Vec<Onset> = found.iter().map(|(_, onset)| *onset).collect();
        let initial = self.initial_contacts(&onsets);
        let ahead: Vec<_> =
            found.iter().zip(&initial).map(|((impact, _), at)| Some(impact.time_s - at)).collect();
        let usual = local_median(&ahead, NEIGHBOURS);
        let contacts: Vec<_> = initial.iter().zip(&found).map(|(at, (i, _))| (*at, i.stride_s)).collect();
        let toe_offs = toe_offs(self, &toe_off_curves, &contacts);
        let events: Vec<Event> = contacts
            .iter()
            .zip(toe_offs)
            .zip(ahead.iter().zip(&usual))
            .enumerate()
            .map(|(i, ((&(at, stride_s), toe_off_s), lags))| {
                let off = matches!(lags, (Some(a), Some(u)) if (a - u).abs() > STRAY_S);
                let stray = off && !is_midway(&contacts, i);
                let doubt = stray.then_some("the impact's onset does not fit the neighbouring contacts");
                Event { doubt, ..scene.event(at, toe_off_s, stride_s) }
            })
            .collect();
        let apart = median_size(onsets.iter().map(|o| o.anterior_s - o.jerk_s));
        let text = "the two onsets that mark initial contact disagree: an unusual landing, a loose sensor or one far \
                    from the middle of the shank; contact times may be off by 10 ms and more";
        let caveat =
            (apart > DISAGREEMENT_S).then(|| Caveat::new(CaveatId::OnsetsDisagree, text).with_value(apart));
        let events = if self.follows_rotation {
            rotation::merged(scene, events, apart > DISAGREEMENT_S)
        } else {
            events
        };
        (events, caveat.into_iter().collect())
    }

    fn curves(&self, scene: &Scene<'_>) -> (OnsetCurves, ToeOffCurves) {
        let (stretch, axes) = (scene.stretch, scene.axes);
        let curve = |x: &[f64], cutoff: f64| {
            let smooth = zero_phase_lowpass(x, cutoff, stretch.rate_hz);
            Curve::new(&smooth, stretch.rate_hz, stretch.start_s())
        };
        let up = stretch.acc.along(&axes.up);
        let strides: Vec<f64> = scene.impacts.iter().map(|i| i.stride_s).collect();
        let stride = crate::signal::median(&strides).unwrap_or(0.75);
        let onset = OnsetCurves {
            anterior: curve(&stretch.acc.along(&axes.anterior), self.anterior_cutoff_hz),
            axial: curve(&up, self.peak_cutoff_hz),
            jerk: stretch.acc.columns().map(|x| curve(x, self.acceleration_cutoff_hz)),
        };
        let toe_off = ToeOffCurves {
            axial: curve(&up, self.axial_cutoff_hz),
            fall: curve(&up, self.fall_cutoff / stride),
        };
        (onset, toe_off)
    }

    /// The mean of the onsets, shifted by how much earlier or later than usual the impact peak came.
    fn initial_contacts(&self, onsets: &[Onset]) -> Vec<f64> {
        let delays: Vec<_> = onsets.iter().map(|o| o.peak_s.map(|peak| peak - o.mean_s())).collect();
        let usual = local_median(&delays, NEIGHBOURS);
        onsets
            .iter()
            .zip(delays.iter().zip(&usual))
            .map(|(onset, pair)| match pair {
                (Some(delay), Some(usual)) => {
                    let shift = self.peak_share * (delay - usual);
                    onset.mean_s() + shift.clamp(-MAX_SHIFT_S, MAX_SHIFT_S)
                }
                _ => onset.mean_s(),
            })
            .collect()
    }
}

/// True if a contact lies midway between its two neighbours, as in regular running.
fn is_midway(contacts: &[(f64, f64)], i: usize) -> bool {
    let neighbours = i.checked_sub(1).and_then(|h| contacts.get(h)).zip(contacts.get(i + 1));
    let Some((&(before, _), &(after, _))) = neighbours else { return false };
    contacts.get(i).is_some_and(|&(at, stride)| {
        (after - before) < 2.5 * stride && (at - 0.5 * (before + after)).abs() < MIDWAY_S
    })
}

impl ContactMethod for ShankTwoOnsets {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "shank-two-onsets",
            summary: "initial contact from the onsets of anterior acceleration and jerk, toe-off from the axial minimum",
            segments: &[Segment::Shank],
            needs_gyr: false,
            min_rate_hz: 60.0,
            citation: "this project, measured against a force plate on three runners at 2.4 m/s (docs/VALIDATION.md)",
            deviations: "none",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        let rate = input.signals.rate_hz;
        let slow = LOW_RATE_BIAS_S * (FULL_RATE_HZ - rate).max(0.0);
        // With leave-one-runner-out, the biases of three runners have an SD of 1.2 ms at contact, 4.1 at toe-off and
        // 4.4 in contact time. These are widened for the small number of runners and for other speeds and landings:
        // across its range of both, the virtual runner's contact time at 200 Hz has an RMSE of 7.5 ms (tests/it/grid).
        let bias = |s: f64| f64::hypot(s, slow);
        let errors = if input.signals.gyr.is_some() {
            // Thirteen runners at three speeds, most with soft impacts: contact is off by 8 ms from leg to leg and contact
            // time by 11 ms from runner to runner, and laboratories by half of 8 ms.
            TimingErrors {
                initial_contact: TimingError { bias_s: bias(0.008), step_s: 0.0056 },
                toe_off: TimingError { bias_s: 0.010, step_s: 0.0045 },
                contact_time: TimingError { bias_s: bias(0.013), step_s: 0.0045 },
            }
        } else {
            TimingErrors {
                initial_contact: TimingError { bias_s: bias(0.004), step_s: 0.0027 },
                toe_off: TimingError { bias_s: 0.006, step_s: 0.0045 },
                contact_time: TimingError { bias_s: bias(0.0075), step_s: 0.0045 },
            }
        };
        let mut contacts = gather(input, errors, |scene| self.events(scene))?;
        if rate < LOW_RATE_HZ {
            let text = "at this sampling rate the errors of initial contact and contact time may be up to 10 ms larger";
            contacts.caveats.push(Caveat::new(CaveatId::LowRate, text).with_value(rate));
        }
        Ok(contacts)
    }
}
