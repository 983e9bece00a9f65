//! Contact time from the feet: two detectors and what is usual for the runner's speed and rhythm, combined on a grid.
//!
//! # Source
//! Regressions and errors fitted on 13 runners at 2.5, 3.5 and 4.5 m/s (39 trials on a force treadmill; Fukuchi, Fukuchi &
//! Duarte 2017, PeerJ 5:e3298, CC BY 4.0), by `fit_contact.py`; errors with the judged runner left out. The prior's mean
//! starts from the published curve 0.45·v^−0.53 s (METHODS).
//!
//! # How
//! The logarithm of contact time has a weak prior from speed and stride time. Each detector adds its evidence, which is
//! grossly wrong with a probability of one in ten: a detector that fails altogether is outvoted, not averaged.

use super::definition::MetricMethod;
use super::id::MetricId;
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
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

/// What the errors rest on.
pub(crate) const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials, the judged runner left out";
/// 95 % half-width of the difference between left and right contact time, s.
pub(crate) const LEFT_RIGHT_S: f64 = 0.0188;

/// The method's identifier.
pub(crate) const fn fusion_method_id() -> &'static str {
    METHOD.info.id
}

/// Share of evidence that is grossly wrong (*chosen*), and its 1-σ error in the logarithm.
const GROSS_SHARE: f64 = 0.10;
const GROSS_SD: f64 = 0.40;
/// The prior counts with this many times its standard deviation (*chosen*: unusual runners must stay unusual).
const WEAK: f64 = 2.0;
/// Grid of contact times, s.
const GRID_S: (f64, f64) = (0.10, 0.45);
const GRID_POINTS: u16 = 701;
/// The braking-and-push detector reads this much too long, s, at every speed.
const BENSON_OFFSET_S: f64 = 0.064_670_67;
/// Its 1-σ error, and the least of the slap detector's regression, in the logarithm.
const BENSON_SD: f64 = 0.08;
const SLAP_SD: f64 = 0.05;
/// Student's t for 13 runners at 95 %.
const T_12: f64 = 2.179;
const RUNNERS: f64 = 13.0;

/// The logarithm of a contact time in seconds with its 1-σ error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) ln_s: f64,
    pub(crate) sd: f64,
}

/// A Bayesian linear regression of the logarithm of contact time.
struct Regression<const N: usize> {
    coefficients: [f64; N],
    covariance: [[f64; N]; N],
    between: f64,
    within: f64,
}

impl<const N: usize> Regression<N> {
    /// The prediction for a new runner.
    fn predict(&self, x: [f64; N]) -> Evidence {
        let ln_s = self.coefficients.iter().zip(&x).map(|(c, x)| c * x).sum();
        let own = |row: &[f64; N]| row.iter().zip(&x).map(|(c, x)| c * x).sum::<f64>();
        let of_fit: f64 = self.covariance.iter().zip(&x).map(|(row, x)| x * own(row)).sum();
        Evidence { ln_s, sd: (of_fit.max(0.0) + self.between.powi(2) + self.within.powi(2)).sqrt() }
    }
}

/// From 1 and ln(stride time / 0.70 s).
const RHYTHM: Regression<2> = Regression {
    coefficients: [-1.498_168_558, 2.010_363_567_5],
    covariance: [[5.188_608_61e-4, 3.677_938_26e-5], [3.677_938_26e-5, 1.061_771_585_2e-2]],
    between: 0.089_583_22,
    within: 0.038_103_89,
};
/// From 1, ln(speed / 3.5 m/s) and ln(stride time / 0.70 s).
const SPEED_RHYTHM: Regression<3> = Regression {
    coefficients: [-1.516_541_113_6, -0.386_282_230_6, 0.581_223_060_4],
    covariance: [
        [3.310_333_82e-4, 5.767_969_5e-5, 2.410_826_73e-4],
        [5.767_969_5e-5, 1.454_940_965e-3, 5.745_160_299e-3],
        [2.410_826_73e-4, 5.745_160_299e-3, 2.619_519_758_1e-2],
    ],
    between: 0.069_065_64,
    within: 0.021_202_6,
};
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
/// Errors of the fused value, relative, with the judged runner left out: mean, between and within runners; and the usual
/// spread of the posterior.
const ERROR: (f64, f64, f64) = (0.002_061, 0.026_013, 0.017_627);
const TYPICAL_SD: f64 = 0.042_296;

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

/// A contact time with its 95 % half-width, s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FusedContact {
    pub(crate) contact_s: f64,
    pub(crate) half_width_s: f64,
}

