//! The parameters of a virtual run. Every field has a default; pairs are `[left, right]`.

use super::person::Person;
use serde::{Deserialize, Serialize};

/// Left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

impl Side {
    /// 0 for left, 1 for right: the index into a pair.
    pub fn index(self) -> usize {
        match self {
            Side::Left => 0,
            Side::Right => 1,
        }
    }
    /// The other side.
    pub fn other(self) -> Self {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }
    /// −1 for left, +1 for right: the sign along the z axis.
    pub(crate) fn sign(self) -> f64 {
        match self {
            Side::Left => -1.0,
            Side::Right => 1.0,
        }
    }
}

/// One stretch of the session. Each begins and ends at rest on both feet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Stretch {
    /// Standing still.
    Stand {
        /// Length, s.
        seconds: f64,
    },
    /// Walking with double support.
    Walk {
        /// Length, s.
        seconds: f64,
        /// Speed, m/s.
        speed_mps: f64,
        /// Steps per minute.
        cadence_spm: f64,
    },
    /// Running with the parameters of the run.
    Run {
        /// Length, s.
        seconds: f64,
    },
    /// Turning on the spot in small steps.
    Turn {
        /// Angle, degrees, positive to the left.
        degrees: f64,
    },
}

/// The body. Segment lengths as shares of height: thigh 0.245, shank 0.246 (Winter's table).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Height, m.
    pub height_m: f64,
    /// Mass, kg; determines what 50 N is in body weights.
    pub mass_kg: f64,
    /// Distance between the hip joints, m.
    pub hip_width_m: f64,
    /// Distance between the lines that the two ankles land on, m.
    pub step_width_m: f64,
}

impl Default for Body {
    fn default() -> Self {
        Self { height_m: 1.75, mass_kg: 70.0, hip_width_m: 0.18, step_width_m: 0.08 }
    }
}

impl Body {
    /// Thigh length, m.
    pub fn thigh_m(&self) -> f64 {
        0.245 * self.height_m
    }
    /// Shank length, m.
    pub fn shank_m(&self) -> f64 {
        0.246 * self.height_m
    }
}

/// How parameters change slowly over running time: linear, per hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fatigue {
    /// Contact time, percent per hour.
    pub contact_percent: f64,
    /// Cadence, steps/min per hour.
    pub cadence_spm: f64,
    /// Pelvic drop, degrees per hour, per side.
    pub drop_deg: [f64; 2],
    /// Strike angle, degrees per hour.
    pub strike_deg: f64,
    /// Trunk lean, degrees per hour.
    pub lean_deg: f64,
}

/// Standard deviation of the step-to-step scatter; zero everywhere gives a perfectly periodic run.
///
/// The defaults are *chosen* near the scatter of trained runners on a treadmill (contact time SD 6 ms and step time SD
/// 4.6 ms within trials, measured on the recordings of docs/VALIDATION.md).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scatter {
    /// Step time, s.
    pub step_time_s: f64,
    /// Contact time, s.
    pub contact_s: f64,
    /// Strike angle, degrees.
    pub strike_deg: f64,
    /// Pelvic drop, degrees.
    pub drop_deg: f64,
    /// Vertical speed of the ankle at contact, m/s.
    pub ankle_speed_mps: f64,
}

impl Default for Scatter {
    fn default() -> Self {
        Self { step_time_s: 0.004, contact_s: 0.004, strike_deg: 0.6, drop_deg: 0.3, ankle_speed_mps: 0.05 }
    }
}

impl Scatter {
    /// No scatter at all.
    pub fn none() -> Self {
        Self { step_time_s: 0.0, contact_s: 0.0, strike_deg: 0.0, drop_deg: 0.0, ankle_speed_mps: 0.0 }
    }
}

