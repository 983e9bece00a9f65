//! Text of others on a terminal or a page: characters that would act there are shown by their number instead.

use std::borrow::Cow;
use std::fmt::Write as _;

/// True for characters that move the cursor, start an escape sequence, or turn the direction of the text: C0 and C1
/// controls, line and paragraph separators, bidirectional controls.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn replaced<'a>(text: &'a str, kept: &[char], shown: impl Fn(&mut String, char)) -> Cow<'a, str> {
    let bad = |c: char| acts(c) && !kept.contains(&c);
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if bad(c) { shown(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn numbered(out: &mut String, c: char) {
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c)); // writing to a String cannot fail
}

/// Text of several lines: everything that acts but line ends and tabs is shown as `\u{1b}`.
///
/// ```
/// use strideform_render::visible;
///
/// assert_eq!(visible::text("run\u{1b}[2J\n"), "run\\u{1b}[2J\n");
/// assert_eq!(visible::text("läuft\n"), "läuft\n");
/// ```
pub fn text(text: &str) -> Cow<'_, str> {
    replaced(text, &['\n', '\t'], numbered)
}

/// As [`text()`] for a single line, whose line ends are shown too.
pub fn line(text: &str) -> Cow<'_, str> {
    replaced(text, &['\t'], numbered)
}

/// A JSON document in which every such character is escaped as JSON does it; only strings can hold any.
pub(crate) fn json(document: &str) -> Cow<'_, str> {
    replaced(document, &['\n', '\t'], |out, c| {
        let _ = write!(out, "\\u{:04x}", u32::from(c));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_gets_through() {
        let hostile: String = (0..0x3000).filter_map(char::from_u32).collect();
        for shown in [text(&hostile), line(&hostile)] {
            let left: Vec<char> = shown.chars().filter(|c| acts(*c) && !matches!(c, '\n' | '\t')).collect();
            assert!(left.is_empty(), "{left:?}");
        }
        assert!(!line("a\nb\r\n").contains(['\n', '\r']));
        assert!(matches!(text("größer → 加速度 ‑ é\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_stays_the_same_json() {
        let value = serde_json::json!({ "a": "x\u{202e}y\u{9b}z\u{1b}\u{7f}\n" });
        let document = serde_json::to_string_pretty(&value).expect("JSON");
        let escaped = json(&document);
        assert!(!escaped.contains(['\u{202e}', '\u{9b}', '\u{7f}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).expect("JSON"), value);
    }
}
