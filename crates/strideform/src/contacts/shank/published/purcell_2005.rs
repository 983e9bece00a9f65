//! Purcell et al. 2005/06.

use std::ops::Range;

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::{Segment, Side};
use crate::signal::local_maxima;

use crate::contacts::shank::curve::{Curve, Window};
use crate::contacts::shank::impact_candidates::Impact;
use crate::contacts::shank::scene::{Scene, gather};

/// Initial contact at the anteroposterior minimum nearest to the peak of the resultant; toe-off midway between the
/// greatest posterior acceleration in 20–60 % of the stride and the medial maximum nearest to it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Purcell2005 {
    /// Search window for toe-off, as shares of the stride.
    pub toe_off_window: Range<f64>,
}

impl Purcell2005 {
    /// The paper's values.
    pub const PUBLISHED: Self = Self { toe_off_window: 0.20..0.60 };
}

impl Default for Purcell2005 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

/// Half-width of the window around an impact in which the resultant's peak is searched for, s (*chosen*).
const NEAR_IMPACT_S: f64 = 0.06;

impl ContactMethod for Purcell2005 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "shank-purcell-2005",
            summary: "initial contact at the anteroposterior minimum nearest to the resultant's peak, \
                      toe-off from posterior and medial maxima",
            segments: &[Segment::Shank],
            needs_gyr: false,
            min_rate_hz: 60.0,
            citation: "Purcell B., Channells J., James D., Barrett R. (2006) Use of accelerometers for detecting foot-ground contact time during running, Proc. SPIE 6036",
            deviations: "strides found from jerk peaks and the stride time, axes estimated from the running itself; both \
                         anteroposterior extremes are taken as anterior maxima, where the method is most accurate \
                         here; medial assumes a right-handed sensor",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        // Kiernan et al. 2023 (Sensors 23:5022, doi:10.3390/s23115022), 74 runners: limits of agreement −97…+132 ms at
        // contact and −144…+151 ms at toe-off, divided equally between runners and steps.
        let errors = TimingErrors {
            initial_contact: TimingError { bias_s: 0.041, step_s: 0.041 },
            toe_off: TimingError { bias_s: 0.053, step_s: 0.053 },
            contact_time: TimingError { bias_s: 0.067, step_s: 0.067 },
        };
        // The runner's right in sensor axes is anterior × up.
        let to_medial = if input.placement.side == Side::Right { -1.0 } else { 1.0 };
        gather(input, errors, |scene| (self.events(scene, to_medial), Vec::new()))
    }
}

impl Purcell2005 {
    fn events(&self, scene: &Scene<'_>, to_medial: f64) -> Vec<Event> {
        let (stretch, axes) = (scene.stretch, scene.axes);
        let curve = |x: &[f64]| Curve::new(x, stretch.rate_hz, stretch.start_s());
        let resultant = curve(&stretch.acc.norm());
        let sagittal = curve(&stretch.acc.along(&axes.anterior));
        let right = axes.anterior.cross(&axes.up);
        let medial = curve(&stretch.acc.along(&(right * to_medial)));
        let event = |impact: &Impact| {
            let e = impact.time_s;
            let window = resultant.window(e - NEAR_IMPACT_S, e + NEAR_IMPACT_S);
            let peak_s = window.time_s(window.highest(0, usize::MAX)?.0 as f64);
            let window = sagittal.window(peak_s - 0.15, peak_s + 0.15);
            let initial_contact_s = nearest_maximum(&window, peak_s)?;
            let stride = impact.stride_s;
            let Range { start: from, end: to } = self.toe_off_window.clone();
            let toe_off_s = (|| {
                let (from, to) = (initial_contact_s + from * stride, initial_contact_s + to * stride);
                if to > sagittal.end_s() {
                    return None;
                }
                let window = sagittal.window(from, to);
                let back = window.time_s(window.highest(0, usize::MAX)?.0 as f64);
                let inward = nearest_maximum(&medial.window(from, to), back)?;
                Some(0.5 * (back + inward))
            })();
            let toe_off_s = toe_off_s.ok_or("no posterior and medial maximum");
            Some(scene.event(initial_contact_s, toe_off_s, stride))
        };
        scene.impacts.iter().filter_map(event).collect()
    }
}

fn nearest_maximum(window: &Window, time_s: f64) -> Option<f64> {
    let maxima = local_maxima(&window.values);
    let far = |i: &usize| (window.time_s(*i as f64) - time_s).abs();
    maxima.into_iter().min_by(|a, b| far(a).total_cmp(&far(b))).map(|i| window.vertex_s(i))
}
