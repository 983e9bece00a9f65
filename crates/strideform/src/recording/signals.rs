//! Samples of one sensor on a uniform grid, in a stated frame.

use std::marker::PhantomData;
use std::ops::Range;

use super::triad::Triad;

/// Axes of the sensor's housing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sensor;
/// Axes of the body segment: x anterior, y up (proximal), z to the runner's right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body;
/// Axes of the world: x along the course, y up, z to the right of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct World;

/// What the file says about the accelerometer's axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axes {
    /// True if the columns were named anatomically (`acc_is`, `acc_pa`, `acc_ml`…): x is then anterior,
    /// y up, z right, nominally (the sensor's tilt on the segment is not removed). Otherwise the orientation is unknown.
    pub anatomical: bool,
    /// Which of x, y, z were measured; an axis that was not is filled with zeros.
    pub measured: [bool; 3],
}

impl Axes {
    /// Three axes of unknown orientation.
    pub const UNKNOWN: Self = Self { anatomical: false, measured: [true; 3] };
}

/// Specific force and, where measured, angular rate on one uniform grid.
///
/// Sample `i` was taken at `i / rate_hz` seconds after the recording's first sample. Samples inside `gaps` were not
/// measured: they bridge the gap with a straight line so that filters can run, and nothing inside a gap may be reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Signals<F> {
    /// Samples per second.
    pub rate_hz: f64,
    /// Specific force, m/s² (at rest +9.81 along up), unless `gravity_free`.
    pub acc: Triad,
    /// Angular rate, rad/s, as long as `acc`.
    pub gyr: Option<Triad>,
    /// What is known about the axes.
    pub axes: Axes,
    /// True if the exporter had already removed gravity from `acc`.
    pub gravity_free: bool,
    /// Gaps that are too long to interpolate, as ascending, disjoint sample ranges.
    pub gaps: Vec<Range<usize>>,
    frame: PhantomData<F>,
}

impl<F> Signals<F> {
    /// Signals without gyroscope or gaps, orientation unknown.
    pub fn new(rate_hz: f64, acc: Triad) -> Self {
        Self {
            rate_hz,
            acc,
            gyr: None,
            axes: Axes::UNKNOWN,
            gravity_free: false,
            gaps: Vec::new(),
            frame: PhantomData,
        }
    }

    /// Adds the gyroscope; both are cut to the shorter length.
    #[must_use]
    pub fn with_gyr(mut self, mut gyr: Triad) -> Self {
        let n = self.acc.len().min(gyr.len());
        // In place, so that a day of samples is not copied to drop two of them.
        for column in [&mut self.acc, &mut gyr].into_iter().flat_map(|t| [&mut t.x, &mut t.y, &mut t.z]) {
            column.truncate(n);
        }
        self.gyr = Some(gyr);
        self
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.acc.len()
    }

    /// True without samples.
    pub fn is_empty(&self) -> bool {
        self.acc.is_empty()
    }

    /// Time of sample `i` in seconds since the first.
    pub fn time_s(&self, i: usize) -> f64 {
        i as f64 / self.rate_hz
    }

    /// Length of the recording in seconds: number of samples divided by the rate.
    pub fn seconds(&self) -> f64 {
        self.len() as f64 / self.rate_hz
    }

    /// The sample at or just before `seconds`, clamped to the available range.
    pub fn index(&self, seconds: f64) -> usize {
        ((seconds * self.rate_hz).max(0.0) as usize).min(self.len().saturating_sub(1))
    }

    /// True if any sample between the two times was not measured.
    pub fn touches_gap(&self, from_s: f64, to_s: f64) -> bool {
        let (a, b) = (from_s * self.rate_hz, to_s * self.rate_hz);
        // Gaps are in ascending order, and a poor radio link leaves many.
        let first = self.gaps.partition_point(|gap| (gap.end as f64) < a);
        self.gaps.get(first).is_some_and(|gap| gap.start as f64 <= b)
    }

    /// The same samples, relabelled as being in another frame.
    #[must_use]
    pub fn in_frame<G>(self) -> Signals<G> {
        Signals {
            rate_hz: self.rate_hz,
            acc: self.acc,
            gyr: self.gyr,
            axes: self.axes,
            gravity_free: self.gravity_free,
            gaps: self.gaps,
            frame: PhantomData,
        }
    }
}
