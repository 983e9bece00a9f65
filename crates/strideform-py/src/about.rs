//! Runner and run, as passed from Python.

use pyo3::prelude::*;
use strideform::recording::{Run, Runner};

/// What is known about runner and run; every key is present, with values within the limits of `_arguments.py`.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct About {
    mass_kg: Option<f64>,
    height_cm: Option<f64>,
    leg_length_cm: Option<f64>,
    speed_mps: Option<f64>,
    slope_percent: Option<f64>,
    surface: Option<String>,
    started: Option<String>,
}

impl About {
    /// Lets the arguments override the session file.
    pub(crate) fn apply(&self, runner: &mut Runner, run: &mut Run) {
        let set = |to: &mut Option<f64>, from: Option<f64>| *to = from.or(*to);
        set(&mut runner.mass_kg, self.mass_kg);
        set(&mut runner.height_cm, self.height_cm);
        set(&mut runner.leg_length_cm, self.leg_length_cm);
        set(&mut run.speed_mps, self.speed_mps);
        set(&mut run.slope_percent, self.slope_percent);
        if self.surface.is_some() {
            run.surface.clone_from(&self.surface);
        }
        if self.started.is_some() {
            run.started.clone_from(&self.started);
        }
    }
}
