//! What a pelvis with gyroscope shows of a whole run: contact time from several sources, and the active peak.

use crate::bouts::Bout;
use crate::contacts::pelvis::{PelvisTwoLevelSine, fore_aft_swing};
use crate::contacts::{Contact, ContactMethod, Contacts};
use crate::metrics::{self, MetricId, PelvisForce, PelvisRun};
use crate::orientation::Oriented;
use crate::recording::{CaveatId, Recording, Run, Segment, Side};
use crate::signal::median;

/// A pelvis, the running in it and its orientation.
pub(super) struct PelvisMotion<'a> {
    pub(super) recording: &'a Recording,
    pub(super) bouts: &'a [Bout],
    pub(super) oriented: Option<&'a Oriented>,
    /// The contact method that was used.
    pub(super) method: &'static str,
    pub(super) run: &'a Run,
}

impl PelvisMotion<'_> {
    /// Scales the contact times, in place: initial contacts stay. Returns the active peak. Leaves everything as it is where the
    /// sensor is not on the midline, has no orientation, or the contacts are not those of the default method.
    pub(super) fn fuse(&self, contacts: &mut Contacts) -> Option<PelvisForce> {
        let place = self.recording.placement;
        if place.segment != Segment::Pelvis
            || place.side != Side::Midline
            || self.method != PelvisTwoLevelSine::FITTED.info().id
        {
            return None;
        }
        let speed_mps = self.run.speed_mps.filter(|v| *v > 0.0);
        let clipped = self.recording.clipping.map(|(share, _)| share);
        let heights = metrics::oscillation(self.oriented?, &contacts.contacts, None, clipped);
        let oscillation = heights.iter().find(|m| m.id == MetricId::VerticalOscillation)?;
        let oscillation_cm = median(&oscillation.steps.values())?;
        let stride = |c: &Contact| self.bouts.get(c.bout)?.stride_at(c.initial_contact_s);
        let strides: Vec<f64> = contacts.contacts.iter().filter(|c| c.valid).filter_map(stride).collect();
        let stride_s = median(&strides).filter(|s| *s > 0.0)?;
        let fore_aft_mps2 = fore_aft_swing(&self.recording.signals, self.bouts, &contacts.axes, stride_s)?;
        let detected: Vec<f64> =
            contacts.contacts.iter().filter(|c| c.valid).filter_map(Contact::contact_time_s).collect();
        let detected_s = median(&detected)?;
        let bound = contacts.contact_time_is_bound;
        let run = PelvisRun {
            detected_s: (!bound).then_some(detected_s),
            stride_s,
            oscillation_cm,
            fore_aft_mps2,
            speed_mps,
        };
        let fused = metrics::contact_time_of_pelvis(&run)?;
        let scale = fused.contact_s / detected_s;
        for c in &mut contacts.contacts {
            c.toe_off_s = c.toe_off_s.map(|t| c.initial_contact_s + scale * (t - c.initial_contact_s));
        }
        let bias_s = fused.half_width_s / 1.96;
        contacts.contact_time_error.bias_s = bias_s;
        contacts.toe_off_error.bias_s = bias_s.hypot(contacts.initial_contact_error.bias_s);
        contacts.contact_time_is_bound = false;
        contacts.caveats.retain(|c| !matches!(c.id, CaveatId::FlightNotResolved | CaveatId::LongContact));
        Some(PelvisForce::new(oscillation_cm, stride_s, fore_aft_mps2, speed_mps, run.unlike()))
    }
}
