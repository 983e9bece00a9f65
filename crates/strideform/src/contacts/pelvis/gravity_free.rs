//! The upward direction in a recording with gravity removed, found from free fall during flight.
//!
//! In flight the body falls freely and the specific force is zero, which such a recording shows as −1 g along the
//! upward direction.

use nalgebra::Vector3;

use crate::recording::Triad;
use crate::signal::{principal_axes, quantile, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY as G;

/// Low-pass for the direction of the vertical oscillation, Hz (as for the active force peak).
const CUTOFF_HZ: f64 = 10.0;

/// The upward unit vector in sensor axes; `None` if the samples have no dominant direction.
///
/// The vertical oscillation is the direction of greatest variance. Of its two signs, the correct one makes the specific
/// force vanish in flight; the direction is then refined as minus the mean of the samples in flight.
pub(super) fn up(acc: &Triad, rate_hz: f64) -> Option<Vector3<f64>> {
    let smooth = acc.map(|column| zero_phase_lowpass(column, CUTOFF_HZ, rate_hz));
    let ([bounce, ..], [variance, ..]) = principal_axes(&smooth.x, &smooth.y, &smooth.z);
    if !(variance.is_finite() && variance > 0.0) {
        return None;
    }
    let rest =
        |u: Vector3<f64>| -> Vec<f64> { (0..smooth.len()).map(|i| (smooth.at(i) + u * G).norm()).collect() };
    // The quietest 15 % (*chosen*): flight takes a fifth of the time or more.
    let calm = |u: Vector3<f64>| quantile(&rest(u), 0.15).unwrap_or(f64::INFINITY);
    let first = if calm(bounce) <= calm(-bounce) { bounce } else { -bounce };
    let left = rest(first);
    let limit = quantile(&left, 0.15)?;
    let flight = (0..smooth.len()).filter(|&i| left.get(i).is_some_and(|v| *v <= limit));
    let fall = flight.fold(Vector3::zeros(), |sum, i| sum + smooth.at(i));
    let refined = -fall.try_normalize(0.0)?;
    // 30° (*chosen*): a larger correction means that the samples assumed to be flight were not.
    Some(if refined.dot(&first) > 30f64.to_radians().cos() { refined } else { first })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Rotation3;

    #[test]
    fn the_fall_in_flight_points_down() {
        // Half-sine stances of 0.24 s every 0.34 s at 200 Hz, less gravity, with a fore–aft swing.
        let n = 2000;
        let phase = |i: usize| (i as f64 / 200.0).rem_euclid(0.34);
        let vertical = (0..n)
            .map(|i| {
                let p = phase(i) / 0.24;
                let force = if p < 1.0 { (p * std::f64::consts::PI).sin() * 2.225 } else { 0.0 };
                (force - 1.0) * G
            })
            .collect();
        let ahead =
            (0..n)
                .map(|i| {
                    if phase(i) < 0.24 { -3.0 * (phase(i) / 0.24 * std::f64::consts::TAU).sin() } else { 0.0 }
                })
                .collect();
        let acc = Triad::new(ahead, vertical, vec![0.0; n]);
        for angles in [(0.0, 0.0, 0.0), (0.4, 2.0, -1.3), (3.0, -0.5, 0.8)] {
            let turn = Rotation3::from_euler_angles(angles.0, angles.1, angles.2);
            let up = up(&acc.rotated(turn.matrix()), 200.0).expect("runs");
            // 5°: the filter mixes some of the swing of stance into the edges of flight.
            assert!(up.dot(&(turn * Vector3::y())) > 5f64.to_radians().cos(), "{up}");
        }
        assert_eq!(super::up(&Triad::default(), 200.0), None);
    }
}
