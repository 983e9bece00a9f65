//! One entry per metric, from the best source; other sources are only used to check it.

use crate::metrics::{Metric, MetricId};

use super::cross_check;

/// The metrics found so far. Sources are added best first.
#[derive(Debug, Default)]
pub(super) struct MetricSet(Vec<Metric>);

impl MetricSet {
    /// The metric with this identifier.
    pub(super) fn get(&self, id: MetricId) -> Option<&Metric> {
        self.0.iter().find(|m| m.id == id)
    }

    /// The same, mutable.
    pub(super) fn get_mut(&mut self, id: MetricId) -> Option<&mut Metric> {
        self.0.iter_mut().find(|m| m.id == id)
    }

    /// Adds metrics; those already provided by a better source are kept.
    pub(super) fn insert(&mut self, metrics: impl IntoIterator<Item = Metric>) {
        for metric in metrics {
            if self.get(metric.id).is_none() {
                self.0.push(metric);
            }
        }
    }

    /// If the metric is known from a better source, adds a caveat and widens it when the two differ by more than both errors.
    pub(super) fn cross_check(&mut self, other: &Metric) {
        if let Some(shown) = self.get_mut(other.id) {
            cross_check::compare(shown, other);
        }
    }

    /// Adds metrics that are not present yet, and cross-checks those that are.
    pub(super) fn insert_or_cross_check(&mut self, metrics: impl IntoIterator<Item = Metric>) {
        for metric in metrics {
            self.cross_check(&metric);
            self.insert([metric]);
        }
    }

    /// All of them, in the order of insertion.
    pub(super) fn as_slice(&self) -> &[Metric] {
        &self.0
    }

    /// All of them, in the order of reports.
    pub(super) fn into_sorted(mut self) -> Vec<Metric> {
        self.0.sort_by_key(|m| m.id);
        self.0
    }
}
