//! Patoz et al. 2022: inversion of the time spent above one level.

use crate::bouts::Bout;
use crate::contacts::events::{self, Event, Gaps, Rules};
use crate::contacts::{
    BoutAxes, Contact, ContactInput, ContactMethod, ContactSide, Contacts, MethodInfo, Missing, TimingError,
};
use crate::recording::Segment;

use crate::contacts::pelvis::heading::heading;
use crate::contacts::pelvis::two_level_sine::half_sine;
use crate::contacts::pelvis::two_level_sine::parameters::Levels;
use crate::contacts::pelvis::two_level_sine::stances::stances;
use crate::contacts::pelvis::vertical::Vertical;

/// Every stance counts, even without a toe-off.
const RULES: Rules = Rules {
    min_interval: None,
    gaps: Gaps::Anywhere { reach_s: 0.05 },
    valid_without_toe_off: true,
    contact_time: None,
};

/// Contact time of every single step from the time that its vertical force stays above one level, without any
/// correction.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Patoz2022 {
    /// Level, body weights.
    pub level: f64,
    /// Low-pass, Hz.
    pub cutoff_hz: f64,
}

impl Patoz2022 {
    /// Half a body weight, where an error in the width is amplified least, and 10 Hz (both *chosen*: the paper's own
    /// values were not accessible).
    pub const PUBLISHED: Self = Self { level: 0.5, cutoff_hz: 10.0 };
}

impl Default for Patoz2022 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for Patoz2022 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "pelvis-patoz-2022",
            summary: "half-sine stance inverted from the width of the vertical force at half a body weight",
            segments: &[Segment::Pelvis],
            needs_gyr: false,
            min_rate_hz: 45.0,
            citation: "Patoz A., Lussiana T., Breine B., Gindre C., Malatesta D. (2022) A single sacral-mounted inertial \
                       measurement unit to estimate peak vertical ground reaction force, contact time, and flight \
                       time in running, Sensors 22:784, doi:10.3390/s22030784",
            deviations: "threshold and filter chosen by this project; the threshold crossing is inverted through \
                         the sine model instead of being used as the contact itself",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        let mut contacts = Vec::new();
        let mut axes = Vec::with_capacity(input.bouts.len());
        for (k, bout) in input.bouts.iter().enumerate() {
            axes.push(self.bout(input, k, bout, &mut contacts));
        }
        // Measured on the recordings of docs/VALIDATION.md (root mean square, rounded up), whose slopes and speeds go
        // beyond those of the paper (RMSE of 20 ms over 100 runners at 9–13 km/h).
        let contact_time = TimingError { bias_s: 0.050, step_s: 0.010 };
        Ok(Contacts {
            side_probabilities: Vec::new(),
            humps: Vec::new(),
            contacts,
            axes,
            initial_contact_error: TimingError { bias_s: 0.025, step_s: 0.005 },
            toe_off_error: contact_time,
            contact_time_error: contact_time,
            contact_time_is_bound: false,
            caveats: Vec::new(),
        })
    }
}

impl Patoz2022 {
    fn bout(
        &self,
        input: &ContactInput<'_>,
        index: usize,
        bout: &Bout,
        out: &mut Vec<Contact>,
    ) -> Option<BoutAxes> {
        let vertical = Vertical::of_bout(input.signals, bout)?;
        let (hz, level) = (self.cutoff_hz, self.level);
        let levels = Levels { rise_hz: hz, fall_hz: hz, rise: level, fall: level };
        let span = events::bout_span(input, index);
        for stance in stances(&vertical, &levels) {
            let lost = stance.width_s.map(|width_s| {
                let contact_s = half_sine::duty(width_s / stance.step_s, level, level) * stance.step_s;
                (contact_s, 0.5 * (contact_s - width_s))
            });
            let before = lost.map_or(0.0, |l| l.1);
            let begin = stance.rise_s - before;
            let toe_off_s = lost.map(|l| begin + l.0);
            let event = Event::from_seconds(ContactSide::Unknown, begin, toe_off_s);
            out.extend(events::in_bout(input, index, &span, [event], &RULES));
        }
        Some(BoutAxes { up: vertical.up, anterior: heading(input, bout, &vertical).map(|(axis, _)| axis) })
    }
}
