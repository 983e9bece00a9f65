//! Estimates the orientation of a sensor during running and the axes of the segment it is worn on.

use nalgebra::UnitQuaternion;

use crate::recording::{Caveat, CaveatId, Placement, Segment, Sensor, Signals};

use super::gravity::standing;
use super::increments::Increments;
use super::parts;
use super::period::Strides;
use super::segment::{OrientationMethod, Oriented, OrientedBout, Running};
use super::strapdown::{Strapdown, strapdown};
use super::vqf::{VqfParams, offline_vqf};

/// Share of closures that must be steady for strap-down integration, 0…1 (*chosen*: 60 s of running with one bend).
const STEADY: f64 = 0.85;
/// Minimum rate, Hz: the catalogue's 50 minus the tolerance of a device's clock. Slower recordings miss part of the
/// movement.
const MIN_RATE_HZ: f64 = 47.5;
/// Shortest running in which offline VQF can settle, s (its error at 6 s was seven times that at 60 s on the recordings
/// of docs/VALIDATION.md).
const VQF_S: f64 = 30.0;

/// Orientation of the sensor in every running bout, and the axes of the body if the movement reveals them.
///
/// Steady running is integrated and closed over whole strides; if the course bends so that strides do not close,
/// offline VQF is used for running of at least 30 s. `None` without a gyroscope, below 50 Hz, with a missing axis or
/// with gravity removed.
pub fn orient(signals: &Signals<Sensor>, placement: Placement, running: &[Running]) -> Option<Oriented> {
    signals.gyr.as_ref()?;
    let fast = signals.rate_hz >= MIN_RATE_HZ;
    if !fast || signals.gravity_free || signals.axes.measured.contains(&false) {
        return None;
    }
    let mut caveats = Vec::new();
    let bouts = running.iter().map(|r| bout(signals, placement, r, &mut caveats)).collect();
    let mut oriented = Oriented { placement, bouts, standing: standing(signals), caveats };
    parts::settle(&mut oriented);
    Some(oriented)
}

fn bout(
    signals: &Signals<Sensor>,
    placement: Placement,
    running: &Running,
    caveats: &mut Vec<Caveat>,
) -> Option<OrientedBout> {
    // A foot rotates at 1000 °/s and more around contact; the movement of pelvis, trunk, thigh and wrist has no content
    // above 20 Hz.
    let min_hz = if matches!(placement.segment, Segment::Foot | Segment::Shank) { 200.0 } else { 100.0 };
    let made = Increments::of(signals, running.range.clone(), min_hz)?;
    let strides = Strides::of(&made.gyr, &made.acc, made.rate_hz, running.stride_s * made.rate_hz)?;
    let leg = placement.is_leg();
    let closed = strapdown(&made, &strides, leg)?;
    let (orientation, method) = choose(&made, closed, caveats);
    let mut bout = OrientedBout {
        rate_hz: made.rate_hz,
        start_s: made.start_s,
        orientation,
        force: made.acc,
        method,
        parts: Vec::new(),
        strides,
        anatomical: signals.axes.anatomical,
        foot: placement.segment == Segment::Foot,
        shank: placement.segment == Segment::Shank,
    };
    bout.parts = parts::find(&bout, &made.gyr, leg);
    Some(bout)
}

