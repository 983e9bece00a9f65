//! Oriented samples, bouts, and strides normalised to 0–100 %.

use numpy::ndarray::{Array2, ArrayView2};
use numpy::{PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use strideform::Error;
use strideform::bouts::{self, Activity};
use strideform::contacts::Contact;
use strideform::pipeline::{SegmentSamples, segment_samples, stride_waveform};
use strideform::recording::{Recording, Session};
use strideform::strides::{Feet, Timeline};

use crate::about::About;
use crate::arrays::{matrix, quaternions};
use crate::choice::{Choice, raised_by};
use crate::contacts::detected;
use crate::errors::raised;
use crate::items::{items, plain, session};
use crate::reading::Reading;
use crate::threads;

/// Side, start and end of a stride, s, and its toe-off, % (NaN if unknown).
type Stride = (&'static str, f64, f64, f64);

/// A sensor, and why it has no samples.
type Missing = (String, String);

/// The samples of every running bout in segment axes with the strides in them; recordings without orientation are named
/// with what they need.
#[pyfunction]
pub(crate) fn oriented<'py>(
    py: Python<'py>,
    inputs: Vec<Bound<'py, PyAny>>,
    reading: Reading,
    about: About,
    choice: Choice,
) -> PyResult<(Bound<'py, PyList>, Vec<Missing>)> {
    let items = items(py, &inputs)?;
    let (options, failed) = choice.options(py).map_err(|e| raised(py, &e))?;
    let done = || -> Result<_, Error> {
        let read = reading.options()?;
        let inputs = plain(&items, &read)?;
        let work = || {
            let mut session = session(&inputs, &read)?;
            about.apply(&mut session.runner, &mut session.run);
            let options = choice.with_events(options, &session)?;
            let (mut made, mut lacking) = (Vec::new(), Vec::new());
            for recording in &session.recordings {
                let mut running = bouts::find(&recording.signals, recording.placement);
                running.retain(|b| b.activity == Activity::Run);
                match segment_samples(recording, &running) {
                    Err(missing) => lacking.push((recording.placement.to_string(), missing.needs)),
                    Ok(samples) => {
                        let found = detected(recording, &session.run, &options, &running);
                        let contacts = found.map(|f| f.contacts).unwrap_or_default();
                        let strides = strides(&contacts, recording, &running);
                        made.push((recording.file.clone(), samples, strides));
                    }
                }
            }
            Ok((made, lacking))
        };
        py.detach(|| threads::on(1, work))
    };
    let (made, lacking) = done().map_err(|error| raised(py, &error))?;
    if let Some(exception) = raised_by(&failed) {
        return Err(exception);
    }
    let out = PyList::empty(py);
    for (file, samples, strides) in made {
        for one in &samples {
            let own: Vec<Stride> =
                strides.iter().filter(|(bout, _)| *bout == one.bout).map(|(_, s)| *s).collect();
            out.append(bout(py, &file, one, own)?)?;
        }
    }
    Ok((out, lacking))
}

fn bout<'py>(
    py: Python<'py>,
    file: &str,
    samples: &SegmentSamples,
    strides: Vec<Stride>,
) -> PyResult<Bound<'py, PyDict>> {
    let out = PyDict::new(py);
    out.set_item("file", file)?;
    out.set_item("placement", samples.placement.to_string())?;
    out.set_item("bout", samples.bout)?;
    out.set_item("rate_hz", samples.rate_hz)?;
    out.set_item("start_s", samples.start_s)?;
    out.set_item("method", samples.method)?;
    out.set_item("quaternion", quaternions(py, samples))?;
    out.set_item("acc", matrix(py, &samples.acc))?;
    out.set_item("gyr", matrix(py, &samples.gyr))?;
    out.set_item("acc_level", matrix(py, &samples.acc_level))?;
    let angle = |i| samples.inclination_deg(i).map_or([f64::NAN; 2], |(s, f)| [s, f]);
    let angles: Vec<[f64; 2]> = (0..samples.len()).map(angle).collect();
    out.set_item("inclination_deg", PyArray2::from_owned_array(py, Array2::from(angles)))?;
    out.set_item("strides", strides)?;
    Ok(out)
}

