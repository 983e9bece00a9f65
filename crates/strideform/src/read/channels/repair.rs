//! Problems with rows and the clock, repaired where that is harmless, each with a caveat.

use crate::recording::Caveat;

use crate::read::columns::sensor_columns::{Device, Triple};
use crate::read::rows::scan::Table;
use crate::read::time::clock::Times;
use crate::read::time::sampling_rate::Fit;
use crate::read::time::uniform_grid::Grid;

/// Caveats about the rows as read.
pub(in crate::read) fn table_caveats(
    table: &Table<'_>,
    device: &Device,
    samples: usize,
    caveats: &mut Vec<Caveat>,
) {
    if let Some(line) = table.cut {
        caveats.push(Caveat::new(
            "truncated-last-row",
            format!("the last row (line {line}) is truncated and was skipped"),
        ));
    }
    if table.skipped > 0 {
        let text = format!("{} rows could not be read and were skipped, as requested", table.skipped);
        caveats.push(Caveat::new("skipped-rows", text).with_value(table.skipped as f64));
    }
    let acc = device.acc.as_ref().map_or(table.channels.len(), Triple::count);
    let empty = |i: usize, from: usize, to: usize| {
        let some = table.channels.iter().take(to).skip(from);
        some.filter_map(|c| c.get(i)).any(|v| v.is_nan())
    };
    let missing = (0..samples).filter(|&i| empty(i, 0, usize::MAX)).count();
    if missing > 0 {
        let rates_only = (0..samples).filter(|&i| empty(i, acc, usize::MAX) && !empty(i, 0, acc)).count();
        let of_what = match rates_only {
            0 => String::new(),
            n if n == missing => ", all in the gyroscope columns".to_owned(),
            n => format!(", {n} of them only in the gyroscope columns"),
        };
        let text = format!("{missing} of {samples} rows have empty cells{of_what}");
        caveats.push(Caveat::new("missing-values", text).with_value(missing as f64 / samples as f64));
    }
}

/// Runs of rows that are zero in every channel are padding from the radio, not samples.
pub(in crate::read) fn zero_filled(table: &mut Table<'_>, device: &Device, caveats: &mut Vec<Caveat>) {
    let acc = device.acc.as_ref().map_or(table.channels.len(), Triple::count);
    let n = table.rows();
    let zero: Vec<bool> =
        (0..n).map(|i| table.channels.iter().take(acc.max(1)).all(|c| c.get(i) == Some(&0.0))).collect();
    let mut filled = 0;
    let mut start = 0;
    for run in zero.chunk_by(|a, b| a == b) {
        // One row may cross zero; two rows of zeros in succession cannot occur with gravity included.
        if run.first() == Some(&true) && run.len() >= 2 && run.len() < n {
            filled += run.len();
            for channel in &mut table.channels {
                if let Some(part) = channel.to_mut().get_mut(start..start + run.len()) {
                    part.fill(f64::NAN);
                }
            }
        }
        start += run.len();
    }
    if filled > 0 {
        let text = format!("{filled} of {n} rows contain only zeros and are treated as lost");
        caveats.push(Caveat::new("zero-filled", text).with_value(filled as f64 / n as f64));
    }
}

/// Rows written twice: same timestamp, same values.
pub(in crate::read) fn duplicates(table: &mut Table<'_>, times: &mut Times, caveats: &mut Vec<Caveat>) {
    let n = times.t.len();
    let mut keep = vec![true; n];
    let (mut twice, mut same_stamp) = (0, 0);
    for i in 1..n {
        if times.t.get(i) != times.t.get(i - 1) {
            continue;
        }
        same_stamp += 1;
        let same = table.channels.iter().all(|c| match (c.get(i), c.get(i - 1)) {
            (Some(a), Some(b)) => a == b || (a.is_nan() && b.is_nan()),
            _ => false,
        });
        if same {
            twice += 1;
            if let Some(k) = keep.get_mut(i) {
                *k = false;
            }
        }
    }
    // If other rows share timestamps too, these are batch timestamps, and equal rows may be real samples.
    if twice == 0 || twice != same_stamp {
        return;
    }
    let of = |values: &mut Vec<f64>| {
        let mut flags = keep.iter();
        values.retain(|_| flags.next().copied().unwrap_or(true));
    };
    of(&mut times.t);
    table.channels.iter_mut().for_each(|c| of(c.to_mut()));
    table.lines.retain(&keep);
    let text = format!("{twice} rows are duplicates and were removed");
    caveats.push(Caveat::new("duplicates", text).with_value(twice as f64 / n as f64));
}

/// Caveats about the clock.
pub(in crate::read) fn grid_caveats(grid: &Grid, fit: &Fit, caveats: &mut Vec<Caveat>) {
    let n = grid.channels.first().map_or(0, Vec::len).max(1);
    if fit.lost_intervals > 0.0 && grid.missing > 0 {
        let text = format!(
            "samples were lost in {:.1} % of the intervals between rows; breaks up to 30 ms are bridged",
            100.0 * fit.lost_intervals
        );
        caveats.push(Caveat::new("lost-packets", text).with_value(fit.lost_intervals));
    }
    if !grid.gaps.is_empty() {
        let inside: usize = grid.gaps.iter().map(ExactSizeIterator::len).sum();
        let share = inside as f64 / n as f64;
        let text = format!(
            "{} gaps longer than 30 ms, the longest {:.2} s, together {:.1} % of the recording: nothing inside them is reported",
            grid.gaps.len(),
            grid.longest_s,
            100.0 * share
        );
        caveats.push(Caveat::new("gaps", text).with_value(share));
    }
    if fit.jitter > 0.05 {
        let text = format!(
            "the timestamps jitter by {:.0} % of the sampling interval; samples were interpolated to a uniform clock",
            100.0 * fit.jitter
        );
        caveats.push(Caveat::new("jitter", text).with_value(fit.jitter));
    }
    if fit.batches {
        caveats.push(Caveat::new(
            "batch-stamps",
            "many rows share one timestamp; their times were regressed on the row number, so single lost samples go unnoticed",
        ));
    }
    // Contact time needs 200 Hz; 100 Hz is the minimum for its mean.
    if grid.rate_hz < 99.0 {
        let text = format!(
            "{:.1} samples per second resolve cadence, but barely contact time, and not impacts",
            grid.rate_hz
        );
        caveats.push(Caveat::new("low-rate", text).with_value(grid.rate_hz));
    }
}