/// The contact time of the run; `None` where a time is not positive.
pub(crate) fn contact_time_of_feet(feet: &FeetTimes) -> Option<FusedContact> {
    if !(feet.slap_s > 0.0 && feet.stride_s > 0.0) {
        return None;
    }
    let rhythm = (feet.stride_s / 0.70).ln();
    let prior = match feet.speed_mps.filter(|v| *v > 0.0) {
        Some(v) => SPEED_RHYTHM.predict([1.0, (v / 3.5).ln(), rhythm]),
        None => RHYTHM.predict([1.0, rhythm]),
    };
    let slap = SLAP.predict([1.0, (feet.slap_s / 0.22).ln(), (feet.strike_deg - 15.0) / 10.0]);
    let mut evidence = vec![Evidence { sd: slap.sd.max(SLAP_SD), ..slap }];
    let benson = feet.benson_s.map(|s| s - BENSON_OFFSET_S).filter(|s| *s > 0.0);
    evidence.extend(benson.map(|s| Evidence { ln_s: s.ln(), sd: BENSON_SD }));
    let fused = combine(Evidence { sd: WEAK * prior.sd, ..prior }, &evidence);
    let contact_s = fused.ln_s.exp();
    let (bias, between, within) = ERROR;
    let relative = (bias * bias + between * between * (1.0 + 1.0 / RUNNERS) + within * within).sqrt();
    let half_width_s = contact_s * T_12 * relative * (fused.sd / TYPICAL_SD).max(1.0);
    // One foot may differ from the mean of both by half of the left–right error.
    let one = if feet.both { 0.0 } else { 0.5 * LEFT_RIGHT_S };
    Some(FusedContact { contact_s, half_width_s: half_width_s.hypot(one) })
}

/// Mean and standard deviation of the posterior.
pub(crate) fn combine(prior: Evidence, evidence: &[Evidence]) -> Evidence {
    let density = |x: f64, mean: f64, sd: f64| (-0.5 * ((x - mean) / sd).powi(2)).exp() / sd;
    let (from, to) = (GRID_S.0.ln(), GRID_S.1.ln());
    let step = (to - from) / f64::from(GRID_POINTS - 1);
    let log_posterior = |x: f64| {
        let of = |e: &Evidence| {
            let sound = (1.0 - GROSS_SHARE) * density(x, e.ln_s, e.sd);
            (sound + GROSS_SHARE * density(x, e.ln_s, GROSS_SD)).max(f64::MIN_POSITIVE).ln()
        };
        evidence.iter().map(of).sum::<f64>() - 0.5 * ((x - prior.ln_s) / prior.sd).powi(2)
    };
    let grid: Vec<(f64, f64)> =
        (0..GRID_POINTS).map(|k| from + step * f64::from(k)).map(|x| (x, log_posterior(x))).collect();
    let top = grid.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<(f64, f64)> = grid.iter().map(|(x, l)| (*x, (l - top).exp())).collect();
    let sum: f64 = weights.iter().map(|p| p.1).sum();
    let mean = weights.iter().map(|(x, w)| x * w).sum::<f64>() / sum;
    let variance = weights.iter().map(|(x, w)| w * (x - mean).powi(2)).sum::<f64>() / sum;
    Evidence { ln_s: mean, sd: variance.sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual() -> FeetTimes {
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
        let fused = contact_time_of_feet(&usual()).unwrap();
        // Slap: exp(−1.5512 + 1.1253·ln(0.232/0.22)) = 225 ms; braking and push 222 ms; usual 220 ms.
        assert!((fused.contact_s - 0.223).abs() < 0.003, "{fused:?}");
        // 2.179·3.23 % of it.
        assert!((fused.half_width_s / fused.contact_s - 0.0704).abs() < 0.001, "{fused:?}");
        let one = contact_time_of_feet(&FeetTimes { both: false, ..usual() }).unwrap();
        assert!(one.half_width_s > fused.half_width_s);
    }

    #[test]
    fn a_detector_that_fails_is_outvoted() {
        let sound = contact_time_of_feet(&usual()).unwrap();
        let failed = contact_time_of_feet(&FeetTimes { slap_s: 0.332, ..usual() }).unwrap();
        assert!((failed.contact_s - sound.contact_s).abs() < 0.02, "{failed:?}");
        assert!(failed.half_width_s >= sound.half_width_s);
        assert_eq!(contact_time_of_feet(&FeetTimes { slap_s: 0.0, ..usual() }), None);
    }
}
