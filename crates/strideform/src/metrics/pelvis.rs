//! Contralateral pelvic drop per side, and the range of pelvic tilt, from orientation and contacts.
//!
//! Obliquity is low-passed at 12 Hz with zero phase. Drop is positive if the side of the swing leg drops. The
//! excursion, from initial contact to the peak within the same stance, needs no neutral posture; peak and mid-stance
//! are relative to standing if the runner stood still, otherwise to the mean of the surrounding strides, and then mean
//! little by themselves.

use crate::contacts::{Contact, ContactSide, TimingError};
use crate::orientation::{Oriented, OrientedBout, Part};
use crate::recording::{Caveat, CaveatId};
use crate::signal::{CubicSpline, median, zero_phase_lowpass};

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::measured::{Measured, sigma, stances};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `pelvic_drop_peak`.
pub(super) const PELVIC_DROP_PEAK_INFO: MetricInfo = MetricInfo::new(
    MetricId::PelvicDropPeak,
    "Contralateral pelvic drop, peak",
    "Largest drop of the pelvis on the side of the swinging leg during stance, relative to standing",
    &[Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0)],
);
/// `pelvic_drop_midstance`.
pub(super) const PELVIC_DROP_MIDSTANCE_INFO: MetricInfo = MetricInfo::new(
    MetricId::PelvicDropMidstance,
    "Contralateral pelvic drop, mid-stance",
    "Drop of the pelvis on the side of the swinging leg at half of the contact time, relative to standing",
    &[Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0)],
);
/// `pelvic_drop_excursion`.
pub(super) const PELVIC_DROP_EXCURSION_INFO: MetricInfo = MetricInfo::new(
    MetricId::PelvicDropExcursion,
    "Contralateral pelvic drop, excursion",
    "Change in pelvic obliquity from initial contact to the peak of the drop in the same stance",
    &[Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0)],
);
/// `pelvic_tilt_range`.
pub(super) const PELVIC_TILT_RANGE_INFO: MetricInfo = MetricInfo::new(
    MetricId::PelvicTiltRange,
    "Pelvic tilt range",
    "Range of forward–backward pelvic tilt within a stride",
    &[Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0)],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "pelvic-drop",
        summary: "obliquity low-passed at 12 Hz, from initial contact to its peak on the side of the swinging leg",
        segments: &[Segment::Pelvis],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "definition after Bramah et al. 2018, Am. J. Sports Med. 46:3023, doi:10.1177/0363546518793657; procedure: this project",
        deviations: "none: not based on a published method",
    },
    &[
        MetricId::PelvicDropExcursion,
        MetricId::PelvicDropPeak,
        MetricId::PelvicDropMidstance,
        MetricId::PelvicTiltRange,
    ],
);

/// Low-pass of the angles, Hz (*measured* on the recordings of docs/VALIDATION.md: the error of the excursion is +0.3°
/// at 10 Hz and −1.5° at 4 Hz; skin and belt oscillate at higher frequencies).
pub(super) const LOWPASS_HZ: f64 = 12.0;
/// Spacing at which the peak is searched for, s (*chosen*: the curve has no content above 12 Hz).
const STEP_S: f64 = 0.002;
/// Stride of the first, coarse search, in points of that spacing (8 ms, a tenth of a period of 12 Hz).
const COARSE: usize = 4;
/// Share of the stance at which the swinging side has sunk: compared with contact and toe-off, it was lower there in each
/// of 39 trials of 13 runners.
const SUNK: f64 = 0.45;
/// 95 % errors of a new runner, degrees: 13 runners at 2.5–4.5 m/s with the judged runner left out, half as wide again for
/// straps and soft tissue (*chosen*; the sensors of those runners were computed from markers).
const EXCURSION: f64 = 0.90;
/// Peak from standing in a short run: 2.18 times an RMSE of 0.084° in the same runners' 30 s; and in a longer one (*chosen*: on
/// a virtual run of 700 s it came out 0.7° larger than on its first minute).
const PEAK: (f64, f64) = (0.18, 0.50);
/// Longest run that counts as short, s (*chosen*).
const SHORT_S: f64 = 120.0;
/// See [`EXCURSION`]; mid-stance from standing.
const MIDSTANCE: f64 = 0.75;
/// Peak and mid-stance relative to the runner's own mean, whose level is not known: engineering judgement.
const NO_STANDING: f64 = 3.0;
/// 95 % errors of a difference between left and right, degrees, of the same runners: of the excursion, and of the others,
/// to which the heading adds.
const LEFT_RIGHT: (f64, f64) = (1.5, 3.7);
/// Left–right error per degree that the two headings disagree (*measured*: a heading error of 1° makes 0.11°).
const PER_DEGREE: f64 = 0.11;
/// Disagreement already included in the value above, degrees.
const USUAL_DISAGREEMENT: f64 = 5.0;
/// See [`EXCURSION`]: the range of tilt.
const TILT_RANGE: f64 = 0.70;
/// Half-width of the window in which the rate of change of obliquity at contact is taken, s (*chosen*: the error of
/// contacts).
const SLOPE_S: f64 = 0.01;
const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials, the judged runner left out";

