//! Peaks of the resultant acceleration: the simplest baseline.

use std::ops::Range;

use crate::contacts::{ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError};
use crate::recording::Segment;

use crate::contacts::events::Event;
use crate::contacts::foot::impact_candidates::Impacts;
use crate::contacts::foot::stride_events;

/// Initial contact at the peak of the resultant specific force around the impact, toe-off at the largest peak of push-off.
///
/// The peak follows contact by the time that shoe and foot take to stop, so the detected contact is up to 30 ms late,
/// more with soft shoes and forefoot strikes (Mitschke, Heß, Milani 2017, Appl. Sci. 7:959, compares such rules).
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ResultantPeak {
    /// Low-pass of the resultant, Hz.
    pub lowpass_hz: f64,
    /// The peak of initial contact lies within this time of the impact, s.
    pub around_impact_s: f64,
    /// Window after the impact in which the push-off peak is searched for, in stride times.
    pub push_window: Range<f64>,
}

impl ResultantPeak {
    /// The values described above.
    pub const PUBLISHED: Self = Self { lowpass_hz: 50.0, around_impact_s: 0.06, push_window: 0.17..0.42 };
}

impl Default for ResultantPeak {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for ResultantPeak {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "foot-resultant-peak",
            summary: "accelerometer only: peaks of the resultant at impact and push-off",
            segments: &[Segment::Foot],
            needs_gyr: false,
            min_rate_hz: 50.0,
            citation: "after the peak rules compared in Mitschke et al. 2017, Appl. Sci. 7:959, doi:10.3390/app7090959",
            deviations: "resultant instead of one axis, so that the mounting does not matter; impacts found by periodicity; \
                         low-pass and windows chosen",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        let mut out = Contacts {
            side_probabilities: Vec::new(),
            humps: Vec::new(),
            contacts: Vec::new(),
            axes: Vec::new(),
            // Biases of −27 ± 19 ms and more on docs/VALIDATION.md.
            initial_contact_error: TimingError { bias_s: 0.030, step_s: 0.020 },
            toe_off_error: TimingError { bias_s: 0.040, step_s: 0.010 },
            contact_time_error: TimingError { bias_s: 0.050, step_s: 0.020 },
            contact_time_is_bound: false,
            caveats: Vec::new(),
        };
        for (index, bout) in input.bouts.iter().enumerate() {
            out.axes.push(None);
            let Some(impacts) = Impacts::of(input.signals, bout) else { continue };
            let size = impacts.force.size(self.lowpass_hz).curve();
            let event = |&impact_s: &f64| {
                let stride_s = bout.stride_at(impact_s)?;
                let at = |share: f64| impact_s + share * stride_s;
                let (from, to) = (impact_s - self.around_impact_s, impact_s + self.around_impact_s);
                let first = impacts.force.window(&size, from, to)?.highest()?;
                let push = impacts.force.window(&size, at(self.push_window.start), at(self.push_window.end));
                let toe_off_s = push.and_then(|w| w.highest()).map(|point| point.at_s);
                Some(stride_events::event(input, first.at_s, toe_off_s, stride_s))
            };
            let events: Vec<Event> = impacts.times_s.iter().filter_map(event).collect();
            out.contacts.extend(stride_events::contacts(input, index, events));
        }
        Ok(out)
    }
}
