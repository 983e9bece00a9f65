//! The ground truth of a run: contacts, and the value of every metric for every running step.

use super::force::{Force, G, threshold};
use super::leg::lean;
use super::motion::Step;
use super::params::Side;
use super::sensor::{Part, SensorSpec};
use super::{VirtualRun, load};
use serde::Serialize;
use std::collections::BTreeMap;

/// One contact of a running or walking step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TruthContact {
    /// Which foot.
    pub side: Side,
    /// When the vertical force rises above 50 N, s (walking: when the foot touches).
    pub initial_contact_s: f64,
    /// When it falls below 50 N, s (walking: when the foot leaves).
    pub toe_off_s: f64,
    /// True for running, false for walking.
    pub running: bool,
    /// True at the run's constant speed: not while starting, stopping or warming up.
    pub steady: bool,
}

/// Ground truth of one running step, from this contact to the next.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StepTruth {
    /// Its contact.
    pub contact: TruthContact,
    /// Values by metric id, in the catalogue's units, and a few others (see [`VirtualRun::steps`]).
    pub values: BTreeMap<&'static str, f64>,
}

/// Medians over the steady steps of a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Median {
    /// Both sides together.
    pub value: f64,
    /// Left steps.
    pub left: f64,
    /// Right steps.
    pub right: f64,
}

/// The complete ground truth of a run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Truth {
    /// Contacts of running steps.
    pub contacts: Vec<TruthContact>,
    /// Running steps.
    pub steps: Vec<StepTruth>,
    /// Medians over steady steps (over all steps if none is steady), by metric id.
    pub medians: BTreeMap<&'static str, Median>,
}

impl VirtualRun {
    /// Every contact of running and walking steps in order. The very last landing of a stretch, whose foot stays on the
    /// ground, is not included.
    pub fn all_contacts(&self) -> Vec<TruthContact> {
        self.motion.steps.iter().map(contact).collect()
    }

    /// The contacts of running steps in order.
    pub fn contacts(&self) -> Vec<TruthContact> {
        let mut all = self.all_contacts();
        all.retain(|c| c.running);
        all
    }

    /// Vertical ground reaction force at `t` seconds, body weights. `None` outside running, where it is not modelled.
    pub fn vertical_force(&self, t: f64) -> Option<f64> {
        let steps = &self.motion.steps;
        let i = steps.partition_point(|s| s.touch <= t).checked_sub(1)?;
        let step = steps.get(i).filter(|s| t < s.next)?;
        Some(step.force.as_ref()?.at(t - step.touch))
    }

    /// Contacts, steps and medians.
    pub fn truth(&self) -> Truth {
        let steps = self.steps();
        let steady = steps.iter().any(|s| s.contact.steady);
        let mut all: BTreeMap<&'static str, [Vec<f64>; 3]> = BTreeMap::new();
        for s in steps.iter().filter(|s| s.contact.steady || !steady) {
            for (&id, &v) in &s.values {
                let lists = all.entry(id).or_default();
                lists[s.contact.side.index()].push(v);
                lists[2].push(v);
            }
        }
        let mut medians: BTreeMap<&'static str, Median> = all
            .into_iter()
            .map(|(id, [l, r, both])| {
                let m = Median { value: median(both), left: median(l), right: median(r) };
                (id, m)
            })
            .collect();
        let mut both = |id, f: &dyn Fn(f64, f64) -> f64, of: &str| {
            if let Some(m) = medians.get(of).copied() {
                let value = f(m.left, m.right);
                medians.insert(id, Median { value, left: f64::NAN, right: f64::NAN });
            }
        };
        both("contact_time_balance", &|l, r| 100.0 * l / (l + r), "contact_time");
        both("step_time_asymmetry", &|l, r| 200.0 * (l - r) / (l + r), "step_time");
        Truth { contacts: self.contacts(), steps, medians }
    }

