//! All edits of one run.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::recording::placement::Placement;

use super::contact::{AddedContact, MovedContact, RemovedContact};
use super::mounting::Mounting;
use super::span::{Excluded, joined};
use super::version::Version;

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

    /// Names files without their folders on this machine.
    pub(crate) fn leave_out_folders(&mut self) {
        let short = |name: &str| {
            let path = Path::new(name);
            let file = path.file_name().filter(|_| path.is_absolute());
            file.map_or_else(|| name.to_owned(), |file| file.to_string_lossy().into_owned())
        };
        self.swap_sides.iter_mut().for_each(|name| *name = short(name));
        self.placement =
            std::mem::take(&mut self.placement).into_iter().map(|(k, v)| (short(&k), v)).collect();
        self.axis = std::mem::take(&mut self.axis).into_iter().map(|(k, v)| (short(&k), v)).collect();
        let of_contacts = self.moved.iter_mut().map(|c| &mut c.sensor);
        let of_contacts = of_contacts.chain(self.added.iter_mut().map(|c| &mut c.sensor));
        let of_contacts = of_contacts.chain(self.removed.iter_mut().map(|c| &mut c.sensor));
        of_contacts.flatten().for_each(|name| *name = short(name));
    }

    /// The excluded spans in ascending order, joined where they touch; spans that make no sense are ignored.
    pub(crate) fn excluded(&self) -> Vec<(f64, f64)> {
        joined(&self.exclude)
    }
}
