//! Aubol and Milner 2020.

use crate::contacts::events::Event;
use crate::contacts::{
    ContactInput, ContactMethod, Contacts, MethodInfo, Missing, TimingError, TimingErrors,
};
use crate::recording::Segment;
use crate::signal::{Peak, PeakOptions, derivative, find_peaks, local_maxima, zero_phase_lowpass};

use crate::contacts::shank::impact_candidates::Impact;
use crate::contacts::shank::samples::Stretch;
use crate::contacts::shank::scene::{Scene, gather};

/// Initial contact at the earliest minimum of the resultant in the 75 ms before a jerk peak near the impact.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AubolMilner2020 {
    /// Low-pass, Hz.
    pub cutoff_hz: f64,
    /// How far before the jerk peak the minimum may lie, s.
    pub before_s: f64,
    /// How close the jerk peak must lie to the resultant's peak, s.
    pub near_s: f64,
    /// Minimum prominence of a jerk peak as a share of the third highest.
    pub prominence: f64,
    /// A jerk peak that follows another one within this time is not used, s.
    pub apart_s: f64,
}

impl AubolMilner2020 {
    /// The paper's values.
    pub const PUBLISHED: Self =
        Self { cutoff_hz: 70.0, before_s: 0.075, near_s: 0.150, prominence: 0.2, apart_s: 0.025 };
}

impl Default for AubolMilner2020 {
    fn default() -> Self {
        Self::PUBLISHED
    }
}

impl ContactMethod for AubolMilner2020 {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "shank-aubol-milner-2020",
            summary: "initial contact at the earliest resultant minimum before a jerk peak; no toe-off",
            segments: &[Segment::Shank],
            needs_gyr: false,
            min_rate_hz: 60.0,
            citation: "Aubol K.G., Milner C.E. (2020) Foot contact identification using a single triaxial accelerometer during running, J. Biomech. 105:109768",
            deviations: "strides found from jerk peaks and the stride time; below 156 Hz the 70 Hz low-pass is omitted",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        // Measured on the recordings of docs/VALIDATION.md: −34 ± 8 to 19 ± 40 ms by runner.
        let errors = TimingErrors {
            initial_contact: TimingError { bias_s: 0.030, step_s: 0.025 },
            // Not used: there is no toe-off.
            toe_off: TimingError { bias_s: 0.1, step_s: 0.1 },
            contact_time: TimingError { bias_s: 0.1, step_s: 0.1 },
        };
        gather(input, errors, |scene| (self.events(scene), Vec::new()))
    }
}

impl AubolMilner2020 {
    fn events(&self, scene: &Scene<'_>) -> Vec<Event> {
        let stretch = scene.stretch;
        let rate = stretch.rate_hz;
        let resultant = zero_phase_lowpass(&stretch.acc.norm(), self.cutoff_hz, rate);
        let jerk = derivative(&resultant, 1.0 / rate);
        let peaks = find_peaks(&jerk, &PeakOptions::default().height(0.0));
        let mut heights: Vec<f64> = peaks.iter().map(|p| p.height).collect();
        heights.sort_by(|a, b| b.total_cmp(a));
        let Some(third) = heights.get(2).or(heights.last()).copied() else { return Vec::new() };
        let high: Vec<Peak> = peaks.into_iter().filter(|p| p.prominence >= self.prominence * third).collect();
        let negated: Vec<f64> = resultant.iter().map(|v| -v).collect();
        let minima = local_maxima(&negated);
        let event = |impact: &Impact| {
            let initial_contact_s = self.contact(stretch, &resultant, &high, &minima, impact)?;
            let toe_off_s = Err("this method does not detect toe-off");
            Some(scene.event(initial_contact_s, toe_off_s, impact.stride_s))
        };
        scene.impacts.iter().filter_map(event).collect()
    }

    fn contact(
        &self,
        stretch: &Stretch,
        resultant: &[f64],
        jerk_peaks: &[Peak],
        minima: &[usize],
        impact: &Impact,
    ) -> Option<f64> {
        let rate = stretch.rate_hz;
        let near = stretch.samples(impact.time_s - 0.1, impact.time_s + 0.1);
        let value = |i: &usize| resultant.get(*i).copied().unwrap_or(f64::NEG_INFINITY);
        let top = near.max_by(|a, b| value(a).total_cmp(&value(b)))?;
        let apart = |i: usize, j: usize| i.abs_diff(j) as f64 / rate;
        let from = jerk_peaks.partition_point(|p| p.index < top && apart(p.index, top) > self.near_s);
        let usable = jerk_peaks.iter().enumerate().skip(from).find(|(k, p)| {
            let before = k.checked_sub(1).and_then(|k| jerk_peaks.get(k));
            apart(p.index, top) <= self.near_s
                && !before.is_some_and(|b| apart(b.index, p.index) < self.apart_s)
        });
        let peak = usable?.1.index;
        let first = minima.partition_point(|&i| i < peak && apart(i, peak) > self.before_s);
        let minimum = *minima.get(first).filter(|&&i| i < peak)?;
        Some(stretch.start_s() + crate::signal::refine_parabolic(resultant, minimum).0 / rate)
    }
}
