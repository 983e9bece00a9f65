//! Lines of 80 columns.

use crate::table::WIDTH;

/// `text` in lines of 80 columns: `head` starts the first, the others are indented to match.
pub fn wrapped(head: &str, text: &str) -> String {
    let indent = " ".repeat(textwrap::core::display_width(head).min(usize::from(WIDTH) / 3));
    let options = textwrap::Options::new(WIDTH.into())
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

/// A space at which [`wrapped`] does not break, used between a number and its unit.
pub(super) const NO_BREAK: char = '\u{a0}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_hang_under_their_head() {
        let text = wrapped("try: ", &"word ".repeat(30));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH.into()));
        assert!(text.lines().skip(1).all(|line| line.starts_with("     word")), "{text}");
    }
}
