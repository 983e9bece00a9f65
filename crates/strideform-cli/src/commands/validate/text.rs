//! The agreement as text and one table, 80 columns wide.

use strideform::agreement::{Difference, Group};

use super::Report;
use strideform_render::number::{self, MINUS};
use strideform_render::table::{Align, Table};
use strideform_render::text::wrapped;

const SHOWN: usize = 8;

pub(super) fn render(report: &Report) -> String {
    let mut text = format!("{} compared with {}", report.contacts, report.truth);
    if let Some(trial) = &report.trial {
        text.push_str(&format!(", {trial}"));
    }
    text.push('\n');
    for group in &report.agreement.groups {
        text.push_str(&found(group));
    }
    if report.agreement.other_foot > 0 {
        let n = report.agreement.other_foot;
        text.push_str(&format!("{n} reference contacts of the other foot left out: one foot was measured\n"));
    }
    let window = number::fixed(report.agreement.window_s * 1000.0, 0);
    text.push_str(&format!(
        "pairs are at most {window} ms apart; differences are contacts {MINUS} truth, in ms\n\n"
    ));
    let mut table = Table::new(&[
        ("side", Align::Left),
        ("what", Align::Left),
        ("n", Align::Right),
        ("bias (95 %)", Align::Right),
        ("SD", Align::Right),
        ("95 % limits", Align::Right),
        ("RMSE", Align::Right),
        ("ICC", Align::Right),
    ]);
    for group in &report.agreement.groups {
        for quantity in &group.quantities {
            table.row(row(group.side, quantity));
        }
    }
    if table.is_empty() {
        text.push_str("No pairs to compare.\n");
    } else {
        text.push_str(&table.render());
        text.push_str(&wrapped(
            "",
            "Intervals apply to this trial: its steps say little about the error for another runner or trial. Several trials \
             are compared together where both tables have a column `trial`.",
        ));
    }
    text
}

fn found(group: &Group) -> String {
    let mut text = format!("{}: {} of {} found", group.side, group.found, group.truth);
    if group.set_aside > 0 {
        text.push_str(&format!(", {} marked as invalid", group.set_aside));
    }
    text.push_str(&format!(", {}", list("missed", &group.missed)));
    text.push_str(&format!(", {}", list("extra", &group.extra)));
    if group.outside > 0 {
        text.push_str(&format!(", {} outside the time span of the reference", group.outside));
    }
    if group.wrong_side > 0 {
        text.push_str(&format!(", {} labelled as the other foot", group.wrong_side));
    }
    wrapped("", &text)
}

fn list(word: &str, times: &[f64]) -> String {
    if times.is_empty() {
        return format!("none {word}");
    }
    let mut shown: Vec<String> = times.iter().take(SHOWN).map(|t| number::fixed(*t, 2)).collect();
    if times.len() > SHOWN {
        shown.push("…".to_owned());
    }
    format!("{} {word} (at {} s)", times.len(), shown.join(", "))
}

fn row(side: &str, d: &Difference) -> Vec<String> {
    let ms = |seconds: f64| number::fixed(seconds * 1000.0, 1);
    let bias = match d.bias_interval {
        Some([low, high]) => format!("{} ({}…{})", ms(d.bias), ms(low), ms(high)),
        None => ms(d.bias),
    };
    let one = d.n < 2;
    let unknown = || "-".to_owned();
    vec![
        side.to_owned(),
        match d.id {
            "initial_contact" => "initial contact".to_owned(),
            "toe_off" => "toe-off".to_owned(),
            "contact_time" => "contact time".to_owned(),
            other => other.replace('_', " "),
        },
        d.n.to_string(),
        bias,
        if one { unknown() } else { ms(d.sd) },
        if one { unknown() } else { format!("{}…{}", ms(d.limits[0]), ms(d.limits[1])) },
        ms(d.rmse),
        d.icc.map_or_else(unknown, |icc| number::fixed(icc, 2)),
    ]
}
