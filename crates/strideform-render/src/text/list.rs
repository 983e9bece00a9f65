//! Titled lists and paragraphs.

use super::wrap::wrapped;

/// `title:` with an item per bullet; empty without items.
pub(super) fn listed(title: &str, items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().map(|text| wrapped("  - ", &text)).collect();
    if items.is_empty() { items } else { format!("{title}:\n{items}") }
}

/// The parts that are not empty, with a blank line between them.
pub(super) fn paragraphs(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}
