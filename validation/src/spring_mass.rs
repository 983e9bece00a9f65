//! Oscillation and leg stiffness from a force plate, step by step.

use strideform::signal::stats;

const G: f64 = 9.806_65;

/// The centre of mass from one landing to the next: height above the landing, m, sample by sample.
///
/// The force minus its mean is integrated twice, with the mean speed removed, so that the body ends at the height at which
/// it started (Cavagna 1975, J Appl Physiol 39:174).
fn heights(force: &[(f64, f64)], from: f64, to: f64) -> Vec<(f64, f64)> {
    let of: Vec<(f64, f64)> = force.iter().filter(|f| (from..to).contains(&f.0)).copied().collect();
    let mean = stats::mean(&of.iter().map(|f| f.1).collect::<Vec<_>>()).unwrap_or(1.0);
    let integral = |x: &[f64]| -> Vec<f64> {
        let mut sum = 0.0;
        let mut out = vec![0.0];
        for (v, t) in x.windows(2).zip(of.windows(2)) {
            sum += 0.5 * (v[0] + v[1]) * (t[1].0 - t[0].0);
            out.push(sum);
        }
        out
    };
    let acceleration: Vec<f64> = of.iter().map(|f| G * (f.1 / mean - 1.0)).collect();
    let mut speed = integral(&acceleration);
    let mean_speed = stats::mean(&speed).unwrap_or(0.0);
    speed.iter_mut().for_each(|v| *v -= mean_speed);
    of.iter().map(|f| f.0).zip(integral(&speed)).collect()
}

/// Rise of the centre of mass within each step, m.
pub(crate) fn oscillations(force: &[(f64, f64)], contacts: &[(f64, f64)]) -> Vec<f64> {
    let steps = contacts.windows(2).filter(|w| w[1].0 - w[0].0 < 0.6);
    steps
        .map(|w| {
            let y: Vec<f64> = heights(force, w[0].0, w[1].0).iter().map(|h| h.1).collect();
            y.iter().copied().fold(f64::MIN, f64::max) - y.iter().copied().fold(f64::MAX, f64::min)
        })
        .collect()
}

/// Leg stiffness, kN/m, median over steps: peak force divided by the leg's compression. The downward movement of the body is integrated
/// from the force, and the leg is assumed to be symmetric about mid-stance (McMahon & Cheng 1990, J Biomech 23 S1:65).
pub(crate) fn stiffness(
    force: &[(f64, f64)],
    contacts: &[(f64, f64)],
    mass_kg: f64,
    speed_mps: f64,
    leg_m: f64,
) -> Option<f64> {
    let steps = contacts.windows(2).filter(|w| w[1].0 - w[0].0 < 0.6);
    let each = steps.filter_map(|w| {
        let (on, off) = w[0];
        let inside = heights(force, on, w[1].0).into_iter().filter(|h| h.0 <= off);
        let sinking = -inside.map(|h| h.1).fold(0.0, f64::min);
        let peak = force.iter().filter(|f| (on..=off).contains(&f.0)).map(|f| f.1).fold(f64::MIN, f64::max);
        let half = 0.5 * speed_mps * (off - on);
        let shortening = sinking + leg_m - (leg_m * leg_m - half * half).max(0.0).sqrt();
        (half < leg_m && shortening > 0.0).then(|| 1e-3 * peak * mass_kg * G / shortening)
    });
    stats::median(&each.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_sine_steps_give_the_closed_form() {
        // Contact 0.25 s of a 0.35 s step, half a sine of π/2·T/tc body weights: sinking from touch-down is
        // F·tc²/(m·π²) + tc²·g/8 less what the body falls on the way, as Morin et al. 2005 have it.
        let (tc, t): (f64, f64) = (0.25, 0.35);
        let peak = 0.5 * std::f64::consts::PI * t / tc;
        let force: Vec<(f64, f64)> = (0..7000)
            .map(|i| {
                let s = f64::from(i) * 1e-4;
                let u = s % t;
                (s, if u < tc { peak * (std::f64::consts::PI * u / tc).sin() } else { 0.0 })
            })
            .collect();
        let contacts = [(0.0, tc), (t, t + tc)];
        let got = stiffness(&force, &contacts, 70.0, 3.0, 0.9).expect("a step");
        let sinking = peak * G * tc * tc / std::f64::consts::PI.powi(2) - G * tc * tc / 8.0;
        let half: f64 = 0.5 * 3.0 * tc;
        let shortening = sinking + 0.9 - (0.81 - half * half).sqrt();
        // Sampling at 0.1 ms.
        assert!((got / (1e-3 * peak * 70.0 * G / shortening) - 1.0).abs() < 1e-3, "{got}");
        let rise = oscillations(&force, &contacts);
        // From the lowest point to the top of the flight: half the speed at toe-off makes g·tf²/8 of it.
        assert!((rise[0] - (sinking + G * 0.01 / 8.0)).abs() < 1e-4, "{rise:?}");
    }
}