    /// Ground truth of every running step.
    ///
    /// `vertical_oscillation` is that of the centre of mass, which the pelvis follows; with a person, whose pelvis moves
    /// about it, that of a pelvis sensor, and `centre_of_mass_oscillation` (cm) is given beside it.
    /// In addition to the metric ids of the catalogue: `impact_peak` (BW, only where the force has one), `pelvic_drop_at_contact`
    /// (°), `impact_time` (s, touchdown to zero vertical speed of the ankle), `peak_tibial_specific_force` (g, with gravity).
    /// Definitions: `stride_length` is from this landing to the next of the same foot; `step_length` is speed times step
    /// time; angles are relative to standing; tibial peaks are gravity-free, at the usual position of a shank sensor, within
    /// 75 ms after contact; `vertical_loading_rate` is the slope between 20 and 80 % of the time from contact to the impact
    /// peak, or to 13 % of contact if there is none; `leg_stiffness` is the spring-mass estimate from the exact
    /// times (Morin et al. 2005) with a leg of 0.53 of the height; `hand_crosses` is 1 where the hand of this side
    /// crosses the midline in the stride that begins here, else 0; `arm_crossover_share` is the share of this side's
    /// forearm's mean square angular rate in that stride that is about the vertical, %.
    pub fn steps(&self) -> Vec<StepTruth> {
        let all = &self.motion.steps;
        let running = all.iter().enumerate().filter(|(_, s)| s.running);
        running
            .filter_map(|(i, s)| {
                Some(StepTruth {
                    contact: contact(s),
                    values: self.values(s, all.get(i + 1), s.force.as_ref()?),
                })
            })
            .collect()
    }

    fn values(&self, s: &Step, next: Option<&Step>, force: &Force) -> BTreeMap<&'static str, f64> {
        let (p, m) = (&self.params, &self.motion);
        let (ic, to) = s.contact;
        let next = next.filter(|n| n.running && (n.touch - s.next).abs() < 1e-9);
        // if no running contact follows, the step ends as long after the next touchdown as it began after its own
        let step = next.map_or(s.next + ic - s.touch, |n| n.contact.0) - ic;
        let tc = to - ic;
        let mut v = BTreeMap::new();
        v.insert("step_time", step);
        v.insert("cadence", 60.0 / step);
        v.insert("contact_time", tc);
        v.insert("flight_time", step - tc);
        v.insert("duty_factor", 0.5 * tc / step);
        v.insert("speed", s.speed);
        v.insert("step_length", s.speed * step);
        let stances = &m.stances[s.side.index()];
        if let (Some(a), Some(b), Some(_)) = (stances.get(s.stance), stances.get(s.stance + 1), next) {
            let (a, b) = (a.made.place, b.made.place);
            v.insert("stride_length", (b[0] - a[0]).hypot(b[1] - a[1]));
        }
        load::of(force, threshold(p), tc, &mut v);
        v.insert("impact_time", force.first.rise);

