//! Orientation of a body segment during running: from sensor axes to body axes and to the vertical.
//!
//! [`orient`] integrates the angular rate of every running bout, closed over whole strides or, if the course bends,
//! filtered by offline VQF, and finds the body's axes from the movement. The sensor does not need to be aligned but
//! must stay in place; if it slips, the parts before and after are aligned separately.

mod body_frame;
mod estimate;
mod forward;
mod functional_axis;
mod gravity;
mod heading;
mod increments;
mod parts;
mod period;
mod posture;
mod segment;
mod strapdown;
mod vqf;

pub use estimate::orient;
pub use heading::Heading;
pub(crate) use heading::{half_stride_covariance, largest, sense};
pub use segment::{OrientationMethod, Oriented, OrientedBout, Running};
pub use vqf::{Vqf, VqfParams, offline_vqf};

// Building blocks that this project's own tests, benches and validation use: no promise of stability, not documented.
#[doc(hidden)]
pub use body_frame::{BodyFrame, Part};
#[doc(hidden)]
pub use forward::{forward_sense, heights};
#[doc(hidden)]
pub use functional_axis::{FunctionalAxis, medio_lateral_axis};
#[doc(hidden)]
pub use gravity::{Standing, running_gravity, standing};
#[doc(hidden)]
pub use posture::{Posture, StandingAngles};
