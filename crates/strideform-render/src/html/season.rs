//! A season on one page: load by week, form at a comparable speed, and a row for every run.

use minijinja::Value;
use serde::Serialize;
use strideform::findings::Status;
use strideform::trend::{Course, Trend, TrendSession, Week};

use super::svg::{Bar, CoursePicture, course, weeks};
use super::template::{filled, style, trusted};
use crate::RenderError;
use crate::number::{THIN, fixed, unit_after};
use crate::people::{UnitsOut, clock};
use crate::season::{self as words, LONGER, Shown};
use crate::units::{metric_name, with_unit};

const PAGE: &str = include_str!("season.html");
/// Weeks in the picture; more bars would be thinner than a finger (*chosen*: half a year).
const WEEKS: usize = 26;
/// Runs that are shown unfolded.
const OPEN_RUNS: usize = 40;
/// Metrics in the order of what a coach asks first.
const FIRST: [&str; 8] = [
    "cadence",
    "contact_time",
    "contact_time_balance",
    "vertical_oscillation",
    "vertical_ratio",
    "step_length",
    "peak_tibial_acceleration",
    "pelvic_drop_peak",
];

#[derive(Serialize)]
struct View {
    style: Value,
    title: String,
    facts: Vec<(&'static str, String)>,
    summary: Vec<String>,
    weeks_picture: Option<Value>,
    weeks_note: String,
    advice: Vec<String>,
    courses: Vec<CourseView>,
    courses_note: String,
    unit: &'static str,
    /// The latest, and those before them.
    runs: Vec<Vec<RunView>>,
    has_contact: bool,
    undated: Vec<String>,
    caveats: Vec<String>,
    files: Vec<String>,
    files_summary: String,
    version: &'static str,
}

#[derive(Serialize)]
struct CourseView {
    name: String,
    picture: Value,
    words: String,
    tendency: String,
}

#[derive(Serialize)]
struct RunView {
    day: String,
    distance: String,
    time: String,
    pace: String,
    cadence: String,
    contact: String,
    ratio: String,
    longer: bool,
    notes: String,
}

/// A season as a whole page, UTF-8, made like [`page`](super::page).
///
/// # Errors
/// None that a trend can cause.
pub fn season(trend: &Trend, units: UnitsOut) -> Result<Vec<u8>, RenderError> {
    let mut rows: Vec<RunView> = trend
        .sessions
        .iter()
        .zip(words::all_notes(trend))
        .rev()
        .map(|(s, notes)| run(s, notes, units))
        .collect();
    let older = rows.split_off(rows.len().min(OPEN_RUNS));
    let has_contact = rows.iter().chain(&older).any(|r| r.contact != NONE);
    let judged = trend.findings.iter().any(|f| f.status != Status::NotAssessed);
    let span = words::span(trend, units).unwrap_or_else(|| "no run with a date".to_owned());
    let mut caveats: Vec<String> = trend.caveats.iter().map(|c| c.text.clone()).collect();
    // Until the log is long enough, the page does not speak of load, and says why once, at its foot.
    let (said, silent): (Vec<String>, Vec<String>) = match judged {
        true => (trend.findings.iter().map(words::verdict).collect(), Vec::new()),
        false => (Vec::new(), trend.findings.iter().map(words::verdict).collect()),
    };
    caveats.extend(silent);
    let advice = trend
        .findings
        .iter()
        .filter(|f| matches!(f.status, Status::Present | Status::Borderline))
        .flat_map(|f| f.advice.clone())
        .collect();
    let longest_gap = trend.gaps.iter().max_by_key(|g| g.days);
    let gap = longest_gap.map(|g| format!("Longest gap without a run: {} days after {}.", g.days, g.after));
    let view = View {
        style: style(),
        title: format!("Season: {span}"),
        facts: facts(trend, units),
        summary: said.into_iter().chain(words::form(trend)).chain(gap).collect(),
        weeks_picture: weeks_picture(trend, judged, units),
        weeks_note: weeks_note(trend, judged),
        advice,
        courses: course_views(trend),
        courses_note: courses_note(trend, units),
        unit: units.distance_unit(),
        runs: [rows, older].into_iter().filter(|rows| !rows.is_empty()).collect(),
        has_contact,
        undated: trend.undated.iter().map(|s| undated(s, units)).collect(),
        caveats,
        files: words::accounts(trend),
        files_summary: words::files(trend).unwrap_or_default(),
        version: trend.version,
    };
    filled(PAGE, &view).map(String::into_bytes).map_err(|error| RenderError::new("the page", error))
}

fn facts(trend: &Trend, units: UnitsOut) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let sum = |f: fn(&TrendSession) -> Option<f64>| trend.sessions.iter().filter_map(f).sum::<f64>();
    let s = sum(|s| s.seconds);
    if s > 0.0 {
        out.push(("Time", format!("{}{THIN}h", fixed(s / 3600.0, 1))));
    }
    let full: Vec<f64> = trend.weeks.iter().filter(|w| w.whole).filter_map(|w| w.distance_m).collect();
    if let Some(median) = strideform::signal::median(&full).filter(|m| *m > 0.0) {
        out.push(("Typical week", format!("{}{THIN}{}", units.distance(median), units.distance_unit())));
    }
    out.extend(words::files(trend).map(|text| ("Read from", text)));
    out
}

