//! What a person corrects by hand: the recording stays as it is, and the analysis follows the corrections.
//!
//! Times are seconds on the common clock of the run, whose zero is the earliest first sample: the clock of the contacts of
//! an analysis. A *sensor* is named by its file, with or without its folder, by `FILE#DEVICE`, or by its placement: as it was
//! read in [`Edits::placement`], as corrected there in [`Edits::axis`] and [`Edits::swap_sides`], as shown in the results
//! for contacts. A segment (`shank`) names all of its sensors.

mod contact;
mod describe;
mod list;
mod mounting;
mod number;
mod parse;
mod span;
#[cfg(test)]
mod tests;
mod version;

pub use contact::{AddedContact, MovedContact, RemovedContact};
pub use list::Edits;
pub(crate) use mounting::mirror;
pub use mounting::{HousingAxis, Mounting};
pub use span::Excluded;
