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
    let given =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    [
        given(&symptom.side),
        given(&symptom.place),
        given(&symptom.behaviour),
        symptom.night.then(|| "at night or at rest".to_owned()),
        symptom.limp.then(|| "limping".to_owned()),
        symptom.severity.map(|s| format!("{s} of 10")),
        given(&symptom.since).map(|s| format!("since {s}")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

/// Earlier injuries, and what they mean; `None` without any.
pub(crate) fn history(analysis: &Analysis) -> Option<String> {
    let history = analysis.runner.history.as_deref().map(str::trim).filter(|t| !t.is_empty())?;
    let lower = history.to_lowercase();
    let bone = ["stress fracture", "stress reaction", "bone stress"].iter().any(|w| lower.contains(w));
    let advice = if bone {
        "After a bone stress injury, have new pain in bone looked at early."
    } else {
        "An earlier injury predicts a new one better than any measure of form (B)."
    };
    Some(format!("Earlier injuries: {history}. {advice}"))
}

/// True where a note of the runner names a sign of a bone stress injury.
pub(crate) fn is_warned(analysis: &Analysis) -> bool {
    analysis.symptoms.iter().any(|s| strideform::findings::typical(s).iter().any(|c| c.stop))
}

/// What eases a complaint, where one without a warning sign was noted.
pub(crate) fn relief(analysis: &Analysis) -> Option<&'static str> {
    (!analysis.symptoms.is_empty() && !is_warned(analysis)).then_some(RELIEF)
}

/// The first line where a note names a warning sign.
pub(crate) const WARNING: &str = "Stop running and see a clinician at once: the runner's notes name a sign of a bone stress injury (pain \
    that grows during the run, pain at night or at rest, or a limp).";
/// Signs that mean that the runner should stop until examined by a clinician.
pub(crate) const STOP: &str = "Stop running and see a clinician at once if you have pain deep in the hip or groin that grows \
    during the run, or limp afterwards, especially after a rapid increase in mileage.";
/// When to ask a clinician: three questions.
pub(crate) const ASK: &str = "With pain, ask three questions: Does it persist or keep coming back? Does it depend on speed, mileage or \
    technique, and is there no plan that works? Has nobody examined it in person? One yes: see a clinician or physiotherapist.";
/// What patient guides advise while something hurts.
pub(crate) const RELIEF: &str = "Until it settles: rest or run less; swim or cycle instead; ice where it soothes; then return with \
    shorter, slower runs (D, expert opinion).";
/// The disclaimer.
pub(crate) const NO_DIAGNOSIS: &str =
    "Not a diagnosis. These numbers describe how someone ran, not what hurts or why.";

/// What was corrected by hand, in one sentence.
pub(crate) fn edited(edits: &strideform::recording::Edits) -> Option<String> {
    (!edits.is_empty()).then(|| format!("Edited by hand: {}.", edits.described().join("; ")))
}
