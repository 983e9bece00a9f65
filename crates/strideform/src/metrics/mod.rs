//! Metrics with their uncertainty: value, unit, left and right, spread, number of steps, method, caveats.

mod cadence;
mod catalogue;
mod estimate;
mod measured;
mod pelvis;
mod symmetry;
mod tibial;
mod timing;
mod vertical_force;

pub use cadence::{CadenceEstimate, CadenceWindow, by_periodicity};
pub use catalogue::{MetricInfo, catalogue, info};
pub use estimate::{Metric, Point, Sided, half_width};
pub use measured::Measured;
pub use pelvis::pelvis;
pub use symmetry::{SideError, contact_time_balance, step_time_asymmetry};
pub use tibial::{TibialInput, TibialPeak, tibial, tibial_peaks};
pub use timing::{TimingInput, timing};
pub use vertical_force::{ActivePeak, VerticalForceInput, active_peaks, vertical_force};
