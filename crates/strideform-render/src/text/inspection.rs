//! The inspection for people, 80 columns.

use super::wrap::wrapped;
use crate::duration::duration;
use crate::inspection::{Described, Inspection, Understood, WatchFacts};
use crate::number::fixed;

/// An inspection as shown on a terminal.
pub fn inspection(inspection: &Inspection) -> String {
    let mut parts: Vec<String> = inspection.recordings.iter().map(recording).collect();
    parts.extend(crate::notes::edited(&inspection.edits).map(|text| wrapped("", &text)));
    parts.join("\n")
}

fn recording(r: &Described) -> String {
    let mut out = match &r.device {
        Some(device) => format!("{}#{device}\n", r.file),
        None => format!("{}\n", r.file),
    };
    if let Some(watch) = &r.watch {
        out.push_str(&of_watch(r, watch));
        out.push_str(&inferred(r));
        return out;
    }
    let facts = [
        (
            "placement",
            r.placement.clone().unwrap_or_else(|| "unknown: add --placement P, or write P=FILE".to_owned()),
        ),
        ("moves like", worn(r)),
        ("samples", format!("{} rows, {}", r.samples, duration(r.seconds))),
        ("rate", format!("{} Hz", fixed(r.rate_hz, 2))),
        ("channels", channels(r)),
        ("axes", axes(r)),
        ("clock", clock(r)),
        ("gaps", gaps(r)),
        ("clipping", clipping(r)),
    ];
    for (name, text) in facts.into_iter().filter(|(_, text)| !text.is_empty()) {
        out.push_str(&wrapped(&format!("  {name:<10} "), &text));
    }
    for line in bouts(r) {
        out.push_str(&line);
    }
    out.push_str(&inferred(r));
    out
}

fn inferred(r: &Described) -> String {
    let mut out = String::new();
    if !r.understood.is_empty() {
        out.push_str("\nInferred (not specified):\n");
        out.push_str(&understood(r));
    }
    if !r.caveats.is_empty() {
        out.push_str("\nCaveats:\n");
        out.extend(r.caveats.iter().map(|caveat| wrapped("  - ", &caveat.text)));
    }
    out
}

/// What a watch file states.
fn of_watch(r: &Described, watch: &WatchFacts) -> String {
    let rows = match (watch.row, watch.runs) {
        ("record", _) => format!("{} records, {}", r.samples, duration(r.seconds)),
        ("lap", _) => format!("{} laps, {}", r.samples, duration(r.seconds)),
        (_, 1) => format!("one run with its averages, {}", duration(r.seconds)),
        (_, n) => format!("{n} runs with their averages, {}", duration(r.seconds)),
    };
    let distance = watch.distance_m.map(|m| format!("{} km", fixed(m / 1000.0, 2)));
    let steps = watch.steps.map(|s| format!("{} steps", fixed(s, 0)));
    let totals: Vec<String> = distance.into_iter().chain(steps).collect();
    let unknown = match watch.not_understood.as_slice() {
        [] => String::new(),
        names => format!("columns with numbers that were not understood: {}", names.join(", ")),
    };
    let facts = [
        ("source", format!("values computed by the watch, method {}", watch.method)),
        ("sport", watch.sport.clone()),
        ("started", watch.started.clone().unwrap_or_else(|| "unknown".to_owned())),
        ("rows", rows),
        ("totals", totals.join(", ")),
        ("values", r.channels.join(", ").replace('_', " ")),
        ("running", duration(watch.running_s)),
        ("unknown", unknown),
    ];
    facts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| wrapped(&format!("  {name:<10} "), text))
        .collect()
}

/// The segments that the sensor moves like; nothing where that cannot be decided.
fn worn(r: &Described) -> String {
    let Some(guess) = &r.placement_guess else { return String::new() };
    let name = |segment| if segment == "pelvis" { "pelvis or trunk" } else { segment };
    let shown = guess.all.iter().filter(|w| w.probability >= 0.05);
    let parts: Vec<String> = shown
        .map(|w| format!("{} {} %", name(w.placement), fixed((100.0 * w.probability).min(99.0), 0)))
        .collect();
    let at_odds =
        if guess.contradicts { ": at odds with the placement, so that no finding is made" } else { "" };
    format!("{}{at_odds}", parts.join(", "))
}

fn channels(r: &Described) -> String {
    match r.channels.as_slice() {
        ["acc", "gyr"] => "accelerometer and gyroscope".to_owned(),
        _ => "accelerometer, no gyroscope".to_owned(),
    }
}

fn axes(r: &Described) -> String {
    let names = r.measured_axes.join(", ");
    let frame = if r.anatomical_axes {
        "named after body axes"
    } else {
        "of the sensor housing, orientation unknown"
    };
    let gravity = if r.gravity_included { "gravity included" } else { "gravity removed by the exporter" };
    format!("{names} {frame}; {gravity}")
}

fn clock(r: &Described) -> String {
    match r.clock {
        "none" => "no time column; computed from the rate".to_owned(),
        "counter" => "device counter".to_owned(),
        _ => "wall clock".to_owned(),
    }
}

fn gaps(r: &Described) -> String {
    if r.gaps.is_empty() {
        return "none too long to interpolate".to_owned();
    }
    let total: f64 = r.gaps.iter().map(|g| g.end_s - g.start_s).sum();
    format!("{}, {} s in total of {}", r.gaps.len(), fixed(total, 1), duration(r.seconds))
}

fn clipping(r: &Described) -> String {
    match (r.clipped_share, r.clipped_at_g) {
        (Some(share), Some(limit)) if share > 0.0 => {
            format!("{} % of samples at ±{} g", fixed(share * 100.0, 2), fixed(limit, 1))
        }
        _ => "none".to_owned(),
    }
}

/// Bouts that are listed individually.
const SHOWN: usize = 12;

fn bouts(r: &Described) -> Vec<String> {
    if r.bouts.is_empty() {
        return vec![wrapped("  bouts      ", "none found: too short, or no recognised activity")];
    }
    let mut lines: Vec<String> = Vec::new();
    for (i, bout) in r.bouts.iter().take(SHOWN).enumerate() {
        let head = if i == 0 { "bouts" } else { "" };
        let (from, to) = (fixed(bout.start_s, 1), fixed(bout.end_s, 1));
        let chance = match bout.running.filter(|p| *p < 0.9) {
            Some(p) => format!(" (running with {} %)", fixed(100.0 * p, 0)),
            None => String::new(),
        };
        lines.push(format!("  {head:<10} {:<5}  {from}…{to} s{chance}\n", bout.activity));
    }
    if r.bouts.len() > SHOWN {
        lines.push(format!("  {:<10} and {} more (--format json lists them)\n", "", r.bouts.len() - SHOWN));
    }
    lines
}

fn understood(r: &Described) -> String {
    let mut out = String::new();
    let longest = r.understood.iter().map(|u| u.inference.about.chars().count()).max().unwrap_or(0);
    for Understood { inference: i, edit } in &r.understood {
        let mut text = format!("{}: {}", i.conclusion, i.because);
        let by_edit = edit.as_ref().map(|line| format!("an edit: {line}"));
        let by_option = Some(i.overridden_by.clone()).filter(|by| !by.is_empty());
        let ways: Vec<String> = by_option.into_iter().chain(by_edit).collect();
        if !ways.is_empty() {
            text.push_str(&format!("; override with {}", ways.join(", or ")));
        }
        out.push_str(&wrapped(&format!("  {:<longest$} ", i.about), &text));
    }
    out
}
