//! An index of finished inputs, small enough to be held in memory for millions of inputs.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use strideform_render::tables::RunStatus;

use super::Place;
use super::fingerprint::Fingerprint;
use super::reader;
use super::record::{Done, Record, Slice};
use crate::BatchError;
use crate::inputs::{BatchInput, Stamp};

/// A finished input.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Its record in the journal.
    pub(crate) place: Place,
    /// How it ended.
    pub end: End,
    /// The rows of its strides.
    pub(crate) strides: Option<Slice>,
}

/// How an input ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// Analysed.
    Done,
    /// Read, but no running was detected.
    NoRunning,
    /// It could not be used.
    Failed,
}

impl Entry {
    /// The entry of a record, given its place in the journal.
    pub(crate) fn of(record: &Record, place: Place) -> Self {
        let (end, strides) = match &record.done {
            Done::Failure(_) => (End::Failed, None),
            Done::Row(row, strides) if row.status == RunStatus::Done => (End::Done, *strides),
            Done::Row(_, strides) => (End::NoRunning, *strides),
        };
        Self { place, end, strides }
    }
}

/// The inputs that an interrupted job had finished.
#[derive(Debug, Default)]
pub struct Index {
    entries: HashMap<String, (Stamp, Entry)>,
    /// Inputs that began more often than they were finished.
    in_flight: HashSet<String>,
}

impl Index {
    /// Reads the journal in a folder: its fingerprint and the finished inputs; `None` if there is no journal.
    ///
    /// # Errors
    /// [`BatchError::Disk`] where it cannot be read, [`BatchError::Usage`] where its first line is damaged and records follow.
    pub fn read(folder: &Path) -> Result<Option<(Fingerprint, Self)>, BatchError> {
        let mut index = Self::default();
        let mut begun = reader::begun(folder)?;
        let fingerprint = reader::scan(folder, |record, place| {
            let entry = Entry::of(&record, place);
            if let Some(times) = begun.get_mut(&record.input) {
                *times = times.saturating_sub(1);
            }
            // A later record of a file that changed in between replaces the earlier one.
            index.entries.insert(record.input, (record.stamp, entry));
        })?;
        index.in_flight = begun.into_iter().filter(|(_, times)| *times > 0).map(|(name, _)| name).collect();
        Ok(fingerprint.map(|fingerprint| (fingerprint, index)))
    }

    /// Number of finished inputs.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if nothing is finished.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// True for an input whose analysis began and never ended: it may be what ended the process.
    pub fn was_in_flight(&self, input: &BatchInput) -> bool {
        self.in_flight.contains(&input.name)
    }

    /// True where an analysis had begun, or had also been finished.
    pub fn has_begun(&self) -> bool {
        !self.entries.is_empty() || !self.in_flight.is_empty()
    }

    /// The entry of an input, if it is finished and its files have not changed since.
    pub fn finished(&self, input: &BatchInput) -> Option<Entry> {
        let (stamp, entry) = self.entries.get(&input.name)?;
        (input.stamp() == *stamp).then_some(*entry)
    }
}