/// Strides between valid contacts of the same foot, with their bout.
fn strides(contacts: &[Contact], recording: &Recording, running: &[bouts::Bout]) -> Vec<(usize, Stride)> {
    let feet = if recording.placement.is_leg() { Feet::One } else { Feet::Both };
    let line = Timeline::build(contacts.to_vec(), feet, |c| {
        running.get(c.bout).and_then(|b| b.stride_at(c.initial_contact_s))
    });
    let of = |s: &strideform::strides::Stride| {
        let from = line.contacts.get(s.from)?;
        let start = from.initial_contact_s;
        let off = s.contact_s.map_or(f64::NAN, |c| 100.0 * c / s.stride_s);
        Some((from.bout, (s.side.as_str(), start, start + s.stride_s, off)))
    };
    line.strides.iter().filter_map(of).collect()
}

/// Every bout of every recording: placement, file, activity, start and end in samples, rate, stride time.
type BoutRow = (String, String, &'static str, usize, usize, f64, Option<f64>);

/// The bouts of running, walking, standing and the rest.
#[pyfunction]
pub(crate) fn find_bouts(
    py: Python<'_>,
    inputs: Vec<Bound<'_, PyAny>>,
    reading: Reading,
) -> PyResult<Vec<BoutRow>> {
    let items = items(py, &inputs)?;
    let done = || -> Result<Vec<BoutRow>, Error> {
        let read = reading.options()?;
        let inputs = plain(&items, &read)?;
        py.detach(|| threads::on(1, || Ok(rows(&session(&inputs, &read)?))))
    };
    done().map_err(|error| raised(py, &error))
}

fn rows(session: &Session) -> Vec<BoutRow> {
    let of = |r: &Recording| {
        let (placement, file, rate) = (r.placement.to_string(), r.file.clone(), r.signals.rate_hz);
        let bouts = bouts::find(&r.signals, r.placement).into_iter();
        let row = move |b: bouts::Bout| {
            (placement.clone(), file.clone(), b.activity.as_str(), b.start, b.end, rate, b.stride_s)
        };
        bouts.map(row).collect::<Vec<_>>()
    };
    session.recordings.iter().flat_map(of).collect()
}

/// Columns at `rate_hz` whose first row belongs to `start_s`, normalised to 0–100 % of every stride: 101 rows for each, NaN
/// where the stride is not covered.
#[pyfunction]
pub(crate) fn waveforms<'py>(
    py: Python<'py>,
    values: PyReadonlyArray2<'py, f64>,
    start_s: f64,
    rate_hz: f64,
    from_s: PyReadonlyArray1<'py, f64>,
    to_s: PyReadonlyArray1<'py, f64>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let (values, from, to) = (values.as_array(), from_s.as_array(), to_s.as_array());
    let strides: Vec<(f64, f64)> = from.iter().copied().zip(to.iter().copied()).collect();
    let made = py.detach(|| normalised(&values, (start_s, rate_hz), &strides));
    Ok(PyArray2::from_owned_array(py, made))
}

fn normalised(values: &ArrayView2<'_, f64>, clock: (f64, f64), strides: &[(f64, f64)]) -> Array2<f64> {
    let columns: Vec<Vec<f64>> = values.columns().into_iter().map(|c| c.to_vec()).collect();
    let mut out = Array2::from_elem((101 * strides.len(), columns.len()), f64::NAN);
    for (k, (from, to)) in strides.iter().enumerate() {
        for (j, column) in columns.iter().enumerate() {
            let Some(curve) = stride_waveform(column, clock, *from, *to) else { continue };
            for (i, value) in curve.into_iter().enumerate() {
                if let Some(slot) = out.get_mut((101 * k + i, j)) {
                    *slot = value;
                }
            }
        }
    }
    out
}
