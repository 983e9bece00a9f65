//! Failures on standard error: the place, the bad cell with a caret under it, and how to fix it.

use std::io::{self, IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use strideform_render::visible;

use crate::exit::{Failure, INTERNAL};

/// Width of the excerpt, in columns; longer lines are cut around the cell.
const WIDTH: usize = 80;

/// Prints on standard error why the command failed.
pub(crate) fn report(failure: &Failure) {
    // If standard error is closed too, the exit status has to be enough.
    let _ = io::stderr().lock().write_all(message(failure, colour()).as_bytes());
}

/// True if standard error is a terminal and NO_COLOR is not set.
pub(crate) fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The message of a failure, ending in a line break; empty if there is nothing to say.
pub(crate) fn message(failure: &Failure, colour: bool) -> String {
    match failure {
        Failure::BrokenPipe => String::new(),
        Failure::Internal(text) if text.starts_with(INTERNAL) => format!(
            "error: {}\n  help: this is a bug in strideform {}; please report it with the command line and, if you can\n        \
             share it, the recording\n",
            visible::text(text),
            env!("CARGO_PKG_VERSION")
        ),
        Failure::Internal(text)
        | Failure::Usage(text)
        | Failure::NoRunning(text)
        | Failure::Differs(text) => {
            format!("error: {}\n", visible::text(text))
        }
        Failure::Input(error) => input(error, colour),
    }
}

/// An error of the library, with the line and cell that caused it if they are known.
fn input(error: &strideform::Error, colour: bool) -> String {
    let position = error.position();
    let headline = headline(error);
    let headline = visible::line(&headline);
    let excerpt = position.line_text.as_deref().map(|text| excerpt(text, position.span));
    let remedy = error.remedy().map(visible::line);
    let mut report = Group::with_title(Level::ERROR.primary_title(headline.as_ref()));
    if let (Some((text, cell)), Some(line)) = (&excerpt, position.line) {
        report = report.element(
            Snippet::source(text.as_str())
                .line_start(usize::try_from(line).unwrap_or_default())
                .annotation(AnnotationKind::Primary.span(cell.clone())),
        );
    }
    if let Some(remedy) = &remedy {
        report = report.element(Level::HELP.message(remedy.as_ref()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.term_width(WIDTH).render(&[report]);
    text.push('\n');
    text
}

/// A line as it can be shown, and where the cell is in it.
fn excerpt(text: &str, span: Option<(usize, usize)>) -> (String, std::ops::Range<usize>) {
    let cell = span.map_or(0..text.len(), |(start, end)| start..end);
    let parts = || Some((text.get(..cell.start)?, text.get(cell.clone())?, text.get(cell.end..)?));
    // A span that does not fit the text would panic in the renderer.
    let (before, cell, after) = parts().unwrap_or(("", text, ""));
    let mut out = visible::line(before).into_owned();
    let start = out.len();
    out.push_str(&visible::line(cell));
    let cell = start..out.len();
    out.push_str(&visible::line(after));
    (out, cell)
}

/// File, line, column, column name, and what is wrong; the remedy has a line of its own.
fn headline(error: &strideform::Error) -> String {
    let whole = error.to_string();
    match error.remedy() {
        Some(remedy) => whole.strip_suffix(&format!("; {remedy}")).unwrap_or(&whole).to_owned(),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::{Error, ErrorKind, Position};

    fn bad_cell() -> Error {
        let mut position = Position::default();
        position.file = Some("run.csv".into());
        (position.line, position.column) = (Some(5), Some(2));
        position.column_name = Some("acc_x_g".into());
        position.cell = Some("abc".into());
        position.line_text = Some("0.021,abc,1.0".into());
        position.span = Some((6, 9));
        Error::new(ErrorKind::Malformed, "`abc` is not a number")
            .with_remedy("correct the cell, leave it empty, or add --skip-bad-rows")
            .at(position)
    }

    #[test]
    fn the_caret_is_under_the_cell() {
        insta::assert_snapshot!(message(&bad_cell().into(), false));
    }

    #[test]
    fn the_cells_of_others_do_not_act_on_the_terminal() {
        let mut position = bad_cell().position().clone();
        position.line_text = Some("0.021,a\u{1b}[2Jc,1.0\u{202e}".into());
        position.span = Some((6, 12));
        position.cell = Some("a\u{1b}[2Jc".into());
        let text = message(
            &Error::new(ErrorKind::Malformed, "`a\u{1b}[2Jc` is not a number").at(position).into(),
            false,
        );
        assert!(text.contains("\\u{1b}[2J") && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }

    #[test]
    fn a_span_outside_the_line_does_not_panic() {
        let mut position = bad_cell().position().clone();
        for span in [(90, 99), (9, 6), (13, 13)] {
            position.span = Some(span);
            let text = message(&Error::new(ErrorKind::Malformed, "x").at(position.clone()).into(), false);
            assert!(text.contains("0.021,abc,1.0"), "{text}");
        }
    }
}
