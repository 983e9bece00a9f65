//! The template engine, and what the templates share.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

use crate::visible;

/// The style sheet of both pages, ready to be inlined.
pub(super) fn style() -> Value {
    trusted(include_str!("style.css").to_owned())
}

/// Fills a template with values; their text is escaped.
pub(super) fn filled(template: &str, view: &impl Serialize) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    // A name ending in .html makes the engine escape every value that is not marked as safe.
    environment.add_template("page.html", template)?;
    let page = environment.get_template("page.html")?.render(Serde(view))?;
    // Controls are no markup, so the engine leaves them as they are.
    Ok(visible::text(&page).into_owned())
}

/// Markup that we generate ourselves and that is not escaped.
pub(super) fn trusted(markup: String) -> Value {
    Value::from_safe_string(markup)
}
