//! What a foot's accelerometer shows without a gyroscope: impacts once a stride, and two directions of the foot.

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::recording::{Sensor, Track, Triad};
use crate::signal::{
    CubicSpline, PeakOptions, derivative, find_peaks, median, norm3, refine_parabolic, zero_phase_lowpass,
};

use super::force::Force;

/// Low-pass under which an impact is one bump of the jerk, Hz (*chosen*; two bumps 25 ms apart become one).
const IMPACT_LOWPASS_HZ: f64 = 10.0;
/// Low-pass for the foot's directions, Hz (*chosen*).
const FRAME_LOWPASS_HZ: f64 = 20.0;
/// Least distance of two impacts in stride times, least height as a share of the bout's median (*chosen*).
const IMPACT_DISTANCE: f64 = 0.6;
const IMPACT_HEIGHT: f64 = 0.45;
/// Where after an impact the foot lies flat, in stride times: the stillest moment in there (*chosen*: flat at 0.13 and
/// 0.11–0.21 on the two foot recordings of docs/VALIDATION.md).
const FLAT_WINDOW: (f64, f64) = (0.06, 0.28);
/// Half of the flat moment, s (*chosen*).
const FLAT_HALF_S: f64 = 0.015;
/// Where before an impact the swinging foot is braked, in stride times (*chosen*).
const BRAKE_WINDOW: (f64, f64) = (0.20, 0.03);

/// The accelerometer in one running bout.
#[derive(Debug, Clone)]
pub(super) struct Impacts {
    /// Times of the impacts, s since the recording's first sample.
    pub(super) times_s: Vec<f64>,
    /// The signal they were found in.
    pub(super) force: Force,
}

/// Directions of the foot in sensor axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Out of the upper: against gravity while the foot lies flat.
    pub(super) up: Vector3<f64>,
    /// Towards the toes, square to `up`: against the braking of the swing.
    pub(super) forward: Vector3<f64>,
}

impl Impacts {
    /// Impacts of one bout; `None` without a stride time.
    pub(super) fn of(track: &Track<Sensor>, bout: &Bout) -> Option<Self> {
        let stride_s = bout.stride_s.filter(|t| t.is_finite() && *t > 0.0)?;
        let force = Force::of(track, bout);
        let rate_hz = force.rate_hz;
        let slope = force
            .acc
            .map(|axis| derivative(&zero_phase_lowpass(axis, IMPACT_LOWPASS_HZ, rate_hz), 1.0 / rate_hz));
        let jerk = norm3(&slope.x, &slope.y, &slope.z);
        let options = PeakOptions::default().distance(IMPACT_DISTANCE * stride_s * rate_hz);
        let peaks: Vec<(f64, f64)> = find_peaks(&jerk, &options)
            .iter()
            .map(|peak| refine_parabolic(&jerk, peak.index))
            .map(|(i, height)| (force.seconds(i), height))
            .filter(|(t, _)| (force.start_s..force.end_s).contains(t))
            .collect();
        let heights: Vec<f64> = peaks.iter().map(|(_, height)| *height).collect();
        let least = IMPACT_HEIGHT * median(&heights)?;
        let times_s = peaks.iter().filter(|(_, h)| *h >= least).map(|(t, _)| *t).collect();
        Some(Self { times_s, force })
    }

    /// The foot's directions, from all strides of the bout. `None` where they do not show.
    pub(super) fn frame(&self, bout: &Bout) -> Option<Frame> {
        let force = &self.force;
        let calm = force.size(IMPACT_LOWPASS_HZ);
        let curves = force.curves(FRAME_LOWPASS_HZ);
        let mean = |from: f64, to: f64| {
            let axis = |c: &CubicSpline| {
                let values = c.grid(force.sample(from), (force.sample(to) - force.sample(from)) / 16.0, 17);
                values.iter().sum::<f64>() / 17.0
            };
            let [x, y, z] = &curves;
            Vector3::new(axis(x), axis(y), axis(z))
        };
        let (mut flats, mut brakes) = (Triad::default(), Triad::default());
        let keep = |list: &mut Triad, v: Vector3<f64>| {
            list.x.push(v.x);
            list.y.push(v.y);
            list.z.push(v.z);
        };
        for &impact in &self.times_s {
            let Some(stride) = bout.stride_at(impact) else { continue };
            let first = force.seconds(0.0);
            if impact - BRAKE_WINDOW.0 * stride < first || impact + FLAT_WINDOW.1 * stride > force.end_s {
                continue;
            }
            let window =
                force.window(&calm, impact + FLAT_WINDOW.0 * stride, impact + FLAT_WINDOW.1 * stride);
            let Some(flat) = window.and_then(|w| w.min()) else { continue };
            keep(&mut flats, mean(flat.at_s - FLAT_HALF_S, flat.at_s + FLAT_HALF_S));
            keep(&mut brakes, mean(impact - BRAKE_WINDOW.0 * stride, impact - BRAKE_WINDOW.1 * stride));
        }
        let up = middle(&flats)?.try_normalize(f64::MIN_POSITIVE)?;
        let brake = middle(&brakes)?;
        let forward = (up * brake.dot(&up) - brake).try_normalize(f64::MIN_POSITIVE)?;
        let finite = up.iter().chain(&forward).all(|v| v.is_finite());
        finite.then_some(Frame { up, forward })
    }
}

/// The mean of the vectors nearest to their mean: all but the farthest fifth, twice. Unlike a median by axis it turns
/// with the sensor.
fn middle(vectors: &Triad) -> Option<Vector3<f64>> {
    let mut all: Vec<Vector3<f64>> = (0..vectors.len()).map(|i| vectors.at(i)).collect();
    for _ in 0..2 {
        let centre = mean(&all)?;
        all.sort_by(|a, b| (a - centre).norm_squared().total_cmp(&(b - centre).norm_squared()));
        all.truncate(all.len() - all.len() / 5);
    }
    mean(&all)
}

fn mean(vectors: &[Vector3<f64>]) -> Option<Vector3<f64>> {
    (!vectors.is_empty()).then(|| vectors.iter().sum::<Vector3<f64>>() / vectors.len() as f64)
}
