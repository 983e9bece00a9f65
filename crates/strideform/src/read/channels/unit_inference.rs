//! Infers units and gravity from the signal if the header does not state them or cannot be right.

use crate::error::Error;
use crate::recording::{Caveat, Inference};
use crate::units::STANDARD_GRAVITY;

use crate::read::columns::unit_names::{self, Unit};
use crate::read::errors::ambiguous;

/// Length of the windows used to detect rest, s (*chosen*; Camomilla et al. 2018 use 0.5 to 1 s).
const QUIET_WINDOW_S: f64 = 0.5;

/// What the samples of the accelerometer show about their scale.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Level {
    /// Median norm in windows at rest.
    quiet: Option<f64>,
    median: f64,
    /// Norm of the mean vector.
    mean: f64,
    rms: f64,
    /// Median norm of the half with the larger norms.
    lively: f64,
    integers: bool,
}

pub(in crate::read) fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

fn norms(axes: &[&[f64]]) -> Vec<f64> {
    let n = axes.iter().map(|a| a.len()).min().unwrap_or(0);
    let mut out = vec![0.0; n];
    for axis in axes {
        for (o, v) in out.iter_mut().zip(*axis) {
            *o += v * v;
        }
    }
    out.iter_mut().for_each(|v| *v = v.sqrt());
    out
}

/// Per window of half a second: norm of the mean, and the spread about it.
fn windows(axes: &[&[f64]], rate_hz: f64) -> Vec<(f64, f64)> {
    let length = ((QUIET_WINDOW_S * rate_hz).round() as usize).max(4);
    let n = axes.iter().map(|a| a.len()).min().unwrap_or(0);
    (0..n / length)
        .map(|w| {
            let (mut mean2, mut spread2) = (0.0, 0.0);
            for axis in axes {
                let part = axis.get(w * length..(w + 1) * length).unwrap_or_default();
                let m = part.iter().sum::<f64>() / length as f64;
                mean2 += m * m;
                spread2 += part.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / length as f64;
            }
            (mean2.sqrt(), spread2.sqrt())
        })
        .collect()
}

fn level(axes: &[&[f64]], rate_hz: f64) -> Level {
    let norm = norms(axes);
    let rms = (norm.iter().map(|v| v * v).sum::<f64>() / norm.len().max(1) as f64).sqrt();
    let mean =
        axes.iter().map(|a| (a.iter().sum::<f64>() / a.len().max(1) as f64).powi(2)).sum::<f64>().sqrt();
    // At rest the spread is a small part of gravity; without gravity, of the variability of the whole recording (both chosen).
    let mut quiet: Vec<f64> = windows(axes, rate_hz)
        .into_iter()
        .filter(|(m, s)| *s < 0.03 * m || *s < 0.02 * rms)
        .map(|(m, _)| m)
        .collect();
    let mut sorted = norm.clone();
    let median_norm = median(&mut sorted);
    let mut lively: Vec<f64> = norm.iter().copied().filter(|v| *v >= median_norm).collect();
    let integers = axes.iter().all(|a| a.iter().all(|v| v.fract() == 0.0));
    Level {
        quiet: (!quiet.is_empty()).then(|| median(&mut quiet)),
        median: median_norm,
        mean,
        rms,
        lively: median(&mut lively),
        integers,
    }
}

/// The unit in which gravity is closest to the value, on a logarithmic scale, and the distance.
fn nearest(value: f64, centre_g: f64) -> (Unit, f64) {
    let candidates = [unit_names::G, unit_names::METRES, unit_names::MILLI_G, unit_names::MILLIMETRES];
    let off = |u: &Unit| (value * u.to_si / (STANDARD_GRAVITY * centre_g)).ln().abs();
    let mut best = unit_names::G;
    for u in candidates {
        if off(&u) < off(&best) {
            best = u;
        }
    }
    (best, off(&best))
}

/// The result for an accelerometer.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Acceleration {
    pub(in crate::read) unit: Unit,
    pub(in crate::read) gravity_free: bool,
    pub(in crate::read) inferences: Vec<Inference>,
    pub(in crate::read) caveats: Vec<Caveat>,
}

