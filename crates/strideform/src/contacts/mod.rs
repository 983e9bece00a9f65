//! Initial contact and toe-off of every step, in sub-sample seconds, from one sensor.
//!
//! One file per published method; each is a plain struct with public parameters behind [`ContactMethod`].

mod contact;
mod method;

pub use contact::{BoutAxes, Contact, ContactSide, Contacts, TimingError};
pub use method::{ContactInput, ContactMethod, MethodInfo, Missing};
