//! Contact time of a pelvis sensor with gyroscope.
//!
//! The detector alone has no skill over the runner's speed; how far the pelvis moves up and down, and how strongly it is
//! braked and pushed with every step, have.

use nalgebra::{Matrix3, Vector3};

use super::{Evidence, FusedContact, FusionError, Regression, combine, usual};
use crate::contacts::MethodInfo;
use crate::metrics::definition::MetricMethod;
use crate::metrics::id::MetricId;
use crate::recording::Segment;
use crate::units::STANDARD_GRAVITY;

/// How it is computed.
pub(in crate::metrics) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "pelvis-contact-fusion",
        summary: "contact time of the stance's width, of oscillation and fore–aft swing, and of what rhythm and speed predict",
        segments: &[Segment::Pelvis],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project, fitted on 13 runners of Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi:10.7717/peerj.3298",
        deviations: "one contact time per run; single contacts keep their initial contact and are scaled to it",
    },
    &[MetricId::ContactTime, MetricId::FlightTime, MetricId::DutyFactor],
);

/// From 1, ln(stride time / 0.70 s), oscillation and fore–aft swing (see [`PelvisRun::features`]).
const MOTION: Regression<4> = Regression {
    coefficients: [-1.447_511_107, 1.076_262_100, -0.063_762_271_9, -0.219_494_916_8],
    covariance: [
        [2.079_322_3e-4, -4.826_854_6e-5, -6.176_381_2e-5, 2.643_924_9e-5],
        [-4.826_854_6e-5, 7.765_719_924_5e-3, 6.271_469_8e-5, 1.522_876_224_6e-3],
        [-6.176_381_2e-5, 6.271_469_8e-5, 6.900_637_2e-5, -2.911_183_9e-5],
        [2.643_924_9e-5, 1.522_876_224_6e-3, -2.911_183_9e-5, 3.957_647_241e-4],
    ],
    between: 0.045_299_48,
    within: 0.013_538_92,
};
/// Mean and covariance of the three features over the runners of the fit.
const CENTRE: [f64; 3] = [-0.004_370_896, 0.964_083_919, 0.016_342_679];
const SPREAD: [[f64; 3]; 3] = [
    [0.005_581_317_2, -0.001_083_061_7, -0.014_764_465_1],
    [-0.001_083_061_7, 0.458_764_257, 0.089_885_090_8],
    [-0.014_764_465_1, 0.089_885_090_8, 0.091_048_953_4],
];
/// Squared distance from that mean, in the runners' own spread, up to which the regression applies as fitted (*chosen*; the
/// runners reach 7.5, a man of another laboratory 10.9).
const FAMILIAR: f64 = 9.0;
/// The detector reads this much too long, in the logarithm.
const DETECTOR_BIAS: f64 = 0.03;
/// Its 1-σ error without and with speed, in the logarithm.
const DETECTOR_SD: (f64, f64) = (0.15, 0.12);
/// Errors with the judged runner left out, without and with speed.
const ERROR: FusionError =
    FusionError { mean: 0.002_208, between: 0.045_542, within: 0.020_785, posterior: 0.052_817 };
const ERROR_WITH_SPEED: FusionError =
    FusionError { mean: 0.002_055, between: 0.043_515, within: 0.015_684, posterior: 0.047_884 };

/// What a pelvis sensor shows of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PelvisRun {
    /// Contact time of the detector, s, where it resolves flight.
    pub(crate) detected_s: Option<f64>,
    /// Stride time, s.
    pub(crate) stride_s: f64,
    /// Vertical oscillation of the sensor, cm.
    pub(crate) oscillation_cm: f64,
    /// SD of fore–aft acceleration at the rates of steps and strides, m/s².
    pub(crate) fore_aft_mps2: f64,
    /// Running speed, m/s.
    pub(crate) speed_mps: Option<f64>,
}

