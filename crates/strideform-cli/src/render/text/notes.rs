//! What was not assessed, what to know about the recordings, and the user's own notes.

use strideform::findings::Status;
use strideform::recording::Caveat;
use strideform::report::Analysis;

use super::{findings, wrapped};

/// `not assessed: trunk lean (needs a trunk sensor …); …`
pub(super) fn not_assessed(analysis: &Analysis) -> String {
    let list: Vec<String> = analysis
        .findings
        .iter()
        .filter(|f| f.status == Status::NotAssessed)
        .map(|f| match &f.needs {
            Some(needs) => format!("{} (needs {needs})", findings::name(f)),
            None => findings::name(f),
        })
        .collect();
    if list.is_empty() { String::new() } else { wrapped("not assessed: ", &list.join("; ")) }
}

/// Caveats of the recordings, of the run and of single metrics, each once.
pub(super) fn caveats(analysis: &Analysis) -> String {
    let mut list: Vec<String> = Vec::new();
    let mut add = |about: &str, caveat: &Caveat| {
        let text = if about.is_empty() { caveat.text.clone() } else { format!("{about}: {}", caveat.text) };
        if !list.contains(&text) {
            list.push(text);
        }
    };
    let several = analysis.recordings.len() > 1;
    for recording in &analysis.recordings {
        let about = if several { recording.placement.to_string() } else { String::new() };
        recording.caveats.iter().for_each(|caveat| add(&about, caveat));
    }
    analysis.caveats.iter().for_each(|caveat| add("", caveat));
    for metric in &analysis.metrics {
        let name = crate::render::units::metric_name(metric.id).to_lowercase();
        metric.caveats.iter().for_each(|caveat| add(&name, caveat));
    }
    match list.as_slice() {
        [] => String::new(),
        [one] => wrapped("caveats: ", one),
        several => {
            let items: String = several.iter().map(|text| wrapped("  - ", text)).collect();
            format!("caveats:\n{items}")
        }
    }
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
