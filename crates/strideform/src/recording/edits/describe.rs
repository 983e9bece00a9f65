//! Edits in words.

use super::list::Edits;
use super::span::Excluded;

/// Spans or times that are named; of the others only the number.
const MAX_NAMED: usize = 4;

impl Edits {
    /// One clause per kind of edit, for readers: what follows "Edited by hand: ".
    pub fn described(&self) -> Vec<String> {
        clauses(self)
    }
}

fn clauses(edits: &Edits) -> Vec<String> {
    let mut out = Vec::new();
    if !edits.exclude.is_empty() {
        let span = |s: &Excluded| {
            let why = s.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
            (format!("{}–{}", clock(s.from_s), clock(s.to_s)), why)
        };
        out.push(match edits.exclude.as_slice() {
            [only] => {
                let (times, why) = span(only);
                format!("{times} left out{why}")
            }
            many => {
                let total: f64 = edits.excluded().iter().map(|(from, to)| to - from).sum();
                let spans = many.iter().map(|s| {
                    let (times, why) = span(s);
                    times + &why
                });
                format!("{} spans left out, {}: {}", many.len(), seconds(total), some(spans))
            }
        });
    }
    if !edits.swap_sides.is_empty() {
        out.push(format!("left and right exchanged: {}", some(edits.swap_sides.iter().cloned())));
    }
    if !edits.placement.is_empty() {
        let placed = edits.placement.iter().map(|(sensor, to)| format!("{} at {to}", base(sensor)));
        out.push(format!("placed by hand: {}", some(placed)));
    }
    if !edits.axis.is_empty() {
        let mounted = edits.axis.iter().map(|(sensor, m)| {
            let (up, forward) = (m.up(), m.forward());
            format!("{} with {up} up and {forward} forward", base(sensor))
        });
        out.push(format!("axes given: {}", some(mounted)));
    }
    let contacts: [(&str, Vec<f64>); 3] = [
        ("moved", edits.moved.iter().map(|c| c.at_s).collect()),
        ("added", edits.added.iter().map(|c| c.at_s).collect()),
        ("removed", edits.removed.iter().map(|c| c.at_s).collect()),
    ];
    for (what, times) in contacts.iter().filter(|(_, times)| !times.is_empty()) {
        let noun = if times.len() == 1 { "contact" } else { "contacts" };
        let at = some(times.iter().map(|t| clock(*t)));
        out.push(format!("{} {noun} {what} (at {at})", times.len()));
    }
    out
}

/// The first few, and how many more.
fn some(items: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = items.collect();
    let named = all.get(..MAX_NAMED.min(all.len())).unwrap_or_default().join(", ");
    match all.len().saturating_sub(MAX_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn base(sensor: &str) -> &str {
    sensor.rsplit(['/', '\\']).next().unwrap_or(sensor)
}

/// `1:02`, `1:02.5`, `1:05:00`: minutes and seconds, to a hundredth where it matters.
fn clock(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let hundredths = (seconds.abs() * 100.0).round();
    let whole = (hundredths / 100.0).floor();
    let rest = hundredths - 100.0 * whole;
    let (hours, minutes, s) = ((whole / 3600.0).floor(), (whole / 60.0).floor() % 60.0, whole % 60.0);
    let head = if hours > 0.0 { format!("{hours}:{minutes:02}:{s:02}") } else { format!("{minutes}:{s:02}") };
    let tail =
        if rest == 0.0 { String::new() } else { format!(".{rest:02}").trim_end_matches('0').to_owned() };
    format!("{sign}{head}{tail}")
}

fn seconds(total: f64) -> String {
    if total < 60.0 { format!("{total:.1} s") } else { format!("{} min", clock(total.round())) }
}
