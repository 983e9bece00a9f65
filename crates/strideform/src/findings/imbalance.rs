//! What left and right show together: the functional leg-length pattern, and whether the difference persists over the run.

use crate::contacts::ContactSide;
use crate::metrics::{Metric, Sided, half_width};
use crate::recording::CaveatId;
use crate::signal::{median, sd};

/// The pattern's name.
pub(super) const FUNCTIONAL_LEG_LENGTH: &str = "functional-leg-length";

/// Metrics of the pattern: the raised ("long") side has more of each.
const SIGNS: [(&str, &str); 3] = [
    ("peak_tibial_acceleration", "impact at the shin"),
    ("foot_strike_angle", "heel-first landing"),
    ("pelvic_drop_midstance", "height of the hip at mid-stance"),
];
/// Shortest run whose halves are compared, s (*chosen*: running out and back takes longer).
const LEAST_S: f64 = 120.0;
/// Minimum number of steps per side and quarter of the run.
const LEAST_STEPS: usize = 10;

/// The pattern, where all signs agree and each exceeds the error of its difference; and what was examined, where at least two
/// of the three metrics are available.
pub(super) fn pattern(metrics: &[Metric]) -> (Option<String>, Option<String>) {
    let found: Vec<(&str, f64, f64)> = SIGNS
        .iter()
        .filter_map(|(id, words)| {
            let m = metrics.iter().find(|m| m.id == *id)?;
            // Without standing, mid-stance drop is even by construction; and the difference of a bound means nothing.
            let hollow = m.is_lower_bound() || m.caveats.iter().any(|c| c.id == CaveatId::NoStanding);
            if hollow {
                return None;
            }
            Some((*words, m.left? - m.right?, m.side_difference_uncertainty?))
        })
        .collect();
    let lean = |(words, d, half): &(&str, f64, f64)| {
        let side = match d {
            d if d.abs() <= *half => "even within the error",
            d if *d > 0.0 => "more on the left",
            _ => "more on the right",
        };
        format!("{words} {side}")
    };
    let clear = found.len() == SIGNS.len() && found.iter().all(|(_, d, half)| d.abs() > *half);
    let first_sign = found.first().map_or(1.0, |f| f.1.signum());
    let agree = clear && found.iter().all(|(_, d, _)| d.signum() == first_sign);
    let listed: Vec<String> = found.iter().map(lean).collect();
    let looked = (found.len() >= 2).then(|| {
        let end = match (agree, found.len() == SIGNS.len()) {
            (true, _) => {
                let (long, short) = if first_sign > 0.0 { ("left", "right") } else { ("right", "left") };
                format!("all signs of a functional leg-length difference, with the {long} leg as the long one and the {short} leg as the short one")
            }
            (false, true) => "the signs do not agree, so no functional leg-length pattern".to_owned(),
            (false, false) => {
                "assessing a functional leg-length pattern takes shank, foot and pelvis sensors together".to_owned()
            }
        };
        format!("{}: {end}", listed.join(", "))
    });
    (agree.then(|| FUNCTIONAL_LEG_LENGTH.to_owned()), looked)
}

/// How the difference changed over the run.
pub(super) struct Course {
    /// True if it switches sides or disappears, as it does running out and back on a cambered road.
    pub(super) changes: bool,
    /// The change in words.
    pub(super) text: String,
}

