//! A contact from either list.

use crate::recording::Side;

/// A contact, reduced to the values that are compared.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// Initial contact, s, on the clock of both lists.
    pub initial_contact_s: f64,
    /// Toe-off, s, if known.
    pub toe_off_s: Option<f64>,
    /// The foot, if known.
    pub side: Option<Side>,
    /// False if the list itself marks the times as unusable.
    pub valid: bool,
}

impl Event {
    /// A valid contact of unknown side, without toe-off.
    pub fn new(initial_contact_s: f64) -> Self {
        Self { initial_contact_s, toe_off_s: None, side: None, valid: true }
    }

    /// Adds the toe-off.
    #[must_use]
    pub fn with_toe_off(mut self, toe_off_s: f64) -> Self {
        self.toe_off_s = Some(toe_off_s);
        self
    }

    /// Adds the foot.
    #[must_use]
    pub fn with_side(mut self, side: Side) -> Self {
        self.side = Some(side);
        self
    }

    pub(super) fn contact_time_s(&self) -> Option<f64> {
        self.toe_off_s.map(|t| t - self.initial_contact_s)
    }
}
