//! Initial contact and toe-off of every step from one sensor, to a fraction of a sample.
//!
//! Each method is a struct with public parameters that implements [`ContactMethod`]; look one up with [`all`],
//! [`by_id`] or [`default_for`]. Published methods are in `published` of their segment, one file each. Your own
//! detector can implement the trait or pass its events to [`Contacts::from_events`].

mod contact;
mod events;
pub mod foot;
mod laboratories;
mod method;
pub mod pelvis;
mod registry;
pub mod shank;

pub(crate) use contact::Hump;
pub use contact::{BoutAxes, Contact, ContactSide, Contacts, TimingError, TimingErrors};
pub use events::Event;
pub(crate) use laboratories::HALF_BETWEEN_LABORATORIES;
pub use method::{ContactInput, ContactMethod, MethodInfo, Missing};
pub use registry::{all, by_id, default_for, parameters, with_parameters};
