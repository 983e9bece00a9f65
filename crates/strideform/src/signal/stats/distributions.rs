//! Distribution functions and quantiles for intervals and probabilities, from `statrs`.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal, StudentsT};

/// Probability that a standard normal value is below `x`; NaN for NaN.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    if x.is_nan() { f64::NAN } else { Normal::standard().cdf(x) }
}

/// Above this many degrees of freedom, the first term of the expansion around the normal quantile is good to 1.5e-8, while
/// the root finding of `statrs` loses digits (*measured* against scipy: 4e-6 at 100 000 degrees, 6e-5 at a million).
const MANY: usize = 10_000;

/// The 97.5 % quantile of Student's distribution; infinite without degrees of freedom.
pub(crate) fn student_975(degrees: usize) -> f64 {
    if degrees > MANY {
        let z: f64 = 1.959_963_984_540_054;
        return z + (z.powi(3) + z) / (4.0 * degrees as f64);
    }
    StudentsT::new(0.0, 1.0, degrees as f64).map_or(f64::INFINITY, |t| t.inverse_cdf(0.975))
}

/// The quantile of χ² at `p` (0…1) with `degrees` degrees of freedom; 0 without any.
pub(crate) fn chi_squared(p: f64, degrees: usize) -> f64 {
    ChiSquared::new(degrees as f64).map_or(0.0, |chi| chi.inverse_cdf(p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    #[test]
    fn normal_matches_scipy() {
        // scipy.stats.norm.cdf, printed to ten digits.
        let table = [
            (0.0, 0.5),
            (1.0, 0.841_344_746_1),
            (1.96, 0.975_002_104_9),
            (-1.96, 0.024_997_895_1),
            (-3.0, 0.001_349_898_0),
        ];
        for (x, want) in table {
            assert_abs_diff_eq!(normal_cdf(x), want, epsilon = 1e-10);
        }
        assert!(normal_cdf(f64::NAN).is_nan());
        assert_eq!((normal_cdf(f64::INFINITY), normal_cdf(f64::NEG_INFINITY)), (1.0, 0.0));
        assert_eq!((normal_cdf(f64::MAX), normal_cdf(f64::MIN)), (1.0, 0.0));
    }

    #[test]
    fn student_matches_scipy() {
        // scipy.stats.t.ppf(0.975, v), printed to seven digits.
        for (v, want) in [
            (1, 12.706_205),
            (2, 4.302_653),
            (3, 3.182_446),
            (5, 2.570_582),
            (10, 2.228_139),
            (30, 2.042_272),
        ] {
            assert_relative_eq!(student_975(v), want, max_relative = 5e-7);
        }
        assert_eq!(student_975(0), f64::INFINITY);
        for (v, want) in [(10_000, 1.960_201_239_9), (10_001, 1.960_201_216), (1_000_000, 1.959_966_356_8)] {
            assert_relative_eq!(student_975(v), want, max_relative = 2e-8);
        }
    }

    #[test]
    fn chi_squared_matches_scipy() {
        // scipy.stats.chi2.ppf, printed to seven digits or more.
        let table = [
            (0.025, 1, 0.000_982_069_1),
            (0.975, 1, 5.023_886_2),
            (0.025, 2, 0.050_635_62),
            (0.975, 3, 9.348_403_6),
            (0.025, 15, 6.262_137_8),
            (0.975, 16, 28.845_351),
            (0.025, 120, 91.572_642),
            (0.975, 221, 264.066_294),
        ];
        for (p, v, want) in table {
            assert_relative_eq!(chi_squared(p, v), want, max_relative = 1e-7);
        }
        assert_eq!(chi_squared(0.975, 0), 0.0);
        // The steps of several long runs.
        assert_relative_eq!(chi_squared(0.975, 20_000), 20_393.883_65, max_relative = 1e-7);
    }
}
