//! Wixted et al. 2010.

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, ContactSide, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::Segment;
use crate::signal::first_fall;

use super::scene::{Scene, gather};

/// Initial contact at the braking minimum; toe-off where the vertical acceleration falls through zero.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Wixted2010 {
    /// The search for toe-off begins this long after contact, s.
    pub min_contact_s: f64,
}

impl Wixted2010 {
    /// The paper's values, as re-implemented by Kiernan et al. 2023.
    pub const PUBLISHED: Self = Self { min_contact_s: 0.095 };
}

impl Default for Wixted2010 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for Wixted2010 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "pelvis-wixted-2010",
            summary: "initial contact at the braking minimum, toe-off where the vertical force falls to body weight",
            segments: &[Segment::Pelvis],
            needs_gyr: false,
            min_rate_hz: 60.0,
            citation: "Wixted A.J., Billing D.C., James D.A. (2010) Validation of trunk mounted inertial sensors for \
                       analysing running biomechanics under field conditions, Sports Eng 12:207; rules as \
                       re-implemented by Kiernan et al. 2023, Sensors 23:5022, doi:10.3390/s23115022",
            deviations: "axes estimated from the running itself; steps found in the low-passed vertical signal; crossings interpolated between \
                         samples; no sides",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        // Force falls to body weight some 40 ms before toe-off: a bias by construction. Root mean square on the
        // recordings of docs/VALIDATION.md, rounded up.
        let (event, contact) =
            (TimingError { bias_s: 0.040, step_s: 0.020 }, TimingError { bias_s: 0.080, step_s: 0.020 });
        let errors = TimingErrors { initial_contact: event, toe_off: contact, contact_time: contact };
        gather(input, &errors, |scene| self.events(scene))
    }
}

impl Wixted2010 {
    fn events(&self, scene: &Scene) -> Vec<Event> {
        let one = |(k, &peak): (usize, &usize)| {
            let contact = scene.braking(peak)?;
            let from = contact + scene.samples(self.min_contact_s);
            let toe_off = match scene.vertical.get(from) {
                Some(v) if *v <= 0.0 => Some(from as f64),
                _ => first_fall(&scene.vertical, from, scene.step_end(k), 0.0),
            };
            Some(scene.event(contact as f64, toe_off, ContactSide::Unknown))
        };
        scene.peaks.iter().enumerate().filter_map(one).collect()
    }
}
