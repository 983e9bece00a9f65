//! The columns of each sensor of a file.

use crate::read::columns::column_name::Name;
use crate::read::columns::quantity::Axis;
use crate::read::columns::unit_names::Unit;
use crate::read::columns::vocabulary::{ACCELERATION, GRAVITY, is, words};
use crate::recording::Inference;

/// The columns of one vector quantity.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Triple {
    /// Column of each axis, from 0, in the slots of [`Axis::slot`].
    pub(in crate::read) columns: [Option<usize>; 3],
    pub(in crate::read) axes: [Option<Axis>; 3],
    pub(in crate::read) unit: Option<Unit>,
    pub(in crate::read) raw: bool,
    pub(in crate::read) variant: String,
    /// True if the name says that gravity was removed.
    pub(in crate::read) free: bool,
}

impl Triple {
    pub(in crate::read) fn empty(variant: &str, free: bool) -> Self {
        Self { columns: [None; 3], axes: [None; 3], unit: None, raw: false, variant: variant.into(), free }
    }

    pub(in crate::read) fn count(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    pub(in crate::read) fn anatomical(&self) -> bool {
        self.axes.iter().flatten().any(|a| a.is_anatomical())
    }
}

/// One sensor of the file.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Device {
    pub(in crate::read) name: String,
    pub(in crate::read) acc: Option<Triple>,
    pub(in crate::read) gyr: Option<Triple>,
    /// Gravity, which belongs to an accelerometer without it, in the slots of its axes.
    pub(in crate::read) gravity: Option<Triple>,
}

/// All sensors of a file and its time columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::read) struct Layout {
    pub(in crate::read) devices: Vec<Device>,
    /// Columns that may hold time, with their interpreted names.
    pub(in crate::read) times: Vec<(usize, Name)>,
    pub(in crate::read) inferences: Vec<Inference>,
}

/// The quantity of bare `x,y,z` in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Bare {
    Acceleration,
    AngularRate,
    Gravity,
}

impl Bare {
    /// What the name of a file says.
    pub(in crate::read) fn of_file(name: &str) -> Self {
        let lower = name.to_lowercase();
        let file = lower.rsplit(['/', '\\']).next().unwrap_or_default();
        let words = words(file);
        let any = |list: &[&str]| words.iter().any(|(word, _)| word.len() > 2 && is(list, word));
        if lower.contains("gyr") || lower.contains("angular") {
            Self::AngularRate
        } else if any(GRAVITY) && !any(ACCELERATION) {
            Self::Gravity
        } else {
            Self::Acceleration
        }
    }
}
