//! `strideform metrics`, `methods`, `faults`: what there is, as tables and as JSON.

use serde::Serialize;
use strideform::contacts;
use strideform::findings::{Rule, RuleKind, RuleTable};
use strideform::metrics;
use strideform::recording::Segment;

use crate::cli::{CatalogueArgs, FaultsArgs, FaultsFormat, Format};
use crate::exit::Outcome;
use crate::output;
use strideform_render::json;
use strideform_render::number::fixed;
use strideform_render::text::wrapped;

/// Every metric.
pub(crate) fn metrics(args: &CatalogueArgs) -> Outcome {
    if args.format == Format::Json {
        return output::print(&json::document(&metrics::catalogue())?);
    }
    // The longest identifier has 34 letters.
    let mut text = format!("{:<36}unit\n", "id");
    for m in metrics::catalogue() {
        text.push_str(&format!("\n{:<36}{}\n", m.id, m.unit));
        text.push_str(&wrapped("  ", &format!("{}.", m.definition)));
        text.push_str(&wrapped("  From: ", &format!("{}.", m.from)));
    }
    output::print(&text)
}

#[derive(Serialize)]
struct MethodEntry {
    stage: &'static str,
    id: &'static str,
    summary: &'static str,
    segments: Vec<String>,
    needs_gyr: bool,
    min_rate_hz: f64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    gives: &'static [&'static str],
    citation: &'static str,
    deviations: &'static str,
    default: bool,
}

/// Every method.
pub(crate) fn methods(args: &CatalogueArgs) -> Outcome {
    let of_contacts =
        contacts::all().iter().map(|m| entry("contacts", &m.info(), is_default(m.info().id), &[]));
    let others = metrics::metric_methods();
    let of_others = others.iter().map(|m| entry(m.stage, &m.info, true, m.gives));
    let entries: Vec<MethodEntry> = of_contacts.chain(of_others).collect();
    if args.format == Format::Json {
        return output::print(&json::document(&entries)?);
    }
    let mut text = String::from("Stage contacts: choose with --method contacts=ID; * is used by default.\n");
    let mut stage = "contacts";
    for entry in entries {
        if entry.stage != stage {
            stage = entry.stage;
            text.push_str(&format!("\nStage {stage}: used wherever the sensors allow.\n"));
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
            text.push_str(&wrapped("  for: ", &entry.gives.join(", ")));
        }
        text.push_str(&wrapped("  from: ", entry.citation));
        if !entry.deviations.is_empty() && !entry.deviations.starts_with("none") {
            text.push_str(&wrapped("  deviates: ", entry.deviations));
        }
    }
    output::print(&text)
}

fn entry(
    stage: &'static str,
    info: &contacts::MethodInfo,
    default: bool,
    gives: &'static [&'static str],
) -> MethodEntry {
    MethodEntry {
        stage,
        id: info.id,
        summary: info.summary,
        segments: info.segments.iter().map(|s| s.as_str().to_owned()).collect(),
        needs_gyr: info.needs_gyr,
        min_rate_hz: info.min_rate_hz,
        gives,
        citation: info.citation,
        deviations: info.deviations,
        default,
    }
}

/// True where a placement takes the method unless told otherwise.
fn is_default(id: &str) -> bool {
    use strideform::recording::{Placement, Side};
    [Segment::Foot, Segment::Shank, Segment::Thigh, Segment::Pelvis, Segment::Trunk, Segment::Wrist]
        .into_iter()
        .flat_map(|segment| [Side::Left, Side::Midline].map(|side| Placement::new(segment, side)))
        .flat_map(|placement| [true, false].map(|gyr| contacts::default_for(placement, gyr)))
        .flatten()
        .any(|method| method.info().id == id)
}

#[derive(Serialize)]
struct FaultEntry<'a> {
    id: &'a str,
    name: &'a str,
    grade: strideform::findings::Grade,
    needs: &'a str,
    rules: Vec<RuleEntry<'a>>,
    linked_to: &'a [String],
    advice: &'a [String],
    exercises: &'a [String],
    confounders: &'a [String],
    supported_by: Vec<RuleEntry<'a>>,
}