impl PelvisRun {
    /// ln(stride time / 0.70 s); oscillation over that of free fall through a step, less 0.075, in hundredths; ln(fore–aft
    /// swing / 5 m/s²).
    fn features(&self) -> [f64; 3] {
        let fall = STANDARD_GRAVITY * (0.5 * self.stride_s).powi(2);
        let oscillation = (self.oscillation_cm / 100.0 / fall - 0.075) / 0.01;
        [(self.stride_s / 0.70).ln(), oscillation, (self.fore_aft_mps2 / 5.0).ln()]
    }

    /// How much wider errors are than those of the runners of the fit, 1 for a runner like them.
    pub(crate) fn unlike(&self) -> f64 {
        let away = Vector3::from(self.features()) - Vector3::from(CENTRE);
        let squared =
            Matrix3::from(SPREAD).try_inverse().map_or(f64::INFINITY, |inverse| away.dot(&(inverse * away)));
        (1.0 + (squared - FAMILIAR).max(0.0)).sqrt()
    }
}

/// The contact time of the run; `None` where a feature is not positive.
pub(crate) fn contact_time_of_pelvis(run: &PelvisRun) -> Option<FusedContact> {
    if !(run.stride_s > 0.0 && run.oscillation_cm > 0.0 && run.fore_aft_mps2 > 0.0) {
        return None;
    }
    let [rhythm, oscillation, fore_aft] = run.features();
    let motion = MOTION.predict([1.0, rhythm, oscillation, fore_aft]);
    let mut evidence = vec![Evidence { sd: motion.sd * run.unlike(), ..motion }];
    let with_speed = run.speed_mps.is_some_and(|v| v > 0.0);
    let sd = if with_speed { DETECTOR_SD.1 } else { DETECTOR_SD.0 };
    let detected = run.detected_s.filter(|s| *s > 0.0);
    evidence.extend(detected.map(|s| Evidence { ln_s: s.ln() - DETECTOR_BIAS, sd }));
    let fused = combine(usual(run.stride_s, run.speed_mps), &evidence);
    let contact_s = fused.ln_s.exp();
    let error = if with_speed { ERROR_WITH_SPEED } else { ERROR };
    Some(FusedContact { contact_s, half_width_s: error.half_width_s(contact_s, fused.sd) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn ordinary() -> PelvisRun {
        PelvisRun {
            detected_s: Some(0.229),
            stride_s: 0.70,
            oscillation_cm: 10.2,
            fore_aft_mps2: 5.1,
            speed_mps: Some(3.5),
        }
    }

    #[test]
    fn an_ordinary_runner_has_the_usual_contact_time() {
        // The 13 runners' mean at 3.5 m/s is 222 ms with an SD of 17.
        let fused = contact_time_of_pelvis(&ordinary()).unwrap();
        assert_abs_diff_eq!(fused.contact_s, 0.222, epsilon = 0.008);
        assert_abs_diff_eq!(ordinary().unlike(), 1.0, epsilon = 1e-9);
        // Errors of 4.7 % between and within runners, times Student's 2.18.
        assert_abs_diff_eq!(fused.half_width_s, 0.0225, epsilon = 0.002);
    }

    #[test]
    fn a_motion_unlike_the_runners_widens_the_interval_and_a_failed_detector_is_outvoted() {
        let odd = PelvisRun { fore_aft_mps2: 1.2, ..ordinary() };
        assert!(odd.unlike() > 2.0);
        let (usual, odd) =
            (contact_time_of_pelvis(&ordinary()).unwrap(), contact_time_of_pelvis(&odd).unwrap());
        assert!(odd.half_width_s > 1.5 * usual.half_width_s, "{odd:?}");
        let failed = contact_time_of_pelvis(&PelvisRun { detected_s: Some(0.34), ..ordinary() }).unwrap();
        assert_abs_diff_eq!(failed.contact_s, usual.contact_s, epsilon = 0.012);
        assert_eq!(contact_time_of_pelvis(&PelvisRun { oscillation_cm: 0.0, ..ordinary() }), None);
    }
}
