//! The method used for a shank unless another is asked for.

use crate::contacts::{ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError};
use crate::recording::{Caveat, Segment};
use crate::signal::zero_phase_lowpass;

use super::curve::Curve;
use super::gather::{Errors, Event, Scene, gather, median_size};
use super::local::local_median;
use super::onset::{Onset, OnsetCurves, onset};
use super::toe_off::{ToeOffCurves, toe_offs};

/// Neighbours on each side whose medians count (*chosen*).
const NEIGHBOURS: usize = 10;
/// Onsets this far from where the neighbours' lie before their impacts are not believed, s (measured on the recordings
/// of docs/VALIDATION.md: true ones stay within 20 ms), unless they lie midway between their neighbours.
const STRAY_S: f64 = 0.035;
/// How far off midway that may be, s (*chosen*: five standard deviations of stride time).
const MIDWAY_S: f64 = 0.025;
/// Greatest step by which the impact's peak may move an initial contact, s (*chosen*: four standard deviations).
const MOST_SHIFT_S: f64 = 0.012;
/// Median disagreement of the two onsets above which the user is told, s: recorded runners have 4 ms or less.
const DISAGREEMENT_S: f64 = 0.010;
/// Rate below which the user is told that onsets come early or late, Hz.
const LOW_RATE_HZ: f64 = 95.0;
/// Below this rate the jerk's rise blurs, Hz, and contacts move by this per Hz, s, one way or the other by runner
/// (measured by resampling: −4…0 ms at 100 Hz, −7…+4 at 75, −11…+3 at 60; nothing from 120 to 1600 Hz).
const FULL_RATE_HZ: f64 = 120.0;
const LOW_RATE_BIAS_S: f64 = 0.000_15;

/// Initial contact from the onsets of anterior acceleration and of jerk; toe-off from the axial minimum after it.
///
/// Accelerometer only, any attitude, either handedness, any unit; a gyroscope, where there is one, only tells impacts
/// from push-off. Late in swing the shank is being slowed (acceleration backwards); at the first touch that turns
/// forwards and jerk rises. Impact *peaks* follow 33–58 ms later depending on how hard the runner lands, so they say
/// when a contact was early or late beside its neighbours but not when it was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShankTwoOnsets {
    /// Low-pass of anterior acceleration, Hz.
    pub anterior_cutoff_hz: f64,
    /// Share of its rise at which it counts as begun.
    pub anterior_level: f64,
    /// How much later than contact that is, s.
    pub anterior_lead_s: f64,
    /// Low-pass of acceleration before it is differentiated, Hz.
    pub acceleration_cutoff_hz: f64,
    /// Low-pass of the magnitude of jerk, Hz.
    pub jerk_cutoff_hz: f64,
    /// Share of its rise at which it counts as begun.
    pub jerk_level: f64,
    /// How much later than contact that is, s.
    pub jerk_lead_s: f64,
    /// Low-pass of axial acceleration for the impact's peak, Hz.
    pub peak_cutoff_hz: f64,
    /// Weight of the impact's peak in where a contact lies beside its neighbours, 0…1.
    pub peak_share: f64,
    /// Low-pass of axial acceleration for its minimum, Hz.
    pub axial_cutoff_hz: f64,
    /// Low-pass of axial acceleration for the fall before the minimum, in multiples of the stride frequency.
    pub fall_cutoff: f64,
    /// Level of the fall, as a share of the way from the minimum to the highest point before it.
    pub fall_level: f64,
    /// Weight of the fall in where a toe-off lies beside its neighbours, 0…1.
    pub fall_share: f64,
    /// How much later than toe-off the minimum comes, as a share of the time from initial contact to it.
    pub toe_off_lag_share: f64,
    /// Least and greatest such lag, s.
    pub toe_off_lag_s: (f64, f64),
}

