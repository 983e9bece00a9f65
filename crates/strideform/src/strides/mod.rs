//! Pairs contacts into steps (one foot to the other) and strides (the same foot again), with a reason wherever no pair
//! is formed.
//!
//! A step is named after the foot that begins it: the left step runs from left initial contact to the next right one.

mod cross_check;
mod timeline;
mod two_legs;

pub use timeline::{Feet, Step, Stride, Timeline};

// Building blocks that this project's own tests, benches and validation use: no promise of stability, not documented.
#[doc(hidden)]
pub use cross_check::{ContactAgreement, contact_agreement, missing_from};
#[doc(hidden)]
pub use timeline::Break;
#[doc(hidden)]
pub use two_legs::{Fused, LegContacts, Phase, fuse};