/// Left minus right in the two halves of the run; `None` for a short run or without steps of both sides.
pub(super) fn course(metrics: &[Metric]) -> Option<Course> {
    let of = |id: &str| metrics.iter().find(|m| m.id == id);
    let (metric, words, factor, unit) =
        [("contact_time", "contact time", 1000.0, "ms"), ("pelvic_drop_excursion", "hip drop", 1.0, "°")]
            .into_iter()
            .find_map(|(id, words, factor, unit)| {
                let m = of(id).filter(|m| m.left.is_some() && m.right.is_some())?;
                Some((m, words, factor, unit))
            })?;
    let steps = &metric.steps.steps;
    let (from, to) = (steps.first()?.0, steps.last()?.0);
    if to - from < LEAST_S {
        return None;
    }
    let quarters: Vec<(f64, f64)> = (0..4)
        .map(|k| {
            let bound = |k: i32| from + (to - from) * f64::from(k) / 4.0;
            let mut part = Sided::default();
            let inside = |t: f64| t >= bound(k) && (t < bound(k + 1) || k == 3);
            part.steps = steps.iter().filter(|s| inside(s.0)).copied().collect();
            let side = |s| Some(part.of(s)).filter(|v| v.len() >= LEAST_STEPS);
            let (left, right) = (side(ContactSide::Left)?, side(ContactSide::Right)?);
            let step = sd(&left)?.hypot(sd(&right)?);
            Some((median(&left)? - median(&right)?, half_width(0.0, step, left.len().min(right.len()))))
        })
        .collect::<Option<_>>()?;
    let [a, b, c, d] = quarters[..] else { return None };
    // The error of a half: that of its steps, or how far apart its quarters are, whichever is larger.
    let half = |x: (f64, f64), y: (f64, f64)| {
        let apart = 1.96 * (x.0 - y.0).abs() / 2.0;
        (0.5 * (x.0 + y.0), (0.5 * x.1.hypot(y.1)).max(apart))
    };
    let (first, second) = (half(a, b), half(c, d));
    let flips = first.0 * second.0 < 0.0 && first.0.abs() > first.1 && second.0.abs() > second.1;
    let (large, small) = if first.0.abs() > second.0.abs() { (first, second) } else { (second, first) };
    let vanishes = large.0.abs() > large.1
        && small.0.abs() < small.1
        && (large.0 - small.0).abs() > large.1.hypot(small.1)
        && small.0.abs() < 0.25 * large.0.abs();
    let say = |(d, _): (f64, f64)| {
        let side = if d >= 0.0 { "left" } else { "right" };
        format!("{:.1} {unit} more on the {side}", d.abs() * factor)
    };
    let both = format!("{words} {} in the first half of the run, {} in the second", say(first), say(second));
    let changes = flips || vanishes;
    let text = if changes {
        let how = if flips { "switches sides" } else { "disappears" };
        format!(
            "the difference {how} over the run ({both}), as it does running out and back on a cambered road"
        )
    } else {
        format!(
            "{both}: it neither switches sides nor disappears, as it would running out and back on a cambered road"
        )
    };
    Some(Course { changes, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Placement;

    fn sided(id: &'static str, left: f64, right: f64, half: f64) -> Metric {
        let mut s = Sided::default();
        for i in 0..10 {
            s.push(f64::from(i), ContactSide::Left, left);
            s.push(f64::from(i) + 0.4, ContactSide::Right, right);
        }
        let mut m = s.metric(id.parse().unwrap(), Placement::PELVIS, "t", 0.0, "t").unwrap();
        m.side_difference_uncertainty = Some(half);
        m
    }

    #[test]
    fn the_pattern_takes_three_signs_beyond_their_errors() {
        let all = |strike: f64| {
            vec![
                sided("peak_tibial_acceleration", 9.0, 6.0, 1.0),
                sided("foot_strike_angle", strike, 8.0, 2.0),
                sided("pelvic_drop_midstance", 6.0, 3.0, 2.0),
            ]
        };
        let (name, text) = pattern(&all(14.0));
        assert_eq!(name.as_deref(), Some(FUNCTIONAL_LEG_LENGTH));
        assert!(text.unwrap().contains("the left leg as the long"));
        assert_eq!(pattern(&all(3.0)).0, None, "strike on the other side");
        assert_eq!(pattern(&all(9.0)).0, None, "within its error");
        assert_eq!(pattern(&all(14.0)[..2]).0, None, "no pelvis");
    }

    #[test]
    fn camber_out_and_back_is_seen() {
        let run = |second: f64| {
            let mut s = Sided::default();
            for i in 0..1200 {
                let t = 0.36 * f64::from(i);
                let wobble = 0.002 * f64::from(i % 5 - 2);
                let side = if i % 2 == 0 { ContactSide::Left } else { ContactSide::Right };
                let longer = if t < 216.0 { 0.010 } else { second };
                let own = if side == ContactSide::Left { longer } else { 0.0 };
                s.push(t, side, 0.25 + own + wobble);
            }
            course(&[s
                .metric(crate::metrics::MetricId::ContactTime, Placement::PELVIS, "t", 0.0, "t")
                .unwrap()])
            .unwrap()
        };
        assert!(run(-0.010).changes && run(-0.010).text.contains("switches sides"));
        assert!(run(0.0).changes && run(0.0).text.contains("disappears"));
        assert!(!run(0.010).changes);
    }
}
