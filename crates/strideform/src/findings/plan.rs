//! One plan for all findings together: at most two cues, then strength and mobility by priority.
//!
//! What is probably fine gets nothing. What is only suspected adds no cue beside a fault that is present, and is marked as
//! unsure. With a warning sign of a bone stress injury there is no plan: a clinician comes first.

use serde::{Deserialize, Serialize};

use super::finding::{Finding, FindingSide, Severity, Status};
use super::symptoms::typical;
use crate::recording::Symptom;

/// Most cues of a plan (*chosen*: a runner can attend to one or two things).
pub const MAX_CUES: usize = 2;
/// Most exercises for strength, and most for mobility (*chosen*: what fits twenty minutes).
const MAX_STRENGTH: usize = 4;
/// See [`MAX_STRENGTH`].
const MAX_MOBILITY: usize = 2;
/// Most exercises from one fault.
const FROM_ONE: usize = 3;
/// Metrics that show which leg is the weaker one: the leg that stays longer on the ground, or under which the pelvis drops more.
const SHOWS_THE_WEAKER_SIDE: [&str; 2] = ["contact_time_balance", "pelvic_drop_excursion"];

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Step {
    /// What to do.
    pub text: String,
    /// Names of the faults that it is for.
    pub faults: Vec<String>,
    /// False if none of them is present for sure.
    pub sure: bool,
    /// The side to train more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<FindingSide>,
}

/// The plan for one run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Plan {
    /// True if a note names a sign of a bone stress injury: nothing but a clinician is advised.
    pub clinician_first: bool,
    /// True if nothing is sure and nothing hurts: the runner's own stride is best left as it is.
    pub leave_stride: bool,
    /// What to check before acting.
    pub check_first: Vec<Step>,
    /// At most [`MAX_CUES`], the most important first.
    pub cues: Vec<Step>,
    /// Exercises for strength and control.
    pub strength: Vec<Step>,
    /// Stretches and rolling.
    pub mobility: Vec<Step>,
    /// What to do about training load.
    pub load: Vec<Step>,
}

impl Plan {
    /// True without anything to do.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The plan for these findings and notes.
pub fn plan(findings: &[Finding], symptoms: &[Symptom]) -> Plan {
    if symptoms.iter().any(|s| typical(s).iter().any(|c| c.stop)) {
        return Plan { clinician_first: true, ..Plan::default() };
    }
    let mut list: Vec<&Finding> =
        findings.iter().filter(|f| matches!(f.status, Status::Present | Status::Borderline)).collect();
    let rank = |f: &Finding| match (f.status, f.severity) {
        (Status::Present, Some(Severity::Marked)) => 0,
        (Status::Present, _) => 1,
        _ => 2,
    };
    list.sort_by(|a, b| {
        rank(a).cmp(&rank(b)).then(b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)))
    });
    let sure = list.iter().any(|f| f.status == Status::Present);
    let mut out = Plan { leave_stride: !list.is_empty() && !sure && symptoms.is_empty(), ..Plan::default() };
    for finding in &list {
        out.check_first.extend(finding.remedy.check_first.iter().map(|text| step(text, finding, None)));
        out.load.extend(finding.remedy.load.iter().map(|text| step(text, finding, None)));
    }
    out.cues = cues(&list, sure);
    out.strength = gathered(&list, MAX_STRENGTH, |f| &f.remedy.strength);
    out.mobility = gathered(&list, MAX_MOBILITY, |f| &f.remedy.mobility);
    // Stretches are for both sides.
    out.mobility.iter_mut().for_each(|step| step.side = None);
    out
}

fn step(text: &str, finding: &Finding, side: Option<FindingSide>) -> Step {
    Step {
        text: text.to_owned(),
        faults: vec![finding.name.clone()],
        sure: finding.status == Status::Present,
        side,
    }
}

/// First the first cue of every finding, then the second ones; one of suspected faults only where nothing is sure.
fn cues(list: &[&Finding], sure: bool) -> Vec<Step> {
    let most = if sure { MAX_CUES } else { 1 };
    let mut out: Vec<(&str, Step)> = Vec::new();
    let longest = list.iter().map(|f| f.remedy.cues.len()).max().unwrap_or(0);
    for nth in 0..longest {
        for finding in list {
            let Some(cue) = finding.remedy.cues.get(nth) else { continue };
            let is_sure = finding.status == Status::Present;
            let room = out.len() < most && (is_sure || !sure);
            match out.iter_mut().find(|(id, _)| *id == cue.id) {
                Some((_, known)) if !known.faults.contains(&finding.name) => {
                    known.faults.push(finding.name.clone());
                }
                Some(_) => {}
                None if room => {
                    out.push((&cue.id, step(&cue.text, finding, None)));
                }
                None => {}
            }
        }
    }
    out.into_iter().map(|(_, step)| step).collect()
}

/// One exercise of each finding in turn, each exercise once.
fn gathered(list: &[&Finding], most: usize, of: impl Fn(&Finding) -> &[String]) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::new();
    for nth in 0..FROM_ONE {
        for finding in list {
            let Some(text) = of(finding).get(nth) else { continue };
            let room = out.len() < most;
            match out.iter_mut().find(|s| s.text == *text) {
                Some(known) if !known.faults.contains(&finding.name) => {
                    known.faults.push(finding.name.clone())
                }
                Some(_) => {}
                None if room => out.push(step(text, finding, weaker_side(finding))),
                None => {}
            }
        }
    }
    out
}

