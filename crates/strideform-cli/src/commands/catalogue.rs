//! `strideform metrics`, `methods`, `faults`: lists of everything available, as text and as JSON.

use strideform::findings::{Rule, RuleKind, RuleTable};
use strideform::metrics;

use crate::cli::{CatalogueArgs, FaultsArgs, FaultsFormat, Format};
use crate::exit::Outcome;
use crate::output;
use strideform_render::catalogue::{self, rule_unit};
use strideform_render::json;
use strideform_render::number::fixed;
use strideform_render::text::wrapped;

/// Every metric.
pub(crate) fn metrics(args: &CatalogueArgs) -> Outcome {
    if args.format == Format::Json {
        return output::print(&json::document(&metrics::catalogue())?);
    }
    // The longest identifier has 34 characters.
    let mut text = format!("{:<36}unit\n", "id");
    for m in metrics::catalogue() {
        text.push_str(&format!("\n{:<36}{}\n", m.id, m.unit));
        text.push_str(&wrapped("  ", &format!("{}.", m.definition)));
        text.push_str(&wrapped("  From: ", &format!("{}.", m.from())));
    }
    output::print(&text)
}

/// Every method.
pub(crate) fn methods(args: &CatalogueArgs) -> Outcome {
    let entries = catalogue::methods();
    if args.format == Format::Json {
        return output::print(&json::document(&entries)?);
    }
    let mut text = String::from("Stage contacts: choose with --method contacts=ID; * marks the default.\n");
    let mut stage = "contacts";
    for entry in entries {
        if entry.stage != stage {
            stage = entry.stage;
            text.push_str(&format!("\nStage {stage}: used wherever the sensors allow it.\n"));
        }
        let mark = if entry.default && stage == "contacts" { " *" } else { "" };
        text.push_str(&format!("\n{}{mark}\n", entry.id));
        let gyr = if entry.needs_gyr { ", gyroscope" } else { "" };
        text.push_str(&wrapped("  ", &format!("{}.", entry.summary)));
        let rate = fixed(entry.min_rate_hz, 0);
        text.push_str(&wrapped(
            "  needs: ",
            &format!("{}{gyr}, {rate} Hz or more", entry.segments.join(" or ")),
        ));
        if !entry.gives.is_empty() {
            text.push_str(&wrapped(
                "  for: ",
                &entry.gives.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", "),
            ));
        }
        text.push_str(&wrapped("  from: ", entry.citation));
        if !entry.deviations.is_empty() && !entry.deviations.starts_with("none") {
            text.push_str(&wrapped("  deviates: ", entry.deviations));
        }
    }
    output::print(&text)
}

/// Every fault with its rules.
pub(crate) fn faults(args: &FaultsArgs) -> Outcome {
    let (table, toml) = super::rules::load(args.faults.as_deref())?;
    match args.format {
        FaultsFormat::Toml => output::print(&toml),
        FaultsFormat::Json => output::print(&json::document(&catalogue::faults(&table))?),
        FaultsFormat::Text => output::print(&fault_text(&table)),
    }
}

fn fault_text(table: &RuleTable) -> String {
    let grades = "Thresholds are for screening, not for diagnosis. Grades: A trials, B prospective studies, C cross-sectional \
                  studies, D expert opinion.";
    let mut text = wrapped("", grades);
    for fault in &table.faults {
        text.push_str(&format!("\n{}: {} (grade {:?})\n", fault.id, fault.name, fault.grade));
        text.push_str(&wrapped("  needs: ", &fault.needs));
        for r in &fault.rules {
            let line =
                format!("{} {} {} (marked: {}) {}", r.metric, words(r), r.mild, r.marked, rule_unit(r));
            let line = format!("{}{}", line.trim_end(), over_speed(r));
            text.push_str(&wrapped("  rule: ", &line));
            text.push_str(&wrapped("  source: ", &r.source));
        }
        let supports: Vec<String> = fault
            .supported_by
            .iter()
            .map(|r| format!("{} {} {} {}", r.metric, words(r), r.mild, rule_unit(r)).trim_end().to_owned())
            .collect();
        if !supports.is_empty() {
            text.push_str(&wrapped("  supported by: ", &supports.join("; ")));
        }
        for (head, list) in [
            ("  linked to: ", &fault.linked_to),
            ("  try: ", &fault.advice),
            ("  exercises: ", &fault.exercises),
        ] {
            if !list.is_empty() {
                text.push_str(&wrapped(head, &list.join("; ")));
            }
        }
    }
    text
}

/// How the thresholds change with speed, and whether the metric only points to the fault.
fn over_speed(rule: &Rule) -> String {
    let mut text = match (rule.per_mps, rule.at_mps) {
        (Some(slope), Some(at)) => format!(" at {at} m/s, {slope:+} per m/s"),
        _ => String::new(),
    };
    if rule.proxy {
        text.push_str("; an indication only: never more than borderline");
    }
    text
}

fn words(rule: &Rule) -> String {
    let mut text = match (rule.kind, rule.centre) {
        (RuleKind::AwayFrom, Some(centre)) => format!("further from {centre} than"),
        (RuleKind::AwayFrom, None) => "further from even than".to_owned(),
        (RuleKind::Above, _) => "above".to_owned(),
        (RuleKind::Below, _) => "below".to_owned(),
        (RuleKind::BelowUsualCadence, _) => "below the typical cadence at that speed by".to_owned(),
        (RuleKind::SideDifference, _) => "differs between the sides by more than".to_owned(),
        (RuleKind::DriftUp, _) => "rises over the run by more than".to_owned(),
        (RuleKind::DriftDown, _) => "falls over the run by more than".to_owned(),
        (RuleKind::DriftEither, _) => "changes over the run by more than".to_owned(),
        (RuleKind::LongestRun, _) => "relative to the 30 days before, above".to_owned(),
        (other, _) => other.as_str().to_owned(),
    };
    if let Some(other) = &rule.together_with {
        text = format!("(together with {other}) {text}");
    }
    text
}
