//! Contacts from a sensor on the foot or shoe.
//!
//! With a gyroscope everything rests on the pitch rate, the angular rate about the foot's medio-lateral axis: it has
//! one broad positive lobe a stride (the swing), and a negative spike after each end of the contact. Without one, impacts
//! once a stride are followed by the foot lying flat and by the push.

mod axes;
mod benson;
mod cycles;
mod falbriard;
mod force;
mod impact;
mod impacts;
mod landing;
mod outcome;
mod resultant;
mod slap;
mod still;
mod window;

pub use benson::BensonFoot;
pub use falbriard::FalbriardFoot;
pub use impact::FootImpact;
pub use resultant::ResultantPeakFoot;
pub use slap::FootSlap;
