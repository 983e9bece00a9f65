//! Which faults are present, and which are too close to call.

use strideform::findings::{Evidence, Finding, Status};
use strideform::recording::Segment;
use strideform::report::Analysis;

use super::sentence::{sentence, short};
use super::strongest::{strongest, worst};
use crate::labels::{name, side, upper};

/// `4 of 11 checks were possible with these sensors.`; empty without any fault in the table.
pub(crate) fn checked(analysis: &Analysis) -> String {
    let of = analysis.findings.len();
    let possible = analysis.findings.iter().filter(|f| f.status != Status::NotAssessed).count();
    let were = if possible == 1 { "was" } else { "were" };
    if of == 0 {
        String::new()
    } else {
        format!("{possible} of {of} checks {were} possible with these sensors.")
    }
}

/// Sensors by what they are worth, and the faults that each makes possible.
const SENSORS: [(&str, Segment, &[&str]); 5] = [
    ("a pelvis sensor with gyroscope", Segment::Pelvis, &["hip-drop", "bounce", "left-right-imbalance"]),
    (
        "a shank sensor with gyroscope on each leg",
        Segment::Shank,
        &["overstriding", "heel-pounding", "left-right-imbalance"],
    ),
    ("a foot sensor on each leg", Segment::Foot, &["left-right-imbalance"]),
    ("a trunk sensor with gyroscope", Segment::Trunk, &["trunk-lean"]),
    ("a wrist sensor with gyroscope on each arm", Segment::Wrist, &["arm-crossover"]),
];

/// The one kind of sensor that would add most checks; `None` where every kind was worn that adds any.
pub(crate) fn more(analysis: &Analysis) -> Option<String> {
    let open =
        |id: &&&str| analysis.findings.iter().any(|f| f.fault == **id && f.status == Status::NotAssessed);
    let worn = |segment| {
        analysis.recordings.iter().any(|r| r.placement.segment == segment && r.channels.contains(&"gyr"))
    };
    let mut best: Option<(&str, Vec<&str>)> = None;
    for (sensor, segment, faults) in SENSORS {
        let adds: Vec<&str> = faults.iter().filter(open).copied().collect();
        if !worn(segment) && adds.len() > best.as_ref().map_or(0, |(_, most)| most.len()) {
            best = Some((sensor, adds));
        }
    }
    let (sensor, adds) = best?;
    let names: Vec<String> =
        analysis.findings.iter().filter(|f| adds.contains(&f.fault.as_str())).map(name).collect();
    Some(format!("{} would add: {}.", upper(sensor), names.join("; ")))
}

pub(super) fn found(analysis: &Analysis) -> String {
    // One or two are described in full sentences; if there are more, the strongest gets a sentence and the rest are named.
    let present = analysis.findings.iter().filter(|f| f.status == Status::Present).count();
    found_in(analysis, if present > 2 { 1 } else { 2 })
}

/// The same, shorter: only the strongest fault gets a sentence.
pub(crate) fn brief(analysis: &Analysis) -> String {
    format!("{} {}", found_in(analysis, 1), borderline(analysis)).trim_end().to_owned()
}

/// True for an imbalance already stated in the sentence on hip drop: both are based on the same difference.
fn is_repeated(finding: &Finding, by: &[&Finding]) -> bool {
    let of_drop = |e: &Evidence| e.metric == "pelvic_drop_excursion";
    finding.fault == "left-right-imbalance"
        && worst(finding).is_some_and(of_drop)
        && by.first().is_some_and(|f| f.fault == "hip-drop" && f.side == finding.side)
}

fn found_in(analysis: &Analysis, full: usize) -> String {
    let list = strongest(analysis);
    let mut present: Vec<&Finding> = list.iter().copied().filter(|f| f.status == Status::Present).collect();
    present.retain(|f| !is_repeated(f, &list));
    let mut out: Vec<String> = present.iter().take(full).map(|f| sentence(f)).collect();
    let rest: Vec<String> = present.iter().skip(full).map(|f| short(f)).collect();
    if !rest.is_empty() {
        out.push(format!("Also present: {}.", rest.join("; ")));
    }
    let checked: Vec<String> =
        analysis.findings.iter().filter(|f| f.status == Status::Absent).map(as_far_as_measured).collect();
    let borderline = borderline(analysis);
    if out.is_empty() && !borderline.is_empty() {
        out.push("No clear fault found.".to_owned());
    }
    if out.is_empty() {
        return if checked.is_empty() {
            let hint = analysis.run.speed_mps.is_none() && analysis.metric("cadence").is_some();
            let hint = if hint { " With the running speed, cadence could be assessed." } else { "" };
            format!("No form fault can be assessed with these sensors.{hint}")
        } else {
            format!("No form fault found. Checked: {}.", checked.join("; "))
        };
    }
    out.join(" ")
}

/// The fault's name, and whether only a part of what decides it was measured.
pub(crate) fn as_far_as_measured(finding: &Finding) -> String {
    let measured = finding.checks.is_empty() || finding.fault != "left-right-imbalance";
    if measured { name(finding) } else { format!("{}, partly", name(finding)) }
}

/// `Too close to call: …`; empty without any.
pub(super) fn borderline(analysis: &Analysis) -> String {
    let list: Vec<String> = strongest(analysis)
        .into_iter()
        .filter(|f| f.status == Status::Borderline)
        .map(|f| side(f).map_or_else(|| name(f), |s| format!("{}, {s}", name(f))))
        .collect();
    if list.is_empty() {
        return String::new();
    }
    format!("Too close to call: {}.", list.join("; "))
}
