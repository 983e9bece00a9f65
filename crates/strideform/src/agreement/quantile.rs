//! Quantiles of Student's and of the χ² distribution, for intervals.

/// The 97.5 % point of Student's distribution.
///
/// Exact for one and two degrees of freedom, else the expansion of Abramowitz & Stegun 26.7.5: off by 0.1 % at three
/// degrees, less beyond.
pub(super) fn student_975(degrees: usize) -> f64 {
    let z: f64 = 1.959_963_984_540_054;
    match degrees {
        0 => f64::INFINITY,
        1 => 12.706_204_736_432_1,
        2 => 4.302_652_729_749_46,
        _ => {
            let v = degrees as f64;
            let (z3, z5, z7, z9) = (z.powi(3), z.powi(5), z.powi(7), z.powi(9));
            z + (z3 + z) / (4.0 * v)
                + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v)
                + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v.powi(3))
                + (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z) / (92_160.0 * v.powi(4))
        }
    }
}

/// Above this many degrees of freedom Wilson and Hilferty's cube is right to 0.1 % (*measured* against scipy).
const MANY: usize = 120;

/// The quantile of χ² at `p` (0.025 or 0.975) with `degrees` degrees of freedom; 0 for none.
pub(super) fn chi_squared(p: f64, degrees: usize) -> f64 {
    if degrees == 0 {
        return 0.0;
    }
    let v = degrees as f64;
    let z = if p < 0.5 { -1.959_963_984_540_054 } else { 1.959_963_984_540_054 };
    let k = 2.0 / (9.0 * v);
    let about = v * (1.0 - k + z * k.sqrt()).max(0.0).powi(3);
    if degrees > MANY {
        return about;
    }
    // The distribution function grows: halving finds the place.
    let (mut low, mut high) = (0.0, 2.0 * about + 10.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if chi_squared_below(middle, degrees) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Probability of a χ² below `x`: the series of the incomplete gamma function (Abramowitz & Stegun 6.5.29).
fn chi_squared_below(x: f64, degrees: usize) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let (a, y) = (0.5 * degrees as f64, 0.5 * x);
    // ln Γ(a + 1) for whole and half a, from Γ(1) = 1 and Γ(1/2) = √π.
    let (from, start) =
        if degrees.is_multiple_of(2) { (1.0, 0.0) } else { (0.5, 0.5 * std::f64::consts::PI.ln()) };
    let mut ln_gamma = start;
    let mut factor: f64 = from;
    while factor < a + 0.75 {
        ln_gamma += factor.ln();
        factor += 1.0;
    }
    let (mut term, mut sum, mut n) = (1.0, 1.0, 1.0);
    while term > 1e-16 * sum && n < 2000.0 {
        term *= y / (a + n);
        sum += term;
        n += 1.0;
    }
    (a * y.ln() - y - ln_gamma).exp() * sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn student_matches_the_tables() {
        // scipy.stats.t.ppf(0.975, v); 0.2 % is the stated error of the expansion at three degrees.
        for (v, want) in [(1, 12.7062), (3, 3.182_446), (5, 2.570_582), (10, 2.228_139), (30, 2.042_272)] {
            assert_relative_eq!(student_975(v), want, max_relative = 2e-3);
        }
    }

    #[test]
    fn chi_squared_matches_the_tables() {
        // scipy.stats.chi2.ppf; seven digits are printed. Above 120 degrees the cube's 0.1 %.
        let table = [
            (0.025, 1, 0.000_982_069_1),
            (0.975, 1, 5.023_886_2),
            (0.025, 2, 0.050_635_62),
            (0.975, 3, 9.348_403_6),
            (0.025, 15, 6.262_137_8),
            (0.975, 16, 28.845_351),
            (0.025, 120, 91.572_642),
        ];
        for (p, v, want) in table {
            assert_relative_eq!(chi_squared(p, v), want, max_relative = 1e-6);
        }
        assert_relative_eq!(chi_squared(0.975, 221), 264.066_294, max_relative = 1e-3);
    }
}
