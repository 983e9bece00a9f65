//! The gait cycle: mean ± SD of an angle or an acceleration over the stride, per side.
//!
//! Every stride, from one initial contact to the next of the same foot, is normalised to 0…100 % and averaged point by
//! point. The band is the scatter between strides; the level has the same bias as the metric derived from the same
//! signal.

use serde::{Deserialize, Serialize, Serializer};

use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout, Part};
use crate::recording::{Placement, Segment, stored};
use crate::signal::{CubicSpline, mean, median, sd, zero_phase_lowpass};
use crate::strides::{Feet, Timeline};
use crate::units::STANDARD_GRAVITY;

use super::foot_flat::flat_stances;
use super::foot_strike::up_at_flat;
use super::measured::AngleInput;
use super::pelvis::LOWPASS_HZ;
use super::sagittal::Pitch;
use super::shank_angle::long_axes;

/// Values of a curve: at 0, 1, … 100 % of the stride.
pub const CURVE_POINTS: usize = 101;
/// Minimum number of strides for a curve (*chosen*: the standard error of the mean is then less than half of the SD).
const MIN_STRIDES: usize = 5;
/// A stride whose distance from the median stride exceeds this multiple of the median distance is omitted (*chosen*:
/// rejects fewer than one in a thousand of similar strides).
const UNLIKE: f64 = 3.0;

/// Mean curve of one quantity over the stride of one side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CycleCurve {
    /// `pelvic_obliquity`, `foot_pitch`, `shank_angle` (°) or `vertical_acceleration` (g).
    #[serde(deserialize_with = "stored::text")]
    pub id: stored::Text,
    /// Unit of `mean` and `sd`.
    #[serde(deserialize_with = "stored::text")]
    pub unit: stored::Text,
    /// The foot whose initial contact is 0 %; unknown if the sensor does not distinguish the sides.
    pub side: ContactSide,
    /// The sensor.
    pub placement: Placement,
    /// Mean at 0, 1, … 100 % of the stride. Positive means: obliquity, the side of the swing leg drops; foot, toes up;
    /// shank, ankle ahead of the knee; acceleration, upwards with gravity removed.
    #[serde(serialize_with = "thousandths")]
    pub mean: Vec<f64>,
    /// Standard deviation over strides, in `unit`, at the same points.
    #[serde(serialize_with = "thousandths")]
    pub sd: Vec<f64>,
    /// Mean toe-off, % of the stride.
    pub toe_off_percent: Option<f64>,
    /// Strides averaged.
    pub n: usize,
    /// Strides omitted because they differ from the others: setting off, a stumble, a bend.
    pub left_out: usize,
    /// What zero means.
    #[serde(deserialize_with = "stored::text")]
    pub zero: stored::Text,
}

/// A thousandth of a degree or of a g is far below any sensor's noise.
fn thousandths<S: Serializer>(values: &[f64], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(values.iter().map(|v| (v * 1000.0).round() / 1000.0))
}

/// One stride to be averaged.
struct Cycle {
    contact: Contact,
    stride_s: f64,
}

/// Strides normalised to 0…100 %.
#[derive(Default)]
struct Stretched {
    strides: Vec<Vec<f64>>,
    toe_offs: Vec<f64>,
}

impl Stretched {
    fn add(&mut self, cycle: &Cycle, value: impl Fn(f64) -> f64) {
        let at = |k: usize| cycle.contact.initial_contact_s + cycle.stride_s * k as f64 / 100.0;
        let values: Vec<f64> = (0..CURVE_POINTS).map(|k| value(at(k))).collect();
        if values.iter().all(|v| v.is_finite()) {
            self.strides.push(values);
            self.toe_offs.extend(cycle.contact.contact_time_s().map(|s| 100.0 * s / cycle.stride_s));
        }
    }

    /// Mean, SD and number of the strides that resemble the others.
    fn average(&self) -> Option<(Vec<f64>, Vec<f64>, usize)> {
        // One point at a time: transposing all of them would hold every stride in memory twice.
        let mut column = Vec::with_capacity(self.strides.len());
        let mut at = |list: &[&Vec<f64>], k: usize, of: fn(&[f64]) -> Option<f64>| {
            column.clear();
            column.extend(list.iter().filter_map(|s| s.get(k)));
            of(&column)
        };
        let all: Vec<&Vec<f64>> = self.strides.iter().collect();
        let middle: Vec<f64> = (0..CURVE_POINTS).filter_map(|k| at(&all, k, median)).collect();
        let away = |s: &Vec<f64>| s.iter().zip(&middle).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
        let distances: Vec<f64> = self.strides.iter().map(away).collect();
        // Identical strides still differ by rounding.
        let limit = (UNLIKE * median(&distances)?).max(1e-6);
        let kept: Vec<&Vec<f64>> =
            self.strides.iter().zip(&distances).filter(|(_, d)| **d <= limit).map(|(s, _)| s).collect();
        let means: Vec<f64> = (0..CURVE_POINTS).filter_map(|k| at(&kept, k, mean)).collect();
        let sds: Vec<f64> = (0..CURVE_POINTS).filter_map(|k| at(&kept, k, sd)).collect();
        (kept.len() >= MIN_STRIDES && sds.len() == CURVE_POINTS).then_some((means, sds, kept.len()))
    }
}