/// Obliquity (right side down) and forward tilt of one part, degrees.
struct Curves {
    start_s: f64,
    rate_hz: f64,
    obliquity: CubicSpline,
    tilt: CubicSpline,
    /// Obliquity of the neutral posture.
    neutral: f64,
}

impl Curves {
    fn of(bout: &OrientedBout, part: &Part) -> Option<Self> {
        let posture = bout.posture(part)?;
        let smooth = |x: &[f64]| {
            let degrees: Vec<f64> = x.iter().map(|v| v.to_degrees()).collect();
            CubicSpline::uniform(&zero_phase_lowpass(&degrees, LOWPASS_HZ, posture.rate_hz))
        };
        Some(Self {
            start_s: posture.start_s,
            rate_hz: posture.rate_hz,
            obliquity: smooth(&posture.obliquity),
            tilt: smooth(&posture.tilt),
            neutral: posture.standing.map_or(0.0, |angles| angles.obliquity.to_degrees()),
        })
    }

    fn at(&self, curve: &CubicSpline, time_s: f64) -> f64 {
        curve.eval((time_s - self.start_s) * self.rate_hz)
    }

    fn extremes(&self, curve: &CubicSpline, from_s: f64, to_s: f64) -> (f64, f64) {
        // Ten seconds would not be a stance or stride but an error.
        let count = ((to_s - from_s) / STEP_S).clamp(1.0, 5000.0) as usize;
        let at = |k: usize| self.at(curve, from_s + (to_s - from_s) * k as f64 / count as f64);
        // Every fourth point first: the curve has at most one extreme between them.
        let coarse: Vec<(usize, f64)> =
            (0..count).step_by(COARSE).chain([count]).map(|k| (k, at(k))).collect();
        let least = coarse.iter().min_by(|a, b| a.1.total_cmp(&b.1)).copied().unwrap_or((0, f64::INFINITY));
        let most =
            coarse.iter().max_by(|a, b| a.1.total_cmp(&b.1)).copied().unwrap_or((0, f64::NEG_INFINITY));
        let around = |k: usize| k.saturating_sub(COARSE)..=(k + COARSE).min(count);
        let low = around(least.0).map(at).fold(least.1, f64::min);
        (low, around(most.0).map(at).fold(most.1, f64::max))
    }
}

/// One stance: obliquity with the sign that makes it a drop in left stance.
struct Stance {
    time_s: f64,
    side: ContactSide,
    /// The signs that turn the obliquity of left and right stances into drop have been applied; the rest is as
    /// measured.
    rise: f64,
    /// How fast obliquity changes at contact, °/s.
    speed: f64,
    at_contact: f64,
    midstance: f64,
    high: f64,
    low: f64,
    tilt_range: f64,
}

