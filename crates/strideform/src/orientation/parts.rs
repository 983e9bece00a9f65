//! Parts of the running between which the sensor moved on the body, and the body's axes in each.

use crate::parallel::*;
use nalgebra::Vector3;

use crate::recording::{Caveat, CaveatId, Segment, Triad};
use crate::signal::quantile;

use super::body_frame::{BodyFrame, Part};
use super::forward::sense_of;
use super::functional_axis::medio_lateral_axis;
use super::heading::heading;
use super::segment::{Oriented, OrientedBout};

/// Length of the windows whose directions are compared, s (*chosen*: 20 strides, over which the mean upward direction
/// is stable to half a degree and the heading to three).
const WINDOW_S: f64 = 15.0;
/// Number of windows averaged on each side.
const BESIDE: usize = 3;
/// A lasting change of the upward direction by more than this means that the sensor moved, rad (*chosen*: 8°; slope and
/// fatigue change posture by two or three).
const UP_RAD: f64 = 0.14;
/// The same for the heading, rad (*chosen*: 15°, five times the error of a window).
const WAY_RAD: f64 = 0.26;
/// Largest angle between standing and mean running posture of a pelvis or trunk, rad (*chosen*: 25°; runners lean and
/// tilt by 5…15°).
const POSTURE_RAD: f64 = 0.44;
/// The same for a leg, whose mean orientation in running is far from standing.
const LEG_POSTURE_RAD: f64 = 1.2;
/// Disagreement of the two headings that is worth reporting, rad (measured on the recordings of docs/VALIDATION.md:
/// 1–4°; each degree of heading shifts the left–right difference of pelvic drop by 0.11°).
const DISAGREE_RAD: f64 = 0.10;

/// Directions found in one window.
#[derive(Clone, Copy)]
struct Seen {
    up: Vector3<f64>,
    /// Anterior, or, for a leg, the runner's right.
    way: Option<Vector3<f64>>,
}

/// Parts of a bout; never empty.
pub(super) fn find(bout: &OrientedBout, gyr: &Triad, leg: bool) -> Vec<Part> {
    let n = bout.len();
    let count = (n as f64 / (WINDOW_S * bout.rate_hz)).floor().max(1.0) as usize;
    let at = |k: usize| n * k / count;
    let mut cuts = vec![0];
    if count >= 2 {
        let windows: Vec<Option<Seen>> =
            (0..count).into_par_iter().map(|k| look(bout, gyr, at(k)..at(k + 1), leg)).collect();
        cuts.extend(changes(&windows).into_iter().map(|k| sharpen(bout, at(k - 1), at(k), at(k + 1))));
    }
    cuts.push(n);
    let ranges = cuts.iter().zip(cuts.iter().skip(1)).map(|(a, b)| *a..*b);
    ranges.map(|range| part(bout, gyr, range, leg)).collect()
}

/// Windows at whose start the directions changed permanently.
fn changes(windows: &[Option<Seen>]) -> Vec<usize> {
    let mean = |list: &[Option<Seen>]| -> Option<(Vector3<f64>, Vector3<f64>)> {
        let up = list.iter().flatten().map(|s| s.up).sum::<Vector3<f64>>();
        let way = list.iter().flatten().filter_map(|s| s.way).sum::<Vector3<f64>>();
        (up.norm() > 0.0).then_some((up, way))
    };
    let jumps: Vec<f64> = (1..windows.len())
        .map(|k| {
            let before = windows.get(k.saturating_sub(BESIDE)..k).and_then(mean);
            let after = windows.get(k..(k + BESIDE).min(windows.len())).and_then(mean);
            let (Some(a), Some(b)) = (before, after) else { return 0.0 };
            let way = if a.1.norm() > 0.0 && b.1.norm() > 0.0 { a.1.angle(&b.1) / WAY_RAD } else { 0.0 };
            (a.0.angle(&b.0) / UP_RAD).max(way)
        })
        .collect();
    let jump = |k: usize| jumps.get(k).copied().unwrap_or(0.0);
    (0..jumps.len())
        .filter(|&k| {
            let around = k.saturating_sub(BESIDE)..=k + BESIDE;
            jump(k) > 1.0 && around.into_iter().all(|j| jump(j) < jump(k) || j >= k && jump(j) <= jump(k))
        })
        .map(|k| k + 1)
        .collect()
}