/// Strides by side, in the order left, right, unknown.
#[derive(Default)]
struct Sided([Stretched; 3]);

const SIDES: [ContactSide; 3] = [ContactSide::Left, ContactSide::Right, ContactSide::Unknown];

impl Sided {
    fn add(&mut self, cycle: &Cycle, value: impl Fn(f64) -> f64) {
        let [left, right, unknown] = &mut self.0;
        match cycle.contact.side {
            ContactSide::Left => left,
            ContactSide::Right => right,
            ContactSide::Unknown => unknown,
        }
        .add(cycle, value);
    }

    fn curves(
        self,
        id: &'static str,
        unit: &'static str,
        placement: Placement,
        zero: &'static str,
    ) -> Vec<CycleCurve> {
        let averaged =
            SIDES.into_iter().zip(self.0).filter_map(|(side, all)| Some((side, all.average()?, all)));
        averaged
            .map(|(side, (mean, sd, n), all)| CycleCurve {
                id,
                unit,
                side,
                placement,
                mean,
                sd,
                toe_off_percent: median(&all.toe_offs),
                n,
                left_out: all.strides.len() - n,
                zero,
            })
            .collect()
    }
}

/// Every curve for the sensor's segment; none from fewer than five strides.
///
/// Foot: `foot_pitch`. Shank: `shank_angle`. Pelvis: `pelvic_obliquity` and `vertical_acceleration`. Trunk:
/// `vertical_acceleration`.
pub fn cycle_curves(input: &AngleInput<'_>) -> Vec<CycleCurve> {
    let AngleInput { oriented, contacts, .. } = *input;
    let cycles = cycles(contacts, oriented.placement, |c| {
        Some(oriented.bouts.get(c.bout)?.as_ref()?.stride_s(c.initial_contact_s))
    });
    match oriented.placement.segment {
        Segment::Foot => foot_pitch(input, &cycles),
        Segment::Shank => shank_angle(input, &cycles),
        Segment::Pelvis => {
            let mut out = pelvic_obliquity(oriented, &cycles);
            out.extend(vertical_acceleration(oriented, &cycles));
            out
        }
        Segment::Trunk => vertical_acceleration(oriented, &cycles),
        Segment::Thigh | Segment::Wrist | Segment::Watch => Vec::new(),
    }
}

/// `vertical_acceleration` of a sensor without a gyroscope, along the mean vertical of each bout. The sensor's tilt of
/// a few degrees reduces it by the cosine of that angle.
pub fn cycle_without_gyroscope(
    acceleration: impl Fn(&Contact, f64) -> Option<f64>,
    contacts: &[Contact],
    stride_s: impl Fn(&Contact) -> Option<f64>,
    placement: Placement,
) -> Vec<CycleCurve> {
    let mut sums = Sided::default();
    for cycle in &cycles(contacts, placement, stride_s) {
        sums.add(cycle, |t| acceleration(&cycle.contact, t).map_or(f64::NAN, |a| a / STANDARD_GRAVITY));
    }
    sums.curves("vertical_acceleration", "g", placement, "no acceleration")
}

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

fn foot_pitch(input: &AngleInput<'_>, cycles: &[Cycle]) -> Vec<CycleCurve> {
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
    sums.curves("foot_pitch", "°", input.oriented.placement, "the foot flat on the ground in the same stance")
}

fn shank_angle(input: &AngleInput<'_>, cycles: &[Cycle]) -> Vec<CycleCurve> {
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
    sums.curves("shank_angle", "°", input.oriented.placement, zero)
}

fn pelvic_obliquity(oriented: &Oriented, cycles: &[Cycle]) -> Vec<CycleCurve> {
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
    sums.curves("pelvic_obliquity", "°", oriented.placement, zero)
}

fn vertical_acceleration(oriented: &Oriented, cycles: &[Cycle]) -> Vec<CycleCurve> {
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
    sums.curves("vertical_acceleration", "g", oriented.placement, "no acceleration")
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let made = cycle_without_gyroscope(wave, &contacts, |_| Some(0.75), contacts[0].placement);
        let [curve] = &made[..] else { panic!("{made:?}") };
        assert_eq!((curve.n, curve.side, curve.mean.len()), (6, ContactSide::Left, CURVE_POINTS));
        // Rounding only.
        assert_abs_diff_eq!(curve.mean[25], 1.0, epsilon = 1e-9);
        assert_abs_diff_eq!(curve.mean[75], -1.0, epsilon = 1e-9);
        assert!(curve.sd.iter().all(|s| *s < 1e-9));
        // 0.25 s of strides of 0.7 and 0.8 s, three each: the median lies between the two.
        let toe_off = curve.toe_off_percent.expect("toe-off");
        assert_abs_diff_eq!(toe_off, 50.0 * (0.25 / 0.7 + 0.25 / 0.8), epsilon = 1e-9);
        let few = cycle_without_gyroscope(wave, &contacts[..4], |_| Some(0.75), contacts[0].placement);
        assert!(few.is_empty(), "three strides do not make a curve");
    }
}
