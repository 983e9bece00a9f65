//! Active peak of the vertical force from a pelvis with gyroscope: oscillation over the stride's square, and speed or fore–aft
//! swing.
//!
//! # Source
//! Regressions on 13 runners at 2.5, 3.5 and 4.5 m/s (39 trials on a force treadmill; Fukuchi, Fukuchi & Duarte 2017, PeerJ
//! 5:e3298, CC BY 4.0), by `validation/people/fit_people.py`. With the judged runner left out the error is 0.12 BW with speed and
//! 0.13 without (speed alone: 0.16). The height of the low-passed force adds nothing to these.

use crate::contacts::MethodInfo;
use crate::recording::Segment;
use crate::signal::median;

use super::definition::MetricMethod;
use super::estimate::{Metric, Sided};
use super::id::MetricId;
use super::measured::sigma;
use super::vertical_force::{ActivePeak, VerticalForceInput};

/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "pelvis-oscillation-force",
        summary: "active peak from vertical oscillation over the stride time squared, and speed or fore–aft swing",
        segments: &[Segment::Pelvis],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project, fitted on 13 runners of Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi:10.7717/peerj.3298",
        deviations: "one peak per run; single steps keep their differences from it",
    },
    &[MetricId::PeakVerticalForce],
);

const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials, the judged runner left out";
/// 1, oscillation in m over the squared stride time in s², speed in m/s: BW.
const WITH_SPEED: [f64; 3] = [0.721_001_6, 6.822_308_4, 0.137_935_32];
/// 1, the same, fore–aft swing in m/s²: BW.
const WITH_SWING: [f64; 3] = [1.079_856_87, 5.503_550_77, 0.074_897_62];
/// 95 % half-widths of a new runner's peak with speed and without, BW.
const HALF_WIDTH: (f64, f64) = (0.265, 0.283);

/// Active peak of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PelvisForce {
    force_bw: f64,
    half_width_bw: f64,
}

impl PelvisForce {
    /// From oscillation (cm), stride time (s), fore–aft swing (m/s²) and, where known, speed (m/s). `unlike` is how much wider
    /// errors are than those of the runners of the fit.
    pub(crate) fn new(
        oscillation_cm: f64,
        stride_s: f64,
        fore_aft_mps2: f64,
        speed_mps: Option<f64>,
        unlike: f64,
    ) -> Self {
        let rise = oscillation_cm / 100.0 / stride_s.powi(2);
        let (line, third, half) = match speed_mps.filter(|v| *v > 0.0) {
            Some(v) => (WITH_SPEED, v, HALF_WIDTH.0),
            None => (WITH_SWING, fore_aft_mps2, HALF_WIDTH.1),
        };
        let [offset, of_rise, of_third] = line;
        Self { force_bw: offset + of_rise * rise + of_third * third, half_width_bw: half * unlike }
    }

    /// Moves the peaks of single steps so that their median is the run's.
    pub(crate) fn apply(&self, peaks: &mut [ActivePeak]) {
        let seen: Vec<f64> = peaks.iter().map(|p| p.force_bw).collect();
        let Some(middle) = median(&seen) else { return };
        for peak in peaks {
            peak.force_bw += self.force_bw - middle;
        }
    }
}

/// `peak_vertical_force` from peaks that were moved to the run's; `None` without any.
pub(crate) fn peak_force_of_pelvis(
    force: &PelvisForce,
    input: &VerticalForceInput<'_>,
    peaks: &[ActivePeak],
) -> Option<Metric> {
    let mut steps = Sided::default();
    for peak in peaks {
        let contact = input.contacts.contacts.get(peak.contact)?;
        steps.push(contact.initial_contact_s, contact.side, peak.force_bw);
    }
    let id = MetricId::PeakVerticalForce;
    steps.metric(id, input.placement, METHOD.info.id, sigma(force.half_width_bw), SOURCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_usual_runner_has_the_usual_peak() {
        // 13 runners at 3.5 m/s: 2.62 BW with an SD of 0.14 between them; 0.17 BW per m/s.
        for speed in [Some(3.5), None] {
            let force = PelvisForce::new(10.2, 0.695, 5.2, speed, 1.0);
            assert_abs_diff_eq!(force.force_bw, 2.62, epsilon = 0.06);
        }
        let odd = PelvisForce::new(10.2, 0.695, 5.2, None, 2.0);
        assert_abs_diff_eq!(odd.half_width_bw, 0.566, epsilon = 1e-9);
    }
}
