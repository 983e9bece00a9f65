//! The page for a coach to hand over: one self-contained file, no script, no network, light and dark, printable.

mod appendix;
mod cards;
mod compare;
mod cycle;
mod head;
mod numbers;
mod over_the_run;
mod season;
mod svg;
mod template;

use minijinja::Value;
use serde::Serialize;
use strideform::report::Analysis;

use self::template::{filled, style};
use crate::RenderError;
use crate::laps;
use crate::notes;
use crate::people::UnitsOut;
use crate::plan;
use crate::summary::{Summary, checked, more, placement};

pub use compare::comparison;
pub use season::season;

const PAGE: &str = include_str!("page.html");

/// One line of the plan.
#[derive(Serialize)]
struct Action {
    kind: &'static str,
    text: String,
}

/// Everything the template prints. Text is escaped there; pictures and styles are trusted.
#[derive(Serialize)]
struct View {
    style: Value,
    head: head::Head,
    summary: Vec<String>,
    edited: Option<String>,
    plan: Vec<Action>,
    heel: Option<&'static str>,
    cards: Vec<cards::Card>,
    history: Option<String>,
    relief: Option<&'static str>,
    symptoms: Vec<appendix::SymptomView>,
    cycles: Vec<Value>,
    cycle_note: String,
    numbers: numbers::Numbers,
    balance: Option<Value>,
    over_the_run: Vec<over_the_run::Trace>,
    over_the_run_note: String,
    laps: Vec<laps::Lap>,
    lap_unit: &'static str,
    not_assessed: Vec<appendix::NotAssessed>,
    recordings: Vec<appendix::RecordingView>,
    caveats: Vec<appendix::CaveatView>,
    methods: Vec<appendix::MethodView>,
    bases: Vec<String>,
    print_pt: String,
    references: Vec<String>,
    settings: Vec<String>,
    /// Shown first where a note names a warning sign.
    warning: Option<&'static str>,
    stop: &'static str,
    ask: &'static str,
    no_diagnosis: &'static str,
    version: &'static str,
}

/// The whole page, UTF-8: one file without scripts that loads nothing from elsewhere; all text is escaped.
///
/// # Errors
/// None that an analysis can cause.
pub fn page(analysis: &Analysis) -> Result<Vec<u8>, RenderError> {
    page_in(analysis, UnitsOut::Metric)
}

/// As [`page`], with distances and paces in these units.
///
/// # Errors
/// None that an analysis can cause.
pub fn page_in(analysis: &Analysis, units: UnitsOut) -> Result<Vec<u8>, RenderError> {
    let summary = Summary::new(analysis);
    let is_judged = placement(analysis).is_none();
    let more = if is_judged { more(analysis) } else { None };
    let cycle = cycle::cycles(analysis);
    let (methods, bases) = appendix::methods(analysis);
    let mut view = View {
        style: style(),
        head: head::head(analysis, units),
        summary: [
            // Where a sensor moves unlike its placement, only that matters.
            if is_judged { checked(analysis) } else { String::new() },
            summary.found,
            format!("{} {}", plan::first(analysis).unwrap_or_default(), more.unwrap_or_default()),
            format!("{} {}", summary.borderline, summary.unremarkable),
            summary.limit,
        ]
        .into_iter()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect(),
        edited: notes::edited(&analysis.edits),
        plan: plan::lines(analysis).into_iter().map(|l| Action { kind: l.kind, text: l.text }).collect(),
        heel: plan::heel(analysis),
        cards: cards::cards(analysis),
        history: notes::history(analysis),
        relief: notes::relief(analysis),
        symptoms: appendix::symptoms(analysis),
        cycles: cycle.pictures,
        cycle_note: cycle.note,
        numbers: numbers::numbers(analysis),
        balance: numbers::balance(analysis),
        over_the_run: over_the_run::traces(analysis),
        over_the_run_note: over_the_run::note(analysis),
        laps: laps::rows(analysis, units),
        lap_unit: units.distance_unit(),
        not_assessed: appendix::not_assessed(analysis),
        recordings: appendix::recordings(analysis),
        caveats: appendix::caveats(analysis),
        methods,
        bases,
        print_pt: String::new(),
        references: appendix::references(analysis),
        settings: appendix::settings(analysis),
        warning: notes::is_warned(analysis).then_some(notes::WARNING),
        stop: notes::STOP,
        ask: notes::ASK,
        no_diagnosis: notes::NO_DIAGNOSIS,
        version: analysis.version,
    };
    let failed = |error| RenderError::new("the page", error);
    let draft = filled(PAGE, &view).map_err(failed)?;
    view.print_pt = format!("{:.2}", print_pt(visible(&draft), view.cards.len()));
    Ok(filled(PAGE, &view).map_err(failed)?.into_bytes())
}

/// Font size, in pt, at which everything fits on two printed pages. The constants were measured with
/// `scripts/report-pictures`, which counts the pages.
fn print_pt(letters: usize, cards: usize) -> f64 {
    let pictures = 900.0 + 330.0 * cards as f64;
    (8.0 * (CAPACITY / (letters as f64 + pictures)).sqrt()).clamp(5.0, 8.0)
}

/// Letters that fit on two pages at 8 pt, with pictures converted to letters.
const CAPACITY: f64 = 9_200.0;

/// Visible letters, without markup and pictures.
fn visible(page: &str) -> usize {
    let mut rest = page;
    let mut count = 0;
    while let Some(at) = rest.find('<') {
        count +=
            rest.get(..at).map_or(0, |text| text.split_whitespace().map(|w| w.chars().count() + 1).sum());
        let tag = rest.get(at..).unwrap_or_default();
        let end = ["svg", "style"]
            .iter()
            .find(|name| tag.get(1..).is_some_and(|t| t.starts_with(**name)))
            .and_then(|name| tag.find(&format!("</{name}>")))
            .unwrap_or(0);
        let close = tag.get(end..).and_then(|t| t.find('>')).map_or(tag.len(), |c| end + c + 1);
        rest = tag.get(close..).unwrap_or_default();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_counts() {
        assert_eq!(visible("<p class=\"x\">ab <svg><text>zzz</text></svg>c</p>"), 5);
        assert_eq!(visible("<style>p{}</style><svg"), 0);
    }

    #[test]
    fn letters_shrink_with_the_text_within_limits() {
        assert_eq!(print_pt(0, 0), 8.0);
        assert_eq!(print_pt(1_000_000, 9), 5.0);
        assert!(print_pt(12_000, 4) < print_pt(10_000, 2));
    }
}
