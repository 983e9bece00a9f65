//! Form faults: metrics compared with a table of rules, never more certain than the metric's own error allows.

mod assess;
mod circumstances;
mod confounders;
mod drift;
mod finding;
mod imbalance;
mod load;
mod plan;
mod reference_range;
mod remedy;
mod rules;
mod speed;
mod support;
mod symptoms;
mod warning_signs;
mod weigh;

pub use assess::assess;
pub(crate) use assess::withheld;
pub use circumstances::Circumstances;
pub use finding::{Evidence, Finding, FindingSide, Grade, Role, Severity, Status};
pub use load::{LoadLog, load_spike};
pub use plan::{MAX_CUES, Plan, Step, plan};
pub use reference_range::{ReferenceRange, reference_range};
pub use remedy::{Cue, Remedy};
pub use rules::{Decides, Fault, Rule, RuleKind, RuleTable, Surface, Worse};
pub use symptoms::{Typical, typical};

// Building blocks that this project's own tests, benches and validation use: no promise of stability, not documented.
#[doc(hidden)]
pub use load::{RUNS_OF_A_COMPLETE_LOG, VERY_MARKED_RATIO};
#[doc(hidden)]
pub use rules::LONGEST_RUN_RATIO;
