//! A rigid-body runner built from constraints that real running obeys, so that contacts, forces and angles are
//! consequences that can be read off exactly.
//!
//! Vertical force is the sum of two raised-cosine pulses (Clark, Ryan & Weyand 2017) whose impulse is the body weight
//! times the step; the pelvis rides on the centre of mass that follows from it; feet do not slip; hips and ankles
//! determine thighs and shanks; signals are exact derivatives. A parameter set that no leg could run is refused.
//!
//! # Limits
//!
//! It checks the implementation, never accuracy on people: segments are rigid, hinges ideal, the knee points where the
//! body heads, the foot has no toe joint, the centre of mass rides with the pelvis, and all curves are smooth.
//! The shapes were looked at beside real recordings, not fitted to them.

mod arms;
mod com;
mod curve;
mod sensor_faults;
mod foot;
mod force;
mod jet;
mod leg;
mod load;
mod motion;
mod params;
mod plan;
mod plan_run;
mod plan_walk;
mod recording;
mod sensor;
mod truth;
mod write;

pub use sensor_faults::{SensorFaults, Slip, Tissue};
pub use params::{Body, Fatigue, Impossible, Params, Scatter, Side, Stretch};
pub use sensor::{Part, Recorded, SensorSpec, random_attitude};
pub use truth::{Median, StepTruth, Truth, TruthContact};
pub use write::CsvStyle;

/// A run of the virtual runner.
#[derive(Clone, Debug)]
pub struct VirtualRun {
    params: Params,
    motion: motion::Motion,
}

impl VirtualRun {
    /// Lay out a run.
    ///
    /// # Errors
    ///
    /// [`Impossible`] when a parameter is out of range, a contact does not fit in its step, or a leg would have to be
    /// longer than it is.
    pub fn new(params: Params) -> Result<Self, Impossible> {
        let motion = plan::motion(&params)?;
        Ok(Self { params, motion })
    }

    /// What it was made from.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Length of the session, s.
    pub fn seconds(&self) -> f64 {
        self.motion.end
    }

    /// From the first touch to the last of every run stretch, s.
    pub fn running(&self) -> &[(f64, f64)] {
        &self.motion.runs
    }
}
