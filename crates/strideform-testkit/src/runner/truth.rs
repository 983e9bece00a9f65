//! What is true of a run.

use super::VirtualRun;
use super::params::Side;
use serde::Serialize;

/// One contact of a running or walking step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TruthContact {
    /// Which foot.
    pub side: Side,
    /// When the vertical force rises above 50 N, s (walking: when the foot touches).
    pub initial_contact_s: f64,
    /// When it falls below 50 N, s (walking: when the foot leaves).
    pub toe_off_s: f64,
    /// Running, not walking.
    pub running: bool,
    /// At the run's constant speed: not while starting, stopping or warming up.
    pub steady: bool,
}

impl VirtualRun {
    /// Every contact of running and walking steps in order. The very last landing of a stretch, whose foot stays on the
    /// ground, is not among them.
    pub fn all_contacts(&self) -> Vec<TruthContact> {
        let one = |s: &super::motion::Step| TruthContact {
            side: s.side,
            initial_contact_s: s.contact.0,
            toe_off_s: s.contact.1,
            running: s.running,
            steady: s.steady,
        };
        self.motion.steps.iter().map(one).collect()
    }

    /// The contacts of running steps in order.
    pub fn contacts(&self) -> Vec<TruthContact> {
        let mut all = self.all_contacts();
        all.retain(|c| c.running);
        all
    }
}
