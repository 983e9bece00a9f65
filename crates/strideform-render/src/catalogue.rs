//! Methods and form faults with their rules, for programs to read.

use serde::Serialize;
use strideform::contacts;
use strideform::findings::{Rule, RuleKind, RuleTable};
use strideform::metrics;
use strideform::metrics::MetricId;
use strideform::recording::{Placement, Segment, Side};

/// One method, as `strideform methods` lists it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct MethodEntry {
    /// The stage it belongs to; `contacts` has several methods to choose from.
    pub stage: &'static str,
    /// Identifier.
    pub id: &'static str,
    /// One line on what it does.
    pub summary: &'static str,
    /// Body segments it works on.
    pub segments: Vec<String>,
    /// True if it needs a gyroscope.
    pub needs_gyr: bool,
    /// Lowest sampling rate, Hz.
    pub min_rate_hz: f64,
    /// Metrics it computes.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub gives: &'static [MetricId],
    /// The publication it follows.
    pub citation: &'static str,
    /// How it deviates from that publication, and why.
    pub deviations: &'static str,
    /// True if it is the default for some placement.
    pub default: bool,
}

/// Every method: those that find contacts, then those behind the metrics.
pub fn methods() -> Vec<MethodEntry> {
    let of_contacts =
        contacts::all().iter().map(|m| entry("contacts", &m.info(), is_default(m.info().id), &[]));
    let others = metrics::metric_methods();
    let of_others = others.iter().map(|m| entry(m.stage, &m.info, true, m.gives));
    of_contacts.chain(of_others).collect()
}

fn entry(
    stage: &'static str,
    info: &contacts::MethodInfo,
    default: bool,
    gives: &'static [MetricId],
) -> MethodEntry {
    MethodEntry {
        stage,
        id: info.id,
        summary: info.summary,
        segments: info.segments.iter().map(|s| s.as_str().to_owned()).collect(),
        needs_gyr: info.needs_gyr,
        min_rate_hz: info.min_rate_hz,
        gives,
        citation: info.citation,
        deviations: info.deviations,
        default,
    }
}

/// True if the method is the default for some placement.
fn is_default(id: &str) -> bool {
    [Segment::Foot, Segment::Shank, Segment::Thigh, Segment::Pelvis, Segment::Trunk, Segment::Wrist]
        .into_iter()
        .flat_map(|segment| [Side::Left, Side::Midline].map(|side| Placement::new(segment, side)))
        .flat_map(|placement| [true, false].map(|gyr| contacts::default_for(placement, gyr)))
        .flatten()
        .any(|method| method.info().id == id)
}

/// One fault with its rules, as `strideform faults` lists it.
#[derive(Debug, Serialize)]
pub struct FaultEntry<'a> {
    id: &'a str,
    name: &'a str,
    grade: strideform::findings::Grade,
    needs: &'a str,
    rules: Vec<RuleEntry<'a>>,
    linked_to: &'a [String],
    advice: &'a [String],
    exercises: &'a [String],
    confounders: &'a [String],
    supported_by: Vec<RuleEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleEntry<'a> {
    metric: &'a str,
    unit: &'a str,
    kind: &'static str,
    centre: Option<f64>,
    mild: f64,
    marked: f64,
    source: &'a str,
}

/// Every fault of a table of rules.
pub fn faults(table: &RuleTable) -> Vec<FaultEntry<'_>> {
    table
        .faults
        .iter()
        .map(|fault| FaultEntry {
            id: &fault.id,
            name: &fault.name,
            grade: fault.grade,
            needs: &fault.needs,
            rules: fault.rules.iter().map(rule_entry).collect(),
            linked_to: &fault.linked_to,
            advice: &fault.advice,
            exercises: &fault.exercises,
            confounders: &fault.confounders,
            supported_by: fault.supported_by.iter().map(rule_entry).collect(),
        })
        .collect()
}

fn rule_entry(r: &Rule) -> RuleEntry<'_> {
    RuleEntry {
        metric: &r.metric,
        unit: rule_unit(r),
        kind: r.kind.as_str(),
        centre: r.centre,
        mild: r.mild,
        marked: r.marked,
        source: &r.source,
    }
}

/// The unit of a rule's thresholds.
pub fn rule_unit(rule: &Rule) -> &'static str {
    match rule.kind {
        RuleKind::BelowUsualCadence => "%",
        _ if rule.percent => "%",
        _ => metrics::info(&rule.metric).map_or("", |info| info.unit),
    }
}
