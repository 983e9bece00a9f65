//! Contacts from the pelvis: sacrum, low back or hip.

mod auvinet;
mod bout;
mod duty;
mod errors;
mod frame;
mod gravity_free;
mod lee;
mod patoz;
mod range_clip;
mod rival;
mod side;
mod sine;
mod stances;
mod two_level;
mod vertical;
mod whole;
mod wixted;
mod zero_clip;

pub use auvinet::Auvinet2002;
pub use lee::Lee2010;
pub use patoz::Patoz2022;
pub use two_level::PelvisTwoLevelSine;
pub use wixted::Wixted2010;

pub(crate) use range_clip::limit_g;
pub(crate) use stances::humps_of;
pub(crate) use vertical::Vertical;
