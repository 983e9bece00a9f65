//! Forward lean of the trunk during stance, relative to standing.

use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout, Part, Posture};
use crate::signal::CubicSpline;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::measured::{Measured, sigma, stances};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `trunk_lean`.
pub(super) const INFO: MetricInfo = MetricInfo::new(
    MetricId::TrunkLean,
    "Trunk lean",
    "Mean forward inclination of the trunk in stance, relative to standing",
    &[Source::on(&[Segment::Trunk])
        .with_gyroscope()
        .at_hz(50.0)
        .needs("a few seconds of standing still and a foot, shank or pelvis sensor for the contacts")],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "trunk-lean",
        summary: "forward inclination over stance, relative to standing",
        segments: &[Segment::Trunk],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "definition after Teng & Powers 2015, Med. Sci. Sports Exerc. 47:625",
        deviations: "relative to standing, not to the vertical",
    },
    &[MetricId::TrunkLean],
);

/// 95 % error of trunk lean, degrees (*chosen*: standing posture varies by two or three degrees and a strap by as much).
const LEAN: f64 = 6.0;

/// Forward lean relative to standing, degrees, as a function of time.
pub(super) struct Lean {
    curve: CubicSpline,
    start_s: f64,
    rate_hz: f64,
    standing: f64,
}

impl Lean {
    pub(super) fn of(bout: &OrientedBout, part: &Part) -> Option<Self> {
        let Posture { start_s, rate_hz, tilt, standing, .. } = bout.posture(part)?;
        Some(Self { curve: CubicSpline::uniform(&tilt), start_s, rate_hz, standing: standing?.tilt })
    }

    pub(super) fn at(&self, time_s: f64) -> f64 {
        (self.curve.eval((time_s - self.start_s) * self.rate_hz) - self.standing).to_degrees()
    }
}

/// `trunk_lean` of every stance, degrees: the mean over the contact. The contacts may come from other sensors on the same
/// clock. Empty if the runner never stood still.
pub fn trunk_lean(oriented: &Oriented, contacts: &[Contact]) -> Measured {
    let mut steps = Sided::default();
    let mut made: Option<(*const Part, Option<Lean>)> = None;
    for (bout, contact, off) in stances(oriented, contacts) {
        let on = contact.initial_contact_s;
        let Some(part) = bout.part(on).filter(|p| on >= p.from_s && off <= p.to_s) else { continue };
        if made.as_ref().is_none_or(|(known, _)| !std::ptr::eq(*known, part)) {
            made = Some((part, Lean::of(bout, part)));
        }
        let Some((_, Some(lean))) = &made else { continue };
        // Twenty points are enough: the lean has no content above a few times the step rate.
        let mean = (0..=20).map(|k| lean.at(on + (off - on) * f64::from(k) / 20.0)).sum::<f64>() / 21.0;
        steps.push(on, ContactSide::Unknown, mean);
    }
    Measured {
        id: MetricId::TrunkLean,
        steps,
        bias: sigma(LEAN),
        side_bias: None,
        error_source: "judgement: repeatability of standing posture and strap",
        caveats: Vec::new(),
    }
}
