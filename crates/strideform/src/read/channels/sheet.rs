//! What is read from one file: the channels of one device on a uniform grid, still in the file's units.

use std::borrow::Cow;

use crate::recording::{Caveat, Clock, Inference};

use crate::read::columns::sensor_columns::Triple;
use crate::read::time::uniform_grid::Grid;

/// One device of one file.
#[derive(Debug, Clone)]
pub(in crate::read) struct Sheet<'a> {
    pub(in crate::read) device: String,
    pub(in crate::read) preamble: Vec<String>,
    pub(in crate::read) acc: Option<Triple>,
    pub(in crate::read) gyr: Option<Triple>,
    /// Gravity, in a file of its own.
    pub(in crate::read) gravity: Option<Triple>,
    /// Channels of the accelerometer (measured axes in slot order), then of the gyroscope, then of gravity alone.
    pub(in crate::read) grid: Grid,
    /// The accelerometer's channels as read, for the search for clipping; none where the grid holds just them.
    pub(in crate::read) rows: Vec<Cow<'a, [f64]>>,
    pub(in crate::read) clock: Clock,
    pub(in crate::read) samples: usize,
    pub(in crate::read) inferences: Vec<Inference>,
    pub(in crate::read) caveats: Vec<Caveat>,
}
