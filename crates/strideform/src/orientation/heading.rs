//! The runner's heading in the axes of a sensor on the pelvis or trunk.
//!
//! From one step to the next, fore–aft acceleration repeats while sideways acceleration changes sign: the half-stride
//! autocovariance of horizontal acceleration is largest along the direction of travel. Tilting does the reverse: the
//! pelvis pitches with every step and rolls with every stride. The two fail in different ways (one if the runner pushes
//! sideways unevenly, the other if one hip drops more), so both are combined, and their disagreement shows how far to
//! trust the result.

use nalgebra::{Matrix2, SymmetricEigen, UnitQuaternion, Vector2, Vector3};

use crate::recording::Triad;
use crate::signal::{derivative, mean, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY as G;

use super::period::{Strides, stride_mean_of};
use super::vqf::up_of;

/// Low-pass before the covariances, Hz: keeps the fore–aft and sideways sway but not the impact, which has no fixed
/// direction.
const SWING_HZ: f64 = 8.0;
/// Length of the segments whose covariances are added, s (*chosen*: cadence hardly drifts within one).
const PIECE_S: f64 = 20.0;

/// The heading, and how certain it is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Heading {
    /// Mean up, unit vector in sensor axes.
    pub up: Vector3<f64>,
    /// Anterior, unit vector in sensor axes, perpendicular to `up`.
    pub anterior: Vector3<f64>,
    /// Angle between the line from acceleration and the line from rotation, rad, 0…π/2.
    pub disagreement_rad: f64,
    /// Correlation of fore–aft acceleration with the rise of the vertical, negative: −1 is the clearest direction along the line.
    pub braking: f64,
}

/// Heading from orientation (z up) and specific force in sensor axes; `None` for less than two strides.
pub(super) fn heading(
    orientation: &[UnitQuaternion<f64>],
    force: &Triad,
    strides: &Strides,
    offset: usize,
    rate_hz: f64,
) -> Option<Heading> {
    let n = orientation.len();
    let stride = strides.at(offset as f64 + 0.5 * n as f64);
    if !(stride >= 4.0 && n as f64 >= 2.0 * stride) {
        return None;
    }
    let ups: Vec<Vector3<f64>> = orientation.iter().map(up_of).collect();
    let whole = ((n as f64 / stride).floor() * stride) as usize;
    let up = ups.iter().take(whole).sum::<Vector3<f64>>().try_normalize(f64::MIN_POSITIVE)?;
    let e1 = square_to(&up)?;
    let e2 = up.cross(&e1);

    // Mean heading over a stride, as a unit vector of the level plane.
    let faces: Vec<Vector3<f64>> = orientation
        .iter()
        .map(|q| {
            let v = q * e1;
            Vector3::new(v.x, v.y, 0.0).try_normalize(f64::MIN_POSITIVE).unwrap_or_else(Vector3::zeros)
        })
        .collect();
    let shifted = strides.shifted(offset);
    let mut level = Triad::default();
    for ((q, face), i) in orientation.iter().zip(stride_mean_of(faces, &shifted, 1.0)).zip(0..) {
        let (a, f) = (q * force.at(i), face.try_normalize(f64::MIN_POSITIVE).unwrap_or_else(Vector3::x));
        level.x.push(a.x * f.x + a.y * f.y);
        level.y.push(a.y * f.x - a.x * f.y);
        level.z.push(a.z - G);
    }
    // Small rotations about e1 and e2: in a body rotated by θ, up becomes up + up × θ.
    let tilts = |e: &Vector3<f64>| -> Vec<f64> { ups.iter().map(|u| (u - up).cross(&up).dot(e)).collect() };
    let smooth = |x: &[f64]| zero_phase_lowpass(x, SWING_HZ, rate_hz);
    let (a1, a2) = (smooth(&level.x), smooth(&level.y));
    let (t1, t2) = (smooth(&tilts(&e1)), smooth(&tilts(&e2)));

    let pieces = (n as f64 / (PIECE_S * rate_hz)).round().max(1.0) as usize;
    let (mut by_force, mut by_turning) = (Matrix2::zeros(), Matrix2::zeros());
    for k in 0..pieces {
        let range = n * k / pieces..n * (k + 1) / pieces;
        let lag = 0.5 * shifted.at(0.5 * (range.start + range.end) as f64);
        let part = |x: &'_ [f64]| x.get(range.clone()).unwrap_or(&[]).to_vec();
        by_force += half_stride_covariance(&part(&a1), &part(&a2), lag).unwrap_or_else(Matrix2::zeros);
        by_turning -= half_stride_covariance(&part(&t1), &part(&t2), lag).unwrap_or_else(Matrix2::zeros);
    }
    let line = largest(&(by_force + by_turning))?;
    let (one, other) = (largest(&by_force)?, largest(&by_turning)?);
    let along: Vec<f64> = level.x.iter().zip(&level.y).map(|(a, b)| a * line.x + b * line.y).collect();
    let braking = sense(&along, &level.z, 0.5 * stride / rate_hz, rate_hz)?;
    let anterior = (e1 * line.x + e2 * line.y) * -braking.signum();
    let disagreement_rad = one.dot(&other).abs().min(1.0).acos();
    Some(Heading { up, anterior, disagreement_rad, braking: -braking.abs() })
}

