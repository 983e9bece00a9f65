//! Initial contact and toe-off of every step, in sub-sample seconds, from one sensor.
//!
//! One file per published method; each is a plain struct with public parameters behind [`ContactMethod`].
//! [`all`], [`by_id`] and [`default_for`] find them.

mod contact;
mod events;
pub mod foot;
mod method;
pub mod pelvis;
mod registry;
pub mod shank;

pub(crate) use contact::Hump;
pub use contact::{BoutAxes, Contact, ContactSide, Contacts, TimingError, TimingErrors};
pub use events::Event;
pub use method::{ContactInput, ContactMethod, MethodInfo, Missing};
pub use registry::{all, by_id, default_for};
