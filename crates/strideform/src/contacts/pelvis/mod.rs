//! Contacts from a sensor on the pelvis (sacrum, low back or hip).
//!
//! [`PelvisTwoLevelSine`] is the default; the published methods are in `published`, one file each.

mod fore_aft;
mod gravity_free;
mod heading;
mod published;
mod range_clip;
mod side;
mod stride_mean;
mod two_level_sine;
mod vertical;
mod zero_clip;

pub use published::{Auvinet2002, Lee2010, Patoz2022, Wixted2010};
pub use two_level_sine::{AfterRise, DutyBySpeed, PelvisTwoLevelSine};

pub(crate) use fore_aft::fore_aft_swing;
pub(crate) use range_clip::limit_g;
pub(crate) use two_level_sine::humps_of;
pub(crate) use vertical::Vertical;
