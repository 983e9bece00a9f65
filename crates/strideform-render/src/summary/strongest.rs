//! The order in which findings are shown.

use strideform::findings::{Evidence, Finding, Severity, Status};
use strideform::report::Analysis;

/// Present and borderline findings, strongest first.
pub(crate) fn strongest(analysis: &Analysis) -> Vec<&Finding> {
    let rank = |f: &Finding| match (f.status, f.severity) {
        (Status::Present, Some(Severity::Marked)) => 0,
        (Status::Present, _) => 1,
        _ => 2,
    };
    let mut list: Vec<&Finding> = analysis
        .findings
        .iter()
        .filter(|f| matches!(f.status, Status::Present | Status::Borderline))
        .collect();
    list.sort_by(|a, b| {
        rank(a).cmp(&rank(b)).then(b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)))
    });
    list
}

/// The evidence furthest beyond its threshold.
pub(crate) fn worst(finding: &Finding) -> Option<&Evidence> {
    let beyond = |e: &Evidence| {
        let above = if e.marked >= e.threshold { 1.0 } else { -1.0 };
        above * (e.value - e.threshold) / e.uncertainty.max(1e-12)
    };
    finding.deciding().max_by(|a, b| beyond(a).total_cmp(&beyond(b)))
}
