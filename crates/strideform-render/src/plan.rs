//! The plan in words, for terminal and page.

use strideform::findings::{FindingSide, Status, Step};
use strideform::report::Analysis;

use crate::labels::{lower, upper};
use crate::summary::placement;

/// What the runner's own stride deserves where nothing is sure.
pub(crate) const LEAVE: &str =
    "Nothing is sure enough to change your stride for. Unless something hurts, leave it as it is.";
/// Where a warning sign was noted.
pub(crate) const CLINICIAN_FIRST: &str =
    "No training plan: a warning sign was noted. See a clinician before the next run.";
/// What to do after some weeks.
const AGAIN: &str =
    "Change one thing at a time. Measure again in two weeks, at the same speed and in the same shoes.";
/// Patient guides ask for it; the evidence is against changing it for its own sake.
const HEEL: &str = "Landing on the heel is how most runners land. Patient guides ask for less of it (D); changing it moves load \
    from the knee to calf and Achilles tendon (C) and is not shown to prevent injuries. Leave it unless something hurts.";

/// A kind of action and its texts.
pub(crate) struct Line {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// The plan, most important first; empty where nothing is to be done.
pub(crate) fn lines(analysis: &Analysis) -> Vec<Line> {
    let plan = &analysis.plan;
    let mut out: Vec<Line> = Vec::new();
    // The summary says so.
    if plan.clinician_first {
        return out;
    }
    let mut add = |kind, text: String| out.push(Line { kind, text });
    let checks: Vec<String> = plan.check_first.iter().map(|s| upper(&s.text)).collect();
    if !checks.is_empty() {
        add("Check first", checks.join(". "));
    }
    if plan.leave_stride {
        add("Stride", LEAVE.to_owned());
    }
    for step in &plan.load {
        add("Load", worded(step));
    }
    for (nth, step) in plan.cues.iter().enumerate() {
        add(if nth == 0 { "Cue" } else { "Second cue, later" }, worded(step));
    }
    for (kind, steps) in
        [("Strength, two or three times a week", &plan.strength), ("Mobility", &plan.mobility)]
    {
        if let Some(text) = exercises(steps) {
            add(kind, text);
        }
    }
    if !plan.is_empty() {
        add("Then", AGAIN.to_owned());
    }
    out
}

/// The first thing to do, for the summary; `None` without a plan.
pub(crate) fn first(analysis: &Analysis) -> Option<String> {
    let plan = &analysis.plan;
    if plan.clinician_first {
        return Some(CLINICIAN_FIRST.to_owned());
    }
    if plan.leave_stride {
        return Some(LEAVE.to_owned());
    }
    let step =
        plan.load.first().or(plan.cues.first()).or(plan.check_first.first()).or(plan.strength.first())?;
    Some(format!("Do this first: {}.", lower(&step.text)))
}

/// What guides say about landing on the heel, and the evidence; only where nothing more was found about hard landings.
pub(crate) fn heel(analysis: &Analysis) -> Option<&'static str> {
    let share = analysis.metric("foot_strike_share_rear")?;
    let hard = analysis
        .findings
        .iter()
        .any(|f| f.fault == "heel-pounding" && matches!(f.status, Status::Present | Status::Borderline));
    let judged = placement(analysis).is_none();
    (share.value - share.uncertainty > 50.0 && judged && !hard && !analysis.plan.clinician_first)
        .then_some(HEEL)
}

/// A step, and what it is for.
fn worded(step: &Step) -> String {
    let faults = step.faults.iter().map(|f| lower(f)).collect::<Vec<_>>().join(", ");
    if step.sure {
        format!("{} ({faults})", upper(&step.text))
    } else {
        format!(
            "If {faults} {} confirmed: {}",
            if step.faults.len() == 1 { "is" } else { "are" },
            lower(&step.text)
        )
    }
}

/// Exercises for what is sure, then those for what is only suspected, each with the side to train more.
fn exercises(steps: &[Step]) -> Option<String> {
    let of = |sure: bool| {
        let one = |s: &Step| match s.side {
            Some(FindingSide::Left) => format!("{} (more on the left)", s.text),
            Some(FindingSide::Right) => format!("{} (more on the right)", s.text),
            _ => s.text.clone(),
        };
        let list: Vec<String> = steps.iter().filter(|s| s.sure == sure).map(one).collect();
        (!list.is_empty()).then(|| list.join(", "))
    };
    match (of(true), of(false)) {
        (Some(sure), Some(unsure)) => Some(format!("{}; perhaps also {unsure}", upper(&sure))),
        (Some(sure), None) => Some(upper(&sure)),
        (None, Some(unsure)) => Some(format!("Harmless to try: {unsure}")),
        (None, None) => None,
    }
}
