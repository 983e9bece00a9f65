//! A rigid-body runner, built from constraints that real running obeys. Contacts, forces and angles follow from these
//! constraints and are therefore known exactly.
//!
//! Vertical force is the sum of two raised-cosine pulses (Clark, Ryan & Weyand 2017) whose impulse is the body weight
//! times the step; the pelvis moves with the resulting centre of mass; feet do not slip; hips and ankles determine thighs
//! and shanks; signals are exact derivatives. Parameters that are impossible for any leg are rejected.
//!
//! # Limits
//!
//! It tests the implementation, not the accuracy on people: segments are rigid, joints are ideal hinges, the knee points in
//! the direction of running, the foot has no toe joint, the centre of mass is fixed to the pelvis, and all curves are smooth.
//! The shapes were compared with real recordings by eye, not fitted to them.

mod arms;
mod com;
mod curve;
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
mod sensor_faults;
mod truth;
mod write;

pub use params::{Body, Fatigue, Impossible, Params, Scatter, Side, Stretch};
pub use sensor::{Part, Recorded, SensorSpec, random_attitude};
pub use sensor_faults::{SensorFaults, Slip, Tissue};
pub use truth::{Median, StepTruth, Truth, TruthContact};
pub use write::CsvStyle;

/// A run of the virtual runner.
#[derive(Clone, Debug)]
pub struct VirtualRun {
    params: Params,
    motion: motion::Motion,
}

impl VirtualRun {
    /// Plans a run.
    ///
    /// # Errors
    ///
    /// [`Impossible`] if a parameter is out of range, a contact does not fit in its step, or a leg would have to be longer
    /// than it is.
    pub fn new(params: Params) -> Result<Self, Impossible> {
        let motion = plan::motion(&params)?;
        Ok(Self { params, motion })
    }

    /// The parameters of the run.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Duration of the session, s.
    pub fn seconds(&self) -> f64 {
        self.motion.end
    }

    /// Start and end of every running stretch, from its first touchdown to its last, s.
    pub fn running(&self) -> &[(f64, f64)] {
        &self.motion.runs
    }
}
