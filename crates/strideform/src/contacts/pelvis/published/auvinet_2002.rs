//! Auvinet et al. 2002.

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, ContactSide, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::Segment;
use crate::signal::local_maxima;

use super::scene::{Scene, gather, lowest};

/// Initial contact midway between the vertical minimum before the peak and the anterior maximum before braking; toe-off
/// where vertical acceleration falls to −1 g.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Auvinet2002 {
    /// Vertical acceleration without gravity at toe-off, g.
    pub toe_off_level_g: f64,
    /// Half-width of the window around contact in which sideways acceleration determines the side, s.
    pub side_window_s: f64,
}

impl Auvinet2002 {
    /// The paper's values, as re-implemented by Kiernan et al. 2023.
    pub const PUBLISHED: Self = Self { toe_off_level_g: -1.0, side_window_s: 0.010 };
}

impl Default for Auvinet2002 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for Auvinet2002 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "pelvis-auvinet-2002",
            summary: "initial contact from the vertical minimum and the anterior maximum before the peak, toe-off at \
                      free fall",
            segments: &[Segment::Pelvis],
            needs_gyr: false,
            min_rate_hz: 60.0,
            citation: "Auvinet B., Gloria E., Renault G., Barrey E. (2002) Runner's stride analysis, Sci Sports 17:92; \
                       rules as re-implemented by Kiernan et al. 2023, Sensors 23:5022, doi:10.3390/s23115022",
            deviations: "axes estimated from the running itself; steps found in the low-passed vertical signal; assumes that left contact \
                         pushes the pelvis to the right",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        // Root mean square on the recordings of docs/VALIDATION.md, rounded up.
        let error = |bias_s: f64| TimingError { bias_s, step_s: 0.030 };
        let errors =
            TimingErrors { initial_contact: error(0.040), toe_off: error(0.060), contact_time: error(0.095) };
        gather(input, &errors, |scene| self.events(scene))
    }
}

impl Auvinet2002 {
    fn events(&self, scene: &Scene) -> Vec<Event> {
        let anterior_maxima = local_maxima(&scene.ahead);
        let one = |(k, &peak): (usize, &usize)| {
            let low = lowest(&scene.vertical, peak.saturating_sub(scene.samples(0.5 * scene.step_s)), peak)?;
            let braking = scene.braking(peak)?;
            let before = anterior_maxima.partition_point(|&i| i < braking);
            let ahead = *anterior_maxima.get(before.checked_sub(1)?)?;
            let contact = 0.5 * (low as f64 + ahead as f64);
            let toe_off = (peak..scene.step_end(k))
                .find(|&i| scene.vertical.get(i).is_some_and(|v| *v <= self.toe_off_level_g));
            Some(scene.event(contact, toe_off.map(|i| i as f64), self.side(scene, contact)))
        };
        scene.peaks.iter().enumerate().filter_map(one).collect()
    }

    fn side(&self, scene: &Scene, contact: f64) -> ContactSide {
        let half = self.side_window_s * scene.rate_hz;
        let (from, to) = ((contact - half).max(0.0) as usize, (contact + half).max(0.0) as usize + 1);
        let window = scene.right.as_ref().and_then(|r| r.get(from..to));
        match window.map(|w| w.iter().sum::<f64>()) {
            Some(sum) if sum > 0.0 => ContactSide::Left,
            Some(sum) if sum < 0.0 => ContactSide::Right,
            _ => ContactSide::Unknown,
        }
    }
}
