//! Form faults: metrics weighed against a table of rules, never more certain than the metric's own error.

mod assess;
mod probability;
mod reference;
mod rules;
mod symptoms;
mod usual;

pub use assess::{Circumstances, Evidence, Finding, FindingSide, Grade, Severity, Status, assess};
pub use rules::{Fault, Rule, RuleKind, RuleTable};
pub use symptoms::{Typical, typical};
pub use usual::{Usual, usual};
