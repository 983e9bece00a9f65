//! What a person corrects by hand: the recording stays as it is, and the analysis follows the corrections.
//!
//! Times are seconds on the common clock of the run, whose zero is the earliest first sample: the clock of the contacts of
//! an analysis. A *sensor* is named by its file, with or without its folder, by `FILE#DEVICE`, or by its placement after
//! the edits of [`Edits::placement`] and before sides are swapped; a segment (`shank`) names all of its sensors.

mod contact;
mod describe;
mod mounting;
mod parse;
mod sensor;
mod span;
mod version;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Error;

use super::placement::{Placement, Side};
use super::session::Session;

pub use contact::{AddedContact, MovedContact, RemovedContact};
pub use mounting::{HousingAxis, Mounting};
pub use span::Excluded;

use version::Version;

/// Corrections by hand, version 1; in files, the keys of the table `[edits]`.
///
/// ```
/// use strideform::recording::{Edits, Placement};
///
/// let edits = Edits::from_toml("edits.toml", r#"
///     version = 1
///     exclude = [{ from_s = 62.0, to_s = 95.5, why = "traffic light" }]
///     swap_sides = ["shank"]
///     placement = { "IMU_3.csv" = "pelvis" }
///     axis = { pelvis = { up = "+y", forward = "-z" } }
///     moved = [{ at_s = 12.34, toe_off_s = 12.61 }]
///     added = [{ at_s = 13.05, toe_off_s = 13.29, side = "left" }]
///     removed = [{ at_s = 14.4 }]
/// "#)?;
/// assert_eq!(edits.placement["IMU_3.csv"], Placement::PELVIS);
/// assert_eq!(edits.described()[0], "1:02–1:35.5 left out (traffic light)");
/// # Ok::<(), strideform::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Edits {
    version: Version,
    /// Time that is left out: no contact, step or stride touches it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<Excluded>,
    /// Sensors whose left and right are exchanged. One on a leg or wrist changes its side; one on pelvis or trunk is
    /// mirrored. A sensor named twice stays as it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub swap_sides: Vec<String>,
    /// Where sensors were worn, by sensor; here a placement as key is the one that was read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub placement: BTreeMap<String, Placement>,
    /// How sensors were mounted, by sensor.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub axis: BTreeMap<String, Mounting>,
    /// Contacts at other times.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<MovedContact>,
    /// Contacts that were not found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<AddedContact>,
    /// Contacts that are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<RemovedContact>,
}

impl Edits {
    /// True if nothing is edited.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads edits from JSON; `name` is the file in messages.
    ///
    /// # Errors
    ///
    /// [`Malformed`](crate::ErrorKind::Malformed) with line and column for text that is not JSON, another version, an
    /// unknown key, or a value that makes no sense.
    pub fn from_json(name: &str, text: &str) -> Result<Self, Error> {
        parse::json(name, text)
    }

    /// Reads edits from TOML: the keys of `[edits]` at the top level, or a table `[edits]`.
    ///
    /// # Errors
    ///
    /// As for [`from_json`](Self::from_json).
    pub fn from_toml(name: &str, text: &str) -> Result<Self, Error> {
        parse::toml(name, text)
    }

    /// Checks that the session has every sensor that is named.
    ///
    /// # Errors
    ///
    /// [`Usage`](crate::ErrorKind::Usage) for a sensor that the session does not have.
    pub fn check(&self, session: &Session) -> Result<(), Error> {
        sensor::check(self, session)
    }

    /// One clause per kind of edit, for readers: what follows "Edited by hand: ".
    pub fn described(&self) -> Vec<String> {
        describe::clauses(self)
    }

    /// Leaves out a span, s.
    #[must_use]
    pub fn with_excluded(mut self, from_s: f64, to_s: f64) -> Self {
        self.exclude.push(Excluded { from_s, to_s, why: None });
        self
    }

    /// Exchanges left and right of a sensor, or of all sensors of a segment.
    #[must_use]
    pub fn with_swapped_sides(mut self, sensor: impl Into<String>) -> Self {
        self.swap_sides.push(sensor.into());
        self
    }

    /// States where a sensor was worn.
    #[must_use]
    pub fn with_placement(mut self, sensor: impl Into<String>, placement: Placement) -> Self {
        self.placement.insert(sensor.into(), placement);
        self
    }

    /// States how a sensor was mounted.
    #[must_use]
    pub fn with_axis(mut self, sensor: impl Into<String>, mounting: Mounting) -> Self {
        self.axis.insert(sensor.into(), mounting);
        self
    }

    /// Moves a contact.
    #[must_use]
    pub fn with_moved(mut self, contact: MovedContact) -> Self {
        self.moved.push(contact);
        self
    }

    /// Adds a contact.
    #[must_use]
    pub fn with_added(mut self, contact: AddedContact) -> Self {
        self.added.push(contact);
        self
    }

    /// Removes a contact.
    #[must_use]
    pub fn with_removed(mut self, contact: RemovedContact) -> Self {
        self.removed.push(contact);
        self
    }

    /// True if an edit changes placements or samples, as opposed to what is made of them.
    pub(crate) fn changes_recordings(&self) -> bool {
        !(self.swap_sides.is_empty() && self.placement.is_empty() && self.axis.is_empty())
    }

    /// The session with its sensors where, and as, they were worn. Sensors that it does not have are ignored.
    pub(crate) fn apply_to(&self, session: &Session) -> Session {
        let mut out = session.clone();
        for recording in &mut out.recordings {
            let read = recording.placement;
            if let Some(placed) =
                self.placement.iter().find(|(s, _)| sensor::is(s, recording, read)).map(|(_, p)| *p)
            {
                recording.placement = placed;
            }
            let worn = recording.placement;
            if let Some(mounting) =
                self.axis.iter().find(|(s, _)| sensor::is(s, recording, worn)).map(|(_, m)| *m)
            {
                mounting.apply(&mut recording.signals);
            }
            let named = self.swap_sides.iter().filter(|s| sensor::is(s, recording, worn)).count();
            if named % 2 == 1 {
                if worn.side != Side::Midline {
                    recording.placement.side = worn.side.other();
                }
                if !worn.is_leg() && worn.segment != super::Segment::Wrist {
                    mounting::mirror(&mut recording.signals);
                }
            }
        }
        out
    }

    /// The excluded spans in ascending order, joined where they touch; spans that make no sense are ignored.
    pub(crate) fn excluded(&self) -> Vec<(f64, f64)> {
        span::joined(&self.exclude)
    }
}

pub(crate) use sensor::{is as is_sensor, names_file};

#[cfg(test)]
mod tests;
