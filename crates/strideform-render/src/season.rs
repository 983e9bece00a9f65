//! What the text and the page of a season share.

use strideform::findings::{Finding, Severity, Status};
use strideform::trend::{Course, FileAccount, FileUse, Tendency, Trend, TrendSession};

use crate::labels::lower;
use crate::number::{decimals, fixed, unit_after};
use crate::people::UnitsOut;
use crate::units::{metric_name, shown};

/// One sentence on the longest-run rule.
pub(crate) fn verdict(finding: &Finding) -> String {
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

/// The day of a run, by the runner's clock.
pub(crate) fn day(session: &TrendSession) -> String {
    session.started.as_ref().map(|t| t.day.to_string()).unwrap_or_default()
}

/// `33 runs, 2026-04-01 to 2026-06-12, 289.4 km`.
pub(crate) fn span(trend: &Trend, units: UnitsOut) -> Option<String> {
    let (first, last) = (trend.sessions.first()?, trend.sessions.last()?);
    let n = trend.sessions.len();
    let known: Vec<f64> = trend.sessions.iter().filter_map(|s| s.distance_m).collect();
    let sum = match known.is_empty() {
        true => String::new(),
        false => {
            format!(", {}\u{a0}{}", units.distance(known.iter().sum()), units.distance_unit())
        }
    };
    let (first, last) = (day(first), day(last));
    let span = if first == last { first } else { format!("{first} to {last}") };
    Some(format!("{n} {}, {span}{sum}", if n == 1 { "run" } else { "runs" }))
}

/// Ratio of a run to the longest of the 30 days before, where the log is long enough for it to mean something.
pub(crate) fn ratio(session: &TrendSession) -> Option<f64> {
    session.spike.filter(|s| s.log_is_complete).map(|s| s.ratio)
}

/// Threshold of the rule.
pub(crate) const LONGER: f64 = 1.10;

/// Mean speed of a whole run, m/s.
pub(crate) fn speed(session: &TrendSession) -> Option<f64> {
    match (session.distance_m, session.seconds) {
        (Some(m), Some(s)) if m > 0.0 && s > 0.0 => Some(m / s),
        _ => session.speed_mps,
    }
}

/// What is noted about every run: its title, its cue, shoes where they change, and of how many parts it is.
pub(crate) fn all_notes(trend: &Trend) -> Vec<String> {
    let mut worn: Option<&str> = None;
    let mut out = Vec::new();
    for session in &trend.sessions {
        let shoes = session.shoes.as_deref().map(str::trim).filter(|s| !s.is_empty());
        out.push(notes(session, shoes.filter(|shoes| Some(*shoes) != worn)));
        worn = shoes.or(worn);
    }
    out
}

fn notes(session: &TrendSession, shoes: Option<&str>) -> String {
    let mut out: Vec<String> = Vec::new();
    out.extend(session.title.clone().filter(|t| !t.trim().is_empty()));
    out.extend(session.cue.as_ref().map(|cue| format!("cue: {cue}")));
    out.extend(shoes.map(|shoes| format!("shoes: {shoes}")));
    if !session.parts.is_empty() {
        out.push(format!("in {} parts", session.parts.len() + 1));
    }
    if session.load_only {
        out.push("run and walk: load only".to_owned());
    }
    out.join("; ")
}

/// Shows values of a course with the digits that their error justifies.
pub(crate) struct Shown<'a> {
    pub(crate) factor: f64,
    pub(crate) unit: &'a str,
    pub(crate) digits: usize,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(course: &'a Course) -> Self {
        let (factor, unit) = shown(course.unit);
        let slope = course.interval.map(|[l, h]| 0.5 * (h - l));
        let ends = || Some(0.5 * (course.points.last()?.value - course.points.first()?.value).abs());
        let error = course.detectable.or(slope).or_else(ends).filter(|e| *e > 0.0);
        // A value of a watch is never known to a thousandth.
        let digits = error.map_or(1, |e| decimals(e * factor)).min(3);
        Self { factor, unit, digits }
    }

    pub(crate) fn show(&self, value: f64) -> String {
        fixed(value * self.factor, self.digits)
    }
}

