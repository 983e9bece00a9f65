//! Pitch of a leg segment in the sagittal plane, about its axis of rotation in running.

use nalgebra::Vector3;

use crate::orientation::{BodyFrame, OrientedBout, Part};
use crate::signal::CubicSpline;

/// Pitch over one part of a bout.
pub(super) struct Pitch {
    start: usize,
    /// Angle per sample, degrees; positive with the far end (toes, ankle) ahead or up.
    curve: CubicSpline,
}

impl Pitch {
    /// Zero is where the vertical lies along `up` (sensor axes). The plane is perpendicular to the part's lateral axis
    /// after that has been made perpendicular to `up`: a lateral axis with a roll error would mix roll into the pitch.
    /// `None` without axes.
    pub(super) fn of(bout: &OrientedBout, part: &Part, up: &Vector3<f64>) -> Option<Self> {
        let known = part.frame?;
        let lateral = known.right - up * known.right.dot(up);
        let frame = BodyFrame::from_right(lateral, *up)?;
        let index = |t: f64| (bout.sample(t).round().max(0.0) as usize).min(bout.len());
        let (start, end) = (index(part.from_s), index(part.to_s));
        let mut turns = 0.0;
        let mut before = 0.0;
        let angles: Vec<f64> = (start..end)
            .map(|i| {
                let world = bout.up(i);
                let angle = world.dot(&frame.anterior).atan2(world.dot(&frame.up)).to_degrees();
                // A foot may pass the horizontal in push-off, so the angle is unwrapped for the spline.
                if angle + turns - before > 180.0 {
                    turns -= 360.0;
                } else if angle + turns - before < -180.0 {
                    turns += 360.0;
                }
                before = angle + turns;
                before
            })
            .collect();
        Some(Self { start, curve: CubicSpline::uniform(&angles) })
    }

    /// Pitch at a time, degrees.
    pub(super) fn at(&self, bout: &OrientedBout, time_s: f64) -> f64 {
        self.curve.eval(bout.sample(time_s) - self.start as f64)
    }
}

/// Mean upward direction in sensor axes over parts of the given stances (times in s).
pub(super) fn mean_up(bout: &OrientedBout, windows: &[(f64, f64)]) -> Option<Vector3<f64>> {
    let mut sum = Vector3::zeros();
    for &(from, to) in windows {
        let (a, b) = (bout.sample(from).round().max(0.0) as usize, bout.sample(to).round().max(0.0) as usize);
        for i in a..=b.min(bout.len()) {
            sum += bout.up(i);
        }
    }
    sum.try_normalize(f64::MIN_POSITIVE)
}
