//! One sensor's accelerometer, gyroscope and gravity from several files, aligned by their clocks.

use crate::error::Error;
use crate::recording::{Caveat, Clock, Inference};

use crate::read::channels::gravity;
use crate::read::channels::sheet::Sheet;
use crate::read::columns::sensor_columns::Triple;
use crate::read::errors::unusable;

/// The gyroscope may be missing for this long at either end without counting as a gap, s.
const HARMLESS_S: f64 = 0.0305;

/// Adds the gyroscope of `gyr` to `acc`, resampled to its grid.
pub(in crate::read) fn merge<'a>(acc: Sheet<'a>, gyr: Sheet<'_>) -> Result<Sheet<'a>, Error> {
    let mut out = acc;
    let skip = gyr.acc.as_ref().map_or(0, Triple::count);
    let channels = laid_over(&mut out, &gyr, skip, "the gyroscope")?;
    out.grid.channels.extend(channels);
    for inference in gyr.inferences {
        if inference.about.contains("gyr") || inference.about == "rate" {
            out.inferences
                .push(Inference { about: format!("second file: {}", inference.about), ..inference });
        }
    }
    for caveat in gyr.caveats {
        out.caveats.push(Caveat { text: format!("second file: {}", caveat.text), ..caveat });
    }
    out.gyr = gyr.gyr;
    Ok(out)
}

/// Adds the gravity of another file to the acceleration, resampled to its grid.
pub(in crate::read) fn merge_gravity<'a>(acc: Sheet<'a>, other: Sheet<'_>) -> Result<Sheet<'a>, Error> {
    let mut out = acc;
    let Some(triple) = other.gravity.clone().or_else(|| other.acc.clone()) else { return Ok(out) };
    let channels = laid_over(&mut out, &other, 0, "gravity")?;
    let added = gravity::add_resampled(&mut out, &triple, &channels);
    out.inferences.push(Inference {
        about: "acceleration".into(),
        conclusion: if added {
            "sum of the acceleration without gravity and of gravity"
        } else {
            "as in its file"
        }
        .into(),
        because: if added { "the files hold them apart" } else { "it includes gravity already" }.into(),
        overridden_by: String::new(),
    });
    Ok(out)
}

/// The channels of a second file behind the first `skip`, on the grid of the first; its gaps are gaps.
fn laid_over(out: &mut Sheet<'_>, gyr: &Sheet<'_>, skip: usize, what: &str) -> Result<Vec<Vec<f64>>, Error> {
    let (offset, because) = match (out.clock, gyr.clock) {
        (Clock::Absolute { first_s: a }, Clock::Absolute { first_s: b }) => {
            (b - a, "both files have wall-clock time")
        }
        (Clock::Counter { first_s: a }, Clock::Counter { first_s: b }) => {
            (b - a, "both files count from the same start")
        }
        (Clock::None, Clock::None) if out.samples == gyr.samples => {
            (0.0, "the same number of rows and no clock")
        }
        _ => {
            return Err(unusable("the two files of the sensor have clocks that cannot be compared")
                .with_remedy("export both with the same kind of time column"));
        }
    };
    let n = out.grid.channels.first().map_or(0, Vec::len);
    let ratio = gyr.grid.rate_hz / out.grid.rate_hz;
    let last = gyr.grid.channels.first().map_or(0, Vec::len).saturating_sub(1) as f64;
    // Position of accelerometer sample i on the gyroscope's grid.
    let at = |i: usize| (i as f64 / out.grid.rate_hz - offset) * gyr.grid.rate_hz;
    let covered = (0..n).filter(|&i| (-0.5..=last + 0.5).contains(&at(i))).count();
    if covered * 2 < n {
        return Err(unusable(format!(
            "the two files of the sensor overlap for only {:.0} % of their time: they are not one recording",
            100.0 * covered as f64 / n.max(1) as f64
        ))
        .with_remedy("check that both files belong together"));
    }
    let mut channels = Vec::new();
    for channel in gyr.grid.channels.iter().skip(skip) {
        let value = |x: f64| {
            let x = x.clamp(0.0, last);
            let i = x.floor() as usize;
            let a = channel.get(i).copied().unwrap_or(0.0);
            let b = channel.get(i + 1).copied().unwrap_or(a);
            a + (b - a) * (x - i as f64)
        };
        channels.push((0..n).map(|i| value(at(i))).collect());
    }
    let slack = HARMLESS_S * gyr.grid.rate_hz;
    let mut absent: Vec<bool> = (0..n).map(|i| at(i) < -slack || at(i) > last + slack).collect();
    for gap in &gyr.grid.gaps {
        let from = ((gap.start as f64 / gyr.grid.rate_hz + offset) * out.grid.rate_hz).max(0.0) as usize;
        let to = ((gap.end as f64 / gyr.grid.rate_hz + offset) * out.grid.rate_hz).max(0.0) as usize;
        if let Some(part) = absent.get_mut(from.min(n)..to.min(n)) {
            part.fill(true);
        }
    }
    for gap in &out.grid.gaps {
        if let Some(part) = absent.get_mut(gap.clone()) {
            part.fill(true);
        }
    }
    out.grid.gaps.clear();
    let mut start = 0;
    for run in absent.chunk_by(|a, b| a == b) {
        if run.first() == Some(&true) {
            out.grid.gaps.push(start..start + run.len());
        }
        start += run.len();
    }
    out.inferences.push(Inference {
        about: "clocks of the two files".into(),
        conclusion: format!(
            "{what} starts {offset:+.3} s after the accelerometer, at {:.3} times its rate",
            ratio
        ),
        because: because.into(),
        overridden_by: String::new(),
    });
    Ok(channels)
}