/// The sample between the outer ends of two windows from which the upward direction is closer to its later value.
fn sharpen(bout: &OrientedBout, from: usize, middle: usize, to: usize) -> usize {
    let ups: Vec<Vector3<f64>> = (from..to).map(|i| bout.up(i)).collect();
    let (Some(before), Some(after)) = (ups.get(..(middle - from) / 2), ups.get((to + middle) / 2 - from..))
    else {
        return middle;
    };
    let sum = |list: &[Vector3<f64>]| list.iter().sum::<Vector3<f64>>();
    let (before, after) = (sum(before), sum(after));
    if before.angle(&after) < UP_RAD {
        return middle;
    }
    let smooth = bout.stride_mean(&ups, 1.0);
    let crossing = smooth.iter().position(|u| u.angle(&after) < u.angle(&before));
    crossing.map_or(middle, |i| from + i)
}

/// Mean up over whole strides.
fn mean_up(bout: &OrientedBout, range: std::ops::Range<usize>) -> Option<Vector3<f64>> {
    let stride = bout.strides.at(0.5 * (range.start + range.end) as f64);
    let count = (range.len() as f64 / stride).floor() * stride;
    let len = if count >= 1.0 { count as usize } else { range.len() };
    let sum: Vector3<f64> = (range.start..range.start + len).map(|i| bout.up(i)).sum();
    sum.try_normalize(f64::MIN_POSITIVE)
}

fn look(bout: &OrientedBout, gyr: &Triad, range: std::ops::Range<usize>, leg: bool) -> Option<Seen> {
    let part = part(bout, gyr, range, leg);
    let way = part.frame.map(|f| if leg { f.right } else { f.anterior });
    (part.up.norm() > 0.0).then_some(Seen { up: part.up, way })
}

fn part(bout: &OrientedBout, gyr: &Triad, range: std::ops::Range<usize>, leg: bool) -> Part {
    let up = mean_up(bout, range.clone()).unwrap_or_else(Vector3::zeros);
    let mut clear = true;
    let (frame, disagreement_rad) = if bout.anatomical && leg {
        (BodyFrame::from_right(Vector3::z(), up), None)
    } else if bout.anatomical {
        (BodyFrame::from_up(up, Vector3::x()), None)
    } else if leg {
        let stride_s = bout.strides.at(0.5 * (range.start + range.end) as f64) / bout.rate_hz;
        let mut axis = medio_lateral_axis(&gyr.slice(range.clone()), bout.rate_hz, stride_s);
        clear = axis.is_some_and(|a| a.is_clear());
        if bout.foot {
            let (sense, margin) =
                axis.and_then(|a| foot_sense(bout, gyr, range.clone(), &a.axis)).unwrap_or((1.0, 0.0));
            clear = axis.is_some_and(|a| a.lambda_ratio >= 0.7) && margin > 1.3;
            if let Some(a) = &mut axis {
                a.axis *= sense;
            }
        }
        if bout.shank
            && let Some(a) = &mut axis
        {
            let orientation = bout.orientation.get(range.clone()).unwrap_or(&[]);
            let stride = stride_s * bout.rate_hz;
            if let Some(sense) = sense_of(orientation, &bout.force.slice(range.clone()), stride, &a.axis) {
                a.axis *= sense;
                clear = a.lambda_ratio >= 0.7;
            }
        }
        // Without a dominant axis there is no well-defined plane of movement (*chosen*: three fifths of the power of
        // two axes).
        (axis.filter(|a| a.lambda_ratio > 0.6).and_then(|a| BodyFrame::from_right(a.axis, up)), None)
    } else {
        let orientation = bout.orientation.get(range.clone()).unwrap_or(&[]);
        let force = bout.force.slice(range.clone());
        let found = heading(orientation, &force, &bout.strides, range.start, bout.rate_hz);
        let frame = found.and_then(|h| BodyFrame::from_up(h.up, h.anterior));
        (frame, found.map(|h| h.disagreement_rad))
    };
    let (from_s, to_s) = (bout.time_s(range.start), bout.time_s(range.end));
    Part { from_s, to_s, up, frame, clear, disagreement_rad, standing_up: None }
}