/// The parameters of a virtual run. Create them with `Params { speed_mps: 4.0, ..Params::default() }`.
///
/// Contact time, strike angle and drop are defined as force-plate studies define them: contact is where the vertical
/// force is above 50 N, and angles are taken at that instant. Mechanical touchdown is a few milliseconds earlier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Mean running speed, m/s (2–6).
    pub speed_mps: f64,
    /// Steps per minute of both feet (120–240).
    pub cadence_spm: f64,
    /// Contact time above 50 N, s (0.15–0.5, at most 0.9 of the step time).
    pub contact_s: [f64; 2],
    /// How much longer the step that begins on this side lasts, s (negative: shorter).
    pub step_time_offset_s: [f64; 2],
    /// Pitch of the foot at contact, degrees, toe up positive (−10…+25).
    pub strike_angle_deg: [f64; 2],
    /// Contralateral pelvic drop from contact to its peak in stance, degrees (0–12).
    pub drop_deg: [f64; 2],
    /// Contralateral pelvic drop at contact, degrees.
    pub drop_at_contact_deg: [f64; 2],
    /// When the drop peaks during stance, as a share of the contact time.
    pub drop_peak_at: f64,
    /// Pelvic rotation about the vertical, half range, degrees.
    pub pelvic_rotation_deg: f64,
    /// Anterior pelvic tilt while running minus standing, degrees.
    pub pelvic_tilt_deg: f64,
    /// Half range of the pelvic tilt at step frequency, degrees.
    pub pelvic_tilt_swing_deg: f64,
    /// Forward lean of the trunk while running minus standing, degrees.
    pub trunk_lean_deg: f64,
    /// Half range of the trunk lean at step frequency, degrees.
    pub trunk_swing_deg: f64,
    /// Half range of the sideways movement of the centre of mass, m.
    pub sway_m: f64,
    /// Time from touchdown to zero vertical speed of the ankle, s; also half the width of the force's first pulse.
    pub impact_time_s: f64,
    /// Downward speed of the ankle at touchdown, m/s.
    pub ankle_speed_mps: f64,
    /// What is added to that on either side, m/s: heel pounding of one side.
    #[serde(skip_serializing_if = "none_added")]
    pub ankle_speed_added_mps: [f64; 2],
    /// Moves as people do, in the way of this person; `None` for the simpler curves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// Scale of braking and propulsion, body weights (the peak is 1.3 times this).
    pub braking_bw: f64,
    /// Share of stance at which the foot lies flat.
    pub flat_at: f64,
    /// Share of stance at which the heel begins to rise.
    pub heel_rise_at: f64,
    /// Pitch of the foot at toe-off, degrees.
    pub toe_off_pitch_deg: f64,
    /// Outward turn of the foot, degrees.
    pub toe_out_deg: f64,
    /// Inversion of the foot at contact and at toe-off, degrees.
    pub inversion_deg: f64,
    /// How far the swinging hands cross the midline at the front, m per side (negative: they stay outside).
    pub arm_crossover_m: [f64; 2],
    /// Half range of the upper arm's swing, degrees.
    pub arm_swing_deg: f64,
    /// Seconds of running if `session` is empty.
    pub seconds: f64,
    /// Standing before and after the run if `session` is empty, s.
    pub standing_s: [f64; 2],
    /// Seconds over which each run segment reaches its speed, and slows again at its end.
    pub speed_up_s: f64,
    /// Share by which cadence and speed are lower at the start of the first run segment, fading over `warm_up_s`.
    pub warm_up: f64,
    /// Length of the warm-up, s.
    pub warm_up_s: f64,
    /// The session; empty means stand, run for `seconds`, stand.
    pub session: Vec<Stretch>,
    /// The foot that lands first.
    pub first_side: Side,
    /// Step-to-step scatter.
    pub scatter: Scatter,
    /// Slow changes over the run.
    pub fatigue: Fatigue,
    /// The body.
    pub body: Body,
    /// Seed of all random draws.
    pub seed: u64,
}

fn none_added(added: &[f64; 2]) -> bool {
    *added == [0.0, 0.0]
}

impl Default for Params {
    fn default() -> Self {
        Self {
            speed_mps: 3.0,
            cadence_spm: 168.0,
            contact_s: [0.25, 0.25],
            step_time_offset_s: [0.0, 0.0],
            strike_angle_deg: [12.0, 12.0],
            drop_deg: [4.5, 4.5],
            drop_at_contact_deg: [1.0, 1.0],
            drop_peak_at: 0.4,
            pelvic_rotation_deg: 6.0,
            pelvic_tilt_deg: 5.0,
            pelvic_tilt_swing_deg: 3.0,
            trunk_lean_deg: 8.0,
            trunk_swing_deg: 2.0,
            sway_m: 0.01,
            impact_time_s: 0.050,
            ankle_speed_mps: 1.1,
            ankle_speed_added_mps: [0.0, 0.0],
            person: None,
            braking_bw: 0.25,
            flat_at: 0.25,
            heel_rise_at: 0.5,
            toe_off_pitch_deg: -57.0,
            toe_out_deg: 6.0,
            inversion_deg: 5.0,
            arm_crossover_m: [-0.05, -0.05],
            arm_swing_deg: 25.0,
            seconds: 60.0,
            standing_s: [5.0, 3.0],
            speed_up_s: 2.5,
            warm_up: 0.0,
            warm_up_s: 60.0,
            session: Vec::new(),
            first_side: Side::Left,
            scatter: Scatter::default(),
            fatigue: Fatigue::default(),
            body: Body::default(),
            seed: 1,
        }
    }
}

