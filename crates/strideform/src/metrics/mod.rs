//! Metrics with their uncertainty: value, unit, left and right, spread, number of steps, method, caveats.

mod angles;
mod cadence;
mod catalogue;
mod curves;
mod estimate;
mod foot_flat;
mod foot_strike;
mod lean;
mod measured;
mod oscillation;
mod pelvis;
mod sagittal;
mod shank_angle;
mod stride_length;
mod symmetry;
mod tibial;
mod timing;
mod told_speed;
mod vertical_force;

pub use angles::{AngleInput, angles, join};
pub use cadence::{CadenceEstimate, CadenceWindow, by_periodicity};
pub use catalogue::{MetricInfo, catalogue, info};
pub use curves::{CURVE_POINTS, CycleCurve, cycle_curves, cycle_without_gyroscope};
pub use estimate::{Metric, Point, Sided, half_width};
pub use foot_strike::{StrikeClass, foot_strike, strike_class, strike_probabilities, strike_shares};
pub use lean::{hip_extension, trunk_lean};
pub use measured::Measured;
pub use oscillation::oscillation;
pub use pelvis::pelvis;
pub use shank_angle::shank_angle;
pub use stride_length::stride_length;
pub use symmetry::{SideError, contact_time_balance, step_time_asymmetry};
pub use tibial::{TibialInput, TibialPeak, tibial, tibial_peaks};
pub use timing::{TimingInput, timing};
pub use told_speed::of_told_speed;
pub use vertical_force::{ActivePeak, VerticalForceInput, active_peaks, vertical_force};