/// How a metric stands now against the start of the season, in words.
pub(crate) fn course_words(course: &Course) -> String {
    let s = Shown::new(course);
    let last = course.points.last().map_or(course.baseline, |p| p.value);
    let unit = unit_after(s.unit);
    let mut out = format!("{} at first, {}{unit} last", s.show(course.baseline), s.show(last));
    if let Some(limit) = course.detectable {
        out.push_str(&format!("; within ±{}{unit} is error", fixed(limit * s.factor, s.digits)));
    }
    out
}

/// Metrics whose latest sessions differ from the start of the season by more than the error, strongest first.
pub(crate) fn changed(trend: &Trend) -> Vec<&Course> {
    // Two of the last three: one session may be an outlier.
    let lasting = |c: &&Course| {
        c.points.len() > 5 && c.points.iter().rev().take(3).filter(|p| p.beyond_error).count() >= 2
    };
    trend.courses.iter().filter(lasting).collect()
}

/// One sentence on what changed in form.
pub(crate) fn form(trend: &Trend) -> Option<String> {
    if trend.courses.iter().all(|c| c.points.len() <= 5) {
        return None;
    }
    let changed = changed(trend);
    if changed.is_empty() {
        return Some("Form at a comparable speed: no change beyond the error.".to_owned());
    }
    let list: Vec<String> = changed
        .iter()
        .take(4)
        .map(|c| {
            let s = Shown::new(c);
            let last = c.points.last().map_or(c.baseline, |p| p.value);
            let name = lower(&metric_name(c.id));
            format!("{name} {} → {}{}", s.show(c.baseline), s.show(last), unit_after(s.unit))
        })
        .collect();
    Some(format!("Form at a comparable speed changed beyond the error: {}.", list.join("; ")))
}

/// The direction of a course, where it has one.
pub(crate) fn tendency(course: &Course) -> &'static str {
    course.tendency.map_or("", Tendency::as_str)
}

/// What became of a file, in one line.
pub(crate) fn account(file: &FileAccount) -> String {
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

/// What became of every file, those that were not used first; those of other kinds in one line.
pub(crate) fn accounts(trend: &Trend) -> Vec<String> {
    let mut all: Vec<&FileAccount> = trend.files.iter().filter(|f| f.used != FileUse::OtherKind).collect();
    all.sort_by_key(|f| f.used == FileUse::Used);
    let mut out: Vec<String> = all.into_iter().map(account).collect();
    let others: Vec<&str> =
        trend.files.iter().filter(|f| f.used == FileUse::OtherKind).map(|f| f.file.as_str()).collect();
    let named = others.iter().take(OTHERS).copied().collect::<Vec<_>>().join(", ");
    match others.len() {
        0 => {}
        1 => out.push(format!("not opened, of another kind: {named}")),
        n if n <= OTHERS => out.push(format!("not opened, {n} of other kinds: {named}")),
        n => out.push(format!("not opened, {n} of other kinds: {named}, …")),
    }
    out
}

/// Files of other kinds that are named (*chosen*: a few lines).
const OTHERS: usize = 12;

/// `41 files: 33 used, 6 duplicates, 2 not understood`.
pub(crate) fn files(trend: &Trend) -> Option<String> {
    let count = |used: FileUse| trend.files.iter().filter(|f| f.used == used).count();
    let n = trend.files.len();
    if n == 0 {
        return None;
    }
    let kinds = [
        (FileUse::Used, "used"),
        (FileUse::DuplicateOf, "duplicates"),
        (FileUse::NoRunning, "without running"),
        (FileUse::NotUnderstood, "not understood"),
        (FileUse::OtherKind, "of other kinds"),
    ];
    let list: Vec<String> = kinds
        .into_iter()
        .map(|(used, word)| (count(used), word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {}", if n == 1 && word == "duplicates" { "duplicate" } else { word }))
        .collect();
    Some(format!("{n} {}: {}", if n == 1 { "file" } else { "files" }, list.join(", ")))
}
