//! Metrics with their uncertainty: value, unit, left and right, spread, number of steps, method, caveats.

mod angles;
mod arm_crossover;
mod cadence;
mod catalogue;
mod contact_fusion;
mod curves;
mod definition;
mod drift;
mod estimate;
mod foot_flat;
mod foot_load;
mod foot_strike;
mod id;
mod known_speed;
mod lean;
mod leg_stiffness;
mod loading_rate;
mod measured;
mod methods;
mod oscillation;
mod pelvis;
mod sagittal;
mod shank_angle;
mod stride_length;
mod symmetry;
mod tibial;
mod tibial_loading;
mod timing;
mod two_mass;
mod vertical_force;
mod watch;

pub use angles::{angles, join};
pub use arm_crossover::arm_crossover;
pub use cadence::{CadenceEstimate, CadenceWindow, by_periodicity};
pub(crate) use cadence::{WINDOW_S as CADENCE_WINDOW_S, of_windows as cadence_of_windows};
pub use catalogue::{catalogue, info};
pub(crate) use contact_fusion::{
    FeetTimes, LEFT_RIGHT_S, SOURCE as FUSION_SOURCE, contact_time_of_feet, fusion_method_id,
};
pub use curves::{CURVE_POINTS, CycleCurve, cycle_curves, cycle_without_gyroscope};
pub use definition::{MetricInfo, MetricMethod, Sensors, Source};
pub use drift::{Drift, MIN_RUNNING_S, SpeedOverRun, drift};
pub use estimate::{Bound, Metric, Point, Sided, half_width};
pub(crate) use foot_load::{FootLoad, FootStance, loading_rate_of_feet, peak_force_of_feet};
pub(crate) use foot_strike::counts_from_standing;
pub use foot_strike::{
    StrikeClass, foot_strike, pitch_from_flat, strike_class, strike_probabilities, strike_shares,
};
pub use id::MetricId;
pub use known_speed::of_known_speed;
pub use lean::{hip_extension, trunk_lean};
pub use leg_stiffness::{SpringMass, leg_stiffness};
pub use loading_rate::{limb_stop, loading_half_width, loading_rate};
pub use measured::{AngleInput, Measured};
pub use methods::metric_methods;
pub use oscillation::oscillation;
pub use pelvis::pelvis;
pub use shank_angle::{bout_long_axes, shank_angle};
pub use stride_length::stride_length;
pub use symmetry::{SideError, contact_time_balance, step_time_asymmetry};
pub(crate) use tibial::tibial_of;
pub use tibial::{TibialInput, TibialPeak, tibial, tibial_peaks};
pub use tibial_loading::{loading_of_peak, tibial_loading};
pub use timing::{TimingInput, timing};
pub use two_mass::{LimbStop, Loading, two_mass};
pub(crate) use vertical_force::vertical_force_of;
pub use vertical_force::{ActivePeak, VerticalForceInput, active_peaks, vertical_force};
pub use watch::watch;
