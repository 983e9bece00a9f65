//! Leg stiffness from contact and flight times: the sine model of the spring–mass runner.
//!
//! # Source
//! Morin, Dalleau, Kyröläinen, Jeannin & Belli 2005, *A simple method for measuring stiffness during running*, Journal
//! of Applied Biomechanics 21:167, doi:10.1123/jab.21.2.167: 0.67–6.93 % below force plates from 3.33 m/s to maximal
//! speed, with exact times.
//!
//! # Needs
//! Contact and flight time, body mass, running speed, leg length or height.
//!
//! # Points of deviation
//! - Times are medians over the run, not single steps.
//! - Without a leg length, 0.53 of the height is used (Morin et al. 2005), with a caveat.
//! - The method is not valid on slopes (Meyer et al. 2023): if a slope is given, a caveat says so.

use std::f64::consts::PI;

use crate::recording::{Caveat, CaveatId, Run, Runner, Segment};
use crate::units::STANDARD_GRAVITY as G;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::{Bound, Metric, Point, Sided};
use super::id::MetricId;
use crate::contacts::MethodInfo;

/// `leg_stiffness`.
pub(super) const LEG_STIFFNESS_INFO: MetricInfo = MetricInfo::new(
    MetricId::LegStiffness,
    "Leg stiffness",
    "Peak force over leg compression by the sine model of Morin et al. 2005",
    &[Source::on(&[Segment::Foot, Segment::Shank, Segment::Pelvis])
        .at_hz(50.0)
        .needs("body mass, leg length or height, and the running speed")],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "sine-model-morin-2005",
        summary: "peak force over leg compression, from contact and flight time, speed, mass and leg length",
        segments: &[Segment::Foot, Segment::Shank, Segment::Pelvis],
        needs_gyr: false,
        min_rate_hz: 50.0,
        citation: "Morin et al. 2005, J. Appl. Biomech. 21:167, doi:10.1123/jab.21.2.167",
        deviations: "medians over the run; leg length taken as 0.53 of the height if it was not given",
    },
    &[MetricId::LegStiffness],
);

/// Leg length over height (Morin et al. 2005).
const LEG_OF_HEIGHT: f64 = 0.53;
/// 95 % error of the model with exact times, as a share (the largest in Morin et al. 2005).
const MODEL: f64 = 0.069;
/// 95 % errors of values reported by people: mass, as a share; measured leg length, m; leg length from height, as a
/// share (*chosen*: bathroom scales, a tape measure, the spread of leg lengths at a given height).
const MASS: f64 = 0.02;
/// See [`MASS`].
const TAPE_M: f64 = 0.02;
/// See [`MASS`].
const OF_HEIGHT: f64 = 0.05;
/// 95 % error of a given speed, as a share (*chosen*: a treadmill's display, the mean of a run).
const GIVEN_SPEED: f64 = 0.03;
/// Slope above which the caveat is added, %.
const LEVEL_PERCENT: f64 = 1.0;
const SOURCE: &str =
    "Morin et al. 2005 (0.67–6.93 % below force plates); errors of times, speed, mass and leg propagated";

/// Inputs of the sine model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpringMass {
    /// Contact time, s.
    pub contact_s: f64,
    /// Flight time, s.
    pub flight_s: f64,
    /// Running speed, m/s.
    pub speed_mps: f64,
    /// Body mass, kg.
    pub mass_kg: f64,
    /// Leg length, m.
    pub leg_m: f64,
}

impl SpringMass {
    /// Peak force, N: m·g·π/2·(flight/contact + 1).
    pub fn peak_force_n(&self) -> f64 {
        self.mass_kg * G * 0.5 * PI * (self.flight_s / self.contact_s + 1.0)
    }

    /// Downward movement of the centre of mass during contact, m.
    pub fn sinking_m(&self) -> f64 {
        let tc2 = self.contact_s * self.contact_s;
        (self.peak_force_n() / (self.mass_kg * PI * PI) - G / 8.0) * tc2
    }

    /// Compression of the leg, m; `None` if the foot would travel farther under the body than the leg can reach.
    pub fn shortening_m(&self) -> Option<f64> {
        let half = 0.5 * self.speed_mps * self.contact_s;
        let upright = (self.leg_m * self.leg_m - half * half).sqrt();
        Some(self.leg_m - upright + self.sinking_m()).filter(|d| d.is_finite() && *d > 0.0)
    }

    /// Leg stiffness, kN/m; `None` if the values are impossible for running.
    pub fn leg_stiffness_kn_m(&self) -> Option<f64> {
        let given = [self.contact_s, self.speed_mps, self.mass_kg, self.leg_m];
        let sensible = given.iter().all(|v| *v > 0.0) && self.flight_s >= 0.0;
        let stiffness = self.peak_force_n() / self.shortening_m()? / 1000.0;
        (sensible && stiffness.is_finite()).then_some(stiffness)
    }
}

