//! The summary in plain words: what is present, what is normal, and the limits of both.

mod found;
mod limits;
mod sentence;
mod strongest;
mod unremarkable;

use strideform::report::Analysis;

pub(crate) use found::{as_far_as_measured, brief, checked, more};
pub(crate) use limits::{one_sided, placement};
pub(crate) use strongest::{strongest, worst};

/// At most four sentences.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Summary {
    /// Which faults are present, or that none is.
    pub(crate) found: String,
    /// Which faults are too close to call; may be empty.
    pub(crate) borderline: String,
    /// What is normal.
    pub(crate) unremarkable: String,
    /// What these sensors cannot show.
    pub(crate) limit: String,
}

impl Summary {
    /// Summarises an analysis.
    pub(crate) fn new(analysis: &Analysis) -> Self {
        if let Some(found) = limits::placement(analysis) {
            return Self { found, ..Self::default() };
        }
        Self {
            found: found::found(analysis),
            borderline: found::borderline(analysis),
            unremarkable: unremarkable::unremarkable(analysis),
            limit: limits::one_sided(analysis).unwrap_or_default(),
        }
    }
}