/// Some unit vector perpendicular to `up`.
fn square_to(up: &Vector3<f64>) -> Option<Vector3<f64>> {
    let seed = if up.x.abs() < 0.7 { Vector3::x() } else { Vector3::y() };
    up.cross(&seed).try_normalize(f64::MIN_POSITIVE)
}

/// Symmetric part of the covariance of two horizontal components half a stride (`lag` samples) apart, over their
/// variance; `None` without any. The eigenvector of its largest eigenvalue is the direction that repeats with every
/// step.
pub(crate) fn half_stride_covariance(a: &[f64], b: &[f64], lag: f64) -> Option<Matrix2<f64>> {
    let (ma, mb) = (mean(a)?, mean(b)?);
    let at = |i: usize| Some(Vector2::new(a.get(i)? - ma, b.get(i)? - mb));
    if !(lag >= 1.0) {
        return None;
    }
    let (step, share) = (lag as usize, lag.fract());
    let (mut apart, mut together) = (Matrix2::zeros(), 0.0);
    for i in 0..a.len().saturating_sub(step + 1) {
        let (Some(here), Some(one), Some(two)) = (at(i), at(i + step), at(i + step + 1)) else { continue };
        apart += here * (one + (two - one) * share).transpose();
        together += here.norm_squared();
    }
    let scaled = (apart + apart.transpose()) * (0.5 / together);
    (together > 0.0 && scaled.iter().all(|v| v.is_finite())).then_some(scaled)
}

/// Unit vector of the largest eigenvalue.
pub(crate) fn largest(matrix: &Matrix2<f64>) -> Option<Vector2<f64>> {
    if !matrix.iter().all(|v| v.is_finite()) {
        return None;
    }
    let eigen = SymmetricEigen::new(*matrix);
    let v: Vector2<f64> = eigen.eigenvectors.column(eigen.eigenvalues.imax()).into_owned();
    v.try_normalize(f64::MIN_POSITIVE)
}

/// Correlation of horizontal acceleration along a line with the rise of vertical acceleration, both low-passed at 1.6
/// times the step rate. Negative if the line points forward: the foot brakes while the force rises. `None` if either is
/// constant.
pub(crate) fn sense(along: &[f64], vertical: &[f64], step_s: f64, rate_hz: f64) -> Option<f64> {
    let smooth = |x: &[f64]| zero_phase_lowpass(x, 1.6 / step_s, rate_hz);
    let (ahead, rising) = (smooth(along), derivative(&smooth(vertical), 1.0 / rate_hz));
    let (ma, mr) = (mean(&ahead)?, mean(&rising)?);
    let (mut both, mut a2, mut r2) = (0.0, 0.0, 0.0);
    for (a, r) in ahead.iter().zip(&rising) {
        both += (a - ma) * (r - mr);
        a2 += (a - ma).powi(2);
        r2 += (r - mr).powi(2);
    }
    let r = both / (a2 * r2).sqrt();
    (r.is_finite() && r != 0.0).then_some(r)
}

#[cfg(test)]
mod tests {
    use super::super::increments::push;
    use super::*;

    #[test]
    fn the_way_is_found_in_any_orientation() {
        let tau = std::f64::consts::TAU;
        for k in 0..12 {
            let mounted = UnitQuaternion::from_euler_angles(
                0.5 * f64::from(k),
                0.3 - 0.2 * f64::from(k),
                1.1 * f64::from(k),
            );
            let (mut orientation, mut force) = (Vec::new(), Triad::default());
            for i in 0..2000 {
                let (t, w) = (f64::from(i) / 100.0, tau / 0.7);
                // Level frame: x ahead, y left, z up; slow change of heading.
                let q = UnitQuaternion::from_axis_angle(&Vector3::z_axis(), 0.05 * t + 0.1 * (w * t).sin())
                    * UnitQuaternion::from_scaled_axis(Vector3::new(
                        0.06 * (w * t + 0.5).sin(),
                        0.03 * (2.0 * w * t).cos(),
                        0.0,
                    ));
                let way = UnitQuaternion::from_axis_angle(&Vector3::z_axis(), 0.05 * t);
                // The foot brakes (−x) while the force rises: d(sin)/dt = cos.
                let a = way
                    * Vector3::new(
                        -3.0 * (2.0 * w * t).cos(),
                        2.0 * (w * t).sin(),
                        G + 12.0 * (2.0 * w * t).sin(),
                    );
                orientation.push(q * mounted);
                push(&mut force, (q * mounted).inverse() * a);
            }
            let strides = Strides::of(&force, &force, 100.0, 70.0).expect("strides");
            let found = heading(&orientation, &force, &strides, 0, 100.0).expect("heading");
            let ahead = mounted.inverse() * Vector3::x();
            // The products of the sways turn the mean orientation by about 0.1 × 0.06 / 2 rad, less than a degree.
            assert!(found.anterior.angle(&ahead) < 0.02, "{k}: {}", found.anterior.angle(&ahead));
            assert!(found.disagreement_rad < 0.05 && found.braking < -0.9, "{found:?}");
        }
    }

    #[test]
    fn no_way_without_movement() {
        let level = vec![UnitQuaternion::identity(); 500];
        let force = Triad::new(vec![0.0; 500], vec![0.0; 500], vec![G; 500]);
        let strides = Strides::of(&force, &force, 100.0, 70.0).expect("strides");
        assert_eq!(heading(&level, &force, &strides, 0, 100.0), None);
        assert_eq!(heading(&[], &force, &strides, 0, 100.0), None);
    }
}
