//! The head of the page: who ran where, and which sensors were worn.

use minijinja::Value;
use serde::Serialize;
use strideform::recording::{Placement, Segment, Side};
use strideform::report::Analysis;

use super::svg::{Mark, body};
use super::template::trusted;
use crate::duration::duration;
use crate::number::{THIN, fixed};
use crate::people::UnitsOut;
use crate::summary::{strongest, worst};

/// The head of the page.
#[derive(Serialize)]
pub(super) struct Head {
    title: String,
    runner: String,
    facts: Vec<Fact>,
    figure: Value,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    value: String,
}

pub(super) fn head(analysis: &Analysis, units: UnitsOut) -> Head {
    let runner = analysis.runner.id.clone().unwrap_or_else(|| "Unnamed runner".to_owned());
    let mut facts = Vec::new();
    let mut fact = |name, value: Option<String>| facts.extend(value.map(|value| Fact { name, value }));
    let run = &analysis.run;
    fact("Date", run.started.as_deref().map(date));
    fact("Surface", run.surface.clone());
    fact("Slope", run.slope_percent.filter(|s| *s != 0.0).map(|s| format!("{}{THIN}%", fixed(s, 1))));
    let speed = run
        .speed_mps
        .map(|v| (v, "given"))
        .or_else(|| analysis.metric("speed").map(|m| (m.value, "measured")));
    fact(
        "Speed",
        speed.map(|(v, how)| {
            format!("{}{THIN}m/s, {} ({how})", fixed(v, 1), units.pace_with_unit(v).unwrap_or_default())
        }),
    );
    let running = analysis.recordings.iter().map(|r| r.running_s).fold(0.0, f64::max);
    fact("Shoes", run.shoes.clone());
    fact("Cue", run.cue.clone());
    fact("Running analysed", Some(duration(running)));
    let worn: Vec<Placement> = analysis.recordings.iter().map(|r| r.placement).collect();
    let names: Vec<String> = worn.iter().map(|p| place(*p)).collect();
    fact("Sensors", Some(names.join(", ")));
    let marks: Vec<Mark> = marks(analysis);
    let mut message = format!("The runner seen from behind. Sensors worn: {}.", names.join(", "));
    let found: Vec<String> =
        strongest(analysis).iter().zip(1..).map(|(f, n)| format!("{n} {}", f.name)).collect();
    if !found.is_empty() {
        message.push_str(&format!(" Findings: {}.", found.join(", ")));
    }
    Head {
        title: format!("Running form: {runner}"),
        figure: trusted(body("figure", &worn, &marks, &message)),
        runner,
        facts,
    }
}

/// Where each finding is marked: at the segment that it concerns, or for a custom fault at the sensor that showed it.
fn marks(analysis: &Analysis) -> Vec<Mark> {
    let mut out = Vec::new();
    for (finding, number) in strongest(analysis).into_iter().zip(1..) {
        use strideform::findings::FindingSide::{Both, Left, Right};
        let segment = match finding.fault.as_str() {
            "hip-drop" | "bounce" => Segment::Pelvis,
            "trunk-lean" => Segment::Trunk,
            "limited-hip-extension" => Segment::Thigh,
            "overstriding" | "heel-pounding" => Segment::Shank,
            "left-right-imbalance" | "low-cadence" => Segment::Foot,
            "arm-crossover" => Segment::Wrist,
            // Load and drift do not belong to one body segment.
            "load-spike" | "form-drift" => continue,
            _ => match worst(finding).and_then(|e| analysis.metric(&e.metric)) {
                Some(metric) => metric.placement.segment,
                None => continue,
            },
        };
        // A hip drop is seen at the opposite hip.
        let crossed = finding.fault == "hip-drop";
        let midline = segment == Segment::Trunk || (segment == Segment::Pelvis && !crossed);
        let sides: &[Side] = match finding.side {
            _ if midline => &[Side::Midline],
            Some(Left) if crossed => &[Side::Right],
            Some(Right) if crossed => &[Side::Left],
            Some(Left) => &[Side::Left],
            Some(Right) => &[Side::Right],
            Some(Both) | None => &[Side::Left, Side::Right],
        };
        out.extend(sides.iter().map(|side| Mark { number, segment, side: *side }));
    }
    out
}

/// `left shank`, `pelvis`.
pub(super) fn place(placement: Placement) -> String {
    let text = placement.to_string();
    match text.rsplit_once('-') {
        Some((segment, side @ ("left" | "right"))) => format!("{side} {segment}"),
        _ => text,
    }
}

/// Date and time of day of a timestamp; any other text is returned unchanged.
fn date(started: &str) -> String {
    match started.split_once('T') {
        Some((day, time)) if day.len() == 10 => {
            let clock: String = time.chars().take(5).collect();
            format!("{day} {clock}")
        }
        _ => started.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_paces_read_like_a_diary() {
        assert_eq!(date("2026-05-10T10:35:22+08:00"), "2026-05-10 10:35");
        assert_eq!(date("in May"), "in May");
        assert_eq!(UnitsOut::Metric.pace_with_unit(3.0).as_deref(), Some("5:33\u{202f}min/km"));
        assert_eq!(place(Placement::new(Segment::Foot, Side::Left)), "left foot");
        assert_eq!(place(Placement::PELVIS), "pelvis");
    }
}
