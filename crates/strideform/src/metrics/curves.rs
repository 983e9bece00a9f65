//! The gait cycle: mean ± SD of an angle or an acceleration over the stride, per side.
//!
//! Every stride, from one initial contact to the next of the same foot, is normalised to 0…100 % and averaged point by
//! point. The band is the scatter between strides; the level has the same bias as the metric derived from the same
//! signal.

use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout, Part};
use crate::recording::{Placement, Segment, Sensor, Signals};
use crate::signal::{CubicSpline, zero_phase_lowpass};
use crate::strides::{Feet, Timeline};
use crate::units::STANDARD_GRAVITY;

use super::cycle_curve::StrideCurves;
use super::foot_flat::flat_stances;
use super::foot_strike::up_at_flat;
use super::measured::AngleInput;
use super::pelvis::LOWPASS_HZ;
use super::sagittal::Pitch;
use super::shank_angle::long_axes;
use super::stretched::{CurveSet, Cycle, Quantity, Sided};

/// Every curve for the sensor's segment; none from fewer than five strides.
///
/// Foot: `foot_pitch`. Shank: `shank_angle`. Pelvis: `pelvic_obliquity` and `vertical_acceleration`. Trunk:
/// `vertical_acceleration`. With `keep` every stride is kept, too.
pub fn cycle_curves(input: &AngleInput<'_>, keep: bool) -> CurveSet {
    let AngleInput { oriented, contacts, .. } = *input;
    let cycles = cycles(contacts, oriented.placement, |c| {
        Some(oriented.bouts.get(c.bout)?.as_ref()?.stride_s(c.initial_contact_s))
    });
    match oriented.placement.segment {
        Segment::Foot => foot_pitch(input, &cycles, keep),
        Segment::Shank => shank_angle(input, &cycles, keep),
        Segment::Pelvis => {
            let mut out = pelvic_obliquity(oriented, &cycles, keep);
            out.extend(vertical_acceleration(oriented, &cycles, keep));
            out
        }
        Segment::Trunk => vertical_acceleration(oriented, &cycles, keep),
        Segment::Thigh | Segment::Wrist | Segment::Watch => CurveSet::default(),
    }
}

/// `vertical_acceleration` of a sensor without a gyroscope, along the mean vertical of each bout. The sensor's tilt of
/// a few degrees reduces it by the cosine of that angle.
pub fn cycle_without_gyroscope(
    acceleration: impl Fn(&Contact, f64) -> Option<f64>,
    contacts: &[Contact],
    stride_s: impl Fn(&Contact) -> Option<f64>,
    placement: Placement,
    keep: bool,
) -> CurveSet {
    let mut sums = Sided::default();
    for cycle in &cycles(contacts, placement, stride_s) {
        sums.add(cycle, |t| acceleration(&cycle.contact, t).map_or(f64::NAN, |a| a / STANDARD_GRAVITY));
    }
    sums.curves(VERTICAL_ACCELERATION, placement, keep)
}

/// `acceleration_norm` of any sensor: the strides only, for a look at them; the magnitude depends on no axis.
pub fn acceleration_strides(
    signals: &Signals<Sensor>,
    contacts: &[Contact],
    stride_s: impl Fn(&Contact) -> Option<f64>,
    placement: Placement,
) -> Vec<StrideCurves> {
    let norm = |i: usize| if i < signals.len() { signals.acc.at(i).norm() } else { f64::NAN };
    let mut sums = Sided::default();
    for cycle in &cycles(contacts, placement, stride_s) {
        sums.add(cycle, |t| {
            let at = (t * signals.rate_hz).max(0.0);
            let (i, rest) = (at as usize, at.fract());
            let next = if rest > 0.0 { norm(i + 1) } else { 0.0 };
            (norm(i) * (1.0 - rest) + next * rest) / STANDARD_GRAVITY
        });
    }
    let zero = "free fall";
    sums.curves(Quantity { id: "acceleration_norm", unit: "g", zero }, placement, true).strides
}

const VERTICAL_ACCELERATION: Quantity =
    Quantity { id: "vertical_acceleration", unit: "g", zero: "no acceleration" };

fn cycles(
    contacts: &[Contact],
    placement: Placement,
    stride_s: impl Fn(&Contact) -> Option<f64>,
) -> Vec<Cycle> {
    let feet = if placement.is_leg() { Feet::One } else { Feet::Both };
    let line = Timeline::build(contacts.to_vec(), feet, stride_s);
    let of = |from: usize| line.contacts.get(from).cloned();
    line.strides.iter().filter_map(|s| Some(Cycle { contact: of(s.from)?, stride_s: s.stride_s })).collect()
}

