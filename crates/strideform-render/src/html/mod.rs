//! The page that a coach hands over: one self-contained file, no script, no network, light and dark, printable.

mod cards;
mod appendix;
mod compare;
mod course;
mod cycle;
mod early_late;
mod head;
mod numbers;
mod svg;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;
use strideform::report::Analysis;

use crate::RenderError;
use crate::{answer, notes};

pub use compare::comparison;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");

/// Everything that the template prints; text is escaped there, pictures and style are trusted.
#[derive(Serialize)]
struct View {
    style: Value,
    head: head::Head,
    answer: Vec<String>,
    cards: Vec<cards::Card>,
    symptoms: Vec<appendix::SymptomView>,
    cycles: Vec<Value>,
    cycle_note: String,
    numbers: numbers::Numbers,
    balance: Option<Value>,
    course: Vec<course::Course>,
    not_assessed: Vec<appendix::NotAssessed>,
    recordings: Vec<appendix::RecordingView>,
    caveats: Vec<appendix::CaveatView>,
    methods: Vec<appendix::MethodView>,
    bases: Vec<String>,
    print_pt: String,
    references: Vec<String>,
    settings: Vec<String>,
    stop: &'static str,
    ask: &'static str,
    no_diagnosis: &'static str,
    version: &'static str,
}

/// The whole page, UTF-8: one file without scripts that loads nothing from elsewhere; all text is escaped.
///
/// # Errors
/// None that an analysis could cause.
pub fn page(analysis: &Analysis) -> Result<Vec<u8>, RenderError> {
    let found = answer::answer(analysis);
    let cycle = cycle::cycles(analysis);
    let (methods, bases) = appendix::methods(analysis);
    let mut view = View {
        style: trusted(STYLE.to_owned()),
        head: head::head(analysis),
        answer: [found.found, format!("{} {}", found.borderline, found.ordinary), found.limit]
            .into_iter()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect(),
        cards: cards::cards(analysis),
        symptoms: appendix::symptoms(analysis),
        cycles: cycle.pictures,
        cycle_note: cycle.note,
        numbers: numbers::numbers(analysis),
        balance: numbers::balance(analysis),
        course: course::courses(analysis),
        not_assessed: appendix::not_assessed(analysis),
        recordings: appendix::recordings(analysis),
        caveats: appendix::caveats(analysis),
        methods,
        bases,
        print_pt: String::new(),
        references: appendix::references(analysis),
        settings: appendix::settings(analysis),
        stop: notes::STOP,
        ask: notes::ASK,
        no_diagnosis: notes::NO_DIAGNOSIS,
        version: analysis.version,
    };
    let failed = |error| RenderError::new("the page", error);
    let draft = render(&view).map_err(failed)?;
    view.print_pt = format!("{:.2}", print_pt(visible(&draft), view.cards.len()));
    Ok(render(&view).map_err(failed)?.into_bytes())
}

/// Size of the letters on paper, pt, at which everything stands on two pages; the constants are measured with
/// `scripts/report-pictures`, which counts the pages.
fn print_pt(letters: usize, cards: usize) -> f64 {
    let pictures = 900.0 + 330.0 * cards as f64;
    (8.0 * (CAPACITY / (letters as f64 + pictures)).sqrt()).clamp(5.0, 8.0)
}

/// Letters, with pictures counted as letters, that two pages hold at 8 pt.
const CAPACITY: f64 = 9_200.0;

/// Letters that a reader sees: neither markup nor pictures.
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

fn render(view: &View) -> Result<String, minijinja::Error> {
    filled(PAGE, view)
}

/// A template with its values.
fn filled(template: &str, view: &impl Serialize) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    // A name that ends in .html makes the engine escape every value that is not marked as safe.
    environment.add_template("page.html", template)?;
    environment.get_template("page.html")?.render(Serde(view))
}

/// Markup of our own making.
fn trusted(markup: String) -> Value {
    Value::from_safe_string(markup)
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