impl ShankTwoOnsets {
    /// Constants fitted on the recordings of docs/VALIDATION.md.
    pub const MEASURED: Self = Self {
        anterior_cutoff_hz: 15.0,
        anterior_level: 0.20,
        anterior_lead_s: 0.0095,
        acceleration_cutoff_hz: 40.0,
        jerk_cutoff_hz: 18.0,
        jerk_level: 0.12,
        jerk_lead_s: 0.0063,
        peak_cutoff_hz: 30.0,
        peak_share: 0.5,
        axial_cutoff_hz: 20.0,
        fall_cutoff: 5.0,
        fall_level: 0.30,
        fall_share: 0.75,
        toe_off_lag_share: 0.082,
        toe_off_lag_s: (0.010, 0.035),
    };

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
        let events = contacts
            .iter()
            .zip(toe_offs)
            .zip(ahead.iter().zip(&usual))
            .enumerate()
            .map(|(i, ((&(at, stride_s), toe_off_s), lags))| {
                let off = matches!(lags, (Some(a), Some(u)) if (a - u).abs() > STRAY_S);
                let stray = off && !is_midway(&contacts, i);
                let doubt = stray.then_some("the impact's onset does not fit the neighbouring contacts");
                Event { initial_contact_s: at, toe_off_s, doubt, stride_s }
            })
            .collect();
        let apart = median_size(onsets.iter().map(|o| o.anterior_s - o.jerk_s));
        let text = "the two onsets that mark initial contact disagree: an unusual landing, a loose sensor or one far \
                    from the middle of the shank; contact times may be off by 10 ms and more";
        let caveat = (apart > DISAGREEMENT_S).then(|| Caveat::new("onsets-disagree", text).with_value(apart));
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

    /// The mean of the onsets, moved by how much earlier or later than usual the impact's peak came.
    fn initial_contacts(&self, onsets: &[Onset]) -> Vec<f64> {
        let delays: Vec<_> = onsets.iter().map(|o| o.peak_s.map(|peak| peak - o.mean_s())).collect();
        let usual = local_median(&delays, NEIGHBOURS);
        onsets
            .iter()
            .zip(delays.iter().zip(&usual))
            .map(|(onset, pair)| match pair {
                (Some(delay), Some(usual)) => {
                    let shift = self.peak_share * (delay - usual);
                    onset.mean_s() + shift.clamp(-MOST_SHIFT_S, MOST_SHIFT_S)
                }
                _ => onset.mean_s(),
            })
            .collect()
    }
}

/// True where a contact lies between its two neighbours as regular running has it.
fn is_midway(contacts: &[(f64, f64)], i: usize) -> bool {
    let neighbours = i.checked_sub(1).and_then(|h| contacts.get(h)).zip(contacts.get(i + 1));
    let Some((&(before, _), &(after, _))) = neighbours else { return false };
    contacts.get(i).is_some_and(|&(at, stride)| {
        (after - before) < 2.5 * stride && (at - 0.5 * (before + after)).abs() < MIDWAY_S
    })
}

impl Default for ShankTwoOnsets {
    fn default() -> Self {
        Self::MEASURED
    }
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
        // Leaving the judged runner out, biases of three runners spread by 1.2 ms at contact, 4.1 at toe-off and 4.4 in
        // contact time; widened for their small number and for speeds and landings not among them: over its speeds and
        // landings the virtual runner's contact time at 200 Hz is off by 7.5 ms (RMSE, tests/it/grid).
        let bias = |s: f64| f64::hypot(s, slow);
        let errors = Errors {
            initial_contact: TimingError { bias_s: bias(0.004), step_s: 0.0027 },
            toe_off: TimingError { bias_s: 0.006, step_s: 0.0045 },
            contact_time: TimingError { bias_s: bias(0.0075), step_s: 0.0045 },
        };
        let mut contacts = gather(input, errors, |scene| self.events(scene))?;
        if rate < LOW_RATE_HZ {
            let text = "at this sampling rate initial contact and contact time may be off by up to 10 ms more than usual";
            contacts.caveats.push(Caveat::new("low-rate", text).with_value(rate));
        }
        Ok(contacts)
    }
}
