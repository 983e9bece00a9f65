//! Lee et al. 2010.

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, ContactSide, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::Segment;
use crate::signal::{local_maxima, zero_phase_lowpass};

use super::scene::{Scene, gather};

/// Initial contact at the braking minimum; toe-off at the deepest later minimum of the same axis; side from the
/// larger sideways peak.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Lee2010 {
    /// The search for toe-off begins this long after contact, s.
    pub min_contact_s: f64,
    /// Low-pass of the sideways axis, Hz.
    pub sideways_hz: f64,
}

impl Lee2010 {
    /// The paper's values, as re-implemented by Kiernan et al. 2023.
    pub const PUBLISHED: Self = Self { min_contact_s: 0.085, sideways_hz: 10.0 };
}

impl Default for Lee2010 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for Lee2010 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "pelvis-lee-2010",
            summary: "initial contact at the braking minimum, toe-off at the deepest later fore–aft minimum",
            segments: &[Segment::Pelvis],
            needs_gyr: false,
            min_rate_hz: 60.0,
            citation: "Lee J.B., Mellifont R.B., Burkett B.J. (2010) The use of a single inertial sensor to identify \
                       stride, step, and stance durations of running gait, J Sci Med Sport 13:270; rules as \
                       re-implemented by Kiernan et al. 2023, Sensors 23:5022, doi:10.3390/s23115022",
            deviations: "axes estimated from the running itself; steps found in the low-passed vertical signal; assumes that the larger \
                         sideways peak in stance pushes the pelvis away from the stance foot",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        // Root mean square on the recordings of docs/VALIDATION.md, rounded up.
        let error = |bias_s: f64| TimingError { bias_s, step_s: 0.030 };
        let errors =
            TimingErrors { initial_contact: error(0.040), toe_off: error(0.100), contact_time: error(0.100) };
        gather(input, &errors, |scene| self.events(scene))
    }
}

impl Lee2010 {
    fn events(&self, scene: &Scene) -> Vec<Event> {
        let upside_down: Vec<f64> = scene.ahead.iter().map(|v| -v).collect();
        let minima = local_maxima(&upside_down);
        let sideways = scene.right.as_ref().map(|r| zero_phase_lowpass(r, self.sideways_hz, scene.rate_hz));
        let one = |(k, &peak): (usize, &usize)| {
            let contact = scene.braking(peak)?;
            let (from, to) = (contact + scene.samples(self.min_contact_s), scene.step_end(k));
            // The next braking phase belongs to the next step, whose peak it precedes.
            let to = to.saturating_sub(scene.samples(0.1)).max(from);
            let later = minima.iter().filter(|i| (from..to).contains(i));
            let depth = |i: &usize| scene.ahead.get(*i).copied().unwrap_or(f64::INFINITY);
            let toe_off = later.min_by(|a, b| depth(a).total_cmp(&depth(b))).copied();
            let stance = sideways.as_ref().and_then(|s| s.get(contact..toe_off?));
            let side = stance.map_or(ContactSide::Unknown, side);
            Some(scene.event(contact as f64, toe_off.map(|i| i as f64), side))
        };
        scene.peaks.iter().enumerate().filter_map(one).collect()
    }
}

/// The foot that produces the larger sideways push.
fn side(right: &[f64]) -> ContactSide {
    let (low, high) = right.iter().fold((0.0f64, 0.0f64), |(l, h), v| (l.min(*v), h.max(*v)));
    if high > -low { ContactSide::Left } else { ContactSide::Right }
}
