//! Samples of the running in the axes of the body segment, for your own processing.

use nalgebra::{Matrix3, Rotation3, UnitQuaternion, Vector3};

use crate::bouts::Bout;
use crate::contacts::Missing;
use crate::orientation::{self, BodyFrame, OrientedBout, Running};
use crate::recording::{Placement, Recording, Sensor, Signals, Triad};
use crate::signal::CubicSpline;
use crate::units::STANDARD_GRAVITY;

/// Points of a stride from 0 to 100 %.
const POINTS: usize = 101;

/// The samples of one running bout in the axes of the segment that carries the sensor, at the recording's own rate.
///
/// Segment axes: x anterior, y up (proximal), z to the runner's right, with y along the mean vertical of running,
/// which for a shank is not its long axis. Level
/// axes: y up, x and z horizontal; the heading is arbitrary and may drift. Where the movement does not reveal the axes of the
/// segment, everything in segment axes is NaN and the rest remains.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SegmentSamples {
    /// Where the sensor sits.
    pub placement: Placement,
    /// Index among the recording's running bouts.
    pub bout: usize,
    /// Samples per second.
    pub rate_hz: f64,
    /// Time of the first sample, s since the recording's first.
    pub start_s: f64,
    /// Identifier of the orientation method.
    pub method: &'static str,
    /// Rotates segment axes into level axes; `None` where the segment's axes are unknown.
    pub orientation: Vec<Option<UnitQuaternion<f64>>>,
    /// Specific force in segment axes, m/s² (+9.81 along y at rest).
    pub acc: Triad,
    /// Angular rate in segment axes, rad/s.
    pub gyr: Triad,
    /// Acceleration in level axes with gravity removed, m/s².
    pub acc_level: Triad,
}

impl SegmentSamples {
    /// Number of samples.
    pub fn len(&self) -> usize {
        self.orientation.len()
    }

    /// True if there are no samples.
    pub fn is_empty(&self) -> bool {
        self.orientation.is_empty()
    }

    /// Time of a sample, s since the recording's first.
    pub fn time_s(&self, i: usize) -> f64 {
        self.start_s + i as f64 / self.rate_hz
    }

    /// Inclination at a sample, degrees: sagittal (positive with the anterior side up, as for a foot with its toes up and a
    /// shank with the ankle ahead of the knee) and frontal (positive with the right side up), zero where the segment's mean
    /// vertical of running is vertical. `None` where the segment's axes are unknown.
    pub fn inclination_deg(&self, i: usize) -> Option<(f64, f64)> {
        let up = (*self.orientation.get(i)?)?.inverse() * Vector3::y();
        Some((up.x.atan2(up.y).to_degrees(), up.z.atan2(up.y).to_degrees()))
    }

    /// One value per sample, normalised to 0, 1, … 100 % of a stride that lies within the samples.
    ///
    /// `None` if the stride does not, or if a value in it is not finite.
    pub fn stride(&self, values: &[f64], from_s: f64, to_s: f64) -> Option<Vec<f64>> {
        stride_waveform(values, (self.start_s, self.rate_hz), from_s, to_s)
    }
}

/// Values at `rate_hz` whose first one belongs to `start_s`, normalised to 0, 1, … 100 % of the stride `from_s..to_s` by a
/// cubic spline through the samples around it; `None` if the stride is not covered by finite values.
pub fn stride_waveform(
    values: &[f64],
    (start_s, rate_hz): (f64, f64),
    from_s: f64,
    to_s: f64,
) -> Option<Vec<f64>> {
    let (from, to) = ((from_s - start_s) * rate_hz, (to_s - start_s) * rate_hz);
    if !(from >= 0.0 && to > from && to <= values.len() as f64 - 1.0) {
        return None;
    }
    // Some samples beyond both ends: a spline's ends are free.
    let first = (from as usize).saturating_sub(4);
    let part = values.get(first..(to.ceil() as usize + 5).min(values.len()))?;
    if part.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let curve = CubicSpline::uniform(part);
    let at = |k: usize| from + (to - from) * k as f64 / (POINTS as f64 - 1.0) - first as f64;
    Some((0..POINTS).map(|k| curve.eval(at(k))).collect())
}

