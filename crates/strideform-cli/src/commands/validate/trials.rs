//! Several trials at once: one line per trial, and all trials pooled.

use serde::Serialize;
use strideform::agreement::{Agreement, Repeated, TrialEvents, TrialsAgreement, compare_trials};

use strideform_render::number::{self, MINUS};
use strideform_render::table::{Align, Table};
use strideform_render::text::wrapped;

use super::table;

/// What `--json` writes for several trials: `strideform.agreement-of-trials/1`. All times in seconds; differences are
/// contacts minus truth.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    schema: &'static str,
    version: &'static str,
    contacts: String,
    truth: String,
    trials: Vec<Trial>,
    /// Over all trials, without treating the steps of one trial as independent.
    pooled: Vec<Repeated>,
    /// Trials in only one of the two files.
    only_in_one: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Trial {
    trial: String,
    #[serde(flatten)]
    agreement: Agreement,
}

/// Compares the trials named in both tables; `None` with fewer than two.
pub(super) fn compare(
    (contacts, found): (String, &table::Table),
    (file, truth): (String, &table::Table),
    window_s: Option<f64>,
) -> Option<Report> {
    let (ours, theirs) = (found.trials(), truth.trials());
    let both: Vec<&String> = theirs.iter().filter(|t| ours.contains(t)).collect();
    if both.len() < 2 {
        return None;
    }
    let lists: Vec<TrialEvents> = both
        .iter()
        .map(|t| TrialEvents { found: found.of_trial(Some(t)), truth: truth.of_trial(Some(t)) })
        .collect();
    let TrialsAgreement { trials, pooled } = compare_trials(&lists, window_s);
    let only_in_one = ours
        .iter()
        .filter(|t| !theirs.contains(t))
        .chain(theirs.iter().filter(|t| !ours.contains(t)))
        .cloned()
        .collect();
    Some(Report {
        schema: "strideform.agreement-of-trials/1",
        version: env!("CARGO_PKG_VERSION"),
        contacts,
        truth: file,
        trials: both
            .into_iter()
            .zip(trials)
            .map(|(trial, agreement)| Trial { trial: trial.clone(), agreement })
            .collect(),
        pooled,
        only_in_one,
    })
}

fn ms(seconds: f64) -> String {
    number::fixed(seconds * 1000.0, 1)
}

fn name(id: &str) -> String {
    match id {
        "toe_off" => "toe-off".to_owned(),
        other => other.replace('_', " "),
    }
}

pub(super) fn render(report: &Report) -> String {
    let mut text =
        format!("{} compared with {}, {} trials\n", report.contacts, report.truth, report.trials.len());
    if !report.only_in_one.is_empty() {
        let names = report.only_in_one.join(", ");
        text.push_str(&wrapped("", &format!("in only one of the two files, not compared: {names}")));
    }
    text.push_str(&format!("differences are contacts {MINUS} truth, in ms, bias and SD\n\n"));
    let mut each = Table::new(&[
        ("trial", Align::Left),
        ("found", Align::Right),
        ("missed", Align::Right),
        ("extra", Align::Right),
        ("initial contact", Align::Right),
        ("toe-off", Align::Right),
        ("contact time", Align::Right),
    ]);
    for trial in &report.trials {
        let Some(all) = trial.agreement.groups.last() else { continue };
        let of = |id: &str| match all.quantities.iter().find(|q| q.id == id) {
            Some(q) if q.n > 1 => format!("{} ± {}", ms(q.bias), ms(q.sd)),
            Some(q) => ms(q.bias),
            None => "-".to_owned(),
        };
        each.row(vec![
            trial.trial.clone(),
            format!("{} of {}", all.found, all.truth),
            all.missed.len().to_string(),
            all.extra.len().to_string(),
            of("initial_contact"),
            of("toe_off"),
            of("contact_time"),
        ]);
    }
    text.push_str(&each.render());
    if report.pooled.is_empty() {
        text.push_str("\nFewer than two trials have pairs: nothing to pool.\n");
        return text;
    }
    text.push_str("\nAll trials, equally weighted:\n");
    let mut all = Table::new(&[
        ("what", Align::Left),
        ("trials", Align::Right),
        ("n", Align::Right),
        ("bias (95 %)", Align::Right),
        ("SD between, within", Align::Right),
        ("RMSE", Align::Right),
    ]);
    for r in &report.pooled {
        let within = r.sd_within.map_or("-".to_owned(), ms);
        all.row(vec![
            name(r.id),
            r.trials.to_string(),
            r.n.to_string(),
            format!("{} ({}…{})", ms(r.bias), ms(r.bias_interval[0]), ms(r.bias_interval[1])),
            format!("{}, {within}", ms(r.sd_between)),
            ms(r.rmse),
        ]);
    }
    text.push_str(&all.render());
    text.push_str("\n95 % limits of agreement for a step of a new trial, with their 95 % intervals:\n");
    for r in &report.pooled {
        let [[a, b], [c, d]] = r.limit_intervals;
        let (low, high) = (ms(r.limits[0]), ms(r.limits[1]));
        text.push_str(&format!(
            "  {}: {low} ({}…{}) to {high} ({}…{})\n",
            name(r.id),
            ms(a),
            ms(b),
            ms(c),
            ms(d)
        ));
    }
    text
}