fn note(about: &str, conclusion: &str, because: String, overridden_by: &str) -> Inference {
    Inference {
        about: about.into(),
        conclusion: conclusion.into(),
        because,
        overridden_by: overridden_by.into(),
    }
}

fn raw(what: &str, example: &str) -> Error {
    ambiguous(format!("the {what} holds raw counts of the ADC, and the file does not give their scale"))
        .with_remedy(format!(
            "state the scale from the sensor's data sheet or settings, e.g. --units {example}"
        ))
}

/// What is known before looking at the signal.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct Known {
    /// The unit given by the user.
    pub(in crate::read) stated: Option<Unit>,
    /// The unit in the header.
    pub(in crate::read) header: Option<Unit>,
    pub(in crate::read) raw: bool,
    /// True if the header indicates gravity-free acceleration.
    pub(in crate::read) free: bool,
    /// True for a foot or wrist, which rotates so much that its mean is not gravity; hips and shanks average 0.88 to 1.33 g in the
    /// recordings of docs/VALIDATION.md.
    pub(in crate::read) turns: bool,
}

/// Finds the unit of the measured axes, and whether they include gravity.
pub(in crate::read) fn acceleration(
    axes: &[&[f64]],
    rate_hz: f64,
    known: Known,
) -> Result<Acceleration, Error> {
    let level = level(axes, rate_hz);
    let mut out = Acceleration {
        unit: unit_names::G,
        gravity_free: false,
        inferences: Vec::new(),
        caveats: Vec::new(),
    };
    let option = "--units acc=g";
    // Gravity is visible at rest; in motion the mean of a sensor is at least 0.4 of its root mean square (measured on the
    // recordings of docs/VALIDATION.md, pelvis to foot), and almost zero where gravity was removed.
    let ratio = level.quiet.unwrap_or(level.mean) / level.rms.max(f64::MIN_POSITIVE);
    out.gravity_free = match level.quiet {
        Some(_) => ratio < 0.15,
        None => ratio < 0.12,
    } && level.rms > 0.0;
    if known.free && !out.gravity_free && level.quiet.is_none() && ratio < 0.3 {
        out.gravity_free = true;
    }
    let because = match (level.quiet, known.free) {
        (Some(_), _) if out.gravity_free => "at rest the sensor shows no gravity",
        (None, _) if out.gravity_free => "the samples average to nearly zero",
        (Some(_), _) => "at rest the sensor shows gravity",
        (None, _) => "the samples average to about 1 g",
    };
    out.inferences.push(note(
        "gravity",
        if out.gravity_free { "removed" } else { "included" },
        because.into(),
        "",
    ));
    if out.gravity_free {
        out.caveats.push(Caveat::new(
            "gravity-removed",
            "gravity was removed from the acceleration before export: the sensor cannot be aligned to the vertical",
        ));
    }
    let looks = if out.gravity_free {
        nearest(level.lively, 1.1)
    } else if let Some(quiet) = level.quiet {
        nearest(quiet, 1.0)
    } else {
        // Norms of running sensors: 1.0 (hip) to 3.4 g (foot) in the median; their logarithmic middle is 1.84.
        nearest(level.median, 1.84)
    };
    let sure = match level.quiet {
        _ if out.gravity_free => false,
        Some(_) => looks.1 < 0.2,
        // Without rest, a unit is doubted only if g and m/s² are confused.
        None => looks.1 < 0.7 && (0.5..1.5).contains(&(level.mean * looks.0.to_si / STANDARD_GRAVITY)),
    };
    // A factor of 4.5 (*chosen*): g and m/s² differ by 9.8, no scale error of a sensor comes near it.
    let contradicts =
        |unit: &Unit| sure && (unit.to_si / looks.0.to_si).ln().abs() > 1.5 && looks.0.label != unit.label;
    let gravity_in = |unit: &Unit| level.quiet.unwrap_or(level.mean) * unit.to_si / STANDARD_GRAVITY;
    if let Some(stated) = known.stated {
        if contradicts(&stated) {
            return Err(wrong_acceleration_unit(&stated, &looks.0, gravity_in(&stated)));
        }
        out.unit = stated;
        out.inferences.push(note("accelerometer unit", stated.label, "you specified it".into(), option));
        return Ok(out);
    }
    if let Some(header) = known.header.filter(|_| !known.raw) {
        if contradicts(&header) {
            let text = format!(
                "the header says {}, but gravity would then be {:.2} g: read as {}",
                header.label,
                gravity_in(&header),
                looks.0.label
            );
            out.caveats.push(Caveat::new("unit-contradicted", text.clone()));
            out.inferences.push(note("accelerometer unit", looks.0.label, text, option));
            out.unit = looks.0;
        } else {
            out.unit = header;
            out.inferences.push(note("accelerometer unit", header.label, "the header".into(), option));
        }
        return Ok(out);
    }
    if known.raw {
        return Err(raw("accelerometer", "acc=16384LSB/g"));
    }
    let gravity = level.quiet.or((!known.turns).then_some(level.mean));
    if level.integers && level.rms > 50.0 {
        // Whole numbers near a thousand per g are milli-g; a converter with 1024 counts per g differs by 2.4 %.
        let milli = gravity.is_some_and(|g| (850.0..=1150.0).contains(&g)) && !out.gravity_free;
        if !milli {
            return Err(raw("accelerometer", "acc=16384LSB/g (or acc=mg)"));
        }
    }
    let far = match level.quiet {
        Some(_) if !out.gravity_free => 0.3,
        _ => 1.2,
    };
    if looks.1 > far || level.rms == 0.0 {
        let message = format!(
            "the accelerometer's unit cannot be inferred: {} is {:.4}, which is not close to gravity in any known unit",
            if level.quiet.is_some() { "its norm at rest" } else { "its median norm" },
            level.quiet.unwrap_or(level.median)
        );
        return Err(
            ambiguous(message).with_remedy("state it, e.g. --units acc=g, or acc=16384LSB/g for raw counts")
        );
    }
    out.unit = looks.0;
    let because = match level.quiet {
        Some(q) if !out.gravity_free => format!("at rest the norm is {q:.3}"),
        _ if out.gravity_free => format!("in motion the median norm is {:.3}", level.lively),
        _ => format!("the median norm is {:.3}", level.median),
    };
    out.inferences.push(note("accelerometer unit", looks.0.label, because, option));
    Ok(out)
}