/// `leg_stiffness` from the run's other metrics.
///
/// # Errors
/// What is missing, phrased to follow "needs".
pub fn leg_stiffness(metrics: &[Metric], runner: &Runner, run: &Run) -> Result<Metric, String> {
    let find = |id: MetricId| metrics.iter().find(|m| m.id == id);
    let mut missing: Vec<&str> = Vec::new();
    let mut needed = |there: bool, what: &'static str| {
        if !there {
            missing.push(what);
        }
    };
    let (contact, flight) = (find(MetricId::ContactTime), find(MetricId::FlightTime));
    let resolved = |m: &&Metric| !m.caveats.iter().any(|c| c.id == CaveatId::FlightNotResolved);
    needed(
        contact.is_some() && flight.is_some(),
        "contact and flight time (a foot, shank or pelvis sensor at 50 Hz or more)",
    );
    needed(flight.is_none_or(|f| resolved(&f)), "a flight that the sensor resolves");
    let positive = |v: Option<f64>| v.filter(|v| *v > 0.0 && v.is_finite());
    let given = positive(run.speed_mps).map(|v| (v, GIVEN_SPEED * v));
    let speed = given.or_else(|| find(MetricId::Speed).map(|m| (m.value, m.uncertainty)));
    needed(speed.is_some(), "the running speed");
    let mass = positive(runner.mass_kg);
    needed(mass.is_some(), "body mass");
    let tape = positive(runner.leg_length_cm).map(|l| (0.01 * l, TAPE_M));
    let of_height =
        || positive(runner.height_cm).map(|h| 0.01 * LEG_OF_HEIGHT * h).map(|l| (l, OF_HEIGHT * l));
    let leg = tape.or_else(of_height);
    needed(leg.is_some(), "leg length or height");
    let says = || missing.join(", ");
    let (Some(contact), Some(flight), Some(speed), Some(mass), Some(leg), true) =
        (contact, flight, speed, mass, leg, missing.is_empty())
    else {
        return Err(says());
    };
    let at = |contact_s: f64, flight_s: f64| SpringMass {
        contact_s,
        flight_s,
        speed_mps: speed.0,
        mass_kg: mass,
        leg_m: leg.0,
    };
    let model = at(contact.value, flight.value);
    let implausible = || "times, speed and leg length that belong to one run".to_owned();
    let value = model.leg_stiffness_kn_m().ok_or_else(implausible)?;
    // Half of the difference between the results at both ends of an input's interval; an end that is impossible for any
    // leg counts as the whole value.
    let swing = |ends: [SpringMass; 2]| {
        let [a, b] = ends.map(|m| m.leg_stiffness_kn_m());
        a.zip(b).map_or(value, |(a, b)| 0.5 * (a - b).abs())
    };
    // If contact time is too long, flight time is too short by the same amount, because the step time is exact.
    let timing = contact.uncertainty.min(0.9 * contact.value);
    let errors = [
        swing([1.0, -1.0].map(|s| at(contact.value + s * timing, (flight.value - s * timing).max(0.0)))),
        swing(
            [1.0, -1.0].map(|s| SpringMass { speed_mps: speed.0 + s * speed.1.min(0.9 * speed.0), ..model }),
        ),
        swing([1.0, -1.0].map(|s| SpringMass { leg_m: leg.0 + s * leg.1.min(0.9 * leg.0), ..model })),
        MASS * value,
        MODEL * value,
    ];
    let uncertainty = errors.iter().map(|e| e * e).sum::<f64>().sqrt();
    let series = contact.series.iter().filter_map(|c| {
        let f = flight.series.iter().find(|f| f.t_s == c.t_s)?;
        Some(Point { value: at(c.value, f.value).leg_stiffness_kn_m()?, ..*c })
    });
    let id = MetricId::LegStiffness;
    Ok(Metric {
        id,
        unit: id.unit(),
        value,
        bound: Bound::Exact,
        left: None,
        right: None,
        uncertainty,
        side_uncertainty: None,
        side_difference_uncertainty: None,
        sd: None,
        n: contact.n.min(flight.n),
        placement: contact.placement,
        method: METHOD.info.id.to_owned(),
        error_source: SOURCE,
        caveats: caveats(tape.is_none(), run, contact),
        series: series.collect(),
        steps: Sided::default(),
    })
}

fn caveats(from_height: bool, run: &Run, contact: &Metric) -> Vec<Caveat> {
    let mut out = Vec::new();
    if from_height {
        let text = "leg length is taken as 0.53 of the height: measure it from the hip (greater trochanter) to the floor";
        out.push(Caveat::new(CaveatId::LegFromHeight, text));
    }
    if let Some(slope) = run.slope_percent.filter(|s| s.abs() > LEVEL_PERCENT) {
        let text = "stiffness from times is not valid on slopes: compare runs on the same slope only";
        out.push(Caveat::new(CaveatId::Slope, text).with_value(slope));
    }
    if matches!(contact.placement.segment, Segment::Pelvis | Segment::Trunk) {
        let text = "contact times from the pelvis only support a trend: look at changes within one runner";
        out.push(Caveat::new(CaveatId::TrendOnly, text));
    }
    out
}