fn choose(
    made: &Increments,
    closed: Strapdown,
    caveats: &mut Vec<Caveat>,
) -> (Vec<UnitQuaternion<f64>>, OrientationMethod) {
    if closed.steady >= STEADY {
        return (closed.orientation, OrientationMethod::PeriodicStrapdown);
    }
    let bends = |text| Caveat::new(CaveatId::Turns, text).with_value(1.0 - closed.steady);
    let long = made.len() as f64 >= VQF_S * made.rate_hz;
    let filtered =
        if long { offline_vqf(&made.gyr, &made.acc, made.rate_hz, &VqfParams::default()) } else { None };
    match filtered {
        Some(vqf) => {
            caveats.push(bends("the course turns or the gait changes too much to assume that every stride ends where it began: orientation comes from a less accurate filter"));
            (vqf.orientation, OrientationMethod::OfflineVqf)
        }
        None => {
            caveats.push(bends("strides do not end in the orientation in which they began (turns, or an unsteady gait) and the run is too short for a filter: angles are less certain"));
            (closed.orientation, OrientationMethod::PeriodicStrapdown)
        }
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::Vector3;

    use super::super::increments::push;
    use super::*;
    use crate::recording::Triad;

    /// A pelvis on a winding course: the heading swings by ±1.2 rad in 12 s.
    fn winding(seconds: f64) -> (Signals<Sensor>, Vec<Vector3<f64>>) {
        let (rate, w) = (100.0, std::f64::consts::TAU / 0.7);
        let orientation = |t: f64| {
            UnitQuaternion::from_axis_angle(
                &Vector3::z_axis(),
                1.2 * (t * std::f64::consts::TAU / 12.0).sin(),
            ) * UnitQuaternion::from_scaled_axis(Vector3::new(
                0.1 * (w * t).sin(),
                0.05 * (2.0 * w * t).sin(),
                0.0,
            ))
        };
        let (mut acc, mut gyr, mut ups) = (Triad::default(), Triad::default(), Vec::new());
        for i in 0..(seconds * rate) as usize {
            let t = i as f64 / rate;
            let (before, q, after) = (orientation(t - 1e-4), orientation(t), orientation(t + 1e-4));
            push(
                &mut gyr,
                (before.inverse() * after).scaled_axis() / 2e-4 + Vector3::new(0.01, -0.02, 0.005),
            );
            let bounce = Vector3::new(
                -3.0 * (2.0 * w * t).cos(),
                1.5 * (w * t).sin(),
                9.80665 + 12.0 * (2.0 * w * t).sin(),
            );
            push(&mut acc, q.inverse() * bounce);
            ups.push(q.inverse() * Vector3::z());
        }
        (Signals::new(rate, acc).with_gyr(gyr), ups)
    }

    #[test]
    fn bends_hand_over_to_the_filter() {
        let (signals, ups) = winding(90.0);
        let running = [Running { range: 0..signals.len(), stride_s: 0.7 }];
        let oriented = orient(&signals, Placement::PELVIS, &running).expect("a gyroscope");
        let bout = oriented.bouts[0].as_ref().expect("orientation");
        assert_eq!(bout.method, OrientationMethod::OfflineVqf);
        assert!(oriented.caveats.iter().any(|c| c.id == CaveatId::Turns));
        let errors: Vec<f64> =
            ups.iter().enumerate().map(|(i, u)| bout.up(i).angle(u).to_degrees()).collect();
        // VQF's error at 60 s on the recordings of docs/VALIDATION.md is 0.3–0.4° SD; three of them.
        assert!(crate::signal::rms(&errors).is_some_and(|e| e < 1.2), "{:?}", crate::signal::rms(&errors));
        let (short, _) = winding(20.0);
        let running = [Running { range: 0..short.len(), stride_s: 0.7 }];
        let oriented = orient(&short, Placement::PELVIS, &running).expect("a gyroscope");
        assert_eq!(oriented.bouts[0].as_ref().map(|b| b.method), Some(OrientationMethod::PeriodicStrapdown));
        assert!(oriented.caveats.iter().any(|c| c.id == CaveatId::Turns));
    }

    #[test]
    fn what_lacks_a_gyroscope_or_gravity_has_no_orientation() {
        let (signals, _) = winding(10.0);
        let running =
            [Running { range: 0..signals.len(), stride_s: 0.7 }, Running { range: 5..9, stride_s: 0.7 }];
        let oriented = orient(&signals, Placement::PELVIS, &running).expect("a gyroscope");
        assert!(oriented.bouts[0].is_some() && oriented.bouts[1].is_none());
        let mut without = signals.clone();
        without.gyr = None;
        assert!(orient(&without, Placement::PELVIS, &running).is_none());
        let mut free = signals;
        free.gravity_free = true;
        assert!(orient(&free, Placement::PELVIS, &running).is_none());
    }
}