/// The side to train more, where the finding shows which one is weaker.
fn weaker_side(finding: &Finding) -> Option<FindingSide> {
    let shown = finding.evidence.first().is_some_and(|e| {
        e.side.is_some()
            || SHOWS_THE_WEAKER_SIDE.contains(&e.metric.as_str())
            || e.metric == "hip_extension_at_toe_off"
    });
    finding.side.filter(|s| *s != FindingSide::Both && shown && finding.remedy.train_the_side)
}

#[cfg(test)]
mod tests {
    use super::super::rules::RuleTable;
    use super::*;

    /// The finding of a fault of the embedded table.
    fn found(id: &str, status: Status, confidence: f64, side: Option<FindingSide>) -> Finding {
        let table = RuleTable::embedded();
        let fault = table.faults.iter().find(|f| f.id == id).unwrap();
        let mut finding = fault.not_assessed();
        finding.remedy = fault.remedy.fitting(false);
        (finding.status, finding.confidence, finding.side) = (status, Some(confidence), side);
        finding.severity = (status == Status::Present).then_some(Severity::Mild);
        finding
    }

    fn texts(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn every_fault_with_advice_has_a_remedy() {
        for fault in RuleTable::embedded().faults {
            assert!(!fault.remedy.is_empty(), "{}", fault.id);
        }
    }

    #[test]
    fn a_cue_that_faults_share_comes_once_and_there_are_two_at_most() {
        let all: Vec<Finding> =
            RuleTable::embedded().faults.iter().map(|f| found(&f.id, Status::Present, 0.95, None)).collect();
        let made = plan(&all, &[]);
        assert_eq!(made.cues.len(), MAX_CUES);
        assert!(made.strength.len() <= MAX_STRENGTH && made.mobility.len() <= MAX_MOBILITY);
        let [low, bounce] = ["low-cadence", "bounce"].map(|id| found(id, Status::Present, 0.95, None));
        let made = plan(&[low, bounce], &[]);
        assert_eq!((made.cues.len(), made.cues[0].faults.len()), (1, 2));
        assert!(made.cues[0].text.contains("step rate"));
    }

    #[test]
    fn nothing_for_what_is_probably_fine_and_one_conditional_cue_for_what_is_unsure() {
        let absent = found("bounce", Status::Absent, 0.6, None);
        assert!(plan(std::slice::from_ref(&absent), &[]).is_empty());
        let unsure = found("overstriding", Status::Borderline, 0.7, None);
        let made = plan(&[absent, unsure.clone()], &[]);
        assert!(made.leave_stride && made.cues.len() == 1 && !made.cues[0].sure);
        // Beside a fault that is present, what is suspected adds no cue.
        let drop = found("hip-drop", Status::Present, 0.95, Some(FindingSide::Left));
        let made = plan(&[unsure, drop], &[]);
        assert!(made.cues.iter().all(|c| c.sure), "{:?}", made.cues);
        assert!(made.strength.iter().any(|s| !s.sure) && !made.leave_stride);
    }

    #[test]
    fn only_a_rear_foot_striker_hears_of_the_heel() {
        let hard = found("heel-pounding", Status::Present, 0.95, None);
        assert!(texts(&plan(std::slice::from_ref(&hard), &[]).cues).iter().all(|t| !t.contains("heel")));
        let table = RuleTable::embedded();
        let fault = table.faults.iter().find(|f| f.id == "heel-pounding").unwrap();
        let rear = Finding { remedy: fault.remedy.fitting(true), ..hard };
        assert!(texts(&plan(&[rear], &[]).cues).iter().any(|t| t.contains("heel")));
    }

    #[test]
    fn the_weaker_side_is_named_where_it_is_shown() {
        let mut even = found("left-right-imbalance", Status::Present, 0.95, Some(FindingSide::Right));
        let evidence = |metric: &str| super::super::Evidence {
            metric: metric.to_owned(),
            role: super::super::Role::Decides,
            value: 54.0,
            uncertainty: 1.0,
            threshold: 51.6,
            marked: 53.0,
            side: None,
            relative: false,
            source: String::new(),
        };
        even.evidence = vec![evidence("contact_time_balance")];
        assert_eq!(plan(std::slice::from_ref(&even), &[]).strength[0].side, Some(FindingSide::Right));
        even.evidence = vec![evidence("step_time_asymmetry")];
        assert_eq!(plan(std::slice::from_ref(&even), &[]).strength[0].side, None);
        assert!(plan(&[even], &[]).check_first[0].text.contains("Swap"));
    }

    #[test]
    fn a_warning_sign_leaves_no_plan() {
        let drop = found("hip-drop", Status::Present, 0.95, Some(FindingSide::Left));
        let symptom = Symptom { limp: true, place: Some("groin".to_owned()), ..Symptom::default() };
        let made = plan(&[drop], &[symptom]);
        assert!(made.clinician_first && made.cues.is_empty() && made.strength.is_empty());
    }
}
