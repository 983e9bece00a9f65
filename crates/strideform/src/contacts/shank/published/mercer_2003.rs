//! Mercer et al. 2003.

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::Segment;
use crate::signal::{local_maxima, zero_phase_lowpass};

use crate::contacts::shank::curve::{Curve, Window};
use crate::contacts::shank::impact_candidates::Impact;
use crate::contacts::shank::scene::{Scene, gather};

/// Axial acceleration: initial contact at the local minimum before its peak, toe-off at the minimum after its second
/// maximum.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Mercer2003 {
    /// Low-pass, Hz.
    pub cutoff_hz: f64,
}

impl Mercer2003 {
    /// The paper's values.
    pub const PUBLISHED: Self = Self { cutoff_hz: 15.0 };
}

impl Default for Mercer2003 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

/// Half-width of the window around an impact in which its axial peak is searched for, s (*chosen*).
const NEAR_IMPACT_S: f64 = 0.06;
/// Window before the peak in which the minimum is searched for, s (*chosen*).
const BEFORE_PEAK_S: f64 = 0.2;

impl ContactMethod for Mercer2003 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "shank-mercer-2003",
            summary: "initial contact at the axial minimum before the impact, toe-off at the minimum after the second maximum",
            segments: &[Segment::Shank],
            needs_gyr: false,
            min_rate_hz: 60.0,
            citation: "Mercer J.A., Bates B.T., Dufek J.S., Hreljac A. (2003) Characteristics of shock attenuation during fatigued running, J. Sports Sci. 21:911, doi:10.1080/0264041031000140383",
            deviations: "strides found from jerk peaks and the stride time, the axis from the mean over strides; where \
                         no second maximum precedes the minimum, the deepest minimum in 20–62 % of the stride",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        // Measured on the recordings of docs/VALIDATION.md: initial contact 68 ± 30 to −14 ± 49 ms by runner.
        let errors = TimingErrors {
            initial_contact: TimingError { bias_s: 0.050, step_s: 0.040 },
            toe_off: TimingError { bias_s: 0.030, step_s: 0.020 },
            contact_time: TimingError { bias_s: 0.060, step_s: 0.045 },
        };
        gather(input, errors, |scene| (self.events(scene), Vec::new()))
    }
}

impl Mercer2003 {
    fn events(&self, scene: &Scene<'_>) -> Vec<Event> {
        let stretch = scene.stretch;
        let smooth = zero_phase_lowpass(&stretch.acc.along(&scene.axes.up), self.cutoff_hz, stretch.rate_hz);
        let axial = Curve::new(&smooth, stretch.rate_hz, stretch.start_s());
        let event = |impact: &Impact| {
            let (e, stride_s) = (impact.time_s, impact.stride_s);
            let window = axial.window(e - NEAR_IMPACT_S, e + NEAR_IMPACT_S);
            let peak = window.time_s(window.highest(0, usize::MAX)?.0 as f64);
            let before = axial.window(peak - BEFORE_PEAK_S, peak);
            let initial_contact_s = *minima(&before).last()?;
            let end = initial_contact_s + 0.62 * stride_s;
            let toe_off_s = if end > axial.end_s() {
                Err("the recording ends before toe-off")
            } else {
                toe_off(&axial.window(peak + 0.02, end), initial_contact_s + 0.2 * stride_s)
                    .ok_or("no minimum after a second maximum")
            };
            Some(scene.event(initial_contact_s, toe_off_s, stride_s))
        };
        scene.impacts.iter().filter_map(event).collect()
    }
}

/// The first minimum after the first maximum that follows that of the impact; otherwise the deepest late minimum.
fn toe_off(window: &Window, earliest_s: f64) -> Option<f64> {
    let second = local_maxima(&window.values).first().map(|&i| window.time_s(i as f64));
    let minima = minima(window);
    let after = |t: &&f64| second.is_some_and(|second| **t > second) && **t > earliest_s;
    let deep = |t: f64| window.values.get(window.index(t)).copied().unwrap_or(f64::INFINITY);
    minima.iter().find(after).copied().or_else(|| {
        let late = minima.iter().copied().filter(|t| *t > earliest_s);
        late.min_by(|a, b| deep(*a).total_cmp(&deep(*b)))
    })
}

/// Times of the local minima, s.
fn minima(window: &Window) -> Vec<f64> {
    let negated: Vec<f64> = window.values.iter().map(|v| -v).collect();
    local_maxima(&negated).into_iter().map(|i| window.vertex_s(i)).collect()
}
