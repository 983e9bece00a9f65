//! The terminal twin of the report: 80 columns, no colour, words before numbers.

mod summary;
mod compare;
mod findings;
mod inspection;
mod metrics;
mod notes;
mod trend;

use strideform::report::Analysis;

pub use answer::duration;
pub use compare::comparison;
pub use inspection::inspection;
pub use trend::trend;

/// Columns of the terminal that are used.
pub const WIDTH: usize = 80;

/// An analysis as a coach reads it.
pub fn analysis(analysis: &Analysis) -> String {
    let parts = [
        answer::lines(analysis),
        metrics::table(analysis),
        findings::blocks(analysis),
        notes::not_assessed(analysis),
        notes::caveats(analysis),
        notes::symptoms(analysis),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// `text` in lines of 80 columns: the first after `head`, the others indented like it.
pub fn wrapped(head: &str, text: &str) -> String {
    let indent = " ".repeat(textwrap::core::display_width(head).min(WIDTH / 3));
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(head)
        .subsequent_indent(&indent)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    let mut out = textwrap::fill(text, options).replace(NO_BREAK, " ");
    out.push('\n');
    out
}

/// A blank at which [`wrapped`] does not break: between a number and its unit.
pub const NO_BREAK: char = '\u{a0}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_hang_under_their_head() {
        let text = wrapped("try: ", &"word ".repeat(30));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(text.lines().skip(1).all(|line| line.starts_with("     word")), "{text}");
    }
}
