//! Everything that affects results: a job is resumed only if all of it is unchanged.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strideform_render::tables::{RUNS, STRIDES};

/// Identifier and version of the journal's format.
const FORMAT: &str = "strideform.batch-journal/2";
/// Longer values are compared but not shown.
const SHOWN: usize = 60;

/// The first line of a journal: every setting that affects results, with its value.
///
/// ```
/// use strideform_batch::journal::Fingerprint;
///
/// let then = Fingerprint::new([("--mass", Some("70".to_owned()))]);
/// let now = Fingerprint::new([("--mass", Some("69".to_owned()))]);
/// assert_eq!(then.differences(&now), ["--mass: 70 then, 69 now"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    journal: String,
    settings: BTreeMap<String, String>,
}

impl Fingerprint {
    /// From settings and their values; the versions of strideform and of the tables are added.
    pub fn new<'a>(settings: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Self {
        let given = |value: Option<String>| value.unwrap_or_else(|| "not given".to_owned());
        let mut settings: BTreeMap<String, String> =
            settings.into_iter().map(|(name, value)| (name.to_owned(), given(value))).collect();
        settings.insert("the version of strideform".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        settings.insert("the tables".to_owned(), format!("{RUNS} {STRIDES}"));
        Self { journal: FORMAT.to_owned(), settings }
    }

    /// With long values, such as a table of rules, replaced by their checksums: what tables keep of it.
    pub(crate) fn shortened(&self) -> Self {
        let short = |value: &String| match value.len() {
            0..=SHOWN => value.clone(),
            length => format!("{length} bytes with CRC-32 {:08x}", crc32fast::hash(value.as_bytes())),
        };
        let settings = self.settings.iter().map(|(name, value)| (name.clone(), short(value))).collect();
        Self { journal: self.journal.clone(), settings }
    }

    /// What differs, one text for each setting; empty where nothing does.
    pub fn differences(&self, now: &Self) -> Vec<String> {
        if self.journal != now.journal {
            return vec![format!("the journal's format: {} then, {} now", self.journal, now.journal)];
        }
        let names: BTreeSet<&String> = self.settings.keys().chain(now.settings.keys()).collect();
        let mut out = Vec::new();
        for name in names {
            let (then, now) = (self.settings.get(name), now.settings.get(name));
            if then == now {
                continue;
            }
            let word = |value: Option<&String>| value.map_or("unknown", String::as_str).to_owned();
            let (then, now) = (word(then), word(now));
            if then.len().max(now.len()) > SHOWN {
                out.push(format!("{name} differs"));
            } else {
                out.push(format!("{name}: {then} then, {now} now"));
            }
        }
        out
    }
}
