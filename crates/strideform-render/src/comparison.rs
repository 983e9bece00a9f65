//! A comparison in words, for the HTML page and the terminal.

use strideform::compare::{Compared, Comparison, FindingChange, Pair, Side, Speeds, Verdict};

use crate::labels::{lower, upper};
use crate::number::{decimals, fixed};
use crate::units::{metric_name, shown};

/// Decimals for a pair, as justified by its limit.
fn digits(pair: &Pair, factor: f64) -> usize {
    decimals(pair.minimal_detectable_change.unwrap_or(f64::NAN) * factor)
}

/// The values of a pair as shown, without the unit.
pub(crate) struct Shown {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) change: String,
    /// The part explained by speed; empty if that is not known.
    pub(crate) by_speed: String,
    /// Empty if it is unknown.
    pub(crate) limit: String,
}

pub(crate) fn pair(pair: &Pair, unit: &str) -> Shown {
    let (factor, _) = shown(unit);
    let digits = digits(pair, factor);
    let show = |v: f64| fixed(v * factor, digits);
    let signed = |v: f64| {
        let text = show(v);
        let nothing = text.bytes().all(|b| matches!(b, b'0' | b'.'));
        if v > 0.0 && !nothing { format!("+{text}") } else { text }
    };
    Shown {
        before: show(pair.before),
        after: show(pair.after),
        change: signed(pair.change),
        by_speed: pair.expected_from_speed.map(signed).unwrap_or_default(),
        limit: pair.minimal_detectable_change.map(show).unwrap_or_default(),
    }
}

/// `higher`, `lower`, `within`, `not compared`.
pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Increased => "higher",
        Verdict::Decreased => "lower",
        Verdict::WithinError => "within",
        Verdict::NotComparable => "not compared",
    }
}

