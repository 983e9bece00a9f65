//! What was not assessed, caveats of the recordings, and the runner's own notes.

use strideform::findings::{Status, typical};
use strideform::report::Analysis;

use crate::notes::is_warned;

use super::list::listed;
use super::wrap::wrapped;
use crate::labels;
use crate::notes::{NO_DIAGNOSIS, STOP, caveats as all_caveats, collect, symptom_line};

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
    if is_warned(analysis) { wrapped("", STOP) } else { String::new() }
}

/// The runner's notes, conditions typical of that place, and when to stop.
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
    if !list.is_empty() {
        out.push_str(&wrapped("", STOP));
        out.push_str(&wrapped("", NO_DIAGNOSIS));
    }
    out
}
