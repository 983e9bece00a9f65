//! Curves over the stride: the mean of a side, and the strides behind it.

use serde::{Deserialize, Serialize, Serializer};

use crate::contacts::ContactSide;
use crate::recording::{Placement, stored};

/// Values of a curve: at 0, 1, … 100 % of the stride.
pub const CURVE_POINTS: usize = 101;

/// Mean curve of one quantity over the stride of one side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CycleCurve {
    /// `pelvic_obliquity`, `foot_pitch`, `shank_angle` (°) or `vertical_acceleration` (g).
    #[serde(deserialize_with = "stored::text")]
    pub id: stored::Text,
    /// Unit of `mean` and `sd`.
    #[serde(deserialize_with = "stored::text")]
    pub unit: stored::Text,
    /// The foot whose initial contact is 0 %; unknown if the sensor does not distinguish the sides.
    pub side: ContactSide,
    /// The sensor.
    pub placement: Placement,
    /// Mean at 0, 1, … 100 % of the stride. Positive means: obliquity, the side of the swing leg drops; foot, toes up;
    /// shank, ankle ahead of the knee; acceleration, upwards with gravity removed.
    #[serde(serialize_with = "thousandths")]
    pub mean: Vec<f64>,
    /// Standard deviation over strides, in `unit`, at the same points.
    #[serde(serialize_with = "thousandths")]
    pub sd: Vec<f64>,
    /// Mean toe-off, % of the stride.
    pub toe_off_percent: Option<f64>,
    /// Strides averaged.
    pub n: usize,
    /// Strides omitted because they differ from the others: setting off, a stumble, a bend.
    pub left_out: usize,
    /// What zero means.
    #[serde(deserialize_with = "stored::text")]
    pub zero: stored::Text,
}

/// Every stride of one side behind a mean curve.
///
/// All lists but `values` have one entry per stride, in chronological order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StrideCurves {
    /// As in [`CycleCurve`]; `acceleration_norm` (g) exists for every sensor that has contacts.
    pub id: &'static str,
    /// Unit of `values`.
    pub unit: &'static str,
    /// The foot whose initial contact is 0 %.
    pub side: ContactSide,
    /// The sensor.
    pub placement: Placement,
    /// What zero means.
    pub zero: &'static str,
    /// Initial contact, s; in an analysis on the common clock.
    pub start_s: Vec<f64>,
    /// The same foot's next initial contact, s.
    pub end_s: Vec<f64>,
    /// Toe-off, % of the stride.
    pub toe_off_percent: Vec<Option<f64>>,
    /// True for a stride that the mean curve omits because it differs from the others.
    pub outlier: Vec<bool>,
    /// [`CURVE_POINTS`] values per stride, one stride after the other.
    pub values: Vec<f32>,
}

impl StrideCurves {
    /// Number of strides.
    pub fn len(&self) -> usize {
        self.start_s.len()
    }

    /// True without strides.
    pub fn is_empty(&self) -> bool {
        self.start_s.is_empty()
    }
}

/// A thousandth of a degree or of a g is far below any sensor's noise.
fn thousandths<S: Serializer>(values: &[f64], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(values.iter().map(|v| (v * 1000.0).round() / 1000.0))
}
