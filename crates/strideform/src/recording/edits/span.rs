//! Time that is left out.

use serde::{Deserialize, Serialize};

use super::number::finite;

/// A span that is left out of the analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Table")]
pub struct Excluded {
    /// Its beginning, s.
    pub from_s: f64,
    /// Its end, s.
    pub to_s: f64,
    /// Why, for readers of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// As written in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(deserialize_with = "finite")]
    from_s: f64,
    #[serde(deserialize_with = "finite")]
    to_s: f64,
    why: Option<String>,
}

impl TryFrom<Table> for Excluded {
    type Error = String;

    fn try_from(Table { from_s, to_s, why }: Table) -> Result<Self, String> {
        if from_s < to_s {
            Ok(Self { from_s, to_s, why })
        } else {
            Err(format!("an excluded span ends before it begins: from_s = {from_s}, to_s = {to_s}"))
        }
    }
}

/// Spans in ascending order, joined where they touch.
pub(super) fn joined(spans: &[Excluded]) -> Vec<(f64, f64)> {
    let mut sorted: Vec<(f64, f64)> =
        spans.iter().map(|s| (s.from_s, s.to_s)).filter(|(from, to)| from < to).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f64, f64)> = Vec::with_capacity(sorted.len());
    for (from, to) in sorted {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
