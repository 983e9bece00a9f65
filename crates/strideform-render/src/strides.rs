//! Every stride of a run, for programs that show or compare them one by one.

use std::collections::BTreeMap;

use serde::Serialize;
use strideform::metrics::StrideCurves;
use strideform::report::Analysis;

use crate::csv::{step_metrics, step_value};

/// Identifier and version of the JSON format.
const SCHEMA: &str = "strideform.strides/1";

/// Contacts with the values of their steps, and the strides behind the gait cycle, as columns.
///
/// ```
/// use strideform::pipeline::{AnalysisOptions, analyze};
/// use strideform::recording::Session;
/// use strideform_render::strides::Strides;
///
/// let options = AnalysisOptions::default().with_stride_curves(true);
/// let analysis = analyze(&Session::default(), &options);
/// let json = strideform_render::json::document(&Strides::of(&analysis))?;
/// assert!(json.contains("strideform.strides/1"));
/// # Ok::<(), strideform_render::RenderError>(())
/// ```
#[derive(Debug, Serialize)]
pub struct Strides<'a> {
    schema: &'static str,
    version: &'static str,
    contacts: Columns<'a>,
    curves: Vec<Curves<'a>>,
}

/// One entry per contact in every list.
#[derive(Debug, Serialize)]
struct Columns<'a> {
    /// On the common clock, s.
    initial_contact_s: Vec<f64>,
    toe_off_s: Vec<Option<f64>>,
    side: Vec<&'static str>,
    placement: Vec<String>,
    valid: Vec<bool>,
    reason: Vec<Option<&'a str>>,
    flight_s: Vec<Option<f64>>,
    /// Metrics of the step, in the unit of the catalogue.
    values: BTreeMap<&'static str, Vec<Option<f64>>>,
}

#[derive(Debug, Serialize)]
struct Curves<'a> {
    /// Values per stride.
    points: usize,
    #[serde(flatten)]
    curves: &'a StrideCurves,
}

impl<'a> Strides<'a> {
    /// The strides of an analysis. Curves only if it was made
    /// [`with_stride_curves`](strideform::pipeline::AnalysisOptions::with_stride_curves).
    pub fn of(analysis: &'a Analysis) -> Self {
        let rows = &analysis.contacts;
        let finite = |v: Option<f64>| v.filter(|v| v.is_finite());
        let column = |id: &'static str| (id, rows.iter().map(|row| finite(step_value(row, id))).collect());
        let contacts = Columns {
            initial_contact_s: rows.iter().map(|r| r.contact.initial_contact_s).collect(),
            toe_off_s: rows.iter().map(|r| r.contact.toe_off_s).collect(),
            side: rows.iter().map(|r| r.contact.side.as_str()).collect(),
            placement: rows.iter().map(|r| r.contact.placement.to_string()).collect(),
            valid: rows.iter().map(|r| r.contact.valid).collect(),
            reason: rows.iter().map(|r| r.contact.reason.as_deref()).collect(),
            flight_s: rows.iter().map(|r| finite(r.flight_s)).collect(),
            values: step_metrics(analysis).into_iter().map(column).collect(),
        };
        let points = strideform::metrics::CURVE_POINTS;
        let curves = analysis.stride_curves.iter().map(|curves| Curves { points, curves }).collect();
        Self { schema: SCHEMA, version: analysis.version, contacts, curves }
    }
}
