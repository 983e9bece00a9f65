//! Caveats of the recordings and the run, and the fixed advice on when to see a clinician.

use strideform::report::Analysis;

use crate::units::metric_name;

/// Caveats of the recordings, of the run and of single metrics, each once, with what it concerns.
pub(crate) fn caveats(analysis: &Analysis) -> Vec<(String, Vec<String>)> {
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
            collect(&mut groups, caveat.text.clone(), metric_name(metric.id.as_str()).to_lowercase());
        }
    }
    for (_, about) in &mut groups {
        about.retain(|a| !a.is_empty());
    }
    groups
}

/// Adds `name` to the group of `key`.
pub(crate) fn collect(groups: &mut Vec<(String, Vec<String>)>, key: String, name: String) {
    match groups.iter_mut().find(|(other, _)| *other == key) {
        Some((_, names)) if !names.contains(&name) => names.push(name),
        Some(_) => {}
        None => groups.push((key, vec![name])),
    }
}

/// A symptom reported by the runner, on one line.
pub(crate) fn symptom_line(symptom: &strideform::recording::Symptom) -> String {
    let parts = [&symptom.side, &symptom.place, &symptom.behaviour];
    parts.into_iter().flatten().map(|p| p.trim()).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
}

/// True where a note of the runner names a sign of a bone stress injury.
pub(crate) fn is_warned(analysis: &Analysis) -> bool {
    analysis.symptoms.iter().any(|s| strideform::findings::typical(s).iter().any(|c| c.stop))
}

/// Signs that mean that the runner should stop until examined by a clinician.
pub(crate) const STOP: &str = "Stop running and see a clinician at once if you have pain deep in the hip or groin that grows \
    during the run, or limp afterwards, especially after a rapid increase in mileage.";
/// When to ask a clinician.
pub(crate) const ASK: &str = "Ask a clinician or physiotherapist about pain that persists or keeps coming back, pain that depends on \
    speed, mileage or technique and does not improve, or pain that has not been examined in person.";
/// The disclaimer.
pub(crate) const NO_DIAGNOSIS: &str =
    "Not a diagnosis. These numbers describe how someone ran, not what hurts or why.";

/// What was corrected by hand, in one sentence.
pub(crate) fn edited(edits: &strideform::recording::Edits) -> Option<String> {
    (!edits.is_empty()).then(|| format!("Edited by hand: {}.", edits.described().join("; ")))
}