fn weeks_picture(trend: &Trend, judged: bool, units: UnitsOut) -> Option<Value> {
    let shown = trend.weeks.get(trend.weeks.len().saturating_sub(WEEKS)..).unwrap_or_default();
    if shown.iter().all(|w| w.distance_m.is_none_or(|d| d <= 0.0)) {
        return None;
    }
    let in_units = |m: Option<f64>| m.unwrap_or(0.0) / units.metres();
    let bars: Vec<Bar> = shown
        .iter()
        .map(|w| Bar {
            label: w.monday.clone(),
            total: in_units(w.distance_m),
            longest: in_units(w.longest_m),
            jump: judged && jump(trend, w),
            whole: w.whole,
        })
        .collect();
    let unit = units.distance_unit();
    let highest = bars.iter().map(|b| b.total).fold(0.0, f64::max);
    let jumps = bars.iter().filter(|b| b.jump).count();
    let message = format!(
        "{} weeks, at most {} {unit} in one. {}",
        bars.len(),
        fixed(highest, 1),
        match jumps {
            _ if !judged => String::new(),
            0 => "No run was more than 10 % longer than the longest of the 30 days before it.".to_owned(),
            n => format!(
                "{n} weeks with a run more than 10 % longer than the longest of the 30 days before it."
            ),
        }
    );
    Some(trusted(weeks("weeks", &bars, &format!("{unit} a week"), &message)))
}

/// True for a week with a run that is much longer than those of the 30 days before it.
fn jump(trend: &Trend, week: &Week) -> bool {
    let of_week = |s: &&TrendSession| {
        let Some(day) = s.started.as_ref().map(|t| t.day) else { return false };
        let iso = day.iso_week_date();
        format!("{}-W{:02}", iso.year(), iso.week()) == week.week
    };
    trend.sessions.iter().filter(of_week).filter_map(words::ratio).any(|ratio| ratio > LONGER)
}

fn weeks_note(trend: &Trend, judged: bool) -> String {
    let mut out = "Bar: all runs of the week from Monday; dark: its longest run.".to_owned();
    if trend.weeks.iter().any(|w| !w.whole) {
        out.push_str(" Outlined: the log covers only part of the week.");
    }
    if judged {
        out.push_str(
            " ▲: a run more than 10 % longer than the longest of the 30 days before it, which in a study of 5205 runners went \
             with more injuries; the change from week to week did not (Frandsen 2025).",
        );
    }
    if trend.weeks.len() > WEEKS {
        out.push_str(&format!(" The last {WEEKS} weeks; earlier ones are in the JSON."));
    }
    out
}

fn course_views(trend: &Trend) -> Vec<CourseView> {
    let rank = |id: &str| FIRST.iter().position(|f| *f == id).unwrap_or(FIRST.len());
    // Speed is what is held constant; as a course it would show nothing else.
    let mut list: Vec<&Course> =
        trend.courses.iter().filter(|c| c.points.len() > 2 && c.id != "speed").collect();
    list.sort_by_key(|c| rank(c.id));
    list.into_iter().map(course_view).collect()
}

fn course_view(c: &Course) -> CourseView {
    let s = Shown::new(c);
    let name = with_unit(&metric_name(c.id), s.unit);
    let words = words::course_words(c);
    let slope = c.per_four_weeks.zip(c.interval).map(|(slope, [low, high])| {
        let digits = (s.digits + 1).min(3);
        let show = |v: f64| fixed(v * s.factor, digits);
        format!(
            "{}: {}{} in four weeks ({} to {})",
            words::tendency(c),
            show(slope),
            unit_after(s.unit),
            show(low),
            show(high)
        )
    });
    let beyond = c.points.iter().filter(|p| p.beyond_error).count();
    let message = format!("{name}, {} runs: {words}. {beyond} beyond the error.", c.points.len());
    let picture = CoursePicture {
        id: format!("course-{}", c.id),
        title: name.clone(),
        message,
        days: c
            .points
            .iter()
            .map(|p| (p.started.at.as_second() as f64 / 86_400.0, p.started.day.to_string()))
            .collect(),
        values: c.points.iter().map(|p| (p.value * s.factor, p.beyond_error)).collect(),
        baseline: c.baseline * s.factor,
        half: c.detectable.map(|d| d * s.factor),
        digits: s.digits,
    };
    CourseView { name, picture: trusted(course(&picture)), words, tendency: slope.unwrap_or_default() }
}

fn courses_note(trend: &Trend, units: UnitsOut) -> String {
    let speed = trend.courses.iter().find_map(|c| c.speed_mps).and_then(|v| units.pace_with_unit(v));
    let speed = speed
        .map_or_else(String::new, |pace| format!(" Runs within 5{THIN}% of {pace}, where speed matters."));
    format!(
        "Line: median of the first five runs; band: what the error alone can produce (95{THIN}%); filled: beyond it. Same device \
         and method throughout.{speed}"
    )
}

/// An empty cell.
const NONE: &str = "–";

fn run(s: &TrendSession, notes: String, units: UnitsOut) -> RunView {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    let metric = |id: &str| s.metrics.get(id).map(|m| m.value);
    let ratio = words::ratio(s);
    RunView {
        day: words::day(s),
        distance: or_none(s.distance_m.map(|m| units.distance(m))),
        time: or_none(s.seconds.map(clock)),
        pace: or_none(words::speed(s).and_then(|v| units.pace(v))),
        cadence: or_none(metric("cadence").map(|v| fixed(v, 0))),
        contact: or_none(metric("contact_time").map(|v| fixed(1000.0 * v, 0))),
        ratio: or_none(ratio.map(|r| fixed(r, 2))),
        longer: ratio.is_some_and(|r| r > LONGER),
        notes,
    }
}

fn undated(s: &TrendSession, units: UnitsOut) -> String {
    let km = s.distance_m.map(|m| format!("{}{THIN}{}", units.distance(m), units.distance_unit()));
    let parts: Vec<String> = km.into_iter().chain(s.seconds.map(clock)).collect();
    format!("{}: {}", s.source, parts.join(", "))
}
