//! How to find out whether a change worked, or whether what is suspected is there.

use strideform::compare::{ErrorModel, minimal_detectable_change};
use strideform::findings::{Finding, Role, Status};
use strideform::report::{Analysis, SavedMetric};

use crate::units::{evidence_unit, quantity};

/// What a comparison of two such runs would call a change, by the comparison's own rule; two differences of the sides differ
/// by chance by up to √2 times the error of one.
pub(crate) fn recheck(analysis: &Analysis, finding: &Finding) -> Option<String> {
    let evidence = finding.evidence.first()?;
    let unit = evidence_unit(evidence);
    let of_sides = matches!(evidence.role, Role::Difference | Role::Change);
    let metric = analysis.metric(&evidence.metric).filter(|_| !of_sides).map(SavedMetric::from);
    let by_rule = metric
        .and_then(|m| minimal_detectable_change(&m, &m, evidence.side.is_some(), ErrorModel::SameMethod));
    let least = quantity(
        by_rule.unwrap_or(std::f64::consts::SQRT_2 * evidence.uncertainty),
        by_rule.unwrap_or(std::f64::consts::SQRT_2 * evidence.uncertainty),
        unit,
    );
    let change = format!("In two such runs, a change of less than {least} is within the error");
    Some(match (finding.status, &finding.needs) {
        (Status::Borderline, Some(needs)) => format!("To settle it: {needs}. {change}."),
        (Status::Borderline, None) => {
            format!("A longer recording would not settle it: follow the change instead. {change}.")
        }
        _ => format!("{change}."),
    })
}
