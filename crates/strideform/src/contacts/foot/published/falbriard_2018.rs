//! Falbriard et al. 2018: the two minima of the pitch rate.

use crate::contacts::{ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError};
use crate::recording::Segment;

use crate::contacts::events::Event;
use crate::contacts::foot::axes::foot_axes;
use crate::contacts::foot::pitch_rate::{Cycle, PitchRate};
use crate::contacts::foot::stride_events;

/// Initial contact is the minimum of the foot's pitch rate in the first half of a cycle from mid-swing to mid-swing;
/// toe-off is the minimum in the second half.
///
/// Falbriard, Meyer, Mariani, Millet, Aminian 2018, Front. Physiol. 9:610.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Falbriard2018 {
    /// Low-pass of the pitch rate, Hz.
    pub lowpass_hz: f64,
    /// Added to the time of the first minimum, s.
    pub initial_contact_offset_s: f64,
    /// Added to the time of the second minimum, s.
    pub toe_off_offset_s: f64,
}

impl Falbriard2018 {
    /// The paper's minima, uncorrected: it suggests a correction by speed but leaves that to the user.
    pub const PUBLISHED: Self =
        Self { lowpass_hz: 30.0, initial_contact_offset_s: 0.0, toe_off_offset_s: 0.0 };

    fn event(&self, input: &ContactInput<'_>, pitch: &PitchRate, cycle: &Cycle) -> Option<Event> {
        let first = pitch.window(cycle.swing.at_s, cycle.still_s)?.lowest()?;
        let second = pitch.window(cycle.still_s, cycle.until_s).and_then(|w| w.lowest());
        Some(stride_events::event(
            input,
            first.at_s + self.initial_contact_offset_s,
            second.map(|point| point.at_s + self.toe_off_offset_s),
            cycle.stride_s,
        ))
    }
}

impl Default for Falbriard2018 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for Falbriard2018 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "foot-falbriard-2018",
            summary: "minima of the pitch rate in the first and second half of the cycle from mid-swing to mid-swing",
            segments: &[Segment::Foot],
            needs_gyr: true,
            min_rate_hz: 50.0,
            citation: "Falbriard et al. 2018, Front. Physiol. 9:610, doi:10.3389/fphys.2018.00610",
            deviations: "medio-lateral axis by principal components instead of a calibration movement; low-pass of \
                         30 Hz chosen; cycles split where the foot is flat and still; no speed correction, because its coefficients depend on the sensor",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        let mut out = Contacts {
            side_probabilities: Vec::new(),
            humps: Vec::new(),
            contacts: Vec::new(),
            axes: Vec::new(),
            // Biases of the uncorrected minima against a force plate at one speed (12 and 16 ms, docs/VALIDATION.md) are
            // part of the error; precision 2 and 4 ms and contact-time bias 12 ± 10 ms (median ± IQR) by the paper.
            initial_contact_error: TimingError { bias_s: 0.012, step_s: 0.002 },
            toe_off_error: TimingError { bias_s: 0.016, step_s: 0.004 },
            contact_time_error: TimingError { bias_s: 0.028, step_s: 0.004 },
            contact_time_is_bound: false,
            caveats: Vec::new(),
        };
        for (index, bout) in input.bouts.iter().enumerate() {
            let Some(pitch) = PitchRate::of(input.signals, bout, self.lowpass_hz) else {
                out.axes.push(None);
                continue;
            };
            let events: Vec<Event> =
                pitch.cycles().iter().filter_map(|cycle| self.event(input, &pitch, cycle)).collect();
            out.axes.push(foot_axes(input.signals, &pitch.axis, &events));
            out.contacts.extend(stride_events::contacts(input, index, events));
        }
        Ok(out)
    }
}
