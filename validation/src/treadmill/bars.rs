//! What must be reached: the figures of the last tightening with a small margin, and what they are meant to become.

use std::fmt::Write;

use super::sets::QUANTITIES;
use super::tables::{number, percent, table};

/// The limits in force; written by `strideform-validation --only treadmill --bars FILE`.
const IN_FORCE: &str = include_str!("bars.csv");
/// A limit is the measured figure and this share of it: results differ in the last digits between machines.
const MARGIN: f64 = 0.05;
/// One trial of 39 may fall out of its interval, and one may lose its value, before a limit fails.
const COVERAGE_MARGIN: f64 = 0.03;

/// A figure that has a limit: an RMSE (its name is the metric's identifier) or a share.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) sensors: &'static str,
    /// In the unit of the catalogue; smaller is better.
    pub(crate) value: f64,
    pub(crate) coverage: Option<f64>,
    pub(crate) runners: usize,
    pub(crate) trials: usize,
}

impl Figure {
    fn is(&self, name: &str, sensors: &str) -> bool {
        self.name == name && self.sensors == sensors
    }

    /// In the unit of the tables.
    fn shown(&self, value: f64) -> String {
        let id = self.name.trim_end_matches(" change").trim_end_matches(" half-width");
        match QUANTITIES.iter().find(|q| q.id == id) {
            Some(quantity) => format!("{} {}", quantity.number(value), quantity.unit),
            None if self.name.starts_with("intervals") => number(value, 0),
            None => percent(value),
        }
    }
}

/// One limit.
#[derive(Debug, Clone, PartialEq)]
struct Bar {
    name: String,
    sensors: String,
    at_most: f64,
    coverage: Option<f64>,
    trials: usize,
}

/// The aims: figure, sensors, at most, and the least coverage.
const AIMS: [(&str, &str, f64, Option<f64>); 26] = [
    ("side not right", "pelvis", 0.05, None),
    ("side wrong", "pelvis", 0.01, None),
    ("contact missed", "shanks", 0.01, None),
    ("contact extra", "shanks", 0.01, None),
    ("contact_time", "pelvis", 0.022, Some(0.90)),
    ("contact_time change", "pelvis", 0.015, None),
    ("contact_time", "pelvis+speed", 0.016, Some(0.90)),
    ("contact_time change", "pelvis+speed", 0.008, None),
    ("contact_time", "feet", 0.010, Some(0.90)),
    ("contact_time change", "feet", 0.008, None),
    ("contact_time", "shanks", 0.020, Some(0.90)),
    ("peak_vertical_force", "pelvis+speed", 0.15, Some(0.90)),
    ("peak_vertical_force", "feet", 0.11, Some(0.90)),
    ("foot_strike_angle", "feet", 3.2, Some(0.90)),
    ("strike class not right", "feet", 0.15, None),
    ("vertical_loading_rate", "feet", 11.0, Some(0.90)),
    ("vertical_loading_rate", "pelvis+speed", 12.5, Some(0.90)),
    ("shank_angle_at_contact", "shanks", 2.5, Some(0.90)),
    ("shank_angle_at_contact", "five", 2.5, Some(0.90)),
    ("pelvic_drop_excursion", "pelvis", 0.9, Some(0.90)),
    ("pelvic_drop_midstance", "pelvis", 0.8, Some(0.90)),
    ("vertical_oscillation half-width", "pelvis", 0.3, None),
    ("pelvic_tilt_range half-width", "pelvis", 0.6, None),
    ("stride_length half-width", "feet", 0.07, None),
    ("hip_extension_at_toe_off half-width", "hips", 5.0, None),
    ("intervals of 14 not within", "all", 0.0, None),
];

/// The aim for a figure. Any fault: present in at most 8 % of the trials of ordinary runners, borderline in 20 %.
fn aim(name: &str, sensors: &str) -> Option<(f64, Option<f64>)> {
    let of_any_fault = [(" present", 0.08), (" borderline", 0.20)];
    let own = AIMS.iter().find(|a| (a.0, a.1) == (name, sensors)).map(|a| (a.2, a.3));
    own.or_else(|| of_any_fault.iter().find(|(end, _)| name.ends_with(end)).map(|(_, most)| (*most, None)))
}

fn in_force() -> Vec<Bar> {
    let mut reader = csv::Reader::from_reader(IN_FORCE.as_bytes());
    let bar = |record: csv::StringRecord| {
        Some(Bar {
            name: record.get(0)?.to_owned(),
            sensors: record.get(1)?.to_owned(),
            at_most: record.get(2)?.parse().ok()?,
            coverage: record.get(3)?.parse().ok(),
            trials: record.get(4)?.parse().ok()?,
        })
    };
    reader.records().filter_map(|record| bar(record.ok()?)).collect()
}

/// A limit for a figure as it is now.
fn bar(figure: &Figure) -> Bar {
    // Three significant digits, rounded up.
    let wanted = figure.value * (1.0 + MARGIN);
    let digit = if wanted > 0.0 { 10.0_f64.powf(wanted.log10().floor() - 2.0) } else { 1.0 };
    Bar {
        name: figure.name.clone(),
        sensors: figure.sensors.to_owned(),
        at_most: (wanted / digit).ceil() * digit,
        coverage: figure.coverage.map(|c| ((c - COVERAGE_MARGIN) * 100.0).floor().max(0.0) / 100.0),
        trials: figure.trials.saturating_sub(1),
    }
}

