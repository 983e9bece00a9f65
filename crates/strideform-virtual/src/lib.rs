//! A rigid-body runner, built from constraints that real running obeys. Contacts, forces and angles follow from these
//! constraints and are therefore known exactly.
//!
//! Vertical force is the sum of two raised-cosine pulses (Clark, Ryan & Weyand 2017) whose impulse is the body weight
//! times the step; the pelvis moves with the resulting centre of mass; feet do not slip; hips and ankles determine thighs
//! and shanks; signals are exact derivatives. Parameters that are impossible for any leg are rejected.
//!
//! With [`Params::person`], pelvis, thighs, shanks and swinging feet play curves of people while they run: means over 13
//! runners by speed and a person's own share of their differences (principal components), derived from Fukuchi, Fukuchi &
//! Duarte 2017 (PeerJ 5:e3298, CC BY 4.0). [`Params::drawn`] draws a person. Contacts, forces and truth stay exact.
//!
//! # Limits
//!
//! It tests the implementation, not the accuracy on people: segments are rigid, joints are ideal hinges, the knee points in
//! the direction of running, the foot has no toe joint, the centre of mass is fixed to the pelvis, and all curves are smooth.
//! With a person, the thigh does not end in the hip joint to the centimetre, since pelvis, thigh and shank are each played.
//! The shapes were compared with real recordings by eye, not fitted to them.

mod arms;
mod body;
mod com;
mod curve;
mod foot;
mod force;
mod jet;
mod leg;
mod load;
mod motion;
mod params;
mod people;
mod person;
mod plan;
mod plan_run;
mod plan_walk;
mod recording;
mod sensor;
mod sensor_faults;
mod truth;
mod write;

pub use params::{Body, Fatigue, Impossible, Params, Scatter, Side, Stretch};
pub use person::{COMPONENTS, Person};
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
