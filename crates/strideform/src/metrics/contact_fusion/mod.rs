//! Contact time from several sources: detectors and what is usual for the runner's speed and rhythm, combined on a grid.
//!
//! # Source
//! Regressions and errors fitted on 13 runners at 2.5, 3.5 and 4.5 m/s (39 trials on a force treadmill; Fukuchi, Fukuchi &
//! Duarte 2017, PeerJ 5:e3298, CC BY 4.0), by `validation/people/fit_contact.py`; errors with the judged runner left out.
//! The prior's mean starts from the published curve 0.45·v^−0.53 s (METHODS).
//!
//! # How
//! The logarithm of contact time has a weak prior from stride time and, where it is known, speed. Each source adds its
//! evidence, which is grossly wrong with a probability of one in ten: a detector that fails altogether is outvoted, not
//! averaged.

mod feet;
mod pelvis;

pub(super) use feet::METHOD as FEET_METHOD;
pub(crate) use feet::{FeetTimes, LEFT_RIGHT_S, contact_time_of_feet};
pub(super) use pelvis::METHOD as PELVIS_METHOD;
pub(crate) use pelvis::{PelvisRun, contact_time_of_pelvis};

/// What the errors rest on.
pub(crate) const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials, the judged runner left out";

/// The identifier of the method for feet, and for a pelvis.
pub(crate) const fn fusion_method_ids() -> (&'static str, &'static str) {
    (FEET_METHOD.info.id, PELVIS_METHOD.info.id)
}

/// Share of evidence that is grossly wrong (*chosen*), and its 1-σ error in the logarithm.
const GROSS_SHARE: f64 = 0.10;
const GROSS_SD: f64 = 0.40;
/// The prior counts with this many times its standard deviation (*chosen*: unusual runners must stay unusual).
const WEAK: f64 = 2.0;
/// Grid of contact times, s.
const GRID_S: (f64, f64) = (0.10, 0.45);
const GRID_POINTS: u16 = 701;
/// Student's t for 13 runners at 95 %.
const T_12: f64 = 2.179;
const RUNNERS: f64 = 13.0;

/// The logarithm of a contact time in seconds with its 1-σ error.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Evidence {
    ln_s: f64,
    sd: f64,
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
/// A contact time with its 95 % half-width, s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FusedContact {
    pub(crate) contact_s: f64,
    pub(crate) half_width_s: f64,
}

/// Errors of a fused value, relative, with the judged runner left out.
struct FusionError {
    mean: f64,
    between: f64,
    within: f64,
    /// Usual standard deviation of the posterior.
    posterior: f64,
}

impl FusionError {
    /// 95 % half-width of a value with a posterior's standard deviation.
    fn half_width_s(&self, contact_s: f64, sd: f64) -> f64 {
        let new_runner = self.between.powi(2) * (1.0 + 1.0 / RUNNERS);
        let relative = (self.mean.powi(2) + new_runner + self.within.powi(2)).sqrt();
        contact_s * T_12 * relative * (sd / self.posterior).max(1.0)
    }
}

/// What is usual for the rhythm and, where it is known, the speed; it counts with [`WEAK`] times its spread.
fn usual(stride_s: f64, speed_mps: Option<f64>) -> Evidence {
    let rhythm = (stride_s / 0.70).ln();
    let prior = match speed_mps.filter(|v| *v > 0.0) {
        Some(v) => SPEED_RHYTHM.predict([1.0, (v / 3.5).ln(), rhythm]),
        None => RHYTHM.predict([1.0, rhythm]),
    };
    Evidence { sd: WEAK * prior.sd, ..prior }
}

/// Mean and standard deviation of the posterior.
fn combine(prior: Evidence, evidence: &[Evidence]) -> Evidence {
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