/// The file of limits for these figures; a limit in force is tightened where the figure allows and never loosened. One that
/// was set while fewer trials had a value is set anew: those trials were the easy ones.
pub(crate) fn tightened(figures: &[Figure]) -> String {
    let old = in_force();
    let mut out = String::from("figure,sensors,at_most,coverage,trials\n");
    for figure in figures {
        let mut new = bar(figure);
        if let Some(old) = old.iter().find(|b| figure.is(&b.name, &b.sensors))
            && old.trials >= new.trials
        {
            new.at_most = new.at_most.min(old.at_most);
            new.coverage = new.coverage.zip(old.coverage).map(|(new, old)| new.max(old)).or(new.coverage);
            new.trials = new.trials.max(old.trials);
        }
        let coverage = new.coverage.map_or(String::new(), |c| format!("{c:.2}"));
        let _ =
            writeln!(out, "{},{},{},{coverage},{}", new.name, new.sensors, short(new.at_most), new.trials);
    }
    out
}

/// Without the noise of binary fractions.
fn short(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is not reached.
pub(crate) fn failures(figures: &[Figure]) -> Vec<String> {
    let bars = in_force();
    let mut out = Vec::new();
    for bar in &bars {
        let place = format!("treadmill-26-runners, {} from {}", bar.name, bar.sensors);
        let Some(figure) = figures.iter().find(|f| f.is(&bar.name, &bar.sensors)) else {
            out.push(format!("{place}: not measured any more"));
            continue;
        };
        if !(figure.value <= bar.at_most) {
            out.push(format!("{place}: {} > {}", figure.shown(figure.value), figure.shown(bar.at_most)));
        }
        if let Some((coverage, least)) = figure.coverage.zip(bar.coverage)
            && !(coverage >= least)
        {
            out.push(format!("{place}: coverage {} < {}", percent(coverage), percent(least)));
        }
        if figure.trials < bar.trials {
            out.push(format!("{place}: a value in {} trials only, of {}", figure.trials, bar.trials));
        }
    }
    for figure in figures {
        if !bars.iter().any(|b| figure.is(&b.name, &b.sensors)) {
            out.push(format!(
                "treadmill-26-runners, {} from {}: no limit yet; regenerate bars.csv with --bars",
                figure.name, figure.sensors
            ));
        }
    }
    out
}

/// The table of limits.
pub(crate) fn write(figures: &[Figure]) -> String {
    let bars = in_force();
    let mut rows = Vec::new();
    for figure in figures {
        let bar = bars.iter().find(|b| figure.is(&b.name, &b.sensors));
        let coverage = |c: Option<f64>| c.map_or(String::new(), percent);
        rows.push(vec![
            figure.name.clone(),
            figure.sensors.to_owned(),
            format!("{} / {}", figure.runners, figure.trials),
            figure.shown(figure.value),
            bar.map_or("–".to_owned(), |b| figure.shown(b.at_most)),
            coverage(figure.coverage),
            bar.map_or(String::new(), |b| coverage(b.coverage)),
            state(figure),
        ]);
    }
    for (name, sensors, at_most, _) in AIMS.iter().filter(|a| !figures.iter().any(|f| f.is(a.0, a.1))) {
        let empty = Figure {
            name: (*name).to_owned(),
            sensors,
            value: f64::NAN,
            coverage: None,
            runners: 0,
            trials: 0,
        };
        let mut row =
            vec![(*name).to_owned(), (*sensors).to_owned(), "0 / 0".to_owned(), "not given".to_owned()];
        row.extend(["–".to_owned(), String::new(), String::new()]);
        row.push(format!("**not reached; reach ≤ {}**", empty.shown(*at_most)));
        rows.push(row);
    }
    let header =
        ["figure", "sensors", "runners / trials", "now", "limit", "coverage now", "at least", "reach"];
    table(&header, &rows)
}

/// Whether the aim for a figure is reached; empty where none is set.
fn state(figure: &Figure) -> String {
    let Some((at_most, coverage)) = aim(&figure.name, figure.sensors) else { return String::new() };
    let covered = coverage.is_none_or(|least| figure.coverage.is_some_and(|c| c >= least));
    let aim = format!("≤ {}", figure.shown(at_most));
    let aim = coverage.map_or(aim.clone(), |c| format!("{aim}, coverage ≥ {}", percent(c)));
    if figure.value <= at_most && covered {
        format!("reached ({aim})")
    } else {
        format!("**not reached; reach {aim}**")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, coverage: f64) -> Figure {
        Figure {
            name: "contact_time".into(),
            sensors: "feet",
            value,
            coverage: Some(coverage),
            runners: 13,
            trials: 39,
        }
    }

    #[test]
    fn a_limit_is_close_above_its_figure() {
        for value in [0.0102, 0.9, 3.24159, 27.0] {
            let bar = bar(&figure(value, 0.95));
            assert!(bar.at_most >= value && bar.at_most <= 1.1 * value, "{value} {}", bar.at_most);
            assert_eq!((bar.coverage, bar.trials), (Some(0.92), 38));
        }
    }

    #[test]
    fn every_limit_in_force_is_read() {
        assert_eq!(in_force().len(), IN_FORCE.lines().count() - 1);
    }
}
