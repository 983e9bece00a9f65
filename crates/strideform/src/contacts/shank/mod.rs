//! Contacts from a sensor on the shank.
//!
//! [`ShankTwoOnsets`] is the one used unless another is asked for. The published rivals work in windows around the
//! same impacts and on the same axes, so that a comparison shows the rule and not the search for strides.

mod aubol;
mod axes;
mod curve;
mod fadillioglu;
mod gather;
mod impacts;
mod local;
mod mercer;
mod onset;
mod purcell;
mod rotation;
mod stretch;
mod toe_off;
mod two_onsets;

pub use aubol::AubolMilner2020;
pub use fadillioglu::Fadillioglu2020;
pub use mercer::Mercer2003;
pub use purcell::Purcell2005;
pub use two_onsets::ShankTwoOnsets;
