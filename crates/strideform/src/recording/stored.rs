//! Reading back what was written as JSON.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer};

/// Text that is fixed at compile time, or read back from a saved analysis.
pub(crate) type Text = &'static str;

/// Bytes of all texts read back that are not known yet (*chosen*: an analysis has some 5 kB of them); what goes beyond is
/// left empty.
const MAX_BYTES: usize = 1 << 20;

/// Reads a text and keeps it for the rest of the program; the same text is kept once.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    Ok(kept(&String::deserialize(from)?))
}

/// As [`text`], for a list.
pub(crate) fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Text>, D::Error> {
    Ok(Vec::<String>::deserialize(from)?.iter().map(|text| kept(text)).collect())
}

/// JSON has no NaN; it is written as `null`.
pub(crate) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(from)?.unwrap_or(f64::NAN))
}

fn kept(text: &str) -> Text {
    static KEPT: Mutex<(BTreeSet<Text>, usize)> = Mutex::new((BTreeSet::new(), 0));
    let mut guard = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let (all, bytes) = &mut *guard;
    if let Some(known) = all.get(text) {
        return known;
    }
    if *bytes + text.len() > MAX_BYTES {
        return "";
    }
    *bytes += text.len();
    let fresh: Text = Box::leak(text.to_owned().into_boxed_str());
    all.insert(fresh);
    fresh
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once() {
        assert!(std::ptr::eq(kept("validation of 2026"), kept("validation of 2026")));
        assert_eq!(kept(&"x".repeat(MAX_BYTES + 1)), "");
    }
}
