//! Contacts that are moved, added or removed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::recording::placement::Side;

use super::number::{finite, maybe_finite};

/// How far a contact may be moved, s (*chosen*: less than half a stride; a contact farther away is another one).
const MAX_MOVE_S: f64 = 0.3;
/// Longest time on the ground, s (*chosen*: slow running stays below 0.4 s).
const MAX_CONTACT_S: f64 = 1.0;

/// A contact that began or ended at another time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Moved")]
#[non_exhaustive]
pub struct MovedContact {
    /// Where its initial contact was found, s; the nearest contact within 0.1 s is meant.
    pub at_s: f64,
    /// Its initial contact, s; `None` where it stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_s: Option<f64>,
    /// Its toe-off, s; `None` where it stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toe_off_s: Option<f64>,
    /// The sensor; `None` for every sensor that shows the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensor: Option<String>,
}

impl MovedContact {
    /// A contact found at `at_s`, of every sensor; nothing is moved yet.
    pub fn at(at_s: f64) -> Self {
        Self { at_s, to_s: None, toe_off_s: None, sensor: None }
    }

    /// Its initial contact, s.
    #[must_use]
    pub fn to(mut self, to_s: f64) -> Self {
        self.to_s = Some(to_s);
        self
    }

    /// Its toe-off, s.
    #[must_use]
    pub fn toe_off(mut self, toe_off_s: f64) -> Self {
        self.toe_off_s = Some(toe_off_s);
        self
    }

    /// Of one sensor only.
    #[must_use]
    pub fn of(mut self, sensor: impl Into<String>) -> Self {
        self.sensor = Some(sensor.into());
        self
    }
}

/// A contact that no method found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Added")]
#[non_exhaustive]
pub struct AddedContact {
    /// Initial contact, s.
    pub at_s: f64,
    /// Toe-off, s, if it can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toe_off_s: Option<f64>,
    /// The foot: `left` or `right`.
    #[serde(serialize_with = "write_side")]
    pub side: Side,
    /// The sensor; `None` for every sensor that shows this foot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensor: Option<String>,
}

impl AddedContact {
    /// A contact of one foot, for every sensor that shows it.
    pub fn new(side: Side, at_s: f64, toe_off_s: impl Into<Option<f64>>) -> Self {
        Self { at_s, toe_off_s: toe_off_s.into(), side, sensor: None }
    }

    /// Of one sensor only.
    #[must_use]
    pub fn of(mut self, sensor: impl Into<String>) -> Self {
        self.sensor = Some(sensor.into());
        self
    }
}

/// A contact that was found where there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RemovedContact {
    /// Where its initial contact was found, s; the nearest contact within 0.1 s is meant.
    #[serde(deserialize_with = "finite")]
    pub at_s: f64,
    /// The sensor; `None` for every sensor that shows the contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensor: Option<String>,
}

impl RemovedContact {
    /// A contact found at `at_s`, of every sensor.
    pub fn at(at_s: f64) -> Self {
        Self { at_s, sensor: None }
    }

    /// Of one sensor only.
    #[must_use]
    pub fn of(mut self, sensor: impl Into<String>) -> Self {
        self.sensor = Some(sensor.into());
        self
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    #[serde(deserialize_with = "finite")]
    at_s: f64,
    #[serde(default, deserialize_with = "maybe_finite")]
    to_s: Option<f64>,
    #[serde(default, deserialize_with = "maybe_finite")]
    toe_off_s: Option<f64>,
    sensor: Option<String>,
}

impl TryFrom<Moved> for MovedContact {
    type Error = String;

    fn try_from(Moved { at_s, to_s, toe_off_s, sensor }: Moved) -> Result<Self, String> {
        if to_s.is_none() && toe_off_s.is_none() {
            return Err("a moved contact needs to_s, toe_off_s or both".to_owned());
        }
        if to_s.is_some_and(|to| (to - at_s).abs() > MAX_MOVE_S) {
            return Err(format!(
                "a contact is moved by more than {MAX_MOVE_S} s: remove it and add another instead"
            ));
        }
        on_the_ground(to_s.unwrap_or(at_s), toe_off_s)?;
        Ok(Self { at_s, to_s, toe_off_s, sensor })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    #[serde(deserialize_with = "finite")]
    at_s: f64,
    #[serde(default, deserialize_with = "maybe_finite")]
    toe_off_s: Option<f64>,
    #[serde(deserialize_with = "read_side")]
    side: Side,
    sensor: Option<String>,
}

impl TryFrom<Added> for AddedContact {
    type Error = String;

    fn try_from(Added { at_s, toe_off_s, side, sensor }: Added) -> Result<Self, String> {
        on_the_ground(at_s, toe_off_s)?;
        Ok(Self { at_s, toe_off_s, side, sensor })
    }
}

fn on_the_ground(from_s: f64, toe_off_s: Option<f64>) -> Result<(), String> {
    let Some(toe_off_s) = toe_off_s else { return Ok(()) };
    let seconds = toe_off_s - from_s;
    if seconds <= 0.0 {
        return Err(format!("the toe-off at {toe_off_s} s is not after the initial contact at {from_s} s"));
    }
    if seconds > MAX_CONTACT_S {
        return Err(format!("a contact of {seconds:.2} s: in running a foot stays down for less than 0.5 s"));
    }
    Ok(())
}

fn read_side<'de, D: Deserializer<'de>>(from: D) -> Result<Side, D::Error> {
    match String::deserialize(from)?.as_str() {
        "left" => Ok(Side::Left),
        "right" => Ok(Side::Right),
        other => Err(serde::de::Error::custom(format!("unknown side `{other}` (known: left, right)"))),
    }
}

fn write_side<S: Serializer>(side: &Side, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match side {
        Side::Left => "left",
        Side::Right => "right",
        Side::Midline => "midline",
    })
}