/// The pairs of a metric, each with the name of its side.
pub(crate) fn pairs(metric: &Compared) -> Vec<(&'static str, &Pair)> {
    let sides = [("left", metric.left.as_ref()), ("right", metric.right.as_ref())];
    let mut out: Vec<(&'static str, &Pair)> = Vec::new();
    // A value of one leg is listed under its side only.
    if metric.left.is_some() == metric.right.is_some() {
        out.push(("", &metric.value));
    }
    out.extend(sides.into_iter().filter_map(|(name, pair)| Some((name, pair?))));
    if out.is_empty() { vec![("", &metric.value)] } else { out }
}

/// Two lines: what changed, and whether the speeds are comparable.
pub(crate) fn summary(comparison: &Comparison) -> Vec<String> {
    let is = |id: &str| comparison.changed().any(|m| m.id == id);
    // The same change expressed in another unit appears only in the table.
    let duplicate = |m: &&Compared| match m.id.as_str() {
        "step_time" | "stride_time" => is("cadence"),
        "step_length" => is("stride_length"),
        _ => false,
    };
    let changed: Vec<String> = comparison.changed().filter(|m| !duplicate(m)).map(sentence).collect();
    let judged = comparison.metrics.iter().filter(|m| m.tests() > 0).count();
    let label = if comparison.same_run {
        "Different by more than the error"
    } else {
        "Changed by more than the error"
    };
    let first = if !changed.is_empty() {
        format!("{label}: {}.", changed.join("; "))
    } else if judged == 0 {
        "Nothing could be compared.".to_owned()
    } else if comparison.same_run {
        format!("The two recordings agree within their errors ({judged} metrics compared).")
    } else {
        format!("Nothing changed by more than the error ({judged} metrics compared).")
    };
    let second = match comparison.speed {
        Speeds::SameRun => {
            "Both recordings are of the same run: any difference comes from sensors and methods, not from form."
                .to_owned()
        }
        Speeds::Alike { before, after } => {
            format!("The speeds are comparable: {before:.2} and {after:.2} m/s.")
        }
        Speeds::Different { before, after } => format!(
            "The speeds differ ({before:.2} and {after:.2} m/s): the effect of speed is subtracted where it is known."
        ),
        _ => "The speeds are not both known: a change in speed alone would change most values.".to_owned(),
    };
    vec![first, second]
}

/// `cadence 158 → 166 steps/min`, with the side if only one side changed.
fn sentence(metric: &Compared) -> String {
    let (_, unit) = shown(&metric.unit);
    let moved: Vec<(&str, &Pair)> = pairs(metric).into_iter().filter(|(_, p)| p.has_changed()).collect();
    let whole = moved.iter().any(|(side, _)| side.is_empty());
    let parts: Vec<String> = moved
        .iter()
        .filter(|(side, _)| !whole || side.is_empty())
        .map(|(side, p)| {
            let s = pair(p, &metric.unit);
            let side = if side.is_empty() { String::new() } else { format!("{side} ") };
            let unit =
                if unit.is_empty() || unit == "°" { unit.to_owned() } else { format!("\u{a0}{unit}") };
            let by_speed = if s.by_speed.is_empty() || s.by_speed.bytes().all(|b| matches!(b, b'0' | b'.')) {
                String::new()
            } else {
                format!(" (speed alone accounts for {})", s.by_speed)
            };
            format!("{side}{}\u{a0}→\u{a0}{}{unit}{by_speed}", s.before, s.after)
        })
        .collect();
    format!("{} {}", lower(&metric_name(&metric.id)), parts.join(", "))
}

/// Why metrics were not compared: each reason with the metrics it concerns.
pub(crate) fn not_compared(comparison: &Comparison) -> Vec<(String, Vec<String>)> {
    let mut groups = Vec::new();
    for metric in comparison.metrics.iter().filter(|m| m.value.verdict == Verdict::NotComparable) {
        let reason = metric.reason.clone().unwrap_or_else(|| "no limit is known".to_owned());
        crate::notes::collect(&mut groups, reason, lower(&metric_name(&metric.id)));
    }
    for (ids, which) in [(&comparison.only_before, "before"), (&comparison.only_after, "after")] {
        for id in ids {
            crate::notes::collect(&mut groups, format!("measured only {which}"), lower(&metric_name(id)));
        }
    }
    groups
}

/// `Hip drop: present, left → not found`.
pub(crate) fn finding(change: &FindingChange) -> String {
    let status = |status: &str, side: Option<&str>| {
        let label = match status {
            "absent" => "not found",
            "not-assessed" => "not assessed",
            other => other,
        };
        match side.filter(|_| matches!(status, "present" | "borderline")) {
            Some("both") => format!("{label}, both sides"),
            Some(side) => format!("{label}, {side}"),
            None => label.to_owned(),
        }
    };
    format!(
        "{}: {} → {}",
        upper(&change.name),
        status(&change.before, change.side_before.as_deref()),
        status(&change.after, change.side_after.as_deref())
    )
}

/// `easy.csv, 2026-05-10 10:35, 3.00 m/s`.
pub(crate) fn side(side: &Side) -> String {
    let mut parts: Vec<String> = side.files.clone();
    if parts.len() > 3 {
        let more = parts.len() - 2;
        parts.truncate(2);
        parts.push(format!("{more} more files"));
    }
    parts.extend(side.started.as_deref().map(|s| s.replacen('T', " ", 1)));
    if let (Some(speed), Some(given)) = (side.speed_mps, side.speed_given) {
        parts.push(format!("{speed:.2}\u{a0}m/s{}", if given { "" } else { " measured" }));
    }
    parts.push(format!("{} of running", crate::duration::duration(side.running_s)));
    parts.join(", ")
}

/// True if speed explains part of any change.
pub(crate) fn speed_explains(comparison: &Comparison) -> bool {
    matches!(comparison.speed, Speeds::Different { .. })
        && comparison.metrics.iter().any(|m| m.value.expected_from_speed.is_some())
}
