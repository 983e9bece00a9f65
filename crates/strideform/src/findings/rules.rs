//! The rule table: TOML, embedded, replaceable, validated on load.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Position};
use crate::metrics;

use super::finding::{Finding, Grade, Status};
use super::remedy::Remedy;

/// How a metric is compared with its thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RuleKind {
    /// A fault above the threshold.
    Above,
    /// A fault below the threshold.
    Below,
    /// A fault further from `centre` than the threshold, in either direction; the side is the one it deviates towards.
    AwayFrom,
    /// A fault more than the threshold (in %) below the typical cadence at that speed and leg length.
    BelowUsualCadence,
    /// A fault where left and right differ by more than the threshold; `worse` says which side shows it.
    SideDifference,
    /// A fault where the late value exceeds the early one by more than the threshold.
    DriftUp,
    /// A fault where the late value is below the early one by more than the threshold.
    DriftDown,
    /// A fault where late and early values differ by more than the threshold.
    DriftEither,
    /// The longest run relative to the longest of the 30 days before; assessed from a log of runs, not from a recording.
    LongestRun,
}

impl RuleKind {
    /// As spelled in a rule table: `above`, `away-from`…
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

/// Which of two differing sides shows the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worse {
    /// The side with the higher value.
    #[default]
    Higher,
    /// The side with the lower value.
    Lower,
}

/// How several rules are combined into one verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decides {
    /// The first rule whose metric is available decides.
    #[default]
    First,
    /// Every rule counts: the fault is present if one shows it, absent if none does.
    Any,
}

/// How a surface affects a fault.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Surface {
    /// As in `--surface`.
    pub surface: String,
    /// The text shown for that surface.
    pub text: String,
}

/// One metric with its thresholds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule {
    /// Metric identifier.
    pub metric: String,
    /// How it is compared with the thresholds.
    pub kind: RuleKind,
    /// Mild threshold, in the metric's unit (for [`RuleKind::BelowUsualCadence`]: % below).
    pub mild: f64,
    /// Marked threshold, like `mild`.
    pub marked: f64,
    /// Change of both thresholds per m/s of running speed; they hold as given at `at_mps`.
    #[serde(default)]
    pub per_mps: Option<f64>,
    /// Speed at which the thresholds hold as given, m/s; with `per_mps` only.
    #[serde(default)]
    pub at_mps: Option<f64>,
    /// True where the metric only points to the fault and does not measure it: it can make the fault borderline, not present.
    #[serde(default)]
    pub proxy: bool,
    /// Even value, in the metric's unit, for [`RuleKind::AwayFrom`].
    #[serde(default)]
    pub centre: Option<f64>,
    /// True if left and right are assessed separately.
    #[serde(default)]
    pub per_side: bool,
    /// For [`RuleKind::SideDifference`].
    #[serde(default)]
    pub worse: Worse,
    /// True if the rule can show the fault but not its absence.
    #[serde(default)]
    pub one_way: bool,
    /// For changes over the run, the thresholds are % of the early value; for side differences, % of the mean of both sides.
    #[serde(default)]
    pub percent: bool,
    /// Speeds between which the thresholds apply, m/s; outside, the confounders say so.
    #[serde(default)]
    pub holds_at_mps: Option<[f64; 2]>,
    /// A fault that must be present as well; the probabilities are multiplied.
    #[serde(default)]
    pub together_with: Option<String>,
    /// Not applied to values of this method (one derived from the deciding metric adds no information).
    #[serde(default)]
    pub not_method: Option<String>,
    /// With this, `mild` holds for the mean of left and right, and one side alone must exceed this. Only for [`RuleKind::Above`].
    #[serde(default)]
    pub one_side_mild: Option<f64>,
    /// Mean of ordinary runners, with their standard deviation: a measured value then counts as far as its error allows. Moves
    /// with the speed as the thresholds do. Only for [`RuleKind::Above`] and [`RuleKind::Below`].
    #[serde(default)]
    pub usual: Option<[f64; 2]>,
    /// Of supporting metrics: the factor by which a certain value raises or lowers the odds, at least 1. Without it, 2.
    #[serde(default)]
    pub odds: Option<f64>,
    /// Source of the thresholds.
    pub source: String,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Fault {
    /// Identifier, e.g. `low-cadence`.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Grade of the evidence.
    pub grade: Grade,
    /// What is needed to assess it, phrased to follow "needs".
    pub needs: String,
    /// How several rules are combined into one verdict.
    #[serde(default)]
    pub decides: Decides,
    /// Rules; without any, this version cannot assess the fault.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// Other metrics that raise the confidence where they lie beyond `mild`, and lower it where they do not.
    #[serde(default)]
    pub supported_by: Vec<Rule>,
    /// Surfaces that cause the fault, or an apparent one.
    #[serde(default)]
    pub surfaces: Vec<Surface>,
    /// Other possible explanations.
    #[serde(default)]
    pub confounders: Vec<String>,
    /// Conditions and structures that the literature links it to, each with its own grade.
    #[serde(default)]
    pub linked_to: Vec<String>,
    /// What the literature links to a pattern across both sides, where it was found.
    #[serde(default)]
    pub pattern_linked_to: Vec<String>,
    /// What to try while running.
    #[serde(default)]
    pub advice: Vec<String>,
    /// Exercises.
    #[serde(default)]
    pub exercises: Vec<String>,
    /// What it contributes to the plan.
    #[serde(default)]
    pub remedy: Remedy,
}