        // angles
        let deg = f64::to_degrees;
        v.insert("foot_strike_angle", deg(m.ankle(s.side, ic).1[2].v));
        let fwd = m.heading(ic).v;
        let standing = m.leg(p, s.side, 0.0);
        let still = m.heading(0.0).v;
        let shank = |t| lean(&m.leg(p, s.side, t).1, fwd);
        v.insert("shank_angle_at_contact", deg(lean(&standing.1, still) - shank(ic)));
        let thigh = lean(&m.leg(p, s.side, to).0, fwd) - lean(&standing.0, still);
        v.insert("hip_extension_at_toe_off", deg(thigh - lean(&m.pelvis(p, to), fwd)));
        let drop = |t: f64| -s.side.sign() * deg(m.obliquity(t).v);
        let many = |a: f64, b: f64, n: usize| (0..=n).map(move |i| a + (b - a) * i as f64 / n as f64);
        // 200 points: a parabola-shaped peak is missed by at most 1e-5 of its height
        let peak = many(ic, to, 200).map(drop).fold(f64::MIN, f64::max);
        v.insert("pelvic_drop_at_contact", drop(ic));
        v.insert("pelvic_drop_peak", peak);
        v.insert("pelvic_drop_midstance", drop(0.5 * (ic + to)));
        v.insert("pelvic_drop_excursion", peak - drop(ic));
        let n = 64;
        let range = |f: &dyn Fn(f64) -> f64| {
            let (low, high) =
                many(s.touch, s.next, n).map(f).fold((f64::MAX, f64::MIN), |(l, h), x| (l.min(x), h.max(x)));
            high - low
        };
        v.insert("pelvic_tilt_range", range(&|t| deg(lean(&m.pelvis(p, t), fwd))));
        v.insert(
            "trunk_lean",
            many(ic, to, n).map(|t| deg(lean(&m.trunk(p, t), fwd))).sum::<f64>() / (n + 1) as f64,
        );
        let centre = 100.0 * range(&|t| m.centre(t).0.v);
        let rise = if p.person.is_some() {
            v.insert("centre_of_mass_oscillation", centre);
            let sensor = SensorSpec::pelvis().place_m;
            100.0 * range(&|t| m.pelvis(p, t).point(sensor).y.v)
        } else {
            centre
        };
        v.insert("vertical_oscillation", rise);
        v.insert("vertical_ratio", rise / (s.speed * step));
        v.insert("leg_stiffness", self.stiffness(tc, step - tc, s.speed));
        let across = |t: f64| {
            let hand = m.forearm(p, s.side, t).origin - m.pelvis(p, t).origin;
            let (sin, cos) = m.heading(t).v.sin_cos();
            -s.side.sign() * (hand.x.v * sin + hand.z.v * cos)
        };
        let cross = many(s.touch, s.touch + 2.0 * (s.next - s.touch), 32).map(across);
        v.insert("hand_crosses", if cross.fold(f64::MIN, f64::max) > 0.0 { 1.0 } else { 0.0 });
        v.insert("arm_crossover_share", self.turning_across(s));
        self.tibia(s.side, ic, &mut v);
        v
    }

    /// Share of the forearm's rotation that is about the vertical, minus the stride's mean; %.
    fn turning_across(&self, s: &Step) -> f64 {
        let (p, m) = (&self.params, &self.motion);
        // 128 points resolve harmonics up to the 60th, far more than an arm has.
        let n = 128;
        let (mut sum, mut vertical, mut all) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let pose = m.forearm(p, s.side, s.touch + 2.0 * (s.next - s.touch) * f64::from(i) / f64::from(n));
            let rate = pose.angular_rate();
            let about: f64 = pose.axes.iter().zip(&rate).map(|(e, w)| e.value()[1] * w).sum();
            sum += about;
            vertical += about * about;
            all += rate.iter().map(|w| w * w).sum::<f64>();
        }
        let mean = sum * sum / f64::from(n);
        100.0 * (vertical - mean) / (all - mean)
    }

    /// Tibial peaks at 1 kHz, where the shapes (widest content below 100 Hz) lose less than 0.5 %.
    fn tibia(&self, side: Side, ic: f64, v: &mut BTreeMap<&'static str, f64>) {
        let spec = SensorSpec::on(Part::Shank(side));
        let (mut axial, mut whole, mut felt) = (f64::MIN, 0.0f64, f64::MIN);
        for i in 0..=75 {
            let t = ic + 0.001 * f64::from(i);
            let pose = self.pose(spec.part, t);
            let a = pose.point(spec.place_m).second();
            let up = pose.axes[1].value();
            let along = a.iter().zip(&up).map(|(a, u)| a * u).sum::<f64>();
            axial = axial.max(along);
            felt = felt.max(along + G * up[1]);
            whole = whole.max(a.iter().map(|a| a * a).sum::<f64>().sqrt());
        }
        v.insert("peak_tibial_acceleration", axial / G);
        v.insert("peak_tibial_acceleration_resultant", whole / G);
        v.insert("peak_tibial_specific_force", felt / G);
    }

    /// Spring-mass leg stiffness from times, kN/m (Morin et al. 2005).
    fn stiffness(&self, tc: f64, tf: f64, speed: f64) -> f64 {
        let (body, pi) = (&self.params.body, std::f64::consts::PI);
        let leg = 0.53 * body.height_m;
        let top = body.mass_kg * G * 0.5 * pi * (tf / tc + 1.0);
        let dip = top * tc * tc / (body.mass_kg * pi * pi) - G * tc * tc / 8.0;
        let half = 0.5 * speed * tc;
        let squeeze = leg - (leg * leg - half * half).max(0.0).sqrt() + dip;
        top / squeeze / 1000.0
    }
}

fn contact(s: &Step) -> TruthContact {
    TruthContact {
        side: s.side,
        initial_contact_s: s.contact.0,
        toe_off_s: s.contact.1,
        running: s.running,
        steady: s.steady,
    }
}

fn median(mut x: Vec<f64>) -> f64 {
    x.sort_by(f64::total_cmp);
    let n = x.len();
    match (x.get(n / 2), x.get(n.saturating_sub(1) / 2)) {
        (Some(a), Some(b)) => 0.5 * (a + b),
        _ => f64::NAN,
    }
}