/// Pelvic drop (peak, mid-stance, excursion) and tilt range of every stance.
///
/// Sides are those of the contacts. If the roll in mid-stance contradicts them, either the heading
/// or the sides are reversed, and the values are given no side.
pub fn pelvis(oriented: &Oriented, contacts: &[Contact], initial_contact: TimingError) -> Vec<Measured> {
    let mut stances_seen = Vec::new();
    let mut made: Option<(*const Part, Option<Curves>)> = None;
    let (mut stood, mut parts_seen, mut disagreement) = (0, 0, 0.0_f64);
    for (bout, contact, off) in stances(oriented, contacts) {
        let on = contact.initial_contact_s;
        let Some(part) = bout.part(on).filter(|p| on >= p.from_s && off <= p.to_s) else { continue };
        if made.as_ref().is_none_or(|(known, _)| !std::ptr::eq(*known, part)) {
            made = Some((part, Curves::of(bout, part)));
            parts_seen += 1;
            stood += usize::from(part.standing_up.is_some());
            disagreement = disagreement.max(part.disagreement_rad.unwrap_or(0.0).to_degrees());
        }
        let Some((_, Some(curves))) = &made else { continue };
        let drop = |t: f64| curves.at(&curves.obliquity, t) - curves.neutral;
        let (low, high) = curves.extremes(&curves.obliquity, on, off);
        let stride_end = (on + bout.stride_s(on)).min(part.to_s);
        let (tilt_low, tilt_high) = curves.extremes(&curves.tilt, on, stride_end);
        stances_seen.push(Stance {
            time_s: on,
            side: contact.side,
            rise: drop(on + SUNK * (off - on)) - 0.5 * (drop(on) + drop(off)),
            speed: (drop(on + SLOPE_S) - drop(on - SLOPE_S)).abs() / (2.0 * SLOPE_S),
            at_contact: drop(on),
            midstance: drop(0.5 * (on + off)),
            high: high - curves.neutral,
            low: low - curves.neutral,
            tilt_range: tilt_high - tilt_low,
        });
    }
    // In left stance, a drop means that the right side goes down.
    let sign = |side: ContactSide| match side {
        ContactSide::Left => 1.0,
        ContactSide::Right => -1.0,
        ContactSide::Unknown => 0.0,
    };
    let rises: Vec<f64> = stances_seen.iter().map(|s| s.rise * sign(s.side)).filter(|r| *r != 0.0).collect();
    let agrees = median(&rises).is_none_or(|r| r > 0.0);
    let (mut peak, mut midstance, mut excursion, mut tilt) =
        (Sided::default(), Sided::default(), Sided::default(), Sided::default());
    for s in &stances_seen {
        let side = if agrees { s.side } else { ContactSide::Unknown };
        let known = sign(side);
        // Without a side, the drop is on the side that has sunk in mid-stance.
        let sense = if known == 0.0 { s.rise.signum() } else { known };
        let top = if sense > 0.0 { s.high } else { -s.low };
        peak.push(s.time_s, side, top);
        midstance.push(s.time_s, side, sense * s.midstance);
        excursion.push(s.time_s, side, top - sense * s.at_contact);
        tilt.push(s.time_s, ContactSide::Unknown, s.tilt_range);
    }
    let mut caveats = Vec::new();
    if !agrees {
        caveats.push(Caveat::new(
            CaveatId::SideUncertain,
            "the pelvis rolls in the direction opposite to the sides of the contacts: left and right are omitted",
        ));
    }
    let from_standing = parts_seen > 0 && stood == parts_seen;
    let mut about_mean = caveats.clone();
    if !from_standing {
        about_mean.push(Caveat::new(
            CaveatId::NoStanding,
            "relative to the run's own mean posture: compare sides and changes, not the value itself",
        ));
    }
    let level = |standing: f64| sigma(if from_standing { standing } else { NO_STANDING });
    let heading = PER_DEGREE * (disagreement - USUAL_DISAGREEMENT).max(0.0);
    let (side, side_of_excursion) = (sigma(LEFT_RIGHT.1).hypot(heading), sigma(LEFT_RIGHT.0).hypot(heading));
    // An error of the contact time becomes an error of the obliquity at contact.
    let speeds: Vec<f64> = stances_seen.iter().map(|s| s.speed).collect();
    let timing = median(&speeds).unwrap_or(0.0) * initial_contact.bias_s;
    let made = |id, steps, bias, side_bias, caveats| Measured {
        id,
        steps,
        bias,
        side_bias,
        error_source: SOURCE,
        caveats,
    };
    let first_and_last = stances_seen.first().zip(stances_seen.last());
    let is_short = first_and_last.is_none_or(|(a, b)| b.time_s - a.time_s <= SHORT_S);
    let of_peak = level(if is_short { PEAK.0 } else { PEAK.1 });
    vec![
        made(MetricId::PelvicDropPeak, peak, of_peak, Some(side), about_mean.clone()),
        made(MetricId::PelvicDropMidstance, midstance, level(MIDSTANCE), Some(side), about_mean),
        made(
            MetricId::PelvicDropExcursion,
            excursion,
            sigma(EXCURSION).hypot(timing),
            Some(side_of_excursion),
            caveats,
        ),
        made(MetricId::PelvicTiltRange, tilt, sigma(TILT_RANGE), None, Vec::new()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orientation::{Running, orient};
    use crate::recording::{Placement, Sensor, Signals, Triad};

    #[test]
    fn nothing_from_nothing() {
        let still = Triad::new(vec![0.0; 900], vec![9.8; 900], vec![0.0; 900]);
        let signals = Signals::<Sensor>::new(100.0, still.clone());
        let running = [Running { range: 0..900, stride_s: 0.7 }];
        assert!(orient(&signals, Placement::PELVIS, &running).is_none());
        let signals = signals.with_gyr(Triad::new(vec![0.0; 900], vec![0.0; 900], vec![0.0; 900]));
        let oriented = orient(&signals, Placement::PELVIS, &running).expect("a gyroscope");
        let contact = Contact {
            side: ContactSide::Left,
            initial_contact_s: 1.0,
            toe_off_s: Some(1.25),
            valid: true,
            reason: None,
            placement: Placement::PELVIS,
            bout: 0,
        };
        let error = TimingError { bias_s: 0.008, step_s: 0.006 };
        for measured in pelvis(&oriented, &[contact.clone(), Contact { bout: 7, ..contact }], error) {
            assert!(measured.steps.steps.is_empty() && measured.metric(Placement::PELVIS, "m").is_none());
        }
    }
}