/// The bout and the part that contain a whole stride.
fn place<'a>(oriented: &'a Oriented, cycle: &Cycle) -> Option<(&'a OrientedBout, &'a Part)> {
    let bout = oriented.bouts.get(cycle.contact.bout)?.as_ref()?;
    let (on, end) = (cycle.contact.initial_contact_s, cycle.contact.initial_contact_s + cycle.stride_s);
    let part = bout.part(on).filter(|p| on >= p.from_s && end <= p.to_s)?;
    let inside = bout.sample(on) >= 0.0 && bout.sample(end) <= bout.len() as f64 - 1.0;
    inside.then_some((bout, part))
}

/// Strides grouped by the part that contains them.
fn by_part<'a, 'c>(
    oriented: &'a Oriented,
    cycles: &'c [Cycle],
) -> Vec<(&'a OrientedBout, &'a Part, Vec<&'c Cycle>)> {
    let mut out: Vec<(&OrientedBout, &Part, Vec<&Cycle>)> = Vec::new();
    for cycle in cycles {
        let Some((bout, part)) = place(oriented, cycle) else { continue };
        match out.last_mut() {
            Some((_, last, list)) if std::ptr::eq(*last, part) => list.push(cycle),
            _ => out.push((bout, part, vec![cycle])),
        }
    }
    out
}

fn foot_pitch(input: &AngleInput<'_>, cycles: &[Cycle], keep: bool) -> CurveSet {
    let stances = flat_stances(input.signals, input.oriented, input.contacts);
    let mut sums = Sided::default();
    for group in stances.chunk_by(|a, b| std::ptr::eq(a.part, b.part)) {
        let Some(first) = group.first() else { continue };
        let Some(pitch) = up_at_flat(group).and_then(|up| Pitch::of(first.bout, first.part, &up)) else {
            continue;
        };
        for stance in group {
            // A contact has the same time in all lists, so equality is exact.
            let at = cycles.binary_search_by(|c| {
                c.contact.initial_contact_s.total_cmp(&stance.contact.initial_contact_s)
            });
            let Some(cycle) = at.ok().and_then(|i| cycles.get(i)) else { continue };
            let inside = place(input.oriented, cycle).is_some_and(|(_, p)| std::ptr::eq(p, stance.part));
            if inside {
                let flat = pitch.at(stance.bout, stance.flat_s);
                sums.add(cycle, |t| pitch.at(stance.bout, t) - flat);
            }
        }
    }
    let zero = "the foot flat on the ground in the same stance";
    sums.curves(Quantity { id: "foot_pitch", unit: "°", zero }, input.oriented.placement, keep)
}

fn shank_angle(input: &AngleInput<'_>, cycles: &[Cycle], keep: bool) -> CurveSet {
    let (axes, known) = long_axes(input.signals, input.oriented, input.contacts);
    let mut sums = Sided::default();
    for (bout, part, list) in by_part(input.oriented, cycles) {
        let up = axes.iter().find(|(p, _)| std::ptr::eq(*p, part)).map(|(_, up)| up);
        let Some(pitch) = up.and_then(|up| Pitch::of(bout, part, up)) else { continue };
        for cycle in list {
            sums.add(cycle, |t| pitch.at(bout, t));
        }
    }
    let zero = if known { "the shank upright" } else { "the shank's mean at mid-stance" };
    sums.curves(Quantity { id: "shank_angle", unit: "°", zero }, input.oriented.placement, keep)
}

fn pelvic_obliquity(oriented: &Oriented, cycles: &[Cycle], keep: bool) -> CurveSet {
    let mut sums = Sided::default();
    let mut from_standing = true;
    for (bout, part, list) in by_part(oriented, cycles) {
        let Some(posture) = bout.posture(part) else { continue };
        let degrees: Vec<f64> = posture.obliquity.iter().map(|v| v.to_degrees()).collect();
        let curve = CubicSpline::uniform(&zero_phase_lowpass(&degrees, LOWPASS_HZ, posture.rate_hz));
        let neutral = posture.standing.map(|angles| angles.obliquity.to_degrees());
        from_standing &= neutral.is_some();
        for cycle in list {
            // Right side down is a drop during left stance.
            let sign = match cycle.contact.side {
                ContactSide::Left => 1.0,
                ContactSide::Right => -1.0,
                ContactSide::Unknown => continue,
            };
            sums.add(cycle, |t| {
                sign * (curve.eval((t - posture.start_s) * posture.rate_hz) - neutral.unwrap_or(0.0))
            });
        }
    }
    let zero = if from_standing { "standing still" } else { "the run's own mean" };
    sums.curves(Quantity { id: "pelvic_obliquity", unit: "°", zero }, oriented.placement, keep)
}

