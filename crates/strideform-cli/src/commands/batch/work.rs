//! One input from its files to its rows.

use strideform_render::tables::{FailureRow, InputRows, InputTask};

use super::unit::Unit;
use crate::options::RunArgs;

/// What holds for every input.
pub(super) struct Task<'a> {
    /// How to read and to analyse.
    pub input: InputTask,
    /// What the user said of runner and run.
    pub run: &'a RunArgs,
}

impl Task<'_> {
    /// Reads and analyses one input; whatever goes wrong, a panic too, is a row of failures.
    pub(super) fn analyse(&self, unit: &Unit) -> Result<InputRows, FailureRow> {
        let input = unit.input.as_ref().map_err(FailureRow::plain)?;
        self.input.rows(&unit.text, input, |runner, run| self.run.apply(runner, run))
    }
}
