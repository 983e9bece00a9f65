//! Samples that a logger wrote several times because its clock is faster than the sensor's.

use std::borrow::Cow;

use crate::recording::{Caveat, CaveatId, Inference};

use crate::read::rows::scan::Table;
use crate::read::time::sampling_rate::{Fit, Segment};

/// Rows per window, and the fewest rows in motion that decide (*chosen*: a second and two at 100 Hz).
const WINDOW: usize = 100;
const MIN_MOVING: usize = 200;
/// A window is in motion if its spread is this share of the recording's root mean square (*chosen*: at rest, rows repeat
/// because the sensor's steps are coarse).
const MOVING: f64 = 0.1;
/// Share of rows in motion that repeat the row before, on all axes, from which on samples are held (*chosen*: three axes of
/// a moving sensor repeat together in less than one row of a hundred).
const HELD: f64 = 0.15;

/// Leaves each held sample once and lowers the rate to the sensor's own. `t` are the rows' stamps, or empty.
pub(in crate::read) fn release(
    table: &mut Table<'_>,
    acc: usize,
    fit: Fit,
    t: Vec<f64>,
    inferences: &mut Vec<Inference>,
    caveats: &mut Vec<Caveat>,
) -> (Fit, Vec<f64>) {
    let axes: Vec<&[f64]> = table.channels.iter().take(acc).map(AsRef::as_ref).collect();
    let repeats = repeats(&axes);
    let Some(times) = times_written(&axes, &repeats) else { return (fit, t) };
    let longest = (times - 0.1).ceil().max(2.0) as usize;
    let mut since = longest;
    let keep: Vec<bool> = repeats
        .iter()
        .map(|repeat| {
            since += 1;
            let kept = !repeat || since > longest;
            if kept {
                since = 1;
            }
            kept
        })
        .collect();
    let stamp = |row: usize| match fit.segments.iter().any(|s| s.exact && s.rows.contains(&row)) {
        true => fit.origin_s + fit.place(row).unwrap_or(row) as f64 * fit.period_s,
        false => t.get(row).copied().unwrap_or_default(),
    };
    let kept: Vec<f64> = (0..keep.len()).filter(|&row| keep.get(row) == Some(&true)).map(stamp).collect();
    for channel in &mut table.channels {
        let values = channel.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(v, _)| *v);
        *channel = Cow::Owned(values.collect());
    }
    table.lines.retain(&keep);
    let period_s = fit.period_s * times;
    let origin_s = kept.first().copied().unwrap_or_default();
    let index = kept.iter().map(|t| ((t - origin_s) / period_s).round().max(0.0) as usize).collect();
    let (rate, true_rate) = (1.0 / fit.period_s, 1.0 / period_s);
    let text = format!(
        "every sample is written {times:.1} times on average: the sensor measured at {true_rate:.1} Hz, not at {rate:.1} Hz"
    );
    inferences.push(Inference {
        about: "held samples".into(),
        conclusion: format!("{true_rate:.1} Hz"),
        because: text.clone(),
        overridden_by: String::new(),
    });
    caveats.push(Caveat::new(CaveatId::HeldSamples, text).with_value(times));
    let rows = kept.len();
    let fit = Fit {
        period_s,
        origin_s,
        index: Some(index),
        segments: vec![Segment { rows: 0..rows, exact: false }],
        ..fit
    };
    (fit, kept)
}

/// Which rows are the same as the row before on every axis.
fn repeats(axes: &[&[f64]]) -> Vec<bool> {
    let n = axes.iter().map(|a| a.len()).min().unwrap_or(0);
    let same =
        |i: usize| i > 0 && axes.iter().all(|a| a.get(i - 1..=i).is_some_and(|w| w.first() == w.last()));
    (0..n).map(same).collect()
}

/// How many times every sample is written where the sensor moves; `None` if once.
fn times_written(axes: &[&[f64]], repeats: &[bool]) -> Option<f64> {
    let n = repeats.len();
    let square: f64 = axes.iter().flat_map(|a| a.iter()).filter(|v| v.is_finite()).map(|v| v * v).sum();
    let rms2 = square / n.max(1) as f64;
    let (mut moving, mut held) = (0, 0);
    for start in (0..n).step_by(WINDOW) {
        let rows = start..(start + WINDOW).min(n);
        let spread: f64 = axes.iter().filter_map(|a| a.get(rows.clone())).map(variance).sum();
        if spread > MOVING * MOVING * rms2 {
            moving += rows.len();
            held += repeats.get(rows).unwrap_or_default().iter().filter(|r| **r).count();
        }
    }
    let share = held as f64 / moving.max(1) as f64;
    (moving >= MIN_MOVING && (HELD..1.0).contains(&share)).then(|| 1.0 / (1.0 - share))
}

fn variance(values: &[f64]) -> f64 {
    let known = || values.iter().filter(|v| v.is_finite());
    let n = known().count().max(1) as f64;
    let mean = known().sum::<f64>() / n;
    known().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n
}

#[cfg(test)]
mod tests {
    use crate::read::{ReadOptions, recording_from_bytes};

    /// 20 s at 200 Hz of a sensor that measures at `rate`.
    fn csv(rate: f64) -> String {
        let mut csv = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
        for i in 0..4000 {
            let t = f64::from(i) / 200.0;
            let measured = (t * rate + 1e-9).floor() / rate;
            let (x, z) = ((measured * 17.0).sin(), 1.0 + (measured * 34.0).cos());
            csv += &format!("{t:.3},{x:.4},{:.4},{z:.4}\n", 0.1 * (measured * 9.0).sin());
        }
        csv
    }

    #[test]
    fn the_rate_is_that_of_the_sensor() {
        for (rate, tolerance) in [(28.6, 0.3), (100.0, 0.5), (78.0, 1.0)] {
            let name = "left_shank.csv";
            let recording =
                recording_from_bytes(name, csv(rate).as_bytes(), &ReadOptions::default()).expect("read");
            let found = recording.signals.rate_hz;
            assert!((found - rate).abs() < tolerance, "{rate}: {found}");
            assert!((recording.signals.seconds() - 20.0).abs() < 0.2, "{}", recording.signals.seconds());
            assert!(recording.caveats.iter().any(|c| c.id == "held-samples"), "{:?}", recording.caveats);
            assert!(recording.signals.gaps.is_empty(), "{rate}: {:?}", recording.signals.gaps);
        }
    }

    #[test]
    fn samples_that_are_written_once_are_left_alone() {
        let recording =
            recording_from_bytes("left_shank.csv", csv(200.0).as_bytes(), &ReadOptions::default());
        let recording = recording.expect("read");
        assert!((recording.signals.rate_hz - 200.0).abs() < 1e-6);
        assert!(recording.caveats.is_empty(), "{:?}", recording.caveats);
    }
}
