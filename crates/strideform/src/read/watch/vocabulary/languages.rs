//! The vocabularies, one file a language: stems of column names, and samples that they must recognise.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::sport::folded;

/// Language and its file.
const LANGUAGES: [(&str, &str); 31] = [
    ("he", include_str!("languages/asian/he.toml")),
    ("id", include_str!("languages/asian/id.toml")),
    ("ja", include_str!("languages/asian/ja.toml")),
    ("ko", include_str!("languages/asian/ko.toml")),
    ("th", include_str!("languages/asian/th.toml")),
    ("vi", include_str!("languages/asian/vi.toml")),
    ("zh", include_str!("languages/asian/zh.toml")),
    ("any", include_str!("languages/common/any.toml")),
    ("en", include_str!("languages/common/en.toml")),
    ("el", include_str!("languages/european/el.toml")),
    ("fi", include_str!("languages/european/fi.toml")),
    ("hu", include_str!("languages/european/hu.toml")),
    ("tr", include_str!("languages/european/tr.toml")),
    ("da", include_str!("languages/germanic/da.toml")),
    ("de", include_str!("languages/germanic/de.toml")),
    ("nb", include_str!("languages/germanic/nb.toml")),
    ("nl", include_str!("languages/germanic/nl.toml")),
    ("sv", include_str!("languages/germanic/sv.toml")),
    ("es", include_str!("languages/romance/es.toml")),
    ("fr", include_str!("languages/romance/fr.toml")),
    ("it", include_str!("languages/romance/it.toml")),
    ("pt", include_str!("languages/romance/pt.toml")),
    ("ro", include_str!("languages/romance/ro.toml")),
    ("bg", include_str!("languages/slavic/bg.toml")),
    ("cs", include_str!("languages/slavic/cs.toml")),
    ("hr", include_str!("languages/slavic/hr.toml")),
    ("pl", include_str!("languages/slavic/pl.toml")),
    ("ru", include_str!("languages/slavic/ru.toml")),
    ("sk", include_str!("languages/slavic/sk.toml")),
    ("sl", include_str!("languages/slavic/sl.toml")),
    ("uk", include_str!("languages/slavic/uk.toml")),
];

/// One file. Lists whose names end in `_names` must match the whole name of a column, `_words` a whole word, `_starts` its
/// beginning, all others any part of it; `field.rs` says in which order they decide.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    stems: BTreeMap<String, Vec<String>>,
    /// Names as portals write them, with the field that each must be recognised as.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "samples are for the tests"))]
    samples: BTreeMap<String, String>,
}

/// The stems of all languages by quantity, without accents.
pub(super) fn stems() -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, text) in LANGUAGES {
        // That every file parses is tested below.
        let language: Language = toml::from_str(text).unwrap_or_default();
        for (quantity, stems) in language.stems {
            out.entry(quantity).or_default().extend(stems.iter().map(|stem| folded(stem)));
        }
    }
    out
}

/// Language, name and field of every sample.
#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String, String)> {
    let of = |(language, text): (&'static str, &str)| {
        let parsed: Language = toml::from_str(text).unwrap_or_else(|e| panic!("{language}: {e}"));
        parsed.samples.into_iter().map(move |(name, field)| (language, name, field)).collect::<Vec<_>>()
    };
    LANGUAGES.into_iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_parses_and_has_samples() {
        for (language, text) in LANGUAGES {
            let parsed: Language = toml::from_str(text).unwrap_or_else(|e| panic!("{language}: {e}"));
            assert!(language == "any" || !parsed.samples.is_empty(), "no samples in {language}");
        }
    }
}
