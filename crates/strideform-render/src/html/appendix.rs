//! The end of the page: symptoms, what was not assessed, recording quality, methods.

use serde::Serialize;
use strideform::contacts;
use strideform::findings::{Status, typical};
use strideform::metrics;
use strideform::report::Analysis;

use super::head::place;
use crate::duration::duration;
use crate::number::{THIN, decimals, fixed, unit_after};
use crate::units::{metric_name, shown};
use crate::{labels, notes};

/// A symptom reported by the runner, with conditions typical of that place.
#[derive(Serialize)]
pub(super) struct SymptomView {
    text: String,
    typical: Vec<TypicalView>,
    stop: bool,
}

#[derive(Serialize)]
struct TypicalView {
    name: &'static str,
    behaviour: &'static str,
}

pub(super) fn symptoms(analysis: &Analysis) -> Vec<SymptomView> {
    analysis
        .symptoms
        .iter()
        .map(|symptom| {
            let list = typical(symptom);
            SymptomView {
                text: notes::symptom_line(symptom),
                stop: list.iter().any(|c| c.stop),
                typical: list.iter().map(|c| TypicalView { name: c.name, behaviour: c.behaviour }).collect(),
            }
        })
        .filter(|s| !s.text.is_empty())
        .collect()
}

/// A fault that the sensors could not show.
#[derive(Serialize)]
pub(super) struct NotAssessed {
    name: String,
    needs: String,
}

pub(super) fn not_assessed(analysis: &Analysis) -> Vec<NotAssessed> {
    let of = analysis.findings.iter().filter(|f| f.status == Status::NotAssessed);
    of.map(|f| NotAssessed {
        name: f.name.clone(),
        needs: for_people(f.needs.as_deref().unwrap_or_default()),
    })
    .collect()
}

/// A file that was read, or several of the same kind.
#[derive(Serialize)]
pub(super) struct RecordingView {
    file: String,
    place: String,
    what: String,
}

pub(super) fn recordings(analysis: &Analysis) -> Vec<RecordingView> {
    let mut out: Vec<RecordingView> = Vec::new();
    for r in &analysis.recordings {
        let gyroscope = if r.channels.contains(&"gyr") { " and gyroscope" } else { "" };
        let rate = fixed(r.rate_hz, usize::from(r.rate_hz.fract().abs() > 0.05));
        let device = r.device.as_ref().map_or_else(String::new, |d| format!(" ({d})"));
        let file = format!("{}{device}", file_name(&r.file));
        let what = format!(
            "accelerometer{gyroscope}, {rate}{THIN}Hz, {} recorded, {} of it running",
            duration(r.seconds),
            duration(r.running_s)
        );
        // Sensors of the same kind share a line.
        match out.iter_mut().find(|known| known.what == what) {
            Some(known) => {
                known.place.push_str(&format!(", {}", place(r.placement)));
                known.file.push_str(&format!(", {file}"));
            }
            None => out.push(RecordingView { file, place: place(r.placement), what }),
        }
    }
    out
}

/// Removes command-line options, which mean nothing to a reader of the page.
fn for_people(text: &str) -> String {
    text.replace(" (--speed)", "").replace("; give it with --speed", "").replace('`', "")
}

/// File names without folders, which are private to whoever ran the analysis.
fn file_name(file: &str) -> String {
    let name = |part: &str| part.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    file.split('+').map(name).collect::<Vec<_>>().join("+")
}

/// A caveat and what it concerns.
#[derive(Serialize)]
pub(super) struct CaveatView {
    text: String,
    about: String,
}

pub(super) fn caveats(analysis: &Analysis) -> Vec<CaveatView> {
    let list = notes::caveats(analysis).into_iter();
    list.map(|(text, about)| CaveatView { text: labels::upper(&for_people(&text)), about: about.join(", ") })
        .collect()
}

/// How a metric was computed.
#[derive(Serialize)]
pub(super) struct MethodView {
    name: String,
    definition: &'static str,
    method: String,
    error: String,
    /// Letter of the footnote on the basis of the error.
    basis: String,
}

/// The methods, and the basis of each method's error, each listed once.
pub(super) fn methods(analysis: &Analysis) -> (Vec<MethodView>, Vec<String>) {
    let mut bases: Vec<&str> = Vec::new();
    let list = analysis
        .metrics
        .iter()
        .map(|m| {
            let (factor, unit) = shown(m.unit);
            let half = m.uncertainty * factor;
            let at = bases.iter().position(|b| *b == m.error_source).unwrap_or_else(|| {
                bases.push(m.error_source);
                bases.len() - 1
            });
            MethodView {
                name: metric_name(m.id.as_str()),
                definition: metrics::info(m.id).map_or("", |info| info.definition),
                method: format!("{} ({})", m.method, place(m.placement)),
                error: format!("±{THIN}{}{}, n = {}", fixed(half, decimals(half)), unit_after(unit), m.n),
                basis: letter(at),
            }
        })
        .collect();
    let bases = bases.iter().enumerate().map(|(i, text)| format!("{} {text}", letter(i))).collect();
    (list, bases)
}

/// `a`, `b`, … `z`, `a1`, …
fn letter(i: usize) -> String {
    let c = char::from(b'a' + (i % 26) as u8);
    if i < 26 { c.to_string() } else { format!("{c}{}", i / 26) }
}

/// Sources of the contact methods, thresholds and typical ranges, each once.
pub(super) fn references(analysis: &Analysis) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !out.contains(&text) {
            out.push(text);
        }
    };
    for metric in &analysis.metrics {
        if let Some(method) = contacts::by_id(&metric.method) {
            let info = method.info();
            add(format!("{}: {}", info.id, info.citation));
        }
    }
    // Sources of present and borderline findings are on their cards.
    for finding in analysis.findings.iter().filter(|f| f.status == Status::Absent) {
        for evidence in &finding.evidence {
            add(format!("Threshold of {}: {}", labels::name(finding), evidence.source));
        }
    }
    for metric in &analysis.metrics {
        if let Some(range) =
            strideform::findings::reference_range(metric.id.as_str(), &analysis.run, &analysis.runner)
        {
            add(format!("Typical {}: {}", labels::lower(&metric_name(metric.id.as_str())), range.source));
        }
    }
    out
}

/// The settings needed to reproduce the numbers.
pub(super) fn settings(analysis: &Analysis) -> Vec<String> {
    let (runner, run) = (&analysis.runner, &analysis.run);
    let number = |name: &str, value: Option<f64>, unit: &str| {
        value.map(|v| format!("{name} {}{}", fixed(v, usize::from(v.fract() != 0.0) * 2), unit_after(unit)))
    };
    [
        number("speed", run.speed_mps, "m/s"),
        number("slope", run.slope_percent, "%"),
        number("mass", runner.mass_kg, "kg"),
        number("height", runner.height_cm, "cm"),
        number("leg length", runner.leg_length_cm, "cm"),
    ]
    .into_iter()
    .flatten()
    .collect()
}
