//! Other metrics that agree or disagree: they move the probability of the fault, by a factor of four in its odds at most.

use crate::metrics::Metric;

use super::circumstances::Circumstances;
use super::finding::{Evidence, FindingSide, Role, Status};
use super::rules::{Fault, Rule};
use super::speed::RunningSpeed;
use super::weigh::{is_unanchored, weigh};

/// Factor by which one certain metric raises or lowers the odds of the verdict where its rule names none, and the largest
/// factor of all together (*chosen*: metrics of one recording share errors, so they count little compared with the deciding metric's own error).
const ODDS: f64 = 2.0;
/// See [`ODDS`].
const MAX_ODDS: f64 = 4.0;

/// What the other metrics add to a verdict.
pub(super) struct Concordance {
    /// Probability of the fault with them.
    pub(super) probability: f64,
    evidence: Vec<Evidence>,
}

impl Concordance {
    /// The evidence, as it relates to a verdict: what supports a fault contradicts its absence.
    pub(super) fn evidence(self, status: Status) -> impl Iterator<Item = Evidence> {
        self.evidence.into_iter().map(move |mut e| {
            e.role = match (status, e.role) {
                (Status::Absent, Role::Supports) => Role::Contradicts,
                (Status::Absent, Role::Contradicts) => Role::Supports,
                (_, role) => role,
            };
            e
        })
    }
}

/// Weighs every other metric of the fault that is available.
pub(super) fn concordance(
    fault: &Fault,
    metrics: &[Metric],
    (circumstances, speed): (Circumstances<'_>, &RunningSpeed),
    (side, probability): (Option<FindingSide>, f64),
) -> Concordance {
    let mut evidence = Vec::new();
    let mut shift = 0.0;
    for rule in &fault.supported_by {
        let Some((p, value)) = support(rule, metrics, (circumstances, speed), side) else { continue };
        // 1 where the metric certainly exceeds its threshold, −1 where it certainly does not.
        shift += rule.odds.unwrap_or(ODDS).max(1.0).ln() * (2.0 * p - 1.0);
        let role = match p {
            p if p >= 0.6 => Role::Supports,
            p if p <= 0.4 => Role::Contradicts,
            _ => Role::Open,
        };
        evidence.extend(value.map(|e| Evidence { role, ..e }));
    }
    let shift = shift.clamp(-MAX_ODDS.ln(), MAX_ODDS.ln());
    let kept = probability.clamp(1e-9, 1.0 - 1e-9);
    let odds = kept / (1.0 - kept) * shift.exp();
    let probability = if shift == 0.0 { probability } else { odds / (1.0 + odds) };
    Concordance { probability, evidence }
}

/// Probability and evidence of one rule, for the finding's side where the rule has sides.
fn support(
    rule: &Rule,
    metrics: &[Metric],
    (circumstances, speed): (Circumstances<'_>, &RunningSpeed),
    side: Option<FindingSide>,
) -> Option<(f64, Option<Evidence>)> {
    let metric = metrics.iter().find(|m| m.id == rule.metric)?;
    if is_unanchored(rule, metric) || rule.not_method.as_deref() == Some(metric.method.as_str()) {
        return None;
    }
    let verdict = weigh(rule, metric, circumstances.runner, speed)?;
    let own = |wanted| {
        let evidence = verdict.evidence.iter().find(|e| e.side == wanted)?;
        let above = evidence.marked >= evidence.threshold;
        let p = super::weigh::beyond(evidence.value, evidence.threshold, evidence.uncertainty, above);
        Some((p, Some(evidence.clone())))
    };
    match side {
        Some(FindingSide::Left | FindingSide::Right) if verdict.evidence.iter().any(|e| e.side.is_some()) => {
            own(side)
        }
        // A fault of both sides is supported as far as both support it.
        Some(FindingSide::Both) if verdict.evidence.iter().any(|e| e.side.is_some()) => {
            let sides = [own(Some(FindingSide::Left)), own(Some(FindingSide::Right))];

            sides.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0))
        }
        _ => {
            // A deviation towards the other side than the finding's is not evidence.
            let same = verdict.side.is_none() || side.is_none() || verdict.side == side;
            let p = if same { verdict.probability } else { 0.0 };
            let worst = verdict.evidence.iter().max_by(|a, b| {
                let past = |e: &Evidence| (e.value - e.threshold) * (e.marked - e.threshold).signum();
                past(a).total_cmp(&past(b))
            });
            Some((p, worst.cloned()))
        }
    }
}
