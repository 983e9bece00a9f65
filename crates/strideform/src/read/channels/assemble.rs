//! The last step: a recording is assembled from channels, placement, units and axes.

use crate::error::Error;
use crate::recording::{Axes, Caveat, Inference, Placement, Recording, Segment, Side, Signals, Triad};
use crate::units::STANDARD_GRAVITY;

use crate::read::channels::clipping::{clipped_rate, clipping, floored};
use crate::read::channels::gravity;
use crate::read::channels::merge::{merge, merge_gravity};
use crate::read::channels::sheet::Sheet;
use crate::read::channels::unit_inference::{self, Known};
use crate::read::columns::quantity::Axis;
use crate::read::columns::sensor_columns::Triple;
use crate::read::errors::unusable;
use crate::read::options::ReadOptions;
use crate::read::placement;

/// Merges the files of one sensor and assembles the recording.
pub(in crate::read) fn merged(
    sheets: Vec<(String, Sheet<'_>)>,
    name: &str,
    options: &ReadOptions,
) -> Result<Recording, Error> {
    let mut acc: Option<(String, Sheet<'_>)> = None;
    let mut gyr: Option<(String, Sheet<'_>)> = None;
    let (sheets, gravity) = without_gravity(sheets);
    for (file, mut sheet) in sheets {
        // Bare x, y, z in the second file are assumed to be the gyroscope's.
        if acc.is_some()
            && sheet.gyr.is_none()
            && gyr.is_none()
            && sheet.acc.as_ref().is_some_and(|t| t.unit.is_none())
        {
            sheet.gyr = sheet.acc.take();
        }
        match (sheet.acc.is_some(), &acc) {
            (true, None) => acc = Some((file, sheet)),
            _ if sheet.gyr.is_some() && gyr.is_none() => gyr = Some((file, sheet)),
            _ => {
                return Err(unusable(
                    "of the files of one sensor, one must hold the accelerometer, the others gyroscope or gravity",
                )
                .with_remedy("name them as placement=acc.csv+gyr.csv")
                .in_file(file));
            }
        }
    }
    let Some((acc_file, acc)) = acc else {
        return Err(unusable("none of the files holds an accelerometer").in_file(name));
    };
    // Gravity first: it belongs to the accelerometer's channels, which come before the gyroscope's.
    let acc = match gravity {
        Some((_, gravity)) => merge_gravity(acc, gravity).map_err(|e| e.in_file(name))?,
        None => acc,
    };
    let sheet = match gyr {
        Some((_, gyr)) => merge(acc, gyr).map_err(|e| e.in_file(name))?,
        None => acc,
    };
    let mut recording = recording_named(sheet, &acc_file, options).map_err(|e| e.in_file(name))?;
    recording.file = name.to_owned();
    Ok(recording)
}

/// A file and what was read from it.
type Part<'a> = (String, Sheet<'a>);

/// Takes out the file that holds gravity alone: by its name or columns, else by vectors of constant length beside another
/// accelerometer.
fn without_gravity(mut parts: Vec<Part<'_>>) -> (Vec<Part<'_>>, Option<Part<'_>>) {
    let named = parts.iter().position(|(_, sheet)| sheet.acc.is_none() && sheet.gravity.is_some());
    let with_acc = parts.iter().filter(|(_, sheet)| sheet.acc.is_some()).count();
    let by_length = || {
        let bare = |sheet: &Sheet<'_>| sheet.gyr.is_none() && gravity::is_constant(sheet);
        let mut constant = (0..parts.len()).filter(|&i| parts.get(i).is_some_and(|(_, sheet)| bare(sheet)));
        // A sensor at rest has a constant length too; two of them say nothing.
        constant.next().filter(|_| with_acc > 1 && constant.next().is_none())
    };
    let found = named.or_else(by_length);
    let gravity = found.map(|at| parts.remove(at));
    (parts, gravity)
}

/// Finishes one sheet.
pub(in crate::read) fn recording(
    sheet: Sheet<'_>,
    file: &str,
    options: &ReadOptions,
) -> Result<Recording, Error> {
    recording_named(sheet, file, options)
}

fn recording_named(sheet: Sheet<'_>, file: &str, options: &ReadOptions) -> Result<Recording, Error> {
    let Sheet {
        device,
        preamble,
        acc,
        gyr,
        gravity,
        grid,
        rows,
        clock,
        samples,
        mut inferences,
        mut caveats,
    } = sheet;
    let Some(acc) = acc else {
        if gravity.is_some() {
            return Err(unusable("the file holds gravity but no accelerometer").with_remedy(
                "join it with the acceleration from which it was taken, as placement=acc.csv+gravity.csv",
            ));
        }
        return Err(unusable("the file holds a gyroscope but no accelerometer").with_remedy(
            "export the accelerometer too; join two files of one sensor as placement=acc.csv+gyr.csv",
        ));
    };
    let decided = placement::decide(options, &device, &preamble, file);
    let mut channels = grid.channels;
    let gyr_channels = channels.split_off(acc.count().min(channels.len()));
    let views: Vec<&[f64]> = channels.iter().map(Vec::as_slice).collect();
    let known = Known {
        stated: options.units.acc,
        header: acc.unit,
        raw: acc.raw,
        free: acc.free,
        turns: decided.as_ref().is_ok_and(|(p, _)| matches!(p.segment, Segment::Foot | Segment::Wrist)),
    };
    // A unit that cannot be inferred is the greater obstacle: it is reported before a missing placement.
    let verdict = unit_inference::acceleration(&views, grid.rate_hz, known)?;
    let (placement, why) = decided?;
    inferences.push(why);
    inferences.extend(verdict.inferences);
    caveats.extend(verdict.caveats);
    let factor = verdict.unit.to_si;
    let scale = |axis: &mut Vec<f64>, by: f64| axis.iter_mut().for_each(|v| *v *= by);
    channels.iter_mut().for_each(|axis| scale(axis, factor));
    let mut rows = rows;
    // A factor of one changes nothing, so borrowed numbers need not be copied.
    rows.iter_mut().filter(|_| factor != 1.0).for_each(|axis| scale(axis.to_mut(), factor));
    // Without separate rows, the samples on the grid are the ones that were read.
    let as_read: Vec<&[f64]> = if rows.is_empty() { &channels } else { &[][..] }
        .iter()
        .map(Vec::as_slice)
        .chain(rows.iter().map(AsRef::as_ref))
        .collect();
    let clipped = clipping(&as_read);
    if let Some((share, limit)) = clipped {
        let text = format!(
            "the accelerometer clipped at ±{:.1} g in {:.2} % of the samples: true peaks are higher than measured",
            limit / STANDARD_GRAVITY,
            100.0 * share
        );
        caveats.push(Caveat::new("clipped", text).with_value(share));
    }
    if let Some(share) = as_read.iter().filter_map(|axis| floored(axis)).reduce(f64::max) {
        let text = format!("one axis is cut off at zero in {:.0} % of the samples", 100.0 * share);
        caveats.push(Caveat::new("floored-at-zero", text).with_value(share));
    }
    drop(rows);
    let mut gyr_triad = None;
    if let Some(triple) = gyr.filter(|t| t.count() == gyr_channels.len() && t.count() == 3) {
        let mut gyr_channels = gyr_channels;
        let known = Known { stated: options.units.gyr, header: triple.unit, raw: triple.raw, ..known };
        let (unit, why) = {
            let gyr_views: Vec<&[f64]> = gyr_channels.iter().map(Vec::as_slice).collect();
            let acc_views: Vec<&[f64]> = channels.iter().map(Vec::as_slice).collect();
            unit_inference::angular_rate(&gyr_views, &acc_views, grid.rate_hz, known)?
        };
        inferences.push(why);
        gyr_channels.iter_mut().for_each(|axis| scale(axis, unit.to_si));
        if let Some((share, limit)) = clipped_rate(&gyr_channels) {
            let text = format!(
                "the gyroscope clipped at ±{:.0} °/s in {:.2} % of the samples: angles integrated over them are too small",
                limit.to_degrees(),
                100.0 * share
            );
            caveats.push(Caveat::new("gyroscope-clipped", text).with_value(share));
        }
        let signs = signs(&triple, placement, true);
        gyr_triad = Some(slots(gyr_channels, &triple, signs));
    }
    let measured = acc.columns.map(|c| c.is_some());
    let mut acc_triad = slots(channels, &acc, signs(&acc, placement, false));
    if acc.anatomical() {
        turn_up(&mut acc_triad, &acc, verdict.gravity_free, &mut inferences);
    }
    let axes = Axes { anatomical: acc.anatomical(), measured };
    inferences.push(Inference {
        about: "axes".into(),
        conclusion: if axes.anatomical { "forward, up, right" } else { "unknown orientation" }.into(),
        because: if axes.anatomical {
            "the columns are named after body directions"
        } else {
            "the columns name the sensor's own axes"
        }
        .into(),
        overridden_by: String::new(),
    });
    let mut signals = Signals::new(grid.rate_hz, acc_triad);
    if let Some(gyr) = gyr_triad {
        signals = signals.with_gyr(gyr);
    }
    signals.axes = axes;
    signals.gravity_free = verdict.gravity_free;
    signals.gaps = grid.gaps;
    Ok(Recording {
        file: file.to_owned(),
        device: (!device.is_empty()).then_some(device),
        placement,
        signals,
        clock,
        samples,
        clipping: clipped,
        inferences,
        caveats,
    })
}

/// Channels (measured axes in slot order) as x, y, z; an axis that was not measured is zero.
fn slots(channels: Vec<Vec<f64>>, triple: &Triple, signs: [f64; 3]) -> Triad {
    let n = channels.first().map_or(0, Vec::len);
    let mut channels = channels.into_iter();
    let mut axis = |slot: usize| {
        let measured = triple.columns.get(slot).is_some_and(Option::is_some);
        let mut values = if measured { channels.next().unwrap_or_default() } else { vec![0.0; n] };
        if signs.get(slot).is_some_and(|&s| s < 0.0) {
            values.iter_mut().for_each(|v| *v = -*v);
        }
        values
    };
    let (x, y, z) = (axis(0), axis(1), axis(2));
    Triad::new(x, y, z)
}

/// Signs that turn named body axes into the ISB frame (x anterior, y up, z right).
///
/// mobgap and the sacral set: `pa` forward, `is` up, `ml` right. gaitmap's foot body frame (names with `si`): `si` points
/// down and the foot is mirrored, so that `ml` is lateral on either foot and rotations have the same sign on both.
fn signs(triple: &Triple, placement: Placement, rotation: bool) -> [f64; 3] {
    if !triple.axes.contains(&Some(Axis::Si)) {
        return [1.0; 3];
    }
    match (placement.side, rotation) {
        (Side::Left, false) => [1.0, -1.0, -1.0],
        (_, false) => [1.0, -1.0, 1.0],
        (Side::Left, true) => [-1.0, -1.0, 1.0],
        (_, true) => [1.0, 1.0, 1.0],
    }
}

/// Some exporters write gravity itself instead of the reaction to it, but the upward axis must read +1 g at rest.
fn turn_up(acc: &mut Triad, triple: &Triple, gravity_free: bool, inferences: &mut Vec<Inference>) {
    let named_up = triple.axes.contains(&Some(Axis::Up)) || triple.axes.contains(&Some(Axis::Si));
    let mean = acc.mean().y;
    // Half of gravity: a trunk that leans by less than 60° has at least that, standing or running.
    if named_up && !gravity_free && mean < -0.5 * STANDARD_GRAVITY {
        for axis in [&mut acc.x, &mut acc.y, &mut acc.z] {
            axis.iter_mut().for_each(|v| *v = -*v);
        }
        inferences.push(Inference {
            about: "sign of the acceleration".into(),
            conclusion: "reversed".into(),
            because: format!("the axis called up averages {:.1} m/s²", mean),
            overridden_by: String::new(),
        });
    }
}