#[derive(Serialize)]
struct RuleEntry<'a> {
    metric: &'a str,
    unit: &'a str,
    kind: &'static str,
    centre: Option<f64>,
    mild: f64,
    marked: f64,
    source: &'a str,
}

/// Every fault with its rules.
pub(crate) fn faults(args: &FaultsArgs) -> Outcome {
    let (table, toml) = super::rules::load(args.faults.as_deref())?;
    match args.format {
        FaultsFormat::Toml => output::print(&toml),
        FaultsFormat::Json => output::print(&json::document(&fault_entries(&table))?),
        FaultsFormat::Text => output::print(&fault_text(&table)),
    }
}

fn fault_entries(table: &RuleTable) -> Vec<FaultEntry<'_>> {
    table
        .faults
        .iter()
        .map(|fault| FaultEntry {
            id: &fault.id,
            name: &fault.name,
            grade: fault.grade,
            needs: &fault.needs,
            rules: fault.rules.iter().map(rule_entry).collect(),
            linked_to: &fault.linked_to,
            advice: &fault.advice,
            exercises: &fault.exercises,
            confounders: &fault.confounders,
            supported_by: fault.supported_by.iter().map(rule_entry).collect(),
        })
        .collect()
}

fn rule_entry(r: &Rule) -> RuleEntry<'_> {
    RuleEntry {
        metric: &r.metric,
        unit: unit(r),
        kind: kind(r.kind),
        centre: r.centre,
        mild: r.mild,
        marked: r.marked,
        source: &r.source,
    }
}

fn fault_text(table: &RuleTable) -> String {
    let grades = "Thresholds are for screening, not for diagnosis. Grades: A trials, B studies that followed runners, C \
                  comparisons of runners, D opinion.";
    let mut text = wrapped("", grades);
    for fault in &table.faults {
        text.push_str(&format!("\n{}: {} (grade {:?})\n", fault.id, fault.name, fault.grade));
        text.push_str(&wrapped("  needs: ", &fault.needs));
        for r in &fault.rules {
            let line = format!("{} {} {} (marked: {}) {}", r.metric, words(r), r.mild, r.marked, unit(r));
            text.push_str(&wrapped("  rule: ", line.trim_end()));
            text.push_str(&wrapped("  source: ", &r.source));
        }
        let supports: Vec<String> = fault
            .supported_by
            .iter()
            .map(|r| format!("{} {} {} {}", r.metric, words(r), r.mild, unit(r)).trim_end().to_owned())
            .collect();
        if !supports.is_empty() {
            text.push_str(&wrapped("  surer with: ", &supports.join("; ")));
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

fn unit(rule: &Rule) -> &'static str {
    match rule.kind {
        RuleKind::BelowUsualCadence => "%",
        _ if rule.percent => "%",
        _ => metrics::info(&rule.metric).map_or("", |info| info.unit),
    }
}

fn kind(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Above => "above",
        RuleKind::Below => "below",
        RuleKind::AwayFrom => "away-from",
        RuleKind::BelowUsualCadence => "below-usual-cadence",
        RuleKind::SideDifference => "side-difference",
        RuleKind::DriftUp => "drift-up",
        RuleKind::DriftDown => "drift-down",
        RuleKind::DriftEither => "drift-either",
        RuleKind::LongestRun => "longest-run",
    }
}

fn words(rule: &Rule) -> String {
    let mut text = match (rule.kind, rule.centre) {
        (RuleKind::AwayFrom, Some(centre)) => format!("further from {centre} than"),
        (RuleKind::AwayFrom, None) => "further from even than".to_owned(),
        (RuleKind::Above, _) => "above".to_owned(),
        (RuleKind::Below, _) => "below".to_owned(),
        (RuleKind::BelowUsualCadence, _) => "below the usual at that speed by".to_owned(),
        (RuleKind::SideDifference, _) => "differs between the sides by more than".to_owned(),
        (RuleKind::DriftUp, _) => "rises over the run by more than".to_owned(),
        (RuleKind::DriftDown, _) => "falls over the run by more than".to_owned(),
        (RuleKind::DriftEither, _) => "changes over the run by more than".to_owned(),
        (RuleKind::LongestRun, _) => "against the 30 days before above".to_owned(),
    };
    if let Some(other) = &rule.together_with {
        text = format!("(together with {other}) {text}");
    }
    text
}
