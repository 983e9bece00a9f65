//! What is finished, by input: small enough to be held for millions of inputs.

use std::collections::HashMap;
use std::path::Path;

use strideform_render::tables::RunStatus;

use super::fingerprint::Fingerprint;
use super::journal::Place;
use super::reader;
use super::record::{Done, Record, Slice};
use super::unit::{Stamp, Unit};
use crate::exit::Failure;

/// A finished input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entry {
    /// Its line in the journal.
    pub place: Place,
    /// How it ended.
    pub end: End,
    /// Rows of its strides.
    pub strides: Option<Slice>,
}

/// How an input ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Analysed.
    Done,
    /// Nobody runs in it.
    NobodyRuns,
    /// It could not be used.
    Failed,
}

impl Entry {
    /// Of a record that was written at a place.
    pub(super) fn of(record: &Record, place: Place) -> Self {
        let (end, strides) = match &record.done {
            Done::Failure(_) => (End::Failed, None),
            Done::Row(row, strides) if row.status == RunStatus::Done => (End::Done, *strides),
            Done::Row(_, strides) => (End::NobodyRuns, *strides),
        };
        Self { place, end, strides }
    }
}

/// What an interrupted job finished.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: HashMap<String, (Stamp, Entry)>,
}

impl Index {
    /// Reads the journal of a folder.
    pub(super) fn read(folder: &Path) -> Result<Option<(Fingerprint, Self)>, Failure> {
        let mut index = Self::default();
        let fingerprint = reader::scan(folder, |record, place| {
            let entry = Entry::of(&record, place);
            // A later record of a file that changed in between replaces the earlier one.
            index.entries.insert(record.input, (record.stamp, entry));
        })?;
        Ok(fingerprint.map(|fingerprint| (fingerprint, index)))
    }

    /// Inputs that were finished.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entry of an input whose files are as they were.
    pub(super) fn finished(&self, unit: &Unit) -> Option<Entry> {
        let (stamp, entry) = self.entries.get(&unit.text)?;
        (unit.stamp() == *stamp).then_some(*entry)
    }
}
