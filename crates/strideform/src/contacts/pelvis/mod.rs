//! Contacts from the pelvis: sacrum, low back or hip.

mod bout;
mod duty;
mod errors;
mod frame;
mod gravity_free;
mod range_clip;
mod side;
mod sine;
mod stances;
mod two_level;
mod vertical;
mod whole;
mod zero_clip;

pub use two_level::PelvisTwoLevelSine;

pub(crate) use stances::Stances;
pub(crate) use vertical::Vertical;
