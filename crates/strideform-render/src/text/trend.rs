//! Weeks of training in 80 columns.

use strideform::findings::Status;
use strideform::trend::{Course, Trend, TrendSession, Week};

use super::list::{listed, paragraphs};
use super::wrap::wrapped;
use crate::number::fixed;
use crate::people::{UnitsOut, clock};
use crate::season::{self as words, LONGER, Shown};
use crate::table::{Align, Table};
use crate::units::{metric_name, with_unit};

/// Number of weeks shown; the JSON contains all of them.
const WEEKS: usize = 16;
/// Number of runs listed.
const RUNS: usize = 40;
/// Letters of a note that fit beside a run.
const NOTE: usize = 46;

/// A trend as text for the terminal.
pub fn trend(trend: &Trend, units: UnitsOut) -> String {
    let caveats: Vec<String> = trend.caveats.iter().map(|c| c.text.clone()).collect();
    let undated: Vec<String> = trend.undated.iter().map(|s| undated(s, units)).collect();
    let parts = [
        summary(trend, units),
        weeks(&trend.weeks, units),
        spikes(trend, units),
        courses(&trend.courses, units),
        runs(trend, units),
        listed("without a start time", undated),
        listed("caveats", caveats),
        files(trend),
    ];
    paragraphs(parts)
}

fn summary(trend: &Trend, units: UnitsOut) -> String {
    let mut out = String::new();
    for finding in &trend.findings {
        out.push_str(&wrapped("", &words::verdict(finding)));
        for check in &finding.checks {
            out.push_str(&wrapped("  - ", check));
        }
        if matches!(finding.status, Status::Present | Status::Borderline) && !finding.advice.is_empty() {
            out.push_str(&wrapped("  Try: ", &format!("{}.", finding.advice.join("; "))));
        }
    }
    for line in words::form(trend).into_iter().chain(words::span(trend, units).map(|span| format!("{span}.")))
    {
        out.push_str(&wrapped("", &line));
    }
    out
}

/// Files that are listed by name; the JSON holds all.
const FILES: usize = 100;

/// What became of every file, those that were not used first.
fn files(trend: &Trend) -> String {
    let mut lines = words::accounts(trend);
    let others = lines.pop_if(|line| line.starts_with("not opened, "));
    let hidden = lines.len().saturating_sub(FILES);
    lines.truncate(FILES);
    lines.extend(others);
    if hidden > 0 {
        lines.push(format!("{hidden} more are in the JSON"));
    }
    listed("files", lines)
}

fn km(m: Option<f64>, units: UnitsOut) -> String {
    m.map_or_else(|| "-".to_owned(), |m| units.distance(m))
}

fn whole(v: Option<f64>) -> String {
    v.map_or_else(|| "-".to_owned(), |v| fixed(v, 0))
}

