//! Contacts from a sensor on the shank.
//!
//! [`ShankTwoOnsets`] is the default. The published methods search the same windows around the same impacts and use the
//! same axes, so a comparison shows the effect of the rules and not of the stride detection.

mod axes;
mod curve;
mod impact_candidates;
mod neighbours;
mod published;
mod rotation;
mod samples;
mod scene;
mod turns;
mod two_onsets;

pub use published::{AubolMilner2020, Fadillioglu2020, Mercer2003, Purcell2005};
pub use two_onsets::ShankTwoOnsets;
