//! Detects a vertical axis that the exporter clipped at zero, so that its mean is no longer gravity.

use nalgebra::{SymmetricEigen, Vector3};

use crate::recording::Triad;
use crate::units::STANDARD_GRAVITY as G;

/// Tolerance within which a clipped sample is zero, m/s²: files store five decimals of g (1e-5 g), and rotated axes add
/// as much again.
const TOLERANCE: f64 = 1e-4 * G;
/// Minimum share of samples that lie on the limit (*chosen*: 0.5 % is one sample every two steps; an unclipped signal
/// has none).
const SHARE: f64 = 0.005;

/// Direction (unit vector, sensor axes) whose component was clipped at zero: never negative, often exactly zero, about
/// 1 g on average. One of the axes, or, if all samples lie in one plane (two-axis sensors), any direction.
pub(super) fn direction(acc: &Triad) -> Option<Vector3<f64>> {
    let axes = [Vector3::x(), Vector3::y(), Vector3::z()];
    let candidates = axes.into_iter().flat_map(|axis| [axis, -axis]).chain(in_plane(acc));
    candidates.into_iter().find(|n| is_cut(acc, n))
}

fn is_cut(acc: &Triad, n: &Vector3<f64>) -> bool {
    let (mut on, mut sum) = (0usize, 0.0);
    for i in 0..acc.len() {
        let v = acc.at(i).dot(n);
        if v < -TOLERANCE {
            return false;
        }
        on += usize::from(v <= TOLERANCE);
        sum += v;
    }
    let len = acc.len() as f64;
    on >= 5 && on as f64 >= SHARE * len && sum > 0.5 * G * len
}

/// For samples that all lie in a plane through zero: the two directions perpendicular to the most common line.
fn in_plane(acc: &Triad) -> Vec<Vector3<f64>> {
    // For most recordings the first samples already rule this out.
    if acc.len() > 4000 && plane(acc, 2000).is_none() {
        return Vec::new();
    }
    let Some((e1, e2)) = plane(acc, acc.len()) else { return Vec::new() };
    commonest_line(acc, &e1, &e2)
}

/// Two axes that span the plane through zero of the first samples; `None` if there is no such plane.
fn plane(acc: &Triad, samples: usize) -> Option<(Vector3<f64>, Vector3<f64>)> {
    let sum = (0..samples).fold(nalgebra::Matrix3::zeros(), |sum, i| {
        let v = acc.at(i);
        sum + v * v.transpose()
    });
    let trace: f64 = sum.trace();
    if !(trace.is_finite() && trace > 0.0) {
        return None;
    }
    let eigen = SymmetricEigen::new(sum);
    let normal = eigen.eigenvalues.imin();
    // Rounding to 1e-5 g leaves a share of 1e-10 of the power outside the plane.
    if eigen.eigenvalues.min() > 1e-8 * trace {
        return None;
    }
    let e1: Vector3<f64> = eigen.eigenvectors.column((normal + 1) % 3).into_owned();
    let e2: Vector3<f64> = eigen.eigenvectors.column((normal + 2) % 3).into_owned();
    Some((e1, e2))
}

/// The directions in the plane of `e1` and `e2` that are perpendicular to the line on which most samples lie.
fn commonest_line(acc: &Triad, e1: &Vector3<f64>, e2: &Vector3<f64>) -> Vec<Vector3<f64>> {
    // Angles modulo half a turn, of samples long enough for an accurate angle.
    const BINS: usize = 3600;
    let mut counts = vec![0usize; BINS];
    for i in 0..acc.len() {
        let v = acc.at(i);
        let (a, b) = (v.dot(e1), v.dot(e2));
        if a.hypot(b) > 0.05 * G {
            let turn = b.atan2(a).rem_euclid(std::f64::consts::PI) / std::f64::consts::PI;
            if let Some(count) = counts.get_mut((turn * BINS as f64) as usize % BINS) {
                *count += 1;
            }
        }
    }
    let Some(bin) = (0..BINS).max_by_key(|&i| counts.get(i).copied()) else { return Vec::new() };
    // Refine: the mean direction of the samples in that bin and its neighbours.
    let middle = (bin as f64 + 0.5) / BINS as f64 * std::f64::consts::PI;
    let guess = e1 * middle.cos() + e2 * middle.sin();
    let across = e2 * middle.cos() - e1 * middle.sin();
    let (mut along, mut aside) = (0.0, 0.0);
    for i in 0..acc.len() {
        let v = acc.at(i);
        let (p, q) = (v.dot(&guess), v.dot(&across));
        if p.abs() > 0.05 * G && q.abs() < 1.5e-3 * p.abs() {
            along += p.abs();
            aside += q * p.signum();
        }
    }
    if along <= 0.0 {
        return Vec::new();
    }
    let line = (guess + across * (aside / along)).normalize();
    let n = line.cross(&e1.cross(e2)).normalize();
    vec![n, -n]
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Rotation3;

    fn two_axes(cut: bool) -> Triad {
        let v: Vec<f64> = (0..2000)
            .map(|i| {
                let f = G * (1.0 + 1.6 * (f64::from(i) * 0.04).sin());
                if cut { f.max(0.0) } else { f }
            })
            .collect();
        let ap = (0..2000).map(|i| 3.0 + 4.0 * (f64::from(i) * 0.047).cos()).collect();
        Triad::new(ap, v, vec![0.0; 2000])
    }

    #[test]
    fn the_cut_axis_is_found_however_the_sensor_is_turned() {
        let up = direction(&two_axes(true)).expect("cut");
        assert!((up - Vector3::y()).norm() < 1e-12);
        let turn = Rotation3::from_euler_angles(0.3, -1.1, 2.0);
        let up = direction(&two_axes(true).rotated(turn.matrix())).expect("cut");
        // The mean direction of the bin is computed from exact samples: rounding only, because no unclipped sample lies within 1.5e-3 rad.
        assert!((up - turn * Vector3::y()).norm() < 1e-3, "{up}");
    }

    #[test]
    fn an_unclipped_signal_is_not_cut() {
        assert_eq!(direction(&two_axes(false)), None);
        assert_eq!(direction(&Triad::default()), None);
        assert_eq!(direction(&Triad::new(vec![0.0; 50], vec![0.0; 50], vec![0.0; 50])), None);
        let wild = Triad::new(vec![f64::NAN; 50], vec![f64::INFINITY; 50], vec![1.0; 50]);
        assert_eq!(direction(&wild), None);
    }
}
