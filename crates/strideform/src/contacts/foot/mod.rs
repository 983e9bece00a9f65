//! Contacts from a sensor on the foot or shoe.
//!
//! With a gyroscope everything rests on the pitch rate, the angular rate about the foot's medio-lateral axis: it has
//! one broad positive lobe a stride (the swing), and a negative spike after each end of the contact.

mod axes;
mod cycles;
mod falbriard;
mod outcome;
mod slap;
mod window;

pub use falbriard::FalbriardFoot;
pub use slap::FootSlap;
