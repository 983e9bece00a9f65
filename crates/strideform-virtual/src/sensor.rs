//! A sensor on a segment: its position, orientation, sampling rate and faults.

use super::VirtualRun;
use super::force::G;
use super::jet::Pose;
use super::params::Side;
use super::sensor_faults::SensorFaults;
use nalgebra::{Quaternion, UnitQuaternion, Vector3};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};

/// A body part that can carry a sensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Foot; origin in the ankle.
    Foot(Side),
    /// Shank; origin in the ankle, y towards the knee.
    Shank(Side),
    /// Thigh; origin in the knee, y towards the hip.
    Thigh(Side),
    /// Pelvis; origin in the centre of mass.
    Pelvis,
    /// Trunk; origin in the pelvis's origin.
    Trunk,
    /// Forearm; origin in the wrist, y towards the elbow.
    Wrist(Side),
}

impl Part {
    /// The spelling of strideform's placements: `foot-left`, `pelvis`, …
    pub fn name(self) -> String {
        let (part, side) = match self {
            Part::Pelvis => return "pelvis".into(),
            Part::Trunk => return "trunk".into(),
            Part::Foot(s) => ("foot", s),
            Part::Shank(s) => ("shank", s),
            Part::Thigh(s) => ("thigh", s),
            Part::Wrist(s) => ("wrist", s),
        };
        let side = match side {
            Side::Left => "left",
            Side::Right => "right",
        };
        format!("{part}-{side}")
    }

    /// The part with this placement name.
    pub fn from_name(name: &str) -> Option<Self> {
        let both = [Side::Left, Side::Right];
        let sided = [Part::Foot, Part::Shank, Part::Thigh, Part::Wrist];
        [Part::Pelvis, Part::Trunk]
            .into_iter()
            .chain(sided.into_iter().flat_map(|f| both.map(f)))
            .find(|p| p.name() == name)
    }

    /// Typical sensor position, metres in segment axes (*chosen*): the laces, the lower inner shin, the outer thigh, the
    /// sacrum, the sternum, the back of the wrist.
    fn typical_place(self) -> [f64; 3] {
        match self {
            Part::Foot(_) => [0.07, -0.02, 0.0],
            Part::Shank(s) => [0.03, 0.12, -0.02 * s.sign()],
            Part::Thigh(s) => [0.02, 0.2, 0.07 * s.sign()],
            Part::Pelvis => [-0.11, 0.0, 0.0],
            Part::Trunk => [0.1, 0.35, 0.0],
            Part::Wrist(s) => [0.0, 0.03, 0.03 * s.sign()],
        }
    }
}

/// A sensor and how it is worn.
#[derive(Clone, Debug)]
pub struct SensorSpec {
    /// The body part it is worn on.
    pub part: Part,
    /// Position on the part, metres in its axes (x anterior, y up, z right).
    pub place_m: [f64; 3],
    /// Rotation from sensor axes to segment axes.
    pub attitude: UnitQuaternion<f64>,
    /// Samples per second.
    pub rate_hz: f64,
    /// Time of the first sample, seconds of the run.
    pub start_s: f64,
    /// Its measurement errors.
    pub faults: SensorFaults,
}

