//! Weeks of training in 80 columns.

use strideform::findings::{Finding, Severity, Status};
use strideform::trend::{Course, FileAccount, FileUse, Tendency, Trend, TrendSession, Week};

use super::list::{listed, paragraphs};
use super::wrap::wrapped;
use crate::number::{decimals, fixed};
use crate::table::{Align, Table};
use crate::units::{metric_name, shown, with_unit};

/// Number of weeks shown; the JSON contains all of them.
const WEEKS: usize = 16;

/// A trend as text for the terminal.
pub fn trend(trend: &Trend) -> String {
    let caveats: Vec<String> = trend.caveats.iter().map(|c| c.text.clone()).collect();
    let undated: Vec<String> = trend.undated.iter().map(undated).collect();
    let parts = [
        summary(trend),
        weeks(&trend.weeks),
        spikes(trend),
        courses(&trend.courses),
        listed("without a start time", undated),
        listed("caveats", caveats),
        files(trend),
    ];
    paragraphs(parts)
}

fn summary(trend: &Trend) -> String {
    let mut out = String::new();
    for finding in &trend.findings {
        out.push_str(&wrapped("", &verdict(finding)));
        for check in &finding.checks {
            out.push_str(&wrapped("  - ", check));
        }
        if matches!(finding.status, Status::Present | Status::Borderline) && !finding.advice.is_empty() {
            out.push_str(&wrapped("  Try: ", &format!("{}.", finding.advice.join("; "))));
        }
    }
    let n = trend.sessions.len();
    if let (Some(first), Some(last)) = (trend.sessions.first(), trend.sessions.last()) {
        let day = |s: &TrendSession| s.started.as_ref().map(|t| t.day.to_string()).unwrap_or_default();
        let runs = if n == 1 { "run" } else { "runs" };
        let span = if n == 1 { day(first) } else { format!("{} to {}", day(first), day(last)) };
        out.push_str(&wrapped("", &format!("{n} {runs}, {span}.")));
    }
    out
}

/// Files that are listed by name; the JSON holds all.
const FILES: usize = 100;

/// What became of every file, those that were not used first.
fn files(trend: &Trend) -> String {
    let mut all: Vec<&FileAccount> = trend.files.iter().collect();
    all.sort_by_key(|f| f.used == FileUse::Used);
    let hidden = all.len().saturating_sub(FILES);
    let mut lines: Vec<String> = all.into_iter().take(FILES).map(account).collect();
    if hidden > 0 {
        lines.push(format!("{hidden} more are in the JSON"));
    }
    listed("files", lines)
}

fn account(file: &FileAccount) -> String {
    let name = &file.file;
    let runs = |n: usize| if n == 1 { "1 run".to_owned() } else { format!("{n} runs") };
    match (file.used, file.reason.as_deref()) {
        (FileUse::Used, _) if file.duplicates > 0 => {
            format!("{name}: used, {}; {} more in other files", runs(file.runs), file.duplicates)
        }
        (FileUse::Used, _) => format!("{name}: used, {}", runs(file.runs)),
        (FileUse::DuplicateOf, Some(other)) => format!("{name}: duplicate of {other}"),
        (used, Some(reason)) => format!("{name}: {} ({reason})", used.as_str()),
        (used, None) => format!("{name}: {}", used.as_str()),
    }
}

fn verdict(finding: &Finding) -> String {
    let ratio = finding.evidence.first().map(|e| e.value);
    let Some(ratio) = ratio.filter(|_| finding.status != Status::NotAssessed) else {
        let needs = finding.needs.as_deref().unwrap_or("the runs of the 30 days before");
        return format!("{}: not assessed, needs {needs}.", finding.name);
    };
    let word = match (finding.status, finding.severity) {
        (Status::Present, Some(Severity::Marked)) => "present, marked",
        (Status::Present, _) => "present, mild",
        (Status::Borderline, _) => "borderline",
        _ => "not found",
    };
    format!(
        "{}: {word}. The largest jump was a run {} times as long as the longest of the 30 days before it (threshold 1.10).",
        finding.name,
        fixed(ratio, 2)
    )
}

fn km(m: Option<f64>) -> String {
    m.map_or_else(|| "-".to_owned(), |m| fixed(m / 1000.0, 1))
}

fn whole(v: Option<f64>) -> String {
    v.map_or_else(|| "-".to_owned(), |v| fixed(v, 0))
}