impl Params {
    /// The stretches of the session.
    pub(crate) fn plan(&self) -> Vec<Stretch> {
        if !self.session.is_empty() {
            return self.session.clone();
        }
        vec![
            Stretch::Stand { seconds: self.standing_s[0] },
            Stretch::Run { seconds: self.seconds },
            Stretch::Stand { seconds: self.standing_s[1] },
        ]
    }

    /// The run with left and right swapped; its signals are mirror images.
    pub fn mirrored(&self) -> Self {
        let flip = |p: [f64; 2]| [p[1], p[0]];
        let mut m = self.clone();
        m.contact_s = flip(self.contact_s);
        m.step_time_offset_s = flip(self.step_time_offset_s);
        m.strike_angle_deg = flip(self.strike_angle_deg);
        m.drop_deg = flip(self.drop_deg);
        m.drop_at_contact_deg = flip(self.drop_at_contact_deg);
        m.ankle_speed_added_mps = flip(self.ankle_speed_added_mps);
        m.person = self.person.map(|p| Person { shank_ahead_deg: flip(p.shank_ahead_deg), ..p });
        m.arm_crossover_m = flip(self.arm_crossover_m);
        m.fatigue.drop_deg = flip(self.fatigue.drop_deg);
        m.first_side = self.first_side.other();
        for s in &mut m.session {
            if let Stretch::Turn { degrees } = s {
                *degrees = -*degrees;
            }
        }
        m
    }
}

/// Why a run with these parameters is impossible.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Impossible {
    /// A parameter lies outside its range or is not a number.
    OutOfRange {
        /// The field.
        field: &'static str,
        /// Its value.
        value: f64,
    },
    /// The contact is longer than 0.9 of its step or shorter than the pulses of the force allow.
    ContactTooLong {
        /// Contact time, s.
        contact_s: f64,
        /// Step time, s.
        step_s: f64,
    },
    /// The hip is farther from the ankle than thigh plus shank, however deep the crouch.
    LegTooShort {
        /// When, s.
        time_s: f64,
        /// Which leg.
        side: Side,
        /// Hip-to-ankle distance divided by leg length.
        reach: f64,
    },
}

impl std::fmt::Display for Impossible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OutOfRange { field, value } => write!(f, "{field} = {value} is out of range"),
            Self::ContactTooLong { contact_s, step_s } => {
                write!(f, "a contact of {contact_s} s does not fit in a step of {step_s} s")
            }
            Self::LegTooShort { time_s, side, reach } => {
                write!(f, "at {time_s:.3} s the {side:?} leg would have to be {reach:.2} times its length")
            }
        }
    }
}

impl std::error::Error for Impossible {}

/// Rejects parameters outside the range of the mechanics.
pub(crate) fn check(p: &Params) -> Result<(), Impossible> {
    let one = |field, value: f64, low: f64, high: f64| {
        if value >= low && value <= high { Ok(()) } else { Err(Impossible::OutOfRange { field, value }) }
    };
    one("speed_mps", p.speed_mps, 1.0, 7.0)?;
    one("cadence_spm", p.cadence_spm, 110.0, 260.0)?;
    one("seconds", p.seconds, 2.0, 200_000.0)?;
    one("impact_time_s", p.impact_time_s, 0.01, 0.08)?;
    one("ankle_speed_mps", p.ankle_speed_mps, 0.1, 3.0)?;
    one("flat_at", p.flat_at, 0.1, 0.45)?;
    one("heel_rise_at", p.heel_rise_at, p.flat_at, 0.75)?;
    one("drop_peak_at", p.drop_peak_at, 0.15, 0.8)?;
    one("warm_up", p.warm_up, 0.0, 0.4)?;
    one("speed_up_s", p.speed_up_s, 0.1, 1e4)?;
    one("warm_up_s", p.warm_up_s, 0.1, 1e5)?;
    one("body.height_m", p.body.height_m, 1.2, 2.3)?;
    one("body.mass_kg", p.body.mass_kg, 25.0, 200.0)?;
    if let Some(person) = &p.person {
        for score in person.scores {
            one("person.scores", score, -4.0, 4.0)?;
        }
        for angle in person.shank_ahead_deg {
            one("person.shank_ahead_deg", angle, -20.0, 25.0)?;
        }
    }
    for i in 0..2 {
        one("ankle_speed_added_mps", p.ankle_speed_added_mps[i], -1.0, 2.5)?;
        one("contact_s", p.contact_s[i], 0.1, 0.55)?;
        one("strike_angle_deg", p.strike_angle_deg[i], -20.0, 35.0)?;
        one("drop_deg", p.drop_deg[i], 0.0, 20.0)?;
        one("drop_at_contact_deg", p.drop_at_contact_deg[i], -10.0, 10.0)?;
        one("standing_s", p.standing_s[i], 0.0, 1e5)?;
    }
    Ok(())
}
