//! Vertical loading rate from a shank sensor with gyroscope: the two-mass model with the measured deceleration of the
//! shank.
//!
//! # Source
//! [`two_mass`](super::two_mass()) (Clark, Ryan & Weyand 2017). None of 27 methods that use one accelerometer estimates
//! loading rate to better than ±65 % (Kiernan, Ng & Hawkins 2023, doi:10.3390/s23218719), and the best published
//! machine-learning method for the shank has an error of 12.4 ± 7.9 BW/s on unseen runners (Derie et al. 2020). The
//! value is therefore an estimate with an interval of at least ±110 % and at least ±25 BW/s; what matters is its change
//! within one runner.
//!
//! # Needs
//! A shank sensor with gyroscope, an accelerometer range that the landings do not exceed, and contacts with toe-off.
//!
//! # Points of deviation
//! - The ankle's vertical velocity is that of the sensor, integrated from mid-stance back to contact.
//! - The time to zero speed is twice the speed divided by the largest acceleration, which holds for every symmetric
//!   pulse and does not depend on the instant of contact.
//! - Step time is half of stride time.

use crate::contacts::Contact;
use crate::orientation::{Oriented, OrientedBout};
use crate::recording::{Caveat, CaveatId, Sensor, Signals, Triad};
use crate::signal::{cumulative_trapezoid, mean, median, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY as G;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::measured::{Measured, sigma, stances};
use super::two_mass::{LimbStop, two_mass};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `vertical_loading_rate`.
pub(super) const VERTICAL_LOADING_RATE_INFO: MetricInfo = MetricInfo::new(
    MetricId::VerticalLoadingRate,
    "Vertical average loading rate",
    "Slope of the vertical ground reaction force between 20 % and 80 % of the time from initial contact to impact peak",
    &[
        Source::on_each_side(&[Segment::Foot]).with_gyroscope().at_hz(100.0),
        Source::on(&[Segment::Shank])
            .with_gyroscope()
            .at_hz(100.0)
            .needs("a range that the landings do not exceed"),
        Source::on(&[Segment::Shank]).at_hz(200.0).needs("a range that the landings do not exceed"),
    ],
);
/// `instantaneous_loading_rate`.
pub(super) const INSTANTANEOUS_LOADING_RATE_INFO: MetricInfo = MetricInfo::new(
    MetricId::InstantaneousLoadingRate,
    "Vertical instantaneous loading rate",
    "Largest slope of the vertical ground reaction force between 20 % and 80 % of the time from initial contact to impact peak",
    &[
        Source::on(&[Segment::Shank])
            .with_gyroscope()
            .at_hz(100.0)
            .needs("a range that the landings do not exceed"),
        Source::on(&[Segment::Shank]).at_hz(200.0).needs("a range that the landings do not exceed"),
    ],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "two-mass",
        summary: "two force pulses, the first from the deceleration of the shank",
        segments: &[Segment::Shank],
        needs_gyr: true,
        min_rate_hz: 95.0,
        citation: "Clark, Ryan & Weyand 2017, J. Exp. Biol. 220:247, doi:10.1242/jeb.138057; interval after Kiernan et al. 2023, Sensors 23:8719, doi:10.3390/s23218719",
        deviations: "speed of the limb from the sensor; an estimate with an interval of at least ±110 %",
    },
    &[MetricId::VerticalLoadingRate, MetricId::InstantaneousLoadingRate],
);

/// Low-pass, Hz (60–70 Hz zero-phase for shank impacts: Sinclair 2013, Aubol & Milner 2020).
const CUTOFF_HZ: f64 = 60.0;
/// Part of the contact in which the foot is still below the shank, so that the shank's mean vertical speed is zero
/// (*chosen*).
const STILL: (f64, f64) = (0.30, 0.45);
/// Possible error of the contact time, s (*chosen*: twice the bias of contacts from a shank); the shank's largest
/// downward speed is searched for within this time.
const ABOUT_S: f64 = 0.02;
/// The largest acceleration lies within this time after contact, s (Aubol & Milner 2020).
const IMPACT_S: f64 = 0.075;
/// A typical stopping time, s (Clark et al. 2017, from memory).
const TYPICAL_STOP_S: f64 = 0.035;
/// Minimum rate, Hz: at 100 Hz the estimate still follows the virtual runner's loading (tests/it/loads); at 50 Hz the
/// whole deceleration spans two samples.
const MIN_RATE_HZ: f64 = 95.0;
/// Clipped samples per stride above which the landings exceed the range (*chosen*: one landing in twenty).
const CLIPPED_PER_STRIDE: f64 = 0.05;
/// Minimum speed of a landing, m/s (*chosen*: measured ones are 0.5–2).
const MIN_SPEED_MPS: f64 = 0.1;
/// Minimum 95 % half-width, as a share of the value and in BW/s. The share is larger than ±65 % (Kiernan et al. 2023)
/// because the model without a measured limb needed ±106 % to cover 95 % of the trials of docs/VALIDATION.md. The BW/s
/// are twice the error of Derie et al. 2020.
const INTERVAL: (f64, f64) = (1.1, 25.0);
pub(super) const LOADING_SOURCE: &str =
    "beyond ±65 % (Kiernan et al. 2023), ±25 BW/s (Derie et al. 2020), docs/VALIDATION.md";

