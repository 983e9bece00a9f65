//! Contact time of the feet: two detectors that err independently, and the usual one.

use super::{Evidence, FusedContact, FusionError, Regression, combine, usual};
use crate::contacts::{HALF_BETWEEN_LABORATORIES, MethodInfo};
use crate::metrics::definition::MetricMethod;
use crate::metrics::id::MetricId;
use crate::recording::Segment;

/// How it is computed.
pub(in crate::metrics) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "feet-contact-fusion",
        summary: "contact time of the slap detector and of low-passed braking and push, weighed against what speed and rhythm predict",
        segments: &[Segment::Foot],
        needs_gyr: true,
        min_rate_hz: 95.0,
        citation: "this project, fitted on 13 runners of Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi:10.7717/peerj.3298; second detector after Benson et al. 2019, doi:10.3390/s19071483",
        deviations: "one contact time per run; single contacts keep their initial contact and are scaled to it",
    },
    &[MetricId::ContactTime, MetricId::FlightTime, MetricId::DutyFactor, MetricId::ContactTimeBalance],
);

/// 95 % half-width of the difference between left and right contact time, s.
pub(crate) const LEFT_RIGHT_S: f64 = 0.0188;

/// The braking-and-push detector reads this much too long, s, at every speed.
const BENSON_OFFSET_S: f64 = 0.064_670_67;
/// Its 1-σ error, and the least of the slap detector's regression, in the logarithm.
const BENSON_SD: f64 = 0.08;
const SLAP_SD: f64 = 0.05;

/// From 1, ln(contact time of the slap detector / 0.22 s) and (pitch from the flat foot at contact − 15°) / 10°.
const SLAP: Regression<3> = Regression {
    coefficients: [-1.551_240_979_9, 1.125_275_797_3, 0.013_587_642_1],
    covariance: [
        [5.195_264e-5, -5.315_61e-5, -1.670_09e-5],
        [-5.315_61e-5, 9.926_796_36e-4, 1.077_452_74e-4],
        [-1.670_09e-5, 1.077_452_74e-4, 6.050_068_8e-5],
    ],
    between: 0.020_546_29,
    within: 0.024_244_88,
};
/// Errors with the judged runner left out.
const ERROR: FusionError = FusionError {
    mean: 0.002_061 + HALF_BETWEEN_LABORATORIES,
    between: 0.026_013,
    within: 0.017_627,
    posterior: 0.042_296,
};

/// What one or two feet say of the contact time of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FeetTimes {
    /// Contact time by the slap detector, s: mean of the feet's medians.
    pub(crate) slap_s: f64,
    /// Contact time by braking and push, s.
    pub(crate) benson_s: Option<f64>,
    /// Pitch at contact from the flat foot, degrees, uncorrected.
    pub(crate) strike_deg: f64,
    /// Stride time, s.
    pub(crate) stride_s: f64,
    /// Running speed, m/s.
    pub(crate) speed_mps: Option<f64>,
    /// True with a sensor on each foot.
    pub(crate) both: bool,
}

/// The contact time of the run; `None` where a time is not positive.
pub(crate) fn contact_time_of_feet(feet: &FeetTimes) -> Option<FusedContact> {
    if !(feet.slap_s > 0.0 && feet.stride_s > 0.0) {
        return None;
    }
    let slap = SLAP.predict([1.0, (feet.slap_s / 0.22).ln(), (feet.strike_deg - 15.0) / 10.0]);
    let mut evidence = vec![Evidence { sd: slap.sd.max(SLAP_SD), ..slap }];
    let benson = feet.benson_s.map(|s| s - BENSON_OFFSET_S).filter(|s| *s > 0.0);
    evidence.extend(benson.map(|s| Evidence { ln_s: s.ln(), sd: BENSON_SD }));
    let fused = combine(usual(feet.stride_s, feet.speed_mps), &evidence);
    let contact_s = (fused.ln_s + HALF_BETWEEN_LABORATORIES).exp();
    let half_width_s = ERROR.half_width_s(contact_s, fused.sd);
    // One foot may differ from the mean of both by half of the left–right error.
    let one = if feet.both { 0.0 } else { 0.5 * LEFT_RIGHT_S };
    Some(FusedContact { contact_s, half_width_s: half_width_s.hypot(one) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordinary() -> FeetTimes {
        FeetTimes {
            slap_s: 0.232,
            benson_s: Some(0.2865),
            strike_deg: 15.0,
            stride_s: 0.70,
            speed_mps: Some(3.5),
            both: true,
        }
    }

    #[test]
    fn sources_that_agree_give_their_value() {
        let fused = contact_time_of_feet(&ordinary()).unwrap();
        // Slap: exp(−1.5512 + 1.1253·ln(0.232/0.22)) = 225 ms; braking and push 222 ms; usual 220 ms.
        // With half of what laboratories differ by: 2.0 % more.
        assert!((fused.contact_s - 0.2275).abs() < 0.003, "{fused:?}");
        // 2.179·√(3.23² + 2.2²) % of it.
        assert!((fused.half_width_s / fused.contact_s - 0.085).abs() < 0.001, "{fused:?}");
        let one = contact_time_of_feet(&FeetTimes { both: false, ..ordinary() }).unwrap();
        assert!(one.half_width_s > fused.half_width_s);
    }

    #[test]
    fn a_detector_that_fails_is_outvoted() {
        let sound = contact_time_of_feet(&ordinary()).unwrap();
        let failed = contact_time_of_feet(&FeetTimes { slap_s: 0.332, ..ordinary() }).unwrap();
        assert!((failed.contact_s - sound.contact_s).abs() < 0.02, "{failed:?}");
        assert!(failed.half_width_s >= sound.half_width_s);
        assert_eq!(contact_time_of_feet(&FeetTimes { slap_s: 0.0, ..ordinary() }), None);
    }
}