/// Samples of every given running bout in the axes of the body segment.
///
/// ```
/// # use strideform::bouts::{self, Activity};
/// # use strideform::pipeline::segment_samples;
/// # use strideform::recording::{Placement, Recording, Signals, Triad};
/// # use strideform_virtual::{Params, SensorSpec, VirtualRun};
/// # let run = VirtualRun::new(Params { seconds: 20.0, ..Params::default() })?;
/// # let made = run.record(&SensorSpec::pelvis());
/// # let ([ax, ay, az], [gx, gy, gz]) = (made.acc, made.gyr);
/// # let signals = Signals::new(200.0, Triad::new(ax, ay, az)).with_gyr(Triad::new(gx, gy, gz));
/// let recording = Recording::new("belt", Placement::PELVIS, signals);
/// let mut running = bouts::find(&recording.signals, recording.placement);
/// running.retain(|b| b.activity == Activity::Run);
/// let samples = segment_samples(&recording, &running)?;
/// let vertical = samples[0].acc_level.columns()[1].to_vec();      // m/s², upwards, gravity removed
/// let stride = samples[0].stride(&vertical, 12.0, 12.7);            // 101 values
/// # assert_eq!(stride.map(|s| s.len()), Some(101));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Missing`] without a gyroscope, below 50 Hz, with a missing axis or with gravity removed.
pub fn segment_samples(recording: &Recording, running: &[Bout]) -> Result<Vec<SegmentSamples>, Missing> {
    of_signals(&recording.signals, recording.placement, running)
}

/// The same from the samples alone, e.g. those of a [`ContactInput`](crate::contacts::ContactInput).
///
/// # Errors
/// As for [`segment_samples`].
pub fn of_signals(
    signals: &Signals<Sensor>,
    placement: Placement,
    running: &[Bout],
) -> Result<Vec<SegmentSamples>, Missing> {
    let whole: Vec<Running> = running
        .iter()
        .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or_default() })
        .collect();
    let needs = "a gyroscope, three axes with gravity, and 50 Hz or more";
    let oriented = orientation::orient(signals, placement, &whole).ok_or_else(|| Missing::new(needs))?;
    let made = oriented.bouts.iter().zip(running).enumerate();
    Ok(made.filter_map(|(k, (bout, run))| of_bout(signals, placement, k, bout.as_ref()?, run)).collect())
}

fn of_bout(
    signals: &Signals<Sensor>,
    placement: Placement,
    bout: usize,
    oriented: &OrientedBout,
    run: &Bout,
) -> Option<SegmentSamples> {
    let gyr = signals.gyr.as_ref()?;
    let range = run.start..run.end.min(signals.len());
    let mut out = SegmentSamples {
        placement,
        bout,
        rate_hz: signals.rate_hz,
        start_s: signals.time_s(range.start),
        method: oriented.method.id(),
        orientation: Vec::with_capacity(range.len()),
        acc: Triad::default(),
        gyr: Triad::default(),
        acc_level: Triad::default(),
    };
    let (mut acc, mut rate, mut level) = (columns(range.len()), columns(range.len()), columns(range.len()));
    for i in range {
        let t = signals.time_s(i);
        let q = at(oriented, oriented.sample(t))?;
        let (force, turn) = (signals.acc.at(i), gyr.at(i));
        let up = |v: Vector3<f64>| Vector3::new(v.x, v.z, -v.y);
        push(&mut level, up(q * force) - Vector3::new(0.0, STANDARD_GRAVITY, 0.0));
        let frame = oriented.part(t).and_then(|p| p.frame).map(|f| axes(&f));
        let unknown = Vector3::repeat(f64::NAN);
        push(&mut acc, frame.map_or(unknown, |f| f.inverse() * force));
        push(&mut rate, frame.map_or(unknown, |f| f.inverse() * turn));
        out.orientation.push(frame.map(|f| y_up() * q * f));
    }
    let triad = |[x, y, z]: [Vec<f64>; 3]| Triad::new(x, y, z);
    (out.acc, out.gyr, out.acc_level) = (triad(acc), triad(rate), triad(level));
    Some(out)
}

fn columns(n: usize) -> [Vec<f64>; 3] {
    [(); 3].map(|()| Vec::with_capacity(n))
}

fn push(to: &mut [Vec<f64>; 3], v: Vector3<f64>) {
    for (column, value) in to.iter_mut().zip(v.iter()) {
        column.push(*value);
    }
}

/// From level axes with z up to those with y up.
fn y_up() -> UnitQuaternion<f64> {
    UnitQuaternion::from_axis_angle(&Vector3::x_axis(), -std::f64::consts::FRAC_PI_2)
}

/// From segment axes to sensor axes.
fn axes(frame: &BodyFrame) -> UnitQuaternion<f64> {
    let columns = Matrix3::from_columns(&[frame.anterior, frame.up, frame.right]);
    UnitQuaternion::from_rotation_matrix(&Rotation3::from_matrix_unchecked(columns))
}

/// The orientation between two samples, which are a small rotation apart.
fn at(bout: &OrientedBout, sample: f64) -> Option<UnitQuaternion<f64>> {
    let last = bout.len().checked_sub(1)?;
    let sample = sample.clamp(0.0, last as f64);
    let (i, rest) = (sample as usize, sample.fract());
    let a = bout.orientation.get(i)?;
    let b = bout.orientation.get(i + 1).unwrap_or(a);
    let near = if a.coords.dot(&b.coords) < 0.0 { -b.into_inner() } else { b.into_inner() };
    Some(UnitQuaternion::new_normalize(a.into_inner() * (1.0 - rest) + near * rest))
}