fn vertical_acceleration(oriented: &Oriented, cycles: &[Cycle], keep: bool) -> CurveSet {
    let mut sums = Sided::default();
    for (bout, part, list) in by_part(oriented, cycles) {
        // At least one more sample on each side, for the point between the last two.
        let first = (bout.sample(part.from_s) as usize).saturating_sub(2);
        let end = (bout.sample(part.to_s) as usize + 3).min(bout.len());
        let ups: Vec<f64> = (first..end).map(|i| bout.vertical_acceleration(i) / STANDARD_GRAVITY).collect();
        let up = |i: usize| ups.get(i.saturating_sub(first)).or(ups.last()).copied().unwrap_or(f64::NAN);
        for cycle in list {
            sums.add(cycle, |t| {
                // A sample is the mean over the interval that ends at it.
                let at = (bout.sample(t) + 0.5).max(0.0);
                let (i, rest) = (at as usize, at.fract());
                up(i) * (1.0 - rest) + up(i + 1) * rest
            });
        }
    }
    sums.curves(VERTICAL_ACCELERATION, oriented.placement, keep)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::CURVE_POINTS;
    use approx::assert_abs_diff_eq;

    fn contact(t: f64) -> Contact {
        Contact {
            side: ContactSide::Left,
            initial_contact_s: t,
            toe_off_s: Some(t + 0.25),
            valid: true,
            reason: None,
            placement: Placement::new(Segment::Foot, crate::recording::Side::Left),
            bout: 0,
        }
    }

    #[test]
    fn strides_are_stretched_to_a_hundred_per_cent() {
        // Strides of 0.7 and 0.8 s carry the same wave over their own length: the mean is that wave, without spread.
        let starts = [0.0, 0.7, 1.5, 2.2, 3.0, 3.7, 4.5];
        let contacts: Vec<Contact> = starts.iter().map(|t| contact(*t)).collect();
        let wave = |c: &Contact, t: f64| {
            let i = starts.iter().position(|s| s.total_cmp(&c.initial_contact_s).is_eq())?;
            let length = starts.get(i + 1)? - starts[i];
            Some(STANDARD_GRAVITY * ((t - starts[i]) / length * std::f64::consts::TAU).sin())
        };
        let made = cycle_without_gyroscope(wave, &contacts, |_| Some(0.75), contacts[0].placement, true);
        let [curve] = &made.curves[..] else { panic!("{made:?}") };
        // Every stride is kept where it was, and each is that wave.
        let [strides] = &made.strides[..] else { panic!("{made:?}") };
        assert_eq!((strides.start_s.as_slice(), strides.end_s.as_slice()), (&starts[..6], &starts[1..]));
        assert_eq!((strides.len(), strides.values.len()), (6, 6 * CURVE_POINTS));
        assert!(strides.outlier.iter().all(|o| !o));
        for stride in strides.values.chunks(CURVE_POINTS) {
            assert_abs_diff_eq!(stride[25], 1.0, epsilon = 1e-6); // f32
        }
        assert_eq!((curve.n, curve.side, curve.mean.len()), (6, ContactSide::Left, CURVE_POINTS));
        // Rounding only.
        assert_abs_diff_eq!(curve.mean[25], 1.0, epsilon = 1e-9);
        assert_abs_diff_eq!(curve.mean[75], -1.0, epsilon = 1e-9);
        assert!(curve.sd.iter().all(|s| *s < 1e-9));
        // 0.25 s of strides of 0.7 and 0.8 s, three each: the median lies between the two.
        let toe_off = curve.toe_off_percent.expect("toe-off");
        assert_abs_diff_eq!(toe_off, 50.0 * (0.25 / 0.7 + 0.25 / 0.8), epsilon = 1e-9);
        let few = cycle_without_gyroscope(wave, &contacts[..4], |_| Some(0.75), contacts[0].placement, false);
        assert!(few.curves.is_empty() && few.strides.is_empty(), "three strides do not make a curve");
    }
}
