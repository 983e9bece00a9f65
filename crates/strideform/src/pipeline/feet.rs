//! What the feet give together: contact times from several sources, and the loads that follow from them.

use crate::contacts::foot::{Benson2019, FootSlapOnset};
use crate::contacts::{Contact, ContactInput, ContactMethod, ContactSide};
use crate::metrics::{self, FeetTimes, FootLoad, FootStance, Metric, MetricId};
use crate::recording::{Run, Segment, Side};
use crate::signal::{mean, median};
use crate::units::to_g;

use super::sensor::SensorAnalysis;

/// Running in which the second detector looks, s (*chosen*: it gives one contact time per run).
const SECOND_DETECTOR_S: f64 = 600.0;

/// With a range below this, in g, landings and swings are cut off (*chosen*: feet of runners reach 8 g and more).
const MIN_RANGE_G: f64 = 7.9;

/// One foot's medians.
struct Foot {
    index: usize,
    slap_s: f64,
    benson_s: Option<f64>,
    from_flat_deg: f64,
    stride_s: f64,
    speed_mps: Option<f64>,
    strike_deg: Option<f64>,
    standing: bool,
    stances: Vec<FootStance>,
}

impl Foot {
    /// `None` where the contacts are not those of the default method, or its orientation is not known.
    fn of(index: usize, seen: &SensorAnalysis<'_>, run: &Run) -> Option<Self> {
        let (contacts, method) = seen.contacts.as_ref()?;
        let narrow = seen.recording.clipping.is_some_and(|(_, limit)| to_g(limit) < MIN_RANGE_G);
        if *method != FootSlapOnset::FITTED.info().id || seen.is_too_slow_for_contact_time() || narrow {
            return None;
        }
        let of = |id| seen.orientation.measured.iter().find(|m| m.id == id);
        let typical = |id| of(id).and_then(|m| median(&m.steps.values()));
        let stances = stances(seen, &contacts.contacts);
        let strike = of(MetricId::FootStrikeAngle);
        Some(Self {
            index,
            slap_s: median(&contact_times(&contacts.contacts))?,
            benson_s: second_detector(seen, run),
            from_flat_deg: seen.orientation.pitch_from_flat?,
            stride_s: median(&stances.iter().map(|s| s.stride_s).collect::<Vec<_>>())?,
            speed_mps: typical(MetricId::Speed),
            strike_deg: typical(MetricId::FootStrikeAngle),
            standing: strike.is_some_and(metrics::counts_from_standing),
            stances,
        })
    }
}

fn contact_times(contacts: &[Contact]) -> Vec<f64> {
    contacts.iter().filter(|c| c.valid).filter_map(Contact::contact_time_s).collect()
}

fn stances(seen: &SensorAnalysis<'_>, contacts: &[Contact]) -> Vec<FootStance> {
    let stance = |c: &Contact| {
        let t = c.initial_contact_s;
        Some(FootStance {
            initial_contact_s: t,
            side: c.side,
            slap_s: c.contact_time_s().filter(|s| *s > 0.0)?,
            stride_s: seen.chunks.bouts.get(c.bout)?.stride_at(t).filter(|s| *s > 0.0)?,
        })
    };
    contacts.iter().filter(|c| c.valid).filter_map(stance).collect()
}

/// Contact time by braking and push.
fn second_detector(seen: &SensorAnalysis<'_>, run: &Run) -> Option<f64> {
    let signals = &seen.recording.signals;
    let mut left = SECOND_DETECTOR_S * signals.rate_hz;
    let bouts = &seen.chunks.bouts;
    let enough = bouts.iter().position(|b| {
        left -= b.end.saturating_sub(b.start) as f64;
        left <= 0.0
    });
    let bouts = bouts.get(..=enough.unwrap_or(bouts.len().checked_sub(1)?))?;
    let input = ContactInput { signals, placement: seen.recording.placement, bouts, run };
    median(&contact_times(&Benson2019::PUBLISHED.detect(&input).ok()?.contacts))
}

/// Replaces the contact times of the feet by fused ones, in place: initial contacts stay, every contact is scaled. Returns
/// what the loads need, where both feet are worn.
pub(super) fn fuse(sensors: &mut [SensorAnalysis<'_>], run: &Run) -> Option<FootLoad> {
    let foot = |side| {
        let worn =
            |s: &SensorAnalysis<'_>| s.segment() == Segment::Foot && s.recording.placement.side == side;
        sensors.iter().enumerate().find_map(|(i, s)| Foot::of(i, s, run).filter(|_| worn(s)))
    };
    let feet: Vec<Foot> = [Side::Left, Side::Right].into_iter().filter_map(foot).collect();
    let of = |value: &dyn Fn(&Foot) -> Option<f64>| mean(&feet.iter().filter_map(value).collect::<Vec<_>>());
    let slap_s = of(&|f| Some(f.slap_s))?;
    let own_speed = of(&|f| f.speed_mps).filter(|v| *v > 0.0);
    let fused = metrics::contact_time_of_feet(&FeetTimes {
        slap_s,
        benson_s: of(&|f| f.benson_s),
        strike_deg: of(&|f| Some(f.from_flat_deg))?,
        stride_s: of(&|f| Some(f.stride_s))?,
        speed_mps: run.speed_mps.filter(|v| *v > 0.0).or(own_speed),
        both: feet.len() > 1,
    })?;
    let scale = fused.contact_s / slap_s;
    for foot in &feet {
        let Some(seen) = sensors.get_mut(foot.index) else { continue };
        let Some((contacts, _)) = &mut seen.contacts else { continue };
        for c in &mut contacts.contacts {
            c.toe_off_s = c.toe_off_s.map(|t| c.initial_contact_s + scale * (t - c.initial_contact_s));
        }
        seen.hand_made.restore(&mut contacts.contacts);
        contacts.contact_time_error.bias_s = fused.half_width_s / 1.96;
        seen.fused_by = Some(metrics::fusion_method_ids().0);
    }
    let placement = sensors.get(feet.first()?.index)?.recording.placement;
    let load = FootLoad {
        scale,
        slap_s,
        speed_mps: own_speed?,
        strike_deg: of(&|f| f.strike_deg)?,
        standing: feet.iter().all(|f| f.standing),
        placement,
        stances: feet.iter().flat_map(|f| f.stances.iter().copied()).collect(),
    };
    let both = [ContactSide::Left, ContactSide::Right];
    both.iter().all(|side| load.stances.iter().any(|s| s.side == *side)).then_some(load)
}

/// Active peak force and loading rate.
pub(super) fn loads(load: Option<&FootLoad>) -> Vec<Metric> {
    let Some(load) = load else { return Vec::new() };
    metrics::peak_force_of_feet(load).into_iter().chain(metrics::loading_rate_of_feet(load)).collect()
}