/// The samples contradict the unit that the user gave.
fn wrong_acceleration_unit(stated: &Unit, looks: &Unit, gravity_g: f64) -> Error {
    let (stated, looks) = (stated.label, looks.label);
    ambiguous(format!(
        "the unit of the accelerometer was given as {stated}, but gravity would then be {gravity_g:.2} g: the samples are in {looks}"
    ))
    .with_remedy(format!(
        "--units acc={}, or leave the unit out",
        looks.replace('²', "^2")
    ))
}

/// The samples contradict the unit that the user gave for a gyroscope; `top` is a high norm in that unit.
fn wrong_rate_unit(stated: Unit, acc: &[&[f64]], rate_hz: f64, top: f64) -> Option<Error> {
    let wrong = |why: String, other: &str| {
        let text = format!("the unit of the gyroscope was given as {}, but {why}", stated.label);
        Some(ambiguous(text).with_remedy(format!("--units gyr={other}, or leave the unit out")))
    };
    // 4000 °/s on all three axes are 121 rad/s, more than any gyroscope measures.
    if stated.label == unit_names::RADIANS.label && top > 122.0 {
        let turns = top / std::f64::consts::TAU;
        return wrong(format!("values up to {top:.0} would be {turns:.0} turns per second"), "deg/s");
    }
    let all = windows(acc, rate_hz);
    let lively = all.iter().filter(|(m, s)| *s > 0.1 * m).count();
    // 25 °/s (*chosen*): every segment of a person who walks or runs turns several times faster.
    if stated.label == unit_names::DEGREES.label && (0.5..25.0).contains(&top) && lively * 2 > all.len() {
        let text = format!("the sensor moves and values of {top:.1} deg/s are those of a sensor at rest");
        return wrong(text, "rad/s");
    }
    None
}

