//! A comparison in 80 columns.

use strideform::compare::{Comparison, Verdict};

use super::list::{listed, paragraphs};
use super::wrap::wrapped;
use crate::comparison::{self as labels, pair, pairs, verdict};
use crate::table::{Align, Table};
use crate::units::{metric_name, shown, with_unit};

/// A comparison as text for the terminal.
pub fn comparison(comparison: &Comparison) -> String {
    let mut head = String::new();
    for line in labels::summary(comparison) {
        head.push_str(&wrapped("", &line));
    }
    let runs = wrapped("before: ", &labels::side(&comparison.before))
        + &wrapped("after:  ", &labels::side(&comparison.after));
    let findings: Vec<String> = comparison.findings.iter().map(labels::finding).collect();
    let not: Vec<String> = labels::not_compared(comparison)
        .into_iter()
        .map(|(reason, names)| format!("{}: {reason}", names.join("; ")))
        .collect();
    let caveats: Vec<String> = comparison.caveats.iter().map(|c| c.text.clone()).collect();
    let parts = [
        head,
        runs,
        table(comparison),
        listed("findings", findings),
        listed("not compared", not),
        listed("caveats", caveats),
    ];
    paragraphs(parts)
}

fn table(comparison: &Comparison) -> String {
    let by_speed = labels::speed_explains(comparison);
    let mut columns = vec![
        ("metric", Align::Left),
        ("before", Align::Right),
        ("after", Align::Right),
        ("change", Align::Right),
    ];
    if by_speed {
        columns.push(("by speed", Align::Right));
    }
    columns.extend([("limit", Align::Right), ("", Align::Left)]);
    let mut table = Table::new(&columns);
    for metric in &comparison.metrics {
        let judged = pairs(metric).iter().any(|(_, p)| p.verdict != Verdict::NotComparable);
        if !judged {
            continue;
        }
        let (_, unit) = shown(&metric.unit);
        let name = with_unit(&metric_name(&metric.id), unit);
        let mut first = true;
        for (side, p) in pairs(metric) {
            let shown = pair(p, &metric.unit);
            let label = match (first, side) {
                (true, "") => name.clone(),
                (true, side) => format!("{name}, {side}"),
                (false, side) => format!("  {side}"),
            };
            first = false;
            let mut row = vec![label, shown.before, shown.after, shown.change];
            if by_speed {
                row.push(shown.by_speed);
            }
            row.extend([shown.limit, verdict(p.verdict).to_owned()]);
            table.row(row);
        }
    }
    if table.is_empty() {
        return String::new();
    }
    let mut text = table.render();
    let limit = "limit: the smallest change that exceeds the error (95 %); within: a smaller change.";
    text.push_str(&wrapped("", limit));
    if by_speed {
        text.push_str(&wrapped(
            "",
            "by speed: the change expected from the difference in speed; only the rest is judged.",
        ));
    }
    text
}