/// The sign with which a foot's lateral axis points to the right, and how certain it is: from its flat position (its
/// slowest fifth) a foot pitches toes-down by 70…100° in push-off and swing, but toes-up by 30° at most.
fn foot_sense(
    bout: &OrientedBout,
    gyr: &Triad,
    range: std::ops::Range<usize>,
    axis: &Vector3<f64>,
) -> Option<(f64, f64)> {
    let rates = gyr.slice(range.clone()).norm();
    let slow = quantile(&rates, 0.2)?;
    let still = range.clone().zip(&rates).filter(|(_, w)| **w <= slow);
    let up = still.map(|(i, _)| bout.up(i)).sum::<Vector3<f64>>();
    let frame = BodyFrame::from_right(*axis, up)?;
    let pitch: Vec<f64> =
        range.map(|i| bout.up(i)).map(|u| u.dot(&frame.anterior).atan2(u.dot(&frame.up))).collect();
    // The extreme samples belong to single strides.
    let (down, up) = (-quantile(&pitch, 0.02)?, quantile(&pitch, 0.98)?);
    let (sense, more, less) = if down >= up { (1.0, down, up) } else { (-1.0, up, down) };
    Some((sense, more / less.max(1e-3)))
}

/// Assigns each part its standing period and returns the caveats that apply.
pub(super) fn settle(oriented: &mut Oriented) {
    let segment = oriented.placement.segment;
    let leg = oriented.placement.is_leg();
    let limit = if leg { LEG_POSTURE_RAD } else { POSTURE_RAD };
    let standing = oriented.standing.clone();
    let mut caveats = Vec::new();
    // Ends and starts of neighbouring parts between which the sensor moved.
    let mut parts: Vec<&mut Part> = oriented.bouts.iter_mut().flatten().flat_map(|b| &mut b.parts).collect();
    let moved: Vec<bool> = parts
        .iter()
        .zip(parts.iter().skip(1))
        .map(|(a, b)| {
            let way = match (a.frame, b.frame) {
                (Some(x), Some(y)) if leg => x.right.angle(&y.right),
                (Some(x), Some(y)) => x.anterior.angle(&y.anterior),
                _ => 0.0,
            };
            a.to_s == b.from_s || a.up.angle(&b.up) > UP_RAD || way > WAY_RAD
        })
        .collect();
    let times: Vec<(f64, f64)> = parts.iter().map(|p| (p.from_s, p.to_s)).collect();
    let mut disagrees: f64 = 0.0;
    for (k, part) in parts.iter_mut().enumerate() {
        let earliest = (0..k).rev().find(|j| moved.get(*j) == Some(&true)).and_then(|j| times.get(j));
        let latest = (k..moved.len()).find(|j| moved.get(*j) == Some(&true)).and_then(|j| times.get(j + 1));
        let (earliest, latest) = (earliest.map_or(f64::MIN, |t| t.1), latest.map_or(f64::MAX, |t| t.0));
        let away = |s: &&super::Standing| (part.from_s - s.to_s).max(s.from_s - part.to_s);
        let usable = standing.iter().filter(|s| s.from_s >= earliest && s.to_s <= latest);
        let nearest = usable.min_by(|a, b| away(a).total_cmp(&away(b)));
        part.standing_up = nearest.map(|s| s.up).filter(|up| up.angle(&part.up) < limit);
        if let (Some(s), None) = (nearest, part.standing_up) {
            disagrees = disagrees.max(s.up.angle(&part.up).to_degrees());
        }
    }
    if parts.is_empty() {
        return;
    }
    for (k, _) in moved.iter().enumerate().filter(|(_, m)| **m) {
        let minute = times.get(k + 1).map_or(0.0, |t| t.0 / 60.0);
        caveats.push(
            Caveat::new(
                CaveatId::SensorTurned,
                format!("the sensor slipped or was turned at minute {minute:.1}: the parts before and after are aligned separately"),
            )
            .with_value(minute),
        );
    }
    if disagrees > 0.0 {
        caveats.push(
            Caveat::new(CaveatId::StillGravityDisagrees, "the posture while still does not match the running (lying, sitting, or the sensor not being worn), so it is not used")
                .with_value(disagrees),
        );
    }
    if parts.iter().any(|p| p.standing_up.is_none()) && segment != Segment::Foot && segment != Segment::Wrist
    {
        caveats.push(Caveat::new(
            CaveatId::NoStanding,
            "no standing period as a reference: angles are relative to the mean of the run, so only excursions and differences are meaningful",
        ));
    }
    if parts.iter().any(|p| p.frame.is_none() || !p.clear) {
        let text = if leg {
            "the segment does not rotate about one clear axis: angles from this sensor are less certain"
        } else {
            "the runner's heading could not be found in part of the run"
        };
        caveats.push(Caveat::new(CaveatId::AxisUnclear, text));
    }
    let worst = parts.iter().filter_map(|p| p.disagreement_rad).fold(0.0, f64::max);
    if worst > DISAGREE_RAD {
        caveats.push(
            Caveat::new(CaveatId::HeadingUnclear, "acceleration and rotation disagree about the runner's heading: left–right differences are less certain")
                .with_value(worst.to_degrees()),
        );
    }
    oriented.caveats.extend(caveats);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(angles: &[f64]) -> Vec<Option<Seen>> {
        let seen = |a: &f64| Seen { up: Vector3::new(a.sin(), a.cos(), 0.0), way: Some(Vector3::z()) };
        angles.iter().map(|a| Some(seen(a))).collect()
    }

    #[test]
    fn one_jump_is_one_change_and_drift_is_none() {
        // A quarter of a radian between the fourth and fifth window, with a wobble of a degree.
        let jump: Vec<f64> =
            (0..9).map(|k| if k < 4 { 0.0 } else { 0.25 } + 0.02 * f64::from(k % 2)).collect();
        assert_eq!(changes(&windows(&jump)), [4]);
        let drift: Vec<f64> = (0..9).map(|k| 0.02 * f64::from(k)).collect();
        assert!(changes(&windows(&drift)).is_empty());
        let two: Vec<f64> = (0..14).map(|k| if (5..10).contains(&k) { 0.3 } else { 0.0 }).collect();
        assert_eq!(changes(&windows(&two)), [5, 10]);
        assert!(changes(&windows(&[])).is_empty() && changes(&[None, None, None]).is_empty());
    }

    #[test]
    fn frames_are_square_and_right_handed() {
        let (up, ahead) = (Vector3::new(0.1, 2.0, 0.3), Vector3::new(1.0, 0.4, -0.2));
        let frame = BodyFrame::from_up(up, ahead).expect("two directions");
        // x ahead, y up, z right: x × y = z.
        assert!((frame.anterior.cross(&frame.up) - frame.right).norm() < 1e-12);
        assert!(frame.up.angle(&up) < 1e-7);
        let same = BodyFrame::from_right(frame.right, up + frame.right).expect("two directions");
        assert!((same.anterior - frame.anterior).norm() < 1e-12);
        assert_eq!(BodyFrame::from_up(up, up), None);
    }
}
