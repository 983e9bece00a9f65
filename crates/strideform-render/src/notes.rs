//! What to know about the recordings and the run, each thing said once.

use strideform::report::Analysis;

use super::units::metric_name;

/// Caveats of the recordings, of the run and of single metrics, each once, with what it is about.
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

/// A note of the runner in one line.
pub(crate) fn told(symptom: &strideform::recording::Symptom) -> String {
    let parts = [&symptom.side, &symptom.place, &symptom.behaviour];
    parts.into_iter().flatten().map(|p| p.trim()).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Signs with which running stops until a clinician has looked.
pub(crate) const STOP: &str = "Stop running and see a clinician at once: pain deep in the hip or groin that grows the longer \
    the run lasts, or limping afterwards, above all after a fast rise in mileage.";
/// When it is wise to ask.
pub(crate) const ASK: &str = "Ask a clinician or physiotherapist: pain that stays or keeps coming back, pain tied to speed, \
    mileage or technique without a plan that works, or pain that nobody has examined in person.";
/// What this is not.
pub(crate) const NO_DIAGNOSIS: &str =
    "Not a diagnosis. The figures say how somebody ran, not what hurts or why.";
