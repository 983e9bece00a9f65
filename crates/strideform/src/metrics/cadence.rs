//! Cadence from the period of the signal, for sensors without contacts and as a check on sensors with contacts.
//!
//! Stride time is the lag of the first peak of the summed autocorrelation of three axes, in windows of 10 s; cadence is
//! 120 divided by it. Whether a period is a step or a stride was decided with the bouts, from placement and evidence:
//! signals from the legs repeat with every stride; those from pelvis, trunk and wrist may repeat with either, and only
//! one of the two interpretations lies in 120–240 steps/min.

use super::definition::{MetricInfo, MetricMethod, Source};
use super::id::MetricId;
use crate::bouts::{Activity, Bout, WindowStride, window_strides};
use crate::contacts::ContactSide;
use crate::contacts::MethodInfo;
use crate::metrics::estimate::{Metric, Sided, half_width};
use crate::recording::{Caveat, CaveatId, Placement, Segment, Sensor, Signals};
use crate::signal::{median, sd};

/// `cadence`.
pub(super) const CADENCE_INFO: MetricInfo = MetricInfo::new(
    MetricId::Cadence,
    "Cadence",
    "Steps of both feet per minute of running: median over windows of 10 s; for less than 20 s of running, the number of steps between the first and the last contact divided by that time, without the first 0.75 s after standing still",
    &[Source::on(Source::ANYWHERE).at_hz(20.0).needs("a few seconds of running")],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "periodicity",
        summary: "period of the summed autocorrelation of three axes in windows of 10 s",
        segments: Source::WORN,
        needs_gyr: false,
        min_rate_hz: 15.0,
        citation: "autocorrelation, as commonly used; octave chosen by placement and other evidence",
        deviations: "none",
    },
    &[MetricId::Cadence],
);

/// Length of the windows over which cadence is reported (output format).
pub(crate) const WINDOW_S: f64 = 10.0;

/// With less running than this, the mean of the windows is used instead of the median (output format).
const SHORT_S: f64 = 20.0;

/// A window less regular than this is omitted (*chosen*, slightly below the limit used for bouts, because pace changes
/// more within 10 s).
const RHO_MIN: f64 = 0.5;

/// Standard error of a window, steps/min: on the recordings of docs/VALIDATION.md the largest mean errors of a trial
/// are 0.7 for 5 s against the force plate and 0.6 for 10 s against a second sensor, with an SD of 0.3.
const WINDOW_ERROR: f64 = 0.3;

/// Cadence of one window.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CadenceWindow {
    /// Middle of the window, s since the recording's first sample.
    pub t_s: f64,
    /// Length, s.
    pub seconds: f64,
    /// Steps of both feet per minute.
    pub spm: f64,
    /// Autocorrelation at the stride, 0…1: how regular the window is.
    pub regularity: f64,
}

/// Cadence of a run from the signal's period.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CadenceEstimate {
    /// Steps of both feet per minute: median over windows, under 20 s of running the mean weighted by their length.
    pub spm: f64,
    /// 95 % half-width, steps/min.
    pub uncertainty: f64,
    /// Seconds of running in the windows.
    pub seconds: f64,
    /// The windows, ascending.
    pub windows: Vec<CadenceWindow>,
    /// Caveats about it.
    pub caveats: Vec<Caveat>,
}

/// Cadence in windows of about 10 s in every running bout; `None` if there is no running or no period.
pub fn by_periodicity(
    signals: &Signals<Sensor>,
    bouts: &[Bout],
    placement: Placement,
) -> Option<CadenceEstimate> {
    let running: Vec<Bout> = bouts.iter().filter(|b| b.activity == Activity::Run).cloned().collect();
    of_windows(&window_strides(signals, &running, WINDOW_S), placement)
}

/// The same from the stride times of windows of [`WINDOW_S`].
pub(crate) fn of_windows(strides: &[WindowStride], placement: Placement) -> Option<CadenceEstimate> {
    let windows: Vec<CadenceWindow> = strides
        .iter()
        .filter(|w| w.rho >= RHO_MIN)
        .map(|&WindowStride { from_s, to_s, stride_s, rho }| CadenceWindow {
            t_s: 0.5 * (from_s + to_s),
            seconds: to_s - from_s,
            spm: 120.0 / stride_s,
            regularity: rho,
        })
        .collect();
    let seconds: f64 = windows.iter().map(|w| w.seconds).sum();
    let values: Vec<f64> = windows.iter().map(|w| w.spm).collect();
    let spm = if seconds < SHORT_S {
        windows.iter().map(|w| w.spm * w.seconds).sum::<f64>() / seconds
    } else {
        // The short remainder of a bout has less weight than a window and is omitted if there are enough windows.
        let whole: Vec<f64> = windows.iter().filter(|w| w.seconds >= 0.5 * WINDOW_S).map(|w| w.spm).collect();
        median(&whole).or_else(|| median(&values))?
    };
    if !spm.is_finite() {
        return None;
    }
    let scatter = sd(&values).unwrap_or(0.0).max(WINDOW_ERROR);
    let uncertainty = half_width(WINDOW_ERROR, scatter, values.len());
    let mut caveats = Vec::new();
    if octave_is_open(spm, placement) {
        let text = "near the limits of running cadence, arm swing and steps cannot be distinguished: the true \
                    cadence may be half or twice this";
        caveats.push(Caveat::new(CaveatId::CadenceOctave, text));
    }
    Some(CadenceEstimate { spm, uncertainty, seconds, windows, caveats })
}

/// Wrists swing with the stride and shake with the step: near either end of 115–270 steps/min, twice or half the
/// cadence is also a possible running cadence.
fn octave_is_open(spm: f64, placement: Placement) -> bool {
    placement.segment == Segment::Wrist && !(135.0..230.0).contains(&spm)
}

impl CadenceEstimate {
    /// Converts to the metric `cadence`.
    pub fn metric(&self, placement: Placement) -> Option<Metric> {
        let mut windows = Sided::default();
        for w in &self.windows {
            windows.push(w.t_s, ContactSide::Unknown, w.spm);
        }
        let mut metric = windows.metric(
            MetricId::Cadence,
            placement,
            METHOD.info.id,
            WINDOW_ERROR,
            "docs/VALIDATION.md",
        )?;
        metric.value = self.spm;
        metric.uncertainty = self.uncertainty;
        metric.caveats.extend(self.caveats.iter().cloned());
        Some(metric)
    }
}
