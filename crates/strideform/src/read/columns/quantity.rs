//! The quantities and axes that columns hold.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Quantity {
    Time,
    /// Counts samples or packets.
    Counter,
    Acceleration,
    /// Acceleration from which the exporter removed gravity.
    FreeAcceleration,
    /// Gravity alone, which an exporter took out of the acceleration.
    Gravity,
    AngularRate,
    /// A known quantity that is not needed.
    Other,
    /// Not stated in the name.
    Unknown,
}

/// The axis that a name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Axis {
    X,
    Y,
    Z,
    /// Inferior to superior (`is`), vertical.
    Up,
    /// `si` in gaitmap's foot body frame: positive down.
    Si,
    /// Posterior to anterior.
    Forward,
    /// Medio-lateral.
    Lateral,
}

impl Axis {
    /// True for axes of the body, false for those of a housing.
    pub(in crate::read) fn is_anatomical(self) -> bool {
        !matches!(self, Self::X | Self::Y | Self::Z)
    }

    /// Slot in x, y, z; body axes in the order of the ISB frame (anterior, up, right).
    pub(in crate::read) fn slot(self) -> usize {
        match self {
            Self::X | Self::Forward => 0,
            Self::Y | Self::Up | Self::Si => 1,
            Self::Z | Self::Lateral => 2,
        }
    }
}
