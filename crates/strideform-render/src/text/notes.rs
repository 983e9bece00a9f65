//! What was not assessed, caveats of the recordings, and the runner's own notes.

use strideform::findings::{Status, typical};
use strideform::report::Analysis;

use crate::notes::is_warned;

use super::list::listed;
use super::wrap::wrapped;
use crate::labels;
use crate::notes::{
    ASK, NO_DIAGNOSIS, STOP, WARNING, caveats as all_caveats, collect, history, relief, symptom_line,
};
use crate::plan;

/// The faults that the sensors could not show, grouped by what they need.
pub(super) fn not_assessed(analysis: &Analysis) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for finding in analysis.findings.iter().filter(|f| f.status == Status::NotAssessed) {
        let needs = finding.needs.as_ref().map_or_else(String::new, |needs| format!(": needs {needs}"));
        collect(&mut groups, needs, labels::name(finding));
    }
    listed("not assessed", groups.into_iter().map(|(needs, names)| format!("{}{needs}", names.join("; "))))
}

/// Caveats of the recordings, of the run and of single metrics, each once.
pub(super) fn caveats(analysis: &Analysis) -> String {
    listed(
        "caveats",
        all_caveats(analysis).into_iter().map(|(text, about)| {
            if about.is_empty() { text } else { format!("{}: {text}", about.join("; ")) }
        }),
    )
}

/// What was corrected by hand; empty if nothing was.
pub(super) fn edited(analysis: &Analysis) -> String {
    crate::notes::edited(&analysis.edits).map(|text| wrapped("", &text)).unwrap_or_default()
}

/// What comes before everything else where a note names a warning sign; empty otherwise.
pub(super) fn warning(analysis: &Analysis) -> String {
    if is_warned(analysis) { wrapped("", WARNING) } else { String::new() }
}

/// What to do, most important first.
pub(super) fn plan(analysis: &Analysis) -> String {
    let lines = plan::lines(analysis).into_iter().map(|l| format!("{}: {}", l.kind, l.text));
    let heel = plan::heel(analysis).map(|text| wrapped("", text)).unwrap_or_default();
    format!("{}{heel}", listed("what to do", lines))
}

/// Earlier injuries, the runner's notes with conditions typical of the place, and what eases them.
pub(super) fn symptoms(analysis: &Analysis) -> String {
    let list: Vec<_> = analysis.symptoms.iter().filter(|s| !symptom_line(s).is_empty()).collect();
    let mut out = String::new();
    for symptom in &list {
        out.push_str(&wrapped("noted by the runner: ", &symptom_line(symptom)));
        for condition in typical(symptom) {
            out.push_str(&wrapped(
                "  typical there: ",
                &format!("{}: {}", condition.name, condition.behaviour),
            ));
        }
    }
    for text in [history(analysis).as_deref(), relief(analysis)].into_iter().flatten() {
        out.push_str(&wrapped("", text));
    }
    out
}

/// When to see a clinician: always there.
pub(super) fn clinician() -> String {
    listed("when to see a clinician", [STOP, ASK, NO_DIAGNOSIS].map(str::to_owned))
}
