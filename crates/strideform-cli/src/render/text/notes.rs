//! What was not assessed, what to know about the recordings, and the user's own notes.

use strideform::findings::Status;
use strideform::report::Analysis;

use super::{findings, wrapped};
use crate::render::units::metric_name;

/// The faults that the sensors could not show, together by what they need.
pub(super) fn not_assessed(analysis: &Analysis) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for finding in analysis.findings.iter().filter(|f| f.status == Status::NotAssessed) {
        let needs = finding.needs.as_ref().map_or_else(String::new, |needs| format!(": needs {needs}"));
        collect(&mut groups, needs, findings::name(finding));
    }
    listed("not assessed", groups.into_iter().map(|(needs, names)| format!("{}{needs}", names.join("; "))))
}

/// Caveats of the recordings, of the run and of single metrics, each once.
pub(super) fn caveats(analysis: &Analysis) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    let several = analysis.recordings.len() > 1;
    for recording in &analysis.recordings {
        for caveat in &recording.caveats {
            let about = if several { recording.placement.to_string() } else { String::new() };
            collect(&mut groups, caveat.text.clone(), about);
        }
    }
    for caveat in &analysis.caveats {
        collect(&mut groups, caveat.text.clone(), String::new());
    }
    for metric in &analysis.metrics {
        for caveat in &metric.caveats {
            collect(&mut groups, caveat.text.clone(), metric_name(metric.id).to_lowercase());
        }
    }
    listed(
        "caveats",
        groups.into_iter().map(|(text, about)| {
            let about: Vec<String> = about.into_iter().filter(|a| !a.is_empty()).collect();
            if about.is_empty() { text } else { format!("{}: {text}", about.join("; ")) }
        }),
    )
}

/// Adds `name` to the group of `key`.
fn collect(groups: &mut Vec<(String, Vec<String>)>, key: String, name: String) {
    match groups.iter_mut().find(|(other, _)| *other == key) {
        Some((_, names)) if !names.contains(&name) => names.push(name),
        Some(_) => {}
        None => groups.push((key, vec![name])),
    }
}

fn listed(title: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|text| wrapped("  - ", &text)).collect();
    if items.is_empty() { items } else { format!("{title}:\n{items}") }
}

/// The user's notes, as told.
pub(super) fn symptoms(analysis: &Analysis) -> String {
    let list: Vec<String> = analysis
        .symptoms
        .iter()
        .map(|s| {
            [&s.side, &s.place, &s.behaviour].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
        })
        .filter(|text| !text.is_empty())
        .collect();
    if list.is_empty() {
        return String::new();
    }
    let mut out = wrapped("noted by the runner: ", &list.join("; "));
    out.push_str("Not a diagnosis.\n");
    out
}
