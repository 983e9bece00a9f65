//! What was not assessed, what to know about the recordings, and the user's own notes.

use strideform::findings::{Status, typical};
use strideform::report::Analysis;

use super::wrapped;
use crate::notes::{NO_DIAGNOSIS, STOP, caveats as all_caveats, collect, told};
use crate::labels;

/// The faults that the sensors could not show, together by what they need.
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

fn listed(title: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|text| wrapped("  - ", &text)).collect();
    if items.is_empty() { items } else { format!("{title}:\n{items}") }
}

/// The runner's notes with what is typical there, and when to stop.
pub(super) fn symptoms(analysis: &Analysis) -> String {
    let list: Vec<_> = analysis.symptoms.iter().filter(|s| !told(s).is_empty()).collect();
    let mut out = String::new();
    for symptom in &list {
        out.push_str(&wrapped("noted by the runner: ", &told(symptom)));
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
