//! Metrics with their uncertainty: value, unit, left and right, spread, number of steps, method, caveats.

mod angles;
mod arm_crossover;
mod cadence;
mod catalogue;
mod contact_fusion;
mod curves;
mod cycle_curve;
mod definition;
mod drift;
mod estimate;
mod foot_flat;
mod foot_load;
mod foot_strike;
mod hip_extension;
mod id;
mod known_speed;
mod leg_stiffness;
mod loading_rate;
mod measured;
mod methods;
mod oscillation;
mod pelvis;
mod pelvis_force;
mod reference;
mod sagittal;
mod shank_angle;
mod stretched;
mod stride_length;
mod symmetry;
mod tibial;
mod tibial_loading;
mod timing;
mod trunk_lean;
mod two_mass;
mod typical_loading;
mod vertical_force;
mod watch;

pub(crate) use cadence::{WINDOW_S as CADENCE_WINDOW_S, of_windows as cadence_of_windows};
pub use catalogue::{catalogue, info};
pub(crate) use contact_fusion::{
    FeetTimes, LEFT_RIGHT_S, PelvisRun, SOURCE as FUSION_SOURCE, contact_time_of_feet,
    contact_time_of_pelvis, fusion_method_ids,
};
pub use cycle_curve::{CURVE_POINTS, CycleCurve, StrideCurves};
pub use definition::{MetricInfo, MetricMethod, Sensors, Source};
pub use drift::{Drift, SpeedOverRun};
pub use estimate::{Bound, Metric, Point, Sided};
pub(crate) use foot_load::{FootLoad, FootStance, loading_rate_of_feet, peak_force_of_feet};
pub(crate) use foot_strike::counts_from_standing;
pub use id::MetricId;
pub use methods::metric_methods;
pub(crate) use pelvis_force::{PelvisForce, peak_force_of_pelvis};
pub(crate) use reference::SOURCE as USUAL_SOURCE;
pub use reference::{Percentile, Usual, usual};
pub(crate) use tibial::tibial_of;
pub(crate) use typical_loading::typical_loading_rate;
pub(crate) use vertical_force::vertical_force_of;

// Building blocks that this project's own tests, benches and validation use: no promise of stability, not documented.
#[doc(hidden)]
pub use angles::{angles, join};
#[doc(hidden)]
pub use arm_crossover::arm_crossover;
#[doc(hidden)]
pub use cadence::{CadenceEstimate, CadenceWindow, by_periodicity};
#[doc(hidden)]
pub use curves::{acceleration_strides, cycle_curves, cycle_without_gyroscope};
#[doc(hidden)]
pub use drift::{MIN_RUNNING_S, drift};
#[doc(hidden)]
pub use estimate::half_width;
#[doc(hidden)]
pub use foot_strike::{
    StrikeClass, foot_strike, pitch_from_flat, strike_class, strike_probabilities, strike_shares,
};
#[doc(hidden)]
pub use hip_extension::hip_extension;
#[doc(hidden)]
pub use known_speed::of_known_speed;
#[doc(hidden)]
pub use leg_stiffness::{SpringMass, leg_stiffness};
#[doc(hidden)]
pub use loading_rate::{limb_stop, loading_half_width, loading_rate};
#[doc(hidden)]
pub use measured::{AngleInput, Measured};
#[doc(hidden)]
pub use oscillation::{oscillation, oscillation_without_gyroscope};
#[doc(hidden)]
pub use pelvis::pelvis;
#[doc(hidden)]
pub use shank_angle::{ContactsOf, bout_long_axes, shank_angle, shank_angle_at};
#[doc(hidden)]
pub use stretched::CurveSet;
#[doc(hidden)]
pub use stride_length::stride_length;
pub(crate) use symmetry::combined_asymmetry;
#[doc(hidden)]
pub use symmetry::{SideError, contact_time_balance, step_time_asymmetry};
#[doc(hidden)]
pub use tibial::{TibialInput, TibialPeak, tibial, tibial_peaks};
#[doc(hidden)]
pub use tibial_loading::{loading_of_peak, tibial_loading};
#[doc(hidden)]
pub use timing::{TimingInput, timing};
#[doc(hidden)]
pub use trunk_lean::trunk_lean;
#[doc(hidden)]
pub use two_mass::{ImpactPeak, LimbStop, Loading, two_mass};
#[doc(hidden)]
pub use vertical_force::{ActivePeak, VerticalForceInput, active_peaks, vertical_force};
#[doc(hidden)]
pub use watch::watch;
