//! How large a change must be before it exceeds the measurement error.

use serde::Serialize;

use crate::report::SavedMetric;

/// How the errors of the two runs relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorModel {
    /// Same segment and method: the part of the error that belongs to the runner cancels; the part that is new in every
    /// session remains.
    SameMethod,
    /// Different segment or method: nothing cancels, and the half-widths add in quadrature.
    OtherMethod,
}

/// Share of a metric's 1-σ bias that is new in every session, because the sensor is mounted slightly differently.
///
/// *Chosen* as 0.5: joint angles of runners measured by inertial sensors differ by about 2° (RMS) from one day to the next,
/// which is 1.4° per day, compared with errors of 3.1 to 7.7° (Yamamoto 2022, as in docs/METHODS.md): 0.2 to 0.5. It is 1
/// where the bias comes from the mounting itself: differences between left and right (5 cm of misplacement shift contact
/// time by 10 ms), and impacts, which depend on how tightly the sensor is strapped on.
pub fn session_share(id: &str) -> f64 {
    match id {
        "contact_time_balance"
        | "step_time_asymmetry"
        | "peak_tibial_acceleration"
        | "peak_tibial_acceleration_resultant"
        | "vertical_loading_rate"
        | "instantaneous_loading_rate" => 1.0,
        _ => 0.5,
    }
}

/// 1-σ bias and variance of the mean over `n` steps, from a 95 % half-width that includes both.
fn parts(half_width: f64, sd: Option<f64>, n: f64) -> (f64, f64) {
    let whole = (half_width / 1.96).powi(2);
    let step = sd.filter(|s| s.is_finite()).map_or(0.0, |s| s * s / n.max(1.0)).min(whole);
    ((whole - step).max(0.0).sqrt(), step)
}

/// 95 % limit of the change that error alone can produce, in the metric's unit.
///
/// Same method: 1.96·√(f²·(σ₁² + σ₂²) + s₁²/n₁ + s₂²/n₂) with f the [`session_share`], σ the bias and s the scatter of
/// steps; for similar runs √2·1.96·√(f²σ² + s²/n). Different method: the half-widths in quadrature. `side`: for the value
/// of one side, which is based on half of the steps.
pub fn minimal_detectable_change(
    before: &SavedMetric,
    after: &SavedMetric,
    side: bool,
    model: ErrorModel,
) -> Option<f64> {
    let half =
        |m: &SavedMetric| if side { m.side_uncertainty.unwrap_or(m.uncertainty) } else { m.uncertainty };
    let (b, a) = (half(before), half(after));
    if !(b.is_finite() && a.is_finite()) {
        return None;
    }
    let limit = match model {
        ErrorModel::OtherMethod => b.hypot(a),
        ErrorModel::SameMethod => {
            let one_leg = |m: &SavedMetric| m.left.is_some() != m.right.is_some();
            let n = |m: &SavedMetric| if side && !one_leg(m) { m.n as f64 / 2.0 } else { m.n as f64 };
            let f = session_share(&before.id);
            let (bias_b, step_b) = parts(b, before.sd, n(before));
            let (bias_a, step_a) = parts(a, after.sd, n(after));
            1.96 * ((f * bias_b).powi(2) + (f * bias_a).powi(2) + step_b + step_a).sqrt()
        }
    };
    (limit.is_finite() && limit >= 0.0).then_some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn metric(id: &str, bias: f64, sd: f64, n: usize) -> SavedMetric {
        let uncertainty = 1.96 * (bias * bias + sd * sd / n as f64).sqrt();
        SavedMetric { id: id.into(), uncertainty, sd: Some(sd), n, ..SavedMetric::default() }
    }

    #[test]
    fn within_one_runner_half_of_the_bias_cancels() {
        let m = metric("contact_time", 0.006, 0.010, 100);
        // √2·1.96·√(0.003² + 0.001²); rounding only.
        let want = 2f64.sqrt() * 1.96 * (9e-6_f64 + 1e-6).sqrt();
        let got = minimal_detectable_change(&m, &m, false, ErrorModel::SameMethod).unwrap();
        assert_abs_diff_eq!(got, want, epsilon = 1e-12);
        let other = minimal_detectable_change(&m, &m, false, ErrorModel::OtherMethod).unwrap();
        assert_abs_diff_eq!(other, 2f64.sqrt() * m.uncertainty, epsilon = 1e-12);
    }

    #[test]
    fn a_mounting_bias_does_not_cancel() {
        let m = metric("contact_time_balance", 0.5, 0.0, 50);
        let got = minimal_detectable_change(&m, &m, false, ErrorModel::SameMethod).unwrap();
        // √2·1.96·0.5.
        assert_abs_diff_eq!(got, 2f64.sqrt() * 1.96 * 0.5, epsilon = 1e-12);
    }

    #[test]
    fn an_unknown_error_gives_no_limit() {
        let mut m = metric("cadence", 1.0, 0.0, 5);
        m.uncertainty = f64::NAN;
        assert_eq!(minimal_detectable_change(&m, &m, false, ErrorModel::OtherMethod), None);
        assert_eq!(minimal_detectable_change(&m, &m, false, ErrorModel::SameMethod), None);
    }
}