/// Finds the unit of a gyroscope. `acc` is the accelerometer in m/s².
pub(in crate::read) fn angular_rate(
    axes: &[&[f64]],
    acc: &[&[f64]],
    rate_hz: f64,
    known: Known,
) -> Result<(Unit, Inference), Error> {
    let option = "--units gyr=deg/s";
    if let Some(unit) = known.header.filter(|_| !known.raw && known.stated.is_none()) {
        return Ok((unit, note("gyroscope unit", unit.label, "the header".into(), option)));
    }
    let mut norm = norms(axes);
    let middle = median(&mut norm);
    let at = norm.len().saturating_sub(1 + norm.len() / 1000);
    let top = if norm.is_empty() { 0.0 } else { *norm.select_nth_unstable_by(at, f64::total_cmp).1 };
    if let Some(unit) = known.stated {
        return match wrong_rate_unit(unit, acc, rate_hz, top) {
            Some(error) => Err(error),
            None => Ok((unit, note("gyroscope unit", unit.label, "you specified it".into(), option))),
        };
    }
    // No gyroscope measures more than 4000 °/s per axis (7000 in total): larger numbers are counts.
    if known.raw || top > 7000.0 {
        return Err(raw("gyroscope", "gyr=16.4LSB/(deg/s)"));
    }
    let decided =
        |unit: Unit, because: String| Ok((unit, note("gyroscope unit", unit.label, because, option)));
    // 61 rad/s is 2000 °/s on all three axes; and no segment turns faster than 12 rad/s half of the time.
    if top > 61.0 || middle > 12.0 {
        return decided(
            unit_names::DEGREES,
            format!(
                "values up to {top:.0} in rad/s would be {:.0} turns per second",
                top / std::f64::consts::TAU
            ),
        );
    }
    let still: Vec<(f64, f64)> = windows(acc, rate_hz);
    let lively = still.iter().filter(|(m, s)| *s > 0.1 * m).count();
    if lively * 2 > still.len() {
        return decided(
            unit_names::RADIANS,
            format!("the sensor moves, and values up to {top:.1} are too small for deg/s"),
        );
    }
    // At rest, a constant 0.1 rad/s would be a full turn per minute: such an offset is in degrees.
    if middle > 0.1 || top > 3.0 {
        return decided(unit_names::DEGREES, "the sensor is at rest, so these values cannot be rad/s".into());
    }
    decided(unit_names::RADIANS, "the sensor is at rest throughout; either unit gives almost zero".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten seconds of a pelvis at 100 Hz: 2 s of standing, then bouncing by 1 g at 2.8 Hz; in g, tilted.
    fn pelvis(scale: f64, gravity: bool) -> [Vec<f64>; 3] {
        let up: Vec<f64> = (0..1000)
            .map(|i| {
                let t = f64::from(i) / 100.0;
                let bounce = if t < 2.0 { 0.0 } else { 1.2 * (2.0 * std::f64::consts::PI * 2.8 * t).sin() };
                bounce + f64::from(u8::from(gravity))
            })
            .collect();
        [0.36, -0.48, 0.8].map(|c| up.iter().map(|v| c * v * scale).collect())
    }

    const NOTHING: Known = Known { stated: None, header: None, raw: false, free: false, turns: false };

    fn verdict(scale: f64, gravity: bool, known: Known) -> Result<Acceleration, Error> {
        let axes = pelvis(scale, gravity);
        acceleration(&[&axes[0], &axes[1], &axes[2]], 100.0, known)
    }

    #[test]
    fn four_units_with_and_without_gravity() {
        for (scale, label) in [(1.0, "g"), (9.806_65, "m/s²"), (1000.0, "mg"), (9806.65, "mm/s²")] {
            for gravity in [true, false] {
                let v = verdict(scale, gravity, NOTHING).expect(label);
                assert_eq!((v.unit.label, v.gravity_free), (label, !gravity));
            }
        }
    }

    #[test]
    fn a_header_that_cannot_be_right_is_overridden_with_a_caveat() {
        let known = Known { header: Some(unit_names::METRES), ..NOTHING };
        let v = verdict(1.0, true, known).expect("verdict");
        assert_eq!(v.unit.label, "g");
        assert!(v.caveats.iter().any(|c| c.id == "unit-contradicted"));
        let v = verdict(9.81, true, known).expect("verdict");
        assert_eq!(v.unit.label, "m/s²");
        assert!(v.caveats.is_empty());
    }

    #[test]
    fn a_unit_given_wrongly_is_named() {
        let stated = |unit| Known { stated: Some(unit), ..NOTHING };
        for (scale, unit, right) in [
            (1.0, unit_names::METRES, "acc=g"),
            (9.806_65, unit_names::G, "acc=m/s^2"),
            (9.806_65, unit_names::MILLI_G, "acc=m/s^2"),
        ] {
            let error = verdict(scale, true, stated(unit)).expect_err("a contradiction");
            assert!(error.message().contains("unit of the accelerometer"), "{error}");
            assert!(error.remedy().is_some_and(|r| r.contains(right)), "{error}");
        }
        // A sensor that reads 30 % too much keeps the unit that was given.
        assert!(verdict(1.3, true, stated(unit_names::G)).is_ok());
        assert!(verdict(1.0, false, stated(unit_names::METRES)).is_ok(), "without gravity nothing is sure");
        let acc = pelvis(9.81, true);
        let acc = [&acc[0][..], &acc[1], &acc[2]];
        let zero = vec![0.0; 1000];
        let turning =
            |scale: f64| -> Vec<f64> { (0..1000).map(|i| scale * (f64::from(i) * 0.2).sin()).collect() };
        for (scale, unit, right) in
            [(3.0, unit_names::DEGREES, "gyr=rad/s"), (300.0, unit_names::RADIANS, "gyr=deg/s")]
        {
            let axis = turning(scale);
            let found = angular_rate(&[&axis, &zero, &zero], &acc, 100.0, stated(unit));
            assert!(found.expect_err("a contradiction").remedy().is_some_and(|r| r.contains(right)));
        }
        let axis = turning(3.0);
        assert!(angular_rate(&[&axis, &zero, &zero], &acc, 100.0, stated(unit_names::RADIANS)).is_ok());
    }

    #[test]
    fn counts_are_refused() {
        let axes = pelvis(4096.0, true).map(|a| a.iter().map(|v| v.round()).collect::<Vec<_>>());
        let error = acceleration(&[&axes[0], &axes[1], &axes[2]], 100.0, NOTHING).expect_err("counts");
        assert!(error.remedy().is_some_and(|r| r.contains("16384LSB/g")));
    }

    #[test]
    fn gyroscopes() {
        let acc = pelvis(9.81, true);
        let acc = [&acc[0][..], &acc[1], &acc[2]];
        let turning: Vec<f64> = (0..1000).map(|i| 3.0 * (f64::from(i) * 0.2).sin()).collect();
        let fast: Vec<f64> = turning.iter().map(|v| v * 57.3).collect();
        let zero = vec![0.0; 1000];
        let of = |a: &[f64]| angular_rate(&[a, &zero, &zero], &acc, 100.0, NOTHING).expect("unit").0.label;
        assert_eq!(of(&turning), "rad/s");
        assert_eq!(of(&fast), "deg/s");
        let counts: Vec<f64> = turning.iter().map(|v| (v * 4000.0).round()).collect();
        assert!(angular_rate(&[&counts, &zero, &zero], &acc, 100.0, NOTHING).is_err());
        // A sensor on a table with an offset of 0.5: that cannot be rad/s.
        let flat = [vec![0.0; 1000], vec![0.0; 1000], vec![9.81; 1000]];
        let flat = [&flat[0][..], &flat[1], &flat[2]];
        let offset = vec![0.5; 1000];
        assert_eq!(
            angular_rate(&[&offset, &zero, &zero], &flat, 100.0, NOTHING).expect("unit").0.label,
            "deg/s"
        );
    }
}
