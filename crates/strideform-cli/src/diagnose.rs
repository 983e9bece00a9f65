//! Failures in words on standard error: the place, the bad cell with a caret under it, and what helps.

use std::fmt;
use std::io::{self, IsTerminal, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use crate::exit::Failure;

/// Says on standard error why the command failed.
pub(crate) fn report(failure: &Failure) {
    // Nothing can be done where even standard error is closed.
    let _ = io::stderr().lock().write_all(words(failure, colour()).as_bytes());
}

/// True where standard error is a terminal and nobody asked for plain text.
pub(crate) fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The message of a failure, ending in a line break; empty where nothing is to be said.
pub(crate) fn words(failure: &Failure, colour: bool) -> String {
    match failure {
        Failure::Hushed => String::new(),
        Failure::Ours(text) if text.starts_with("internal error") => format!(
            "error: {text}\n  help: this is a fault of strideform {}; please report it with the command line and, if \
             you may\n        share it, the recording\n",
            env!("CARGO_PKG_VERSION")
        ),
        Failure::Ours(text) | Failure::Usage(text) | Failure::NobodyRuns(text) => format!("error: {text}\n"),
        Failure::Input(error) => input(error, colour),
    }
}

/// An error of the library, with its cell where it has one.
fn input(error: &strideform::Error, colour: bool) -> String {
    let position = error.position();
    let mut text = format!("error: {}\n", headline(error));
    if let (Some(line_text), Some(line)) = (&position.line_text, position.line) {
        let cell = Cell {
            line_text,
            line: usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1),
            span: position.span.filter(|(start, end)| start <= end && *end <= line_text.len()),
        };
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::none() };
        let handler = GraphicalReportHandler::new_themed(theme).with_wrap_lines(false).with_links(false);
        let mut picture = String::new();
        if handler.render_report(&mut picture, &cell).is_ok() {
            // Our headline replaces miette's: keep the lines of the excerpt only.
            for line in picture.lines().filter(|line| !line.trim().is_empty()) {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
    }
    if let Some(remedy) = error.remedy() {
        text.push_str(&format!("  help: {remedy}\n"));
    }
    text
}

/// File, line, column, name of the column, and what is wrong; the remedy stands on a line of its own.
fn headline(error: &strideform::Error) -> String {
    let whole = error.to_string();
    match error.remedy() {
        Some(remedy) => whole.strip_suffix(&format!("; {remedy}")).unwrap_or(&whole).to_owned(),
        None => whole,
    }
}

/// One line of a file with the bad cell in it, numbered as in the file.
#[derive(Debug)]
struct Cell<'a> {
    line_text: &'a str,
    line: usize,
    span: Option<(usize, usize)>,
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Cell<'_> {}

impl Diagnostic for Cell<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, end) = self.span.unwrap_or((0, self.line_text.len()));
        Some(Box::new(std::iter::once(LabeledSpan::new(None, start, (end - start).max(1)))))
    }
}

impl SourceCode for Cell<'_> {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let bytes = self.line_text.as_bytes();
        Ok(Box::new(MietteSpanContents::new(bytes, (0, bytes.len()).into(), self.line, 0, 1)))
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
        Error::new(ErrorKind::Malformed, "`abc` is no number")
            .with_remedy("correct the cell, leave it empty, or add --skip-bad-rows")
            .at(position)
    }

    #[test]
    fn the_caret_stands_under_the_cell() {
        insta::assert_snapshot!(words(&bad_cell().into(), false));
    }

    #[test]
    fn a_span_outside_the_line_does_not_panic() {
        let mut position = bad_cell().position().clone();
        for span in [(90, 99), (9, 6), (13, 13)] {
            position.span = Some(span);
            let text = words(&Error::new(ErrorKind::Malformed, "x").at(position.clone()).into(), false);
            assert!(text.contains("0.021,abc,1.0"), "{text}");
        }
    }
}
