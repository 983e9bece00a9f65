//! The rule table: TOML, embedded, replaceable, checked on load.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Position};
use crate::metrics;

use super::finding::Grade;
use super::load::LONGEST_RUN_RATIO;

/// How a metric is held against its thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RuleKind {
    /// A fault above the threshold.
    Above,
    /// A fault below the threshold.
    Below,
    /// A fault further from `centre` than the threshold, on either side; the side is the one it deviates to.
    AwayFrom,
    /// A fault lower than the usual cadence at that speed and leg length by more than the threshold (in %).
    BelowUsualCadence,
    /// Left and right differ by more than the threshold; `worse` says which of the two shows the fault.
    SideDifference,
    /// Late in the run higher than early by more than the threshold.
    DriftUp,
    /// Late in the run lower than early by more than the threshold.
    DriftDown,
    /// Late in the run higher or lower than early by more than the threshold.
    DriftEither,
    /// The longest run over the longest of the 30 days before; assessed from a log of runs, not from a recording.
    LongestRun,
}

impl RuleKind {
    /// The word of a table of rules: `above`, `away-from`…
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Below => "below",
            Self::AwayFrom => "away-from",
            Self::BelowUsualCadence => "below-usual-cadence",
            Self::SideDifference => "side-difference",
            Self::DriftUp => "drift-up",
            Self::DriftDown => "drift-down",
            Self::DriftEither => "drift-either",
            Self::LongestRun => "longest-run",
        }
    }
}

/// Which of two sides that differ shows the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worse {
    /// The side with the higher value.
    #[default]
    Higher,
    /// The side with the lower value.
    Lower,
}

/// How several rules make one verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decides {
    /// The first whose metric is there.
    #[default]
    First,
    /// Each: the fault is present where one shows it, absent where none does.
    Any,
}

/// What a surface does to a fault.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Surface {
    /// As in `--surface`.
    pub surface: String,
    /// What to say then.
    pub text: String,
}

/// One metric with its thresholds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule {
    /// Metric identifier.
    pub metric: String,
    /// How it is compared.
    pub kind: RuleKind,
    /// Mild threshold, in the metric's unit (for [`RuleKind::BelowUsualCadence`]: % below).
    pub mild: f64,
    /// Marked threshold, like `mild`.
    pub marked: f64,
    /// Even value, in the metric's unit, for [`RuleKind::AwayFrom`].
    #[serde(default)]
    pub centre: Option<f64>,
    /// True where left and right are assessed each by itself.
    #[serde(default)]
    pub per_side: bool,
    /// For [`RuleKind::SideDifference`].
    #[serde(default)]
    pub worse: Worse,
    /// True where the rule can show the fault but not its absence.
    #[serde(default)]
    pub one_way: bool,
    /// For changes over the run: the thresholds are % of the fresh value.
    #[serde(default)]
    pub percent: bool,
    /// Speeds between which the thresholds hold, m/s; elsewhere it is said among the confounders.
    #[serde(default)]
    pub holds_at_mps: Option<[f64; 2]>,
    /// A fault that must hold as well; the probabilities are multiplied.
    #[serde(default)]
    pub together_with: Option<String>,
    /// Not applied to values of this method (one that is made of the deciding metric tells nothing new).
    #[serde(default)]
    pub not_method: Option<String>,
    /// Where the thresholds come from.
    pub source: String,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Fault {
    /// Identifier, e.g. `low-cadence`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Grade of the evidence.
    pub grade: Grade,
    /// What assessing it needs; to be read after "needs".
    pub needs: String,
    /// How several rules make one verdict.
    #[serde(default)]
    pub decides: Decides,
    /// Rules. Empty: cannot be assessed by this version.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// Other metrics that raise the confidence where they lie beyond `mild`, and lower it where they do not.
    #[serde(default)]
    pub supported_by: Vec<Rule>,
    /// Surfaces that make the fault, or seem to.
    #[serde(default)]
    pub surfaces: Vec<Surface>,
    /// What else could explain it.
    #[serde(default)]
    pub confounders: Vec<String>,
    /// Conditions and structures that the literature connects it with, with its own grade.
    #[serde(default)]
    pub linked_to: Vec<String>,
    /// What to try while running.
    #[serde(default)]
    pub advice: Vec<String>,
    /// Exercises.
    #[serde(default)]
    pub exercises: Vec<String>,
}

