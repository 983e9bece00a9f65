//! The page that a coach hands over: one self-contained file, no script, no network, light and dark, printable.

mod cards;
mod closing;
mod course;
mod cycle;
mod head;
mod numbers;
mod svg;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;
use strideform::report::Analysis;

use crate::exit::Failure;
use crate::render::{answer, notes};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");

/// Everything that the template prints; text is escaped there, pictures and style are trusted.
#[derive(Serialize)]
struct View {
    style: Value,
    head: head::Head,
    answer: Vec<String>,
    cards: Vec<cards::Card>,
    symptoms: Vec<closing::SymptomView>,
    cycles: Vec<Value>,
    cycle_note: String,
    numbers: numbers::Numbers,
    balance: Option<Value>,
    course: Vec<course::Course>,
    not_assessed: Vec<closing::NotAssessed>,
    recordings: Vec<closing::RecordingView>,
    caveats: Vec<closing::CaveatView>,
    methods: Vec<closing::MethodView>,
    references: Vec<String>,
    settings: Vec<String>,
    stop: &'static str,
    ask: &'static str,
    no_diagnosis: &'static str,
    version: &'static str,
}

/// The whole page.
pub(crate) fn page(analysis: &Analysis) -> Result<Vec<u8>, Failure> {
    let found = answer::answer(analysis);
    let cycle = cycle::cycles(analysis);
    let view = View {
        style: trusted(STYLE.to_owned()),
        head: head::head(analysis),
        answer: [found.found, found.ordinary, found.limit].into_iter().filter(|l| !l.is_empty()).collect(),
        cards: cards::cards(analysis),
        symptoms: closing::symptoms(analysis),
        cycles: cycle.pictures,
        cycle_note: cycle.note,
        numbers: numbers::numbers(analysis),
        balance: numbers::balance(analysis),
        course: course::courses(analysis),
        not_assessed: closing::not_assessed(analysis),
        recordings: closing::recordings(analysis),
        caveats: closing::caveats(analysis),
        methods: closing::methods(analysis),
        references: closing::references(analysis),
        settings: closing::settings(analysis),
        stop: notes::STOP,
        ask: notes::ASK,
        no_diagnosis: notes::NO_DIAGNOSIS,
        version: analysis.version,
    };
    render(&view).map_err(|error| Failure::Ours(format!("internal error: cannot write the page: {error}")))
}

fn render(view: &View) -> Result<Vec<u8>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    // A name that ends in .html makes the engine escape every value that is not marked as safe.
    environment.add_template("page.html", PAGE)?;
    Ok(environment.get_template("page.html")?.render(Serde(view))?.into_bytes())
}

/// Markup of our own making.
fn trusted(markup: String) -> Value {
    Value::from_safe_string(markup)
}
