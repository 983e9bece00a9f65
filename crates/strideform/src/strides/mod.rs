//! Contacts paired into steps (one foot to the other) and strides (same foot again), each refusal with its reason.
//!
//! A step is named after the foot that begins it: the left step runs from left initial contact to the next right one.

mod concord;
mod fuse;
mod timeline;

pub use concord::{Concord, concord, lacking};
pub use fuse::{Fused, Phase, fuse};
pub use timeline::{Feet, Step, Stride, Timeline};
