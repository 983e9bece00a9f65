//! A result as text and back, for pickle: the JSON document, and the contacts and steps that it leaves out.

use serde::{Deserialize, Serialize};
use strideform::contacts::{Contact, ContactSide};
use strideform::metrics::MetricId;
use strideform::recording::Placement;
use strideform::report::{Analysis, ContactRow};
use strideform::{Error, ErrorKind};

#[derive(Serialize, Deserialize)]
struct State {
    analysis: Analysis,
    contacts: Vec<Row>,
    /// The steps of every metric, in the order of the metrics.
    steps: Vec<Vec<(f64, ContactSide, f64)>>,
    /// Mean and SD of every curve, which the document rounds.
    curves: Vec<(Vec<f64>, Vec<f64>)>,
    reason: Option<String>,
    rules: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    side: ContactSide,
    contact_s: f64,
    off_s: Option<f64>,
    valid: bool,
    reason: Option<String>,
    placement: Placement,
    bout: usize,
    #[serde(default)]
    side_probability: Option<f64>,
    flight_s: Option<f64>,
    values: Vec<(MetricId, f64)>,
}

/// The text of a result.
pub(crate) fn state(
    analysis: &Analysis,
    reason: Option<&str>,
    rules: Option<&str>,
) -> Result<String, serde_json::Error> {
    let row = |row: &ContactRow| Row {
        side: row.contact.side,
        contact_s: row.contact.initial_contact_s,
        off_s: row.contact.toe_off_s,
        valid: row.contact.valid,
        reason: row.contact.reason.clone(),
        placement: row.contact.placement,
        bout: row.contact.bout,
        side_probability: row.side_probability,
        flight_s: row.flight_s,
        values: row.values.clone(),
    };
    serde_json::to_string(&State {
        contacts: analysis.contacts.iter().map(row).collect(),
        steps: analysis.metrics.iter().map(|m| m.steps.steps.clone()).collect(),
        curves: analysis.curves.iter().map(|c| (c.mean.clone(), c.sd.clone())).collect(),
        reason: reason.map(str::to_owned),
        rules: rules.map(str::to_owned),
        analysis: analysis.clone(),
    })
}

/// The result, the activities found instead of running, and the text of the rules.
pub(crate) fn restored(state: &str) -> Result<(Analysis, Option<String>, Option<String>), Error> {
    let state: State = serde_json::from_str(state)
        .map_err(|e| Error::new(ErrorKind::Malformed, format!("not a pickled analysis: {e}")))?;
    let mut analysis = state.analysis;
    analysis.contacts = state
        .contacts
        .into_iter()
        .map(|row| {
            let mut out = ContactRow::new(Contact {
                side: row.side,
                initial_contact_s: row.contact_s,
                toe_off_s: row.off_s,
                valid: row.valid,
                reason: row.reason,
                placement: row.placement,
                bout: row.bout,
            });
            out.side_probability = row.side_probability;
            (out.flight_s, out.values) = (row.flight_s, row.values);
            out
        })
        .collect();
    for (metric, steps) in analysis.metrics.iter_mut().zip(state.steps) {
        metric.steps.steps = steps;
    }
    for (curve, (mean, sd)) in analysis.curves.iter_mut().zip(state.curves) {
        (curve.mean, curve.sd) = (mean, sd);
    }
    Ok((analysis, state.reason, state.rules))
}
