//! The rule table: TOML, embedded, replaceable, checked on load.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Position};
use crate::metrics;

use super::assess::Grade;

/// How a metric is held against its thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// A fault above the threshold.
    Above,
    /// A fault below the threshold.
    Below,
    /// A fault further from `centre` than the threshold, on either side; the side is the one it deviates to.
    AwayFrom,
    /// A fault lower than the usual cadence at that speed and leg length by more than the threshold (in %).
    BelowUsualCadence,
}

/// One metric with its thresholds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Metric identifier.
    pub metric: String,
    /// How it is compared.
    pub kind: RuleKind,
    /// Mild threshold, in the metric's unit (for [`RuleKind::BelowUsualCadence`]: % below).
    pub mild: f64,
    /// Marked threshold.
    pub marked: f64,
    /// Even value, for [`RuleKind::AwayFrom`].
    #[serde(default)]
    pub centre: Option<f64>,
    /// True where left and right are assessed each by itself.
    #[serde(default)]
    pub per_side: bool,
    /// Where the thresholds come from.
    pub source: String,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Identifier, e.g. `low-cadence`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Grade of the evidence.
    pub grade: Grade,
    /// What assessing it needs; to be read after "needs".
    pub needs: String,
    /// Rules; the first whose metric is there is the one that decides. Empty: cannot be assessed by this version.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// What else could explain it.
    #[serde(default)]
    pub confounders: Vec<String>,
    /// Conditions and structures that the literature connects it with, with its own grade.
    #[serde(default)]
    pub linked_to: Vec<String>,
    /// What to try.
    #[serde(default)]
    pub advice: Vec<String>,
}

/// All faults, in the order of reports.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleTable {
    /// `strideform.faults/1`.
    pub schema: String,
    /// The faults.
    #[serde(rename = "fault")]
    pub faults: Vec<Fault>,
}

const EMBEDDED: &str = include_str!("faults.toml");

impl RuleTable {
    /// The table that ships with the library.
    pub fn embedded() -> Self {
        // A test parses the embedded table, so the fallback is never taken.
        Self::parse(EMBEDDED, "embedded").unwrap_or(Self { schema: String::new(), faults: Vec::new() })
    }

    /// Reads and checks a table; `name` stands in errors.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] with line and column for TOML that does not parse, unknown keys, unknown metrics,
    /// thresholds in the wrong order.
    pub fn parse(text: &str, name: &str) -> Result<Self, Error> {
        let table: Self = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or_else(Position::default, |span| locate(text, span));
            Error::new(ErrorKind::Malformed, e.message().to_owned())
                .at(at)
                .in_file(name)
                .with_remedy("compare with the table that `strideform faults --format toml` prints")
        })?;
        table.check().map_err(|message| {
            Error::new(ErrorKind::Malformed, message)
                .in_file(name)
                .with_remedy("compare with the table that `strideform faults --format toml` prints")
        })?;
        Ok(table)
    }

    /// The embedded table's text.
    pub fn embedded_toml() -> &'static str {
        EMBEDDED
    }

    fn check(&self) -> Result<(), String> {
        if self.schema != "strideform.faults/1" {
            return Err(format!("schema is `{}`, not `strideform.faults/1`", self.schema));
        }
        for (i, fault) in self.faults.iter().enumerate() {
            if self.faults.iter().take(i).any(|f| f.id == fault.id) {
                return Err(format!("fault `{}` stands twice", fault.id));
            }
            for rule in &fault.rules {
                let Some(info) = metrics::info(&rule.metric) else {
                    return Err(format!("fault `{}`: unknown metric `{}`", fault.id, rule.metric));
                };
                if rule.per_side && !info.sided {
                    return Err(format!("fault `{}`: `{}` has no sides", fault.id, rule.metric));
                }
                if !(rule.mild.is_finite() && rule.marked.is_finite()) {
                    return Err(format!("fault `{}`: a threshold is not a finite number", fault.id));
                }
                let ordered = match rule.kind {
                    RuleKind::Below => rule.marked <= rule.mild,
                    _ => rule.marked >= rule.mild,
                };
                if !ordered {
                    return Err(format!(
                        "fault `{}`: the marked threshold lies before the mild one",
                        fault.id
                    ));
                }
                if rule.kind == RuleKind::AwayFrom && rule.centre.is_none() {
                    return Err(format!("fault `{}`: `away-from` needs `centre`", fault.id));
                }
                if rule.kind == RuleKind::BelowUsualCadence && rule.metric != "cadence" {
                    return Err(format!("fault `{}`: `below-usual-cadence` is for `cadence`", fault.id));
                }
            }
        }
        Ok(())
    }
}

fn locate(text: &str, span: std::ops::Range<usize>) -> Position {
    let start = span.start.min(text.len());
    let before = text.get(..start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let line_text = text.get(line_start..).and_then(|t| t.lines().next()).unwrap_or_default();
    let from = start - line_start;
    let to = (span.end.max(start + 1) - line_start).min(line_text.len().max(from));
    Position {
        line: Some(1 + before.matches('\n').count() as u64),
        column: Some(1 + before.get(line_start..).unwrap_or_default().chars().count()),
        line_text: Some(line_text.to_owned()),
        span: Some((from, to)),
        ..Position::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_holds_every_fault() {
        let table = RuleTable::parse(EMBEDDED, "embedded").unwrap();
        let ids: Vec<&str> = table.faults.iter().map(|f| f.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "overstriding",
                "heel-pounding",
                "hip-drop",
                "left-right-imbalance",
                "low-cadence",
                "trunk-lean",
                "limited-hip-extension",
                "bounce",
                "arm-crossover",
                "load-spike",
                "form-drift"
            ]
        );
    }

    #[test]
    fn a_wrong_table_names_line_and_cause() {
        let error =
            RuleTable::parse("schema = \"strideform.faults/1\"\nfault = 3\n", "mine.toml").unwrap_err();
        assert_eq!(error.position().line, Some(2));
        let text = EMBEDDED.replace("metric = \"cadence\"", "metric = \"cadenze\"");
        let error = RuleTable::parse(&text, "mine.toml").unwrap_err();
        assert!(error.message().contains("cadenze"), "{error}");
    }
}
