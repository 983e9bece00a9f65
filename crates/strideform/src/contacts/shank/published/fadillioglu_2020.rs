//! Fadillioglu et al. 2020.

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::Segment;
use crate::signal::{last_fall, local_maxima, zero_phase_lowpass};

use crate::contacts::shank::curve::Curve;
use crate::contacts::shank::impact_candidates::Impact;
use crate::contacts::shank::scene::{Scene, gather};

/// Gyroscope about the mediolateral axis: initial contact where the shank's swing ends, toe-off from the fast part of
/// the rotation before its backward peak.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Fadillioglu2020 {
    /// Low-pass of angular rate, Hz.
    pub cutoff_hz: f64,
    /// Low-pass of the residue of that filter, Hz.
    pub residue_cutoff_hz: f64,
    /// Minimum rate at mid-swing, rad/s.
    pub mid_swing: f64,
}

impl Fadillioglu2020 {
    /// The paper's values (mid-swing 250 °/s).
    pub const PUBLISHED: Self =
        Self { cutoff_hz: 15.0, residue_cutoff_hz: 10.0, mid_swing: 4.363_323_129_985_824 };
}

impl Default for Fadillioglu2020 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for Fadillioglu2020 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "shank-fadillioglu-2020",
            summary: "initial contact where the shank's forward rotation ends, toe-off before its backward peak",
            segments: &[Segment::Shank],
            needs_gyr: true,
            min_rate_hz: 60.0,
            citation: "Fadillioglu C., Stetter B.J., Ringhof S. et al. (2020) Automated gait event detection for a variety of locomotion tasks using a novel gyroscope-based algorithm, Gait & Posture 81:102",
            deviations: "one mid-swing per stride, searched before each impact; the mediolateral axis is the main axis of \
                         rotation, with its sign from the faster swing",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        // Kiernan et al. 2023 (Sensors 23:5022, doi:10.3390/s23115022), 74 runners: limits of agreement −137…+88 ms,
        // divided equally between runners and steps; toe-off as for Purcell's method, because no figure was published.
        let errors = TimingErrors {
            initial_contact: TimingError { bias_s: 0.041, step_s: 0.041 },
            toe_off: TimingError { bias_s: 0.053, step_s: 0.053 },
            contact_time: TimingError { bias_s: 0.067, step_s: 0.067 },
        };
        gather(input, errors, |scene| (self.events(scene), Vec::new()))
    }
}

impl Fadillioglu2020 {
    fn events(&self, scene: &Scene<'_>) -> Vec<Event> {
        let stretch = scene.stretch;
        let rate = stretch.rate_hz;
        let Some(raw) = &stretch.rotation else { return Vec::new() };
        let smooth = zero_phase_lowpass(raw, self.cutoff_hz, rate);
        let rest: Vec<f64> = raw.iter().zip(&smooth).map(|(raw, smooth)| raw - smooth).collect();
        let residue = zero_phase_lowpass(&rest, self.residue_cutoff_hz, rate);
        let rotation = Curve::new(&smooth, rate, stretch.start_s());
        let residue = Curve::new(&residue, rate, stretch.start_s());
        let event = |impact: &Impact| {
            let (e, stride_s) = (impact.time_s, impact.stride_s);
            let window = rotation.window(e - 0.45 * stride_s, e);
            let (top, fastest) = window.highest(0, usize::MAX)?;
            if fastest < self.mid_swing {
                return None;
            }
            let mid_swing = window.time_s(top as f64);
            let window = rotation.window(mid_swing, mid_swing + 0.5 * stride_s);
            let fall = crate::signal::first_fall(&window.values, 0, window.values.len(), 0.0)?;
            let initial_contact_s = window.time_s(fall);
            let toe_off_s = toe_off(&rotation, &residue, mid_swing, initial_contact_s, stride_s);
            Some(scene.event(initial_contact_s, toe_off_s, stride_s))
        };
        scene.impacts.iter().filter_map(event).collect()
    }
}

/// Maximum of the residue from mid-stride (half a stride after mid-swing) or a fifth of a stride after contact,
/// whichever is earlier, to the backward peak.
fn toe_off(
    rotation: &Curve,
    residue: &Curve,
    mid_swing: f64,
    contact: f64,
    stride: f64,
) -> Result<f64, &'static str> {
    let unseen = "no backward peak of rotation";
    if mid_swing + 0.9 * stride > rotation.end_s() {
        return Err("the recording ends before toe-off");
    }
    let window = rotation.window(contact + 0.15 * stride, mid_swing + 0.8 * stride);
    let back = window.lowest(0, usize::MAX).map(|(i, _)| window.time_s(i as f64)).ok_or(unseen)?;
    let from = (mid_swing + 0.5 * stride).min(back - 0.05);
    let window = residue.window(from, back);
    let size: Vec<f64> = window.values.iter().map(|v| v.abs()).collect();
    let height = |i: &usize| size.get(*i).copied().unwrap_or(0.0);
    let top = local_maxima(&size).into_iter().max_by(|a, b| height(a).total_cmp(&height(b)));
    let zero = || last_fall(&window.values, 0, window.values.len(), 0.0);
    top.map(|i| window.time_s(i as f64)).or_else(|| zero().map(|i| window.time_s(i))).ok_or(unseen)
}
