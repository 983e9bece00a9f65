//! Contacts from a sensor on the shank.
//!
//! [`ShankTwoOnsets`] is the one used unless another is asked for. The published rivals work in windows around the
//! same impacts and on the same axes, so that a comparison shows the rule and not the search for strides.

mod axes;
mod curve;
mod gather;
mod impacts;
mod local;
mod onset;
mod toe_off;
mod two_onsets;

pub use two_onsets::ShankTwoOnsets;
