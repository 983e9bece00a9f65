//! Fields added by apps (Stryd, RunScribe…): the file describes them by name and unit, by which they are recognised.

use rustyfit::profile::mesgdef::FieldDescription;
use rustyfit::proto::Message;

use crate::recording::Channel;

use super::message::{number, scaled, text};
use crate::read::watch::scale::value;
use crate::read::watch::tables::per_second;
use crate::read::watch::vocabulary::column::column;
use crate::read::watch::vocabulary::field::Field;

/// One field as described.
#[derive(Debug, Clone)]
struct Described {
    index: u8,
    num: u8,
    name: String,
    channel: Option<Channel>,
    unit: Option<&'static str>,
    /// Value = raw / scale − offset.
    scale: f64,
    offset: f64,
    strides: bool,
}

/// The developer fields of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Developer {
    fields: Vec<Described>,
}

impl Developer {
    /// Adds a field description.
    pub(super) fn describe(&mut self, message: &Message) {
        let byte = |num| scaled(message, num, 1.0).map(|v| v as u8);
        let (Some(index), Some(num)) =
            (byte(FieldDescription::DEVELOPER_DATA_INDEX), byte(FieldDescription::FIELD_DEFINITION_NUMBER))
        else {
            return;
        };
        let name = text(message, FieldDescription::FIELD_NAME).unwrap_or_default();
        let units = text(message, FieldDescription::UNITS).unwrap_or_default().to_lowercase();
        let understood = column(&name.replace('_', " "));
        let channel = understood.as_ref().and_then(|c| match c.field {
            Field::Value(channel) => Some(channel),
            _ => None,
        });
        let unit = column(&format!("{name} ({units})"))
            .and_then(|c| c.unit)
            .or_else(|| understood.and_then(|c| c.unit));
        // Strides per minute in its various spellings; `spm` means steps.
        let strides = channel == Some(Channel::Cadence) && !units.contains("spm") && !units.contains("step");
        self.fields.retain(|f| (f.index, f.num) != (index, num));
        self.fields.push(Described {
            index,
            num,
            name,
            channel,
            unit,
            scale: scaled(message, FieldDescription::SCALE, 1.0).filter(|s| *s > 0.0).unwrap_or(1.0),
            offset: scaled(message, FieldDescription::OFFSET, 1.0).unwrap_or(0.0),
            strides,
        });
    }

    /// The values of a message's developer fields.
    pub(super) fn values(&self, message: &Message) -> Vec<(Channel, f64)> {
        message
            .developer_fields
            .iter()
            .filter_map(|f| {
                let described =
                    self.fields.iter().find(|d| d.index == f.developer_data_index && d.num == f.num)?;
                let channel = described.channel?;
                let raw = number(&f.value)? / described.scale - described.offset;
                let raw = if described.strides { 2.0 * raw } else { raw };
                Some((channel, value(channel, described.unit, raw)?))
            })
            .collect()
    }

    /// True where one of the fields has such a channel.
    pub(super) fn measures(&self, is: fn(Channel) -> bool) -> bool {
        self.fields.iter().any(|f| f.channel.is_some_and(is))
    }

    /// The app that wrote the fields, if their names show it.
    pub(super) fn method(&self) -> Option<&'static str> {
        let named = |words: &[&str]| {
            self.fields.iter().any(|f| words.iter().any(|w| f.name.to_lowercase().contains(w)))
        };
        if named(&["form power", "air power", "leg spring", "ground time", "stryd"]) {
            Some(per_second::STRYD)
        } else if named(&["runscribe", "footstrike", "pronation", "braking"]) {
            Some("runscribe")
        } else {
            None
        }
    }
}