fn weeks(weeks: &[Week], units: UnitsOut) -> String {
    if weeks.is_empty() {
        return String::new();
    }
    let load = weeks.iter().filter_map(|w| w.load).next_back();
    let mut columns = vec![
        ("week", Align::Left),
        ("runs", Align::Right),
        ("rest", Align::Right),
        (units.distance_unit(), Align::Right),
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
            km(week.distance_m, units),
            change,
            km(week.longest_m, units),
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

/// Runs more than 10 % longer than any of the 30 days before, the latest ten; none while the log is too short to say so.
fn spikes(trend: &Trend, units: UnitsOut) -> String {
    let list: Vec<String> = trend
        .sessions
        .iter()
        .rev()
        .filter_map(|s| {
            let spike = s.spike.filter(|p| p.log_is_complete && p.ratio > LONGER)?;
            let day = s.started.as_ref()?.day;
            let runs = if spike.runs_before == 1 { "run" } else { "runs" };
            Some(format!(
                "{day}: {} {}, {} times the longest of {} earlier {runs}",
                km(s.distance_m, units),
                units.distance_unit(),
                fixed(spike.ratio, 2),
                spike.runs_before
            ))
        })
        .take(10)
        .collect();
    listed("more than 10 % longer than any run of the 30 days before", list)
}

fn courses(courses: &[Course], units: UnitsOut) -> String {
    if courses.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[
        ("metric", Align::Left),
        ("runs", Align::Right),
        ("at first", Align::Right),
        ("last", Align::Right),
        ("±", Align::Right),
        ("in 4 weeks", Align::Right),
        ("interval", Align::Right),
        ("", Align::Left),
    ]);
    for course in courses {
        let s = Shown::new(course);
        let Some(last) = course.points.last() else { continue };
        let unknown = || "-".to_owned();
        table.row(vec![
            with_unit(&metric_name(course.id), s.unit),
            course.points.len().to_string(),
            s.show(course.baseline),
            s.show(last.value),
            course.detectable.map_or_else(unknown, |d| s.show(d)),
            course.per_four_weeks.map_or_else(unknown, |v| s.show(v)),
            course.interval.map_or_else(unknown, |[l, h]| format!("{}…{}", s.show(l), s.show(h))),
            words::tendency(course).to_owned(),
        ]);
    }
    let mut text = table.render();
    let speed = courses.iter().find_map(|c| c.speed_mps);
    let speed =
        speed.and_then(|v| units.pace(v).map(|pace| (v, pace))).map_or_else(String::new, |(v, pace)| {
            let unit = units.distance_unit();
            format!(", within 5 % of their median speed ({v:.2} m/s, {pace} min/{unit}) where speed matters")
        });
    let left = courses.iter().map(|c| c.left_out).max().unwrap_or(0);
    let left = if left > 0 { format!("; up to {left} left out") } else { String::new() };
    text.push_str(&wrapped("", &format!("Sessions with the same device and method{speed}{left}.")));
    text.push_str(&wrapped(
        "",
        "at first: median of the first five; ±: differences from it within the error (95 %).",
    ));
    text
}

/// A row a run, the latest.
fn runs(trend: &Trend, units: UnitsOut) -> String {
    if trend.sessions.is_empty() {
        return String::new();
    }
    let pace = format!("min/{}", units.distance_unit());
    let mut table = Table::new(&[
        ("run", Align::Left),
        (units.distance_unit(), Align::Right),
        ("time", Align::Right),
        (&pace, Align::Right),
        ("steps/min", Align::Right),
        ("longest", Align::Right),
        ("", Align::Left),
    ]);
    let hidden = trend.sessions.len().saturating_sub(RUNS);
    for (session, noted) in trend.sessions.iter().zip(words::all_notes(trend)).skip(hidden) {
        let none = || "-".to_owned();
        let notes: String = noted.chars().take(NOTE).collect();
        let cut = if noted.chars().count() > NOTE { "…" } else { "" };
        table.row(vec![
            words::day(session),
            km(session.distance_m, units),
            session.seconds.map_or_else(none, clock),
            words::speed(session).and_then(|v| units.pace(v)).unwrap_or_else(none),
            session.metrics.get("cadence").map_or_else(none, |m| fixed(m.value, 0)),
            words::ratio(session).map_or_else(none, |r| fixed(r, 2)),
            format!("{notes}{cut}"),
        ]);
    }
    let mut text = table.render();
    let mut note =
        "longest: times the longest run of the 30 days before, once the log reaches that far.".to_owned();
    if hidden > 0 {
        note.push_str(&format!(" {hidden} earlier runs are in the JSON and on the page (--html)."));
    }
    text.push_str(&wrapped("", &note));
    text
}

/// A session without a date, which cannot be assigned to a week.
fn undated(session: &TrendSession, units: UnitsOut) -> String {
    let (distance, unit) = (km(session.distance_m, units), units.distance_unit());
    format!("{}: {distance} {unit}, {} steps", session.source, whole(session.steps))
}
