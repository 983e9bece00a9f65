//! Contacts paired into steps (one foot to the other) and strides (same foot again), each refusal with its reason.
//!
//! A step is named after the foot that begins it: the left step runs from left initial contact to the next right one.

mod cross_check;
mod fusion;
mod timeline;

pub use cross_check::{ContactAgreement, contact_agreement, missing_from};
pub use fusion::{Fused, Phase, fuse};
pub use timeline::{Feet, Step, Stride, Timeline};