fn weeks(weeks: &[Week]) -> String {
    if weeks.is_empty() {
        return String::new();
    }
    let load = weeks.iter().filter_map(|w| w.load).next_back();
    let mut columns = vec![
        ("week", Align::Left),
        ("runs", Align::Right),
        ("rest", Align::Right),
        ("km", Align::Right),
        ("change", Align::Right),
        ("longest", Align::Right),
        ("steps", Align::Right),
    ];
    if load.is_some() {
        columns.extend([("load left", Align::Right), ("right", Align::Right)]);
    }
    let mut table = Table::new(&columns);
    let rows = rows(weeks);
    let hidden = rows.len().saturating_sub(WEEKS);
    for (week, last) in rows.into_iter().skip(hidden) {
        let change = week.change_percent.map_or_else(
            || "-".to_owned(),
            |c| format!("{}{} %", if c > 0.5 { "+" } else { "" }, fixed(c, 0)),
        );
        let mark = if week.whole { "" } else { " *" };
        // Consecutive weeks without a run share a row.
        let until = if last.week == week.week { String::new() } else { format!(" to {}", last.week) };
        let mut row = vec![
            format!("{}{until}{mark}", week.week),
            week.runs.to_string(),
            // The number of rest days is only meaningful for a single week.
            if until.is_empty() { week.rest_days.to_string() } else { "all".to_owned() },
            km(week.distance_m),
            change,
            km(week.longest_m),
            whole(week.steps),
        ];
        if load.is_some() {
            row.push(whole(week.load.and_then(|l| l.left)));
            row.push(whole(week.load.and_then(|l| l.right)));
        }
        table.row(row);
    }
    let mut text = table.render();
    let mut note =
        "rest: days without a run; change: from the week before, not a warning by itself.".to_owned();
    if weeks.iter().any(|w| !w.whole) {
        note.push_str(" *: the log covers only part of this week.");
    }
    if hidden > 0 {
        note.push_str(" Earlier weeks are in the JSON.");
    }
    text.push_str(&wrapped("", &note));
    if let Some(load) = load {
        let note = format!(
            "load: {}, {}; for information only, as no threshold is known.",
            metric_name(load.metric).to_lowercase(),
            load.unit
        );
        text.push_str(&wrapped("", &note));
    }
    text
}

/// First and last week of every row: a week with runs has its own row, consecutive weeks without runs share one.
fn rows(weeks: &[Week]) -> Vec<(&Week, &Week)> {
    let mut out: Vec<(&Week, &Week)> = Vec::new();
    for week in weeks {
        match out.last_mut().filter(|(first, _)| first.runs == 0 && week.runs == 0) {
            Some(row) => row.1 = week,
            None => out.push((week, week)),
        }
    }
    out
}

/// Runs more than 10 % longer than any of the 30 days before, the latest ten.
fn spikes(trend: &Trend) -> String {
    let list: Vec<String> = trend
        .sessions
        .iter()
        .rev()
        .filter_map(|s| {
            let spike = s.spike.filter(|p| p.ratio > 1.10)?;
            let day = s.started.as_ref()?.day;
            let runs = if spike.runs_before == 1 { "run" } else { "runs" };
            Some(format!(
                "{day}: {} km, {} times the longest of {} earlier {runs}",
                km(s.distance_m),
                fixed(spike.ratio, 2),
                spike.runs_before
            ))
        })
        .take(10)
        .collect();
    listed("more than 10 % longer than any run of the 30 days before", list)
}

fn courses(courses: &[Course]) -> String {
    if courses.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[
        ("metric", Align::Left),
        ("runs", Align::Right),
        ("first", Align::Right),
        ("last", Align::Right),
        ("in 4 weeks", Align::Right),
        ("interval", Align::Right),
        ("", Align::Left),
    ]);
    for course in courses {
        let (factor, unit) = shown(course.unit);
        let (Some(first), Some(last)) = (course.points.first(), course.points.last()) else { continue };
        // Digits of the slope's interval; without one, of the scatter between the two ends.
        let half = course.interval.map_or(0.5 * (last.value - first.value).abs(), |[l, h]| 0.5 * (h - l));
        let digits = decimals((half * factor).max(1e-9)).min(3);
        let show = |v: f64| fixed(v * factor, digits);
        let unknown = || "-".to_owned();
        table.row(vec![
            with_unit(&metric_name(course.id), unit),
            course.points.len().to_string(),
            show(first.value),
            show(last.value),
            course.per_four_weeks.map_or_else(unknown, show),
            course.interval.map_or_else(unknown, |[l, h]| format!("{}…{}", show(l), show(h))),
            course.tendency.map_or("", Tendency::as_str).to_owned(),
        ]);
    }
    let mut text = table.render();
    let speed = courses.iter().find_map(|c| c.speed_mps);
    let speed = speed.map_or_else(String::new, |v| {
        format!(", within 5 % of their median speed ({v:.2} m/s) where speed matters")
    });
    let left = courses.iter().map(|c| c.left_out).max().unwrap_or(0);
    let left = if left > 0 { format!("; up to {left} left out") } else { String::new() };
    text.push_str(&wrapped("", &format!("Sessions with the same device and method{speed}{left}.")));
    text
}

/// A session without a date, which cannot be assigned to a week.
fn undated(session: &TrendSession) -> String {
    format!("{}: {} km, {} steps", session.source, km(session.distance_m), whole(session.steps))
}
