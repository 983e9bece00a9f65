//! The default for a pelvis: the width of the stance between two levels, inverted through a half-sine model.

mod errors;
pub(super) mod half_sine;
pub(super) mod parameters;
pub(super) mod stances;
mod step_duty;
mod steps;

use crate::parallel::*;

use crate::contacts::{
    Contact, ContactInput, ContactMethod, ContactSide, Contacts, Hump, MethodInfo, Missing, TimingError,
};
use crate::recording::{Caveat, CaveatId, Segment, Side};
use crate::signal::median;

use crate::contacts::pelvis::range_clip;
use errors::Circumstances;
use steps::{Analysed, analyse};

pub use parameters::{AfterRise, DutyBySpeed, PelvisTwoLevelSine};
pub(crate) use steps::humps_of;

impl ContactMethod for PelvisTwoLevelSine {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "pelvis-two-level-sine",
            summary: "half-sine stance inverted from the width of the vertical force between two levels",
            segments: &[Segment::Pelvis],
            needs_gyr: false,
            min_rate_hz: 25.0,
            citation: "this project; after the sine model of Morin et al. 2005, J. Appl. Biomech. 21:167, doi:10.1123/jab.21.2.167, and \
                       Patoz et al. 2022, Sensors 22:784, doi:10.3390/s22030784",
            deviations: "two levels and two filters instead of one; an offset of the step duty (contact over step time), with or without speed, \
                         fitted on one runner at 2.5–4.2 m/s and −10…+10°; contact time from neighbouring steps",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        let mut analysed: Vec<Option<Analysed>> =
            input.bouts.par_iter().enumerate().map(|(k, bout)| analyse(self, input, k, bout)).collect();
        // The active peak was calibrated on the humps found with the fitted levels.
        let humps: Vec<Vec<Hump>> = if self.levels() == Self::FITTED.levels() {
            let take = |a: &mut Option<Analysed>| a.as_mut().map(|a| std::mem::take(&mut a.humps));
            analysed.iter_mut().map(|a| take(a).unwrap_or_default()).collect()
        } else {
            Vec::new()
        };
        let steps = || analysed.iter().flatten().flat_map(|a| a.steps.iter());
        let resolved = steps().filter(|s| s.resolved).count();
        let total = steps().count();
        // What holds for most of the run determines how all of it is reported (*chosen*).
        let bound = total > 0 && 2 * resolved < total;
        let (_, with_speed) = self.correction(input.run.speed_mps);
        let duties: Vec<f64> = steps().map(|s| s.sine_duty).collect();
        let sine_duty = median(&duties).unwrap_or(0.7);
        let reach = input.bouts.first().map_or(0, |b| b.start)..input.bouts.last().map_or(0, |b| b.end);
        let limit_g = range_clip::limit_g(input.signals, reach);
        let on_one_side = input.placement.side != Side::Midline;
        let rate_hz = input.signals.rate_hz;
        let about = Circumstances { with_speed, sine_duty, rate_hz, on_one_side, limit_g };
        let bias_s = errors::contact_time_bias_s(&about, &self.levels());
        let contacts: Vec<Contact> = steps().filter_map(|s| s.contact(input, bound, bias_s)).collect();
        let named = steps().filter(|s| s.side != ContactSide::Unknown);
        let mut side_probabilities: Vec<(f64, f64)> =
            named.map(|s| (s.initial_contact_s, s.side_probability)).collect();
        // Chunks overlap.
        side_probabilities.sort_by(|a, b| a.0.total_cmp(&b.0));
        Ok(Contacts {
            side_probabilities,
            axes: analysed.iter().map(|a| a.as_ref().map(|a| a.axes)).collect(),
            initial_contact_error: TimingError { bias_s: errors::INITIAL_CONTACT_BIAS_S, step_s: 0.0035 },
            toe_off_error: TimingError {
                bias_s: bias_s.hypot(errors::INITIAL_CONTACT_BIAS_S),
                step_s: errors::STEP_S,
            },
            contact_time_error: TimingError { bias_s, step_s: errors::STEP_S },
            contact_time_is_bound: bound,
            caveats: self.caveats(input, &contacts, bound, resolved, total, sine_duty, limit_g),
            contacts,
            humps,
        })
    }
}

impl PelvisTwoLevelSine {
    #[expect(clippy::too_many_arguments, reason = "one private call")]
    fn caveats(
        &self,
        input: &ContactInput<'_>,
        contacts: &[Contact],
        bound: bool,
        resolved: usize,
        total: usize,
        sine_duty: f64,
        limit_g: Option<f64>,
    ) -> Vec<Caveat> {
        let mut out = Vec::new();
        if bound {
            let text = "no flight phase could be timed: contact time is a lower bound, \
                        flight time an upper bound, and nothing is derived from them";
            out.push(Caveat::new(CaveatId::FlightNotResolved, text).with_value(sine_duty));
        } else if resolved < total {
            let text = "flight could not be timed in some steps; their toe-offs are omitted";
            out.push(
                Caveat::new(CaveatId::FlightPartlyUnresolved, text)
                    .with_value(1.0 - resolved as f64 / total as f64),
            );
        } else if sine_duty > errors::FITTED_DUTY {
            let text = "contact lasts nearly the whole step: the error of contact time is larger than usual";
            out.push(Caveat::new(CaveatId::LongContact, text).with_value(sine_duty));
        }
        match input.run.speed_mps {
            Some(v) if !self.correction(Some(v)).1 => {
                let text = "the speed is outside the validated range of 2.5–4.2 m/s for contact time from the pelvis";
                out.push(Caveat::new(CaveatId::SpeedOutsideValidation, text).with_value(v));
            }
            None if total > 0 => {
                let text = "without the running speed, the error of contact time from the pelvis is half as large again; \
                            give it with --speed";
                out.push(Caveat::new(CaveatId::NoSpeed, text));
            }
            Some(_) | None => {}
        }
        if total > 0 && input.placement.side != Side::Midline {
            let text = "contact time from a hip sensor is not validated against a force plate; wear the sensor on the sacrum";
            out.push(Caveat::new(CaveatId::HipWorn, text));
        }
        if let Some(limit) = limit_g.filter(|l| range_clip::contact_time_error_s(*l) > 0.0) {
            let text = "the accelerometer clipped at this value (in g); contact times are too long";
            out.push(Caveat::new(CaveatId::ClippedContactTime, text).with_value(limit));
        }
        if total > 0 && contacts.iter().all(|c| c.side == ContactSide::Unknown) {
            let text = "which foot is on the ground could not be determined from this sensor";
            out.push(Caveat::new(CaveatId::SideUnknown, text));
        }
        out
    }
}