/// `vertical_loading_rate` and `instantaneous_loading_rate` at every contact; `clipped` is the share of samples at the
/// accelerometer's limit, 0…1. Empty below 95 Hz and if the landings exceed the range.
pub fn loading_rate(
    signals: &Signals<Sensor>,
    oriented: &Oriented,
    contacts: &[Contact],
    clipped: Option<f64>,
) -> Vec<Measured> {
    if !(signals.rate_hz >= MIN_RATE_HZ) {
        return Vec::new();
    }
    let smooth = signals.acc.map(|x| zero_phase_lowpass(x, CUTOFF_HZ, signals.rate_hz));
    let (mut average, mut steepest) = (Sided::default(), Sided::default());
    for (bout, contact, off) in stances(oriented, contacts) {
        let on = contact.initial_contact_s;
        let stride_s = bout.stride_s(on);
        if clipped.is_some_and(|share| share * stride_s * signals.rate_hz > CLIPPED_PER_STRIDE) {
            return Vec::new();
        }
        let Some(limb) = limb_stop(signals, &smooth, bout, on, off) else { continue };
        let Some(loading) = two_mass(off - on, 0.5 * stride_s, limb) else { continue };
        average.push(on, contact.side, loading.average_bw_s);
        steepest.push(on, contact.side, loading.instantaneous_bw_s);
    }
    let make = |id, steps: Sided| {
        let bias = loading_bias(median(&steps.values())?, Some(signals.rate_hz));
        let caveats = vec![trend_only()];
        Some(Measured { id, steps, bias, side_bias: Some(bias), error_source: LOADING_SOURCE, caveats })
    };
    make(MetricId::VerticalLoadingRate, average)
        .into_iter()
        .chain(make(MetricId::InstantaneousLoadingRate, steepest))
        .collect()
}

/// The minimum 95 % half-width of an estimated loading rate, BW/s: ±110 % of it or ±25 BW/s, whichever is larger.
pub fn loading_half_width(value: f64) -> f64 {
    (INTERVAL.0 * value.abs()).max(INTERVAL.1)
}

/// 1-σ bias of an estimated loading rate, BW/s: at least [`loading_half_width`] at 95 %; at `rate_hz` samples per
/// second the time to zero speed has an error of one sample, and the slope varies with its inverse square.
pub(super) fn loading_bias(value: f64, rate_hz: Option<f64>) -> f64 {
    let sample = rate_hz.map_or(0.0, |rate| 2.0 / (rate * TYPICAL_STOP_S));
    sigma(loading_half_width(value).hypot(sample * value))
}

/// The caveat of every loading rate.
pub(super) fn trend_only() -> Caveat {
    let text = "an estimate that may be wrong by as much as its own value: look at its change within one runner, with the sensor in the same \
                place, at the same speed and slope, not at the number itself";
    Caveat::new(CaveatId::TrendOnly, text)
}

/// How the sensor's vertical movement is stopped at a contact from `on` to `off` (s); `smooth` is the low-passed
/// specific force. `None` in gaps, outside the known orientation, and if there is no landing.
pub fn limb_stop(
    signals: &Signals<Sensor>,
    smooth: &Triad,
    bout: &OrientedBout,
    on: f64,
    off: f64,
) -> Option<LimbStop> {
    let (from_s, to_s) = (on - ABOUT_S, on + STILL.1 * (off - on));
    if from_s < bout.start_s || signals.touches_gap(from_s, to_s) || to_s >= signals.seconds() {
        return None;
    }
    let (from, to) = (signals.index(from_s), signals.index(to_s) + 1);
    let vertical: Vec<f64> =
        (from..=to).map(|i| up_at(bout, signals.time_s(i)).dot(&smooth.at(i)) - G).collect();
    let dt = 1.0 / signals.rate_hz;
    let mut speed = cumulative_trapezoid(&vertical, dt);
    let index = |t: f64| ((t - from as f64 * dt) * signals.rate_hz).round().max(0.0) as usize;
    let still = speed.get(index(on + STILL.0 * (off - on))..)?;
    let rest = mean(still)?;
    speed.iter_mut().for_each(|v| *v -= rest);
    let sinking = speed.get(..=index(on + ABOUT_S))?;
    let touch = (0..sinking.len()).min_by(|&a, &b| at(sinking, a).total_cmp(&at(sinking, b)))?;
    let speed_mps = -at(sinking, touch);
    let impact = vertical.get(touch..=index(on + IMPACT_S).min(vertical.len() - 1))?;
    let hardest = impact.iter().copied().fold(f64::MIN, f64::max);
    (speed_mps > MIN_SPEED_MPS && hardest > 0.0)
        .then(|| LimbStop { speed_mps, stop_s: 2.0 * speed_mps / hardest })
}

fn at(x: &[f64], i: usize) -> f64 {
    x.get(i).copied().unwrap_or(f64::INFINITY)
}

/// Up in sensor axes, between the samples of the orientation.
fn up_at(bout: &OrientedBout, time_s: f64) -> nalgebra::Vector3<f64> {
    let place = bout.sample(time_s).clamp(0.0, bout.len().saturating_sub(1) as f64);
    let (i, part) = (place as usize, place.fract());
    let mixed = bout.up(i) * (1.0 - part) + bout.up(i + 1) * part;
    mixed.try_normalize(f64::MIN_POSITIVE).unwrap_or_else(|| bout.up(i))
}
