//! Two runs compared, weeks of runs, agreement with a reference, and the virtual runner: documents as JSON.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Serialize;
use strideform::agreement::{self, Difference, Event, Repeated, TrialEvents};
use strideform::findings::RuleTable;
use strideform::recording::{Side, Triad};
use strideform::report::{SCHEMA, Saved};
use strideform::trend::{self, TrendSession};
use strideform::{Error, ErrorKind, compare};
use strideform_render::{html, json, text};
use strideform_virtual::{Params, SensorFaults, SensorSpec, VirtualRun, random_attitude};

use crate::arrays::matrix;
use crate::errors::{internal, raised};

fn saved(name: &str, document: &str) -> Result<Saved, Error> {
    let wrong = |text: String| {
        Error::new(ErrorKind::Malformed, text)
            .in_file(name)
            .with_remedy("give an Analysis, or a file that `to_json` or `strideform analyze --json` wrote")
    };
    let saved: Saved =
        serde_json::from_str(document).map_err(|e| wrong(format!("not a saved analysis: {e}")))?;
    if saved.schema != SCHEMA {
        return Err(wrong(format!("its schema is `{}`, not `{SCHEMA}`", saved.schema)));
    }
    Ok(saved)
}

/// Two analyses, each a name and its JSON; JSON, text and page of the comparison.
#[pyfunction]
pub(crate) fn compare_runs(
    py: Python<'_>,
    before: (String, String),
    after: (String, String),
) -> PyResult<(String, String, String)> {
    let read = |(name, document): &(String, String)| saved(name, document).map_err(|e| raised(py, &e));
    let found = compare::compare(&read(&before)?, &read(&after)?);
    let page = String::from_utf8(html::comparison(&found).map_err(internal)?).map_err(internal)?;
    Ok((json::document(&found).map_err(internal)?, text::comparison(&found), page))
}

/// Analyses, each a name and its JSON; JSON and text of the trend.
#[pyfunction]
pub(crate) fn trend_runs(py: Python<'_>, runs: Vec<(String, String)>) -> PyResult<(String, String)> {
    let of = |(name, document): &(String, String)| {
        saved(name, document).map(|saved| TrendSession::of_analysis(&saved, name))
    };
    let sessions: Result<Vec<TrendSession>, Error> = runs.iter().map(of).collect();
    let found = trend::trend(sessions.map_err(|e| raised(py, &e))?, &RuleTable::embedded());
    Ok((
        json::document(&found).map_err(internal)?,
        text::trend(&found, strideform_render::UnitsOut::default()),
    ))
}

/// Contacts: side, initial contact and toe-off (NaN if unknown), s.
type Contacts = Vec<(String, f64, f64)>;

/// Agreement of contacts with a reference, trial by trial: found, reference.
#[pyfunction]
pub(crate) fn agreement_of_contacts(
    py: Python<'_>,
    trials: Vec<(Contacts, Contacts)>,
    window_s: Option<f64>,
) -> PyResult<String> {
    let event = |(side, contact, off): &(String, f64, f64)| {
        let mut event = Event::new(*contact);
        if off.is_finite() {
            event = event.with_toe_off(*off);
        }
        match side.as_str() {
            "left" => event.with_side(Side::Left),
            "right" => event.with_side(Side::Right),
            _ => event,
        }
    };
    let events = |list: &Contacts| list.iter().map(event).collect::<Vec<_>>();
    let trials: Vec<TrialEvents> = trials
        .iter()
        .map(|(found, truth)| TrialEvents { found: events(found), truth: events(truth) })
        .collect();
    let found = py.detach(|| agreement::compare_trials(&trials, window_s));
    json::document(&found).map_err(internal)
}

#[derive(Serialize)]
struct Values {
    /// All pairs as if they were independent.
    pairs: Option<Difference>,
    /// With repeated measures.
    repeated: Option<Repeated>,
    icc: Option<f64>,
}

/// Agreement of values with a reference: (value, reference) by runner or trial.
#[pyfunction]
pub(crate) fn agreement_of_values(groups: Vec<Vec<(f64, f64)>>) -> PyResult<String> {
    let all: Vec<(f64, f64)> =
        groups.iter().flatten().copied().filter(|(a, b)| a.is_finite() && b.is_finite()).collect();
    let found = Values {
        pairs: Difference::of("values", "", &all, true),
        repeated: Repeated::of("values", "", &groups),
        icc: agreement::icc_2_1(&all),
    };
    json::document(&found).map_err(internal)
}

/// A virtual run: parameters as JSON; per placement time, acc and gyr; truth and parameters as JSON.
#[pyfunction]
pub(crate) fn simulate<'py>(
    py: Python<'py>,
    params: &str,
    placements: Vec<String>,
    rate_hz: f64,
    perfect: bool,
) -> PyResult<(Bound<'py, PyDict>, String, String)> {
    let usage = |text: String| raised(py, &Error::new(ErrorKind::Usage, text));
    let params: Params =
        serde_json::from_str(params).map_err(|e| usage(format!("the parameters cannot be used: {e}")))?;
    let seed = params.seed;
    let run = py
        .detach(|| VirtualRun::new(params))
        .map_err(|e| usage(format!("this run is physically impossible: {e}")))?;
    let out = PyDict::new(py);
    for (i, placement) in placements.iter().enumerate() {
        let spec = SensorSpec::named(placement)
            .ok_or_else(|| usage(format!("there is no virtual sensor at {placement}")))?;
        let own = seed.wrapping_mul(64).wrapping_add(i as u64);
        let spec = match perfect {
            true => spec.rate(rate_hz),
            false => spec.rate(rate_hz).with(SensorFaults::cheap(own)).turned(random_attitude(own)),
        };
        let made = py.detach(|| run.record(&spec));
        let ([ax, ay, az], [gx, gy, gz]) = (made.acc, made.gyr);
        let columns = PyDict::new(py);
        columns.set_item("time [s]", numpy::PyArray1::from_vec(py, made.time_s))?;
        columns.set_item("acc [m/s^2]", matrix(py, &Triad::new(ax, ay, az)))?;
        columns.set_item("gyr [rad/s]", matrix(py, &Triad::new(gx, gy, gz)))?;
        out.set_item(placement, columns)?;
    }
    let truth = py.detach(|| run.truth());
    Ok((out, json::document(&truth).map_err(internal)?, json::document(run.params()).map_err(internal)?))
}