/// All faults, in report order.
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

/// Identifier of the ratio in evidence; it is not a metric of a recording.
pub const LONGEST_RUN_RATIO: &str = "longest_run_ratio";

const EMBEDDED: &str = include_str!("faults.toml");

impl RuleTable {
    /// The table that ships with the library.
    pub fn embedded() -> Self {
        // A test parses the embedded table, so the fallback is never taken.
        Self::parse(EMBEDDED, "embedded").unwrap_or(Self { schema: String::new(), faults: Vec::new() })
    }

    /// Reads and validates a table; errors quote `name`.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`], with line and column, for TOML that does not parse, unknown keys, unknown metrics and
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
            // The parser's positions are gone by now: the fault's identifier leads back to its line.
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

    /// The first problem, with the fault it belongs to.
    fn check(&self) -> Result<(), (Option<&str>, String)> {
        if self.schema != "strideform.faults/1" {
            return Err((None, format!("schema is `{}`, not `strideform.faults/1`", self.schema)));
        }
        for (i, fault) in self.faults.iter().enumerate() {
            let wrong = |what: String| (Some(fault.id.as_str()), format!("fault `{}`: {what}", fault.id));
            if self.faults.iter().take(i).any(|f| f.id == fault.id) {
                return Err(wrong("is defined twice".to_owned()));
            }
            for rule in fault.rules.iter().chain(&fault.supported_by) {
                rule.check().map_err(wrong)?;
                let Some(other) = &rule.together_with else { continue };
                let other = self.faults.iter().find(|f| f.id == *other && f.id != fault.id);
                match other {
                    None => return Err(wrong("`together_with` must name another fault".to_owned())),
                    Some(f) if f.rules.iter().any(|r| r.together_with.is_some()) => {
                        return Err(wrong("`together_with` must not chain to a third fault".to_owned()));
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
            return Err(format!("`longest-run` and `{LONGEST_RUN_RATIO}` must be used together"));
        }
        if !(self.mild.is_finite() && self.marked.is_finite()) {
            return Err(format!("`{}`: a threshold is not a finite number", self.metric));
        }
        let ordered = match self.kind {
            RuleKind::Below => self.marked <= self.mild,
            _ => self.marked >= self.mild,
        };
        if !ordered {
            return Err(format!("`{}`: the marked threshold is less severe than the mild one", self.metric));
        }
        if self.holds_at_mps.is_some_and(|[low, high]| !(low < high)) {
            return Err(format!("`{}`: `holds_at_mps` is not a valid range", self.metric));
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
            return Err(format!("`{}`: a difference must be greater than zero", self.metric));
        }
        let drift = matches!(self.kind, RuleKind::DriftUp | RuleKind::DriftDown | RuleKind::DriftEither);
        if self.percent && !drift && self.kind != RuleKind::SideDifference {
            return Err(format!(
                "`{}`: `percent` only applies to changes over the run and to side differences",
                self.metric
            ));
        }
        let is_level = matches!(self.kind, RuleKind::Above | RuleKind::Below);
        if self.per_mps.is_some() != self.at_mps.is_some() || (self.per_mps.is_some() && !is_level) {
            return Err(format!(
                "`{}`: `per_mps` and `at_mps` go together, and only with `above` or `below`",
                self.metric
            ));
        }
        if ![self.per_mps, self.at_mps].into_iter().flatten().all(f64::is_finite) {
            return Err(format!("`{}`: `per_mps` or `at_mps` is not a finite number", self.metric));
        }
        if self.kind == RuleKind::AwayFrom && self.centre.is_none() {
            return Err("`away-from` needs `centre`".to_owned());
        }
        if self.kind == RuleKind::BelowUsualCadence && self.metric != "cadence" {
            return Err("`below-usual-cadence` only applies to `cadence`".to_owned());
        }
        Ok(())
    }
}

impl Fault {
    /// True for faults that concern the change over the run.
    pub(super) fn is_drift(&self) -> bool {
        let drift = [RuleKind::DriftUp, RuleKind::DriftDown, RuleKind::DriftEither];
        self.rules.iter().any(|r| drift.contains(&r.kind))
    }

    /// True if left is compared with right as such.
    pub(super) fn compares_sides(&self) -> bool {
        self.id == "left-right-imbalance"
    }

    /// A finding that is not assessed, with what the table says about the fault.
    pub(super) fn not_assessed(&self) -> Finding {
        Finding {
            fault: self.id.clone(),
            name: self.name.clone(),
            status: Status::NotAssessed,
            severity: None,
            grade: self.grade,
            side: None,
            confidence: None,
            evidence: Vec::new(),
            pattern: None,
            checks: Vec::new(),
            confounders: Vec::new(),
            confounders_seen: 0,
            linked_to: self.linked_to.clone(),
            advice: Vec::new(),
            exercises: Vec::new(),
            remedy: Remedy::default(),
            needs: None,
        }
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