/// All faults, in the order of reports.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
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
        table.check().map_err(|(fault, message)| {
            // The parser's places are gone by now: the fault's identifier leads back to its line.
            let named = fault.and_then(|id| {
                let quoted = format!("\"{id}\"");
                text.find(&quoted).map(|at| locate(text, at..at + quoted.len()))
            });
            Error::new(ErrorKind::Malformed, message)
                .at(named.unwrap_or_default())
                .in_file(name)
                .with_remedy("compare with the table that `strideform faults --format toml` prints")
        })?;
        Ok(table)
    }

    /// The embedded table's text.
    pub fn embedded_toml() -> &'static str {
        EMBEDDED
    }

    /// The first thing wrong, with the fault it is in.
    fn check(&self) -> Result<(), (Option<&str>, String)> {
        if self.schema != "strideform.faults/1" {
            return Err((None, format!("schema is `{}`, not `strideform.faults/1`", self.schema)));
        }
        for (i, fault) in self.faults.iter().enumerate() {
            let wrong = |what: String| (Some(fault.id.as_str()), format!("fault `{}`: {what}", fault.id));
            if self.faults.iter().take(i).any(|f| f.id == fault.id) {
                return Err(wrong("stands twice".to_owned()));
            }
            for rule in fault.rules.iter().chain(&fault.supported_by) {
                rule.check().map_err(wrong)?;
                let Some(other) = &rule.together_with else { continue };
                let other = self.faults.iter().find(|f| f.id == *other && f.id != fault.id);
                match other {
                    None => return Err(wrong("`together_with` names no other fault".to_owned())),
                    Some(f) if f.rules.iter().any(|r| r.together_with.is_some()) => {
                        return Err(wrong("`together_with` leads on to a third fault".to_owned()));
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }
}

impl Rule {
    fn check(&self) -> Result<(), String> {
        let is_load = self.kind == RuleKind::LongestRun;
        if is_load != (self.metric == LONGEST_RUN_RATIO) {
            return Err(format!("`longest-run` and `{LONGEST_RUN_RATIO}` go together"));
        }
        if !(self.mild.is_finite() && self.marked.is_finite()) {
            return Err(format!("`{}`: a threshold is not a finite number", self.metric));
        }
        let ordered = match self.kind {
            RuleKind::Below => self.marked <= self.mild,
            _ => self.marked >= self.mild,
        };
        if !ordered {
            return Err(format!("`{}`: the marked threshold lies before the mild one", self.metric));
        }
        if self.holds_at_mps.is_some_and(|[low, high]| !(low < high)) {
            return Err(format!("`{}`: `holds_at_mps` is not a range", self.metric));
        }
        if is_load {
            return Ok(());
        }
        let Some(info) = metrics::info(&self.metric) else {
            return Err(format!("unknown metric `{}`; `strideform metrics` lists them", self.metric));
        };
        let sides = self.per_side || self.kind == RuleKind::SideDifference;
        if sides && !info.sided {
            return Err(format!("`{}` has no sides", self.metric));
        }
        let size = matches!(
            self.kind,
            RuleKind::AwayFrom
                | RuleKind::SideDifference
                | RuleKind::DriftUp
                | RuleKind::DriftDown
                | RuleKind::DriftEither
        );
        if size && self.mild <= 0.0 {
            return Err(format!("`{}`: the size of a difference must be above zero", self.metric));
        }
        let drift = matches!(self.kind, RuleKind::DriftUp | RuleKind::DriftDown | RuleKind::DriftEither);
        if self.percent && !drift {
            return Err(format!("`{}`: `percent` is for changes over the run", self.metric));
        }
        if self.kind == RuleKind::AwayFrom && self.centre.is_none() {
            return Err("`away-from` needs `centre`".to_owned());
        }
        if self.kind == RuleKind::BelowUsualCadence && self.metric != "cadence" {
            return Err("`below-usual-cadence` is for `cadence`".to_owned());
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
