//! Orientation of a body segment during running, from the sensor's axes to the body's and to the vertical.
//!
//! [`orient`] integrates the angular rate of every running stretch, closed over whole strides or, where the course bends,
//! filtered by offline VQF, and finds the body's axes from the movement. It does not need the sensor to be aligned, only to
//! stay where it is; where it slips, the parts are aligned separately.

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

pub use body_frame::{BodyFrame, Part};
pub use estimate::orient;
pub use forward::{forward_sense, heights};
pub use functional_axis::{FunctionalAxis, medio_lateral_axis};
pub use gravity::{Standing, running_gravity, standing};
pub use heading::Heading;
pub(crate) use heading::{half_stride_covariance, largest, sense};
pub use posture::Posture;
pub use segment::{OrientationMethod, Oriented, OrientedBout, Running};
pub use vqf::{Vqf, VqfParams, offline_vqf};