impl SensorSpec {
    /// A perfect 200 Hz sensor at the typical position, with its axes along the segment's.
    pub fn on(part: Part) -> Self {
        Self {
            part,
            place_m: part.typical_place(),
            attitude: UnitQuaternion::identity(),
            rate_hz: 200.0,
            start_s: 0.0,
            faults: SensorFaults::default(),
        }
    }
    /// From a placement name: `foot-left`, `shank-right`, `pelvis`, ….
    pub fn named(placement: &str) -> Option<Self> {
        Part::from_name(placement).map(Self::on)
    }
    /// On a foot.
    pub fn foot(side: Side) -> Self {
        Self::on(Part::Foot(side))
    }
    /// On a shank.
    pub fn shank(side: Side) -> Self {
        Self::on(Part::Shank(side))
    }
    /// On the pelvis.
    pub fn pelvis() -> Self {
        Self::on(Part::Pelvis)
    }
    /// The same sensor at another rate.
    pub fn rate(self, rate_hz: f64) -> Self {
        Self { rate_hz, ..self }
    }
    /// The same sensor, rotated.
    pub fn turned(self, attitude: UnitQuaternion<f64>) -> Self {
        Self { attitude, ..self }
    }
    /// The same sensor with faults.
    pub fn with(self, faults: SensorFaults) -> Self {
        Self { faults, ..self }
    }
    /// The name of its placement.
    pub fn placement(&self) -> String {
        self.part.name()
    }
}

/// A rotation drawn uniformly from all rotations.
pub fn random_attitude(seed: u64) -> UnitQuaternion<f64> {
    let mut rng = StdRng::seed_from_u64(seed ^ 0x5eed_a771_70de_0000);
    let mut n = || -> f64 { StandardNormal.sample(&mut rng) };
    UnitQuaternion::from_quaternion(Quaternion::new(n(), n(), n(), n()))
}

/// What a sensor recorded.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Recorded {
    /// Placement, spelled as in strideform.
    pub placement: String,
    /// Time stamps by the sensor's clock, s.
    pub time_s: Vec<f64>,
    /// Specific force in sensor axes, m/s² (at rest one g upward).
    pub acc: [Vec<f64>; 3],
    /// Angular rate in sensor axes, rad/s.
    pub gyr: [Vec<f64>; 3],
    /// True sampling time of each row, s of the run.
    pub true_s: Vec<f64>,
    /// Rows in which a channel was clipped.
    pub clipped: Vec<usize>,
    /// True sampling times of the lost samples, s of the run.
    pub lost_s: Vec<f64>,
}

impl VirtualRun {
    /// Position and orientation of a part at `t` seconds.
    pub(crate) fn pose(&self, part: Part, t: f64) -> Pose {
        let (p, m) = (&self.params, &self.motion);
        match part {
            Part::Foot(s) => m.foot(s, t),
            Part::Shank(s) => m.leg(p, s, t).1,
            Part::Thigh(s) => m.leg(p, s, t).0,
            Part::Pelvis => m.pelvis(p, t),
            Part::Trunk => m.trunk(p, t),
            Part::Wrist(s) => m.forearm(p, s, t),
        }
    }

    /// Exact specific force (m/s²) and angular rate (rad/s) in sensor axes at `t` seconds.
    pub fn exact(&self, spec: &SensorSpec, t: f64) -> ([f64; 3], [f64; 3]) {
        let pose = self.pose(spec.part, t);
        let [ax, ay, az] = pose.point(spec.place_m).second();
        let a = [ax, ay + G, az];
        let along = pose.axes.map(|e| e.value().iter().zip(&a).map(|(e, a)| e * a).sum::<f64>());
        let back =
            |v: [f64; 3]| -> [f64; 3] { spec.attitude.inverse_transform_vector(&Vector3::from(v)).into() };
        (back(along), back(pose.angular_rate()))
    }

    /// Exact position (m) and velocity (m/s) of a sensor in the world (x forward at the start, y up, z right).
    pub fn place(&self, spec: &SensorSpec, t: f64) -> ([f64; 3], [f64; 3]) {
        let p = self.pose(spec.part, t).point(spec.place_m);
        (p.value(), p.rate())
    }

    /// Exact orientation of the segment that carries the sensor, segment to world (x forward at the start, y up, z right).
    pub fn attitude(&self, part: Part, t: f64) -> nalgebra::Rotation3<f64> {
        let c = self.pose(part, t).axes.map(|e| nalgebra::Vector3::from(e.value()));
        nalgebra::Rotation3::from_matrix_unchecked(nalgebra::Matrix3::from_columns(&c))
    }
}
