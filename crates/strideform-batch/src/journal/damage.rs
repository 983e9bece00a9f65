//! Every bit of a journal flipped and every length of it cut: what is read was written, or nothing is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::reader::{Reader, scan};
use super::record::Record;
use super::{Fingerprint, Index, Journal, Place};
use crate::{BatchError, pool, samples};

/// A journal of three inputs in a folder, and its records.
fn journal(folder: &Path, inputs: &Path) -> BTreeMap<String, Record> {
    let fingerprint = Fingerprint::new([("--mass", Some("70".to_owned()))]);
    let journal = Journal::create(folder, &fingerprint).expect("a journal");
    let inputs = samples::inputs(inputs);
    pool::run(&inputs, vec![0, 1, 2], 1, samples::result, &journal, |_| {}).expect("a job");
    let records = read(folder).expect("it is read").expect("there is one");
    assert_eq!(records.len(), 3);
    records
}

fn read(folder: &Path) -> Result<Option<BTreeMap<String, Record>>, BatchError> {
    let mut records = BTreeMap::new();
    let found = scan(folder, |record, _| {
        records.insert(record.input.clone(), record);
    })?;
    Ok(found.map(|_| records))
}

/// How many of the records are still there; none may differ from what was written.
fn kept(folder: &Path, written: &BTreeMap<String, Record>) -> Result<Option<usize>, BatchError> {
    Ok(read(folder)?.map(|records| {
        for (name, record) in &records {
            assert_eq!(Some(record), written.get(name), "{name}");
        }
        records.len()
    }))
}

/// The places of the records, which a finished job holds in memory.
fn places(folder: &Path) -> Vec<(String, Place)> {
    let mut places = Vec::new();
    scan(folder, |record, place| places.push((record.input, place))).expect("it is read");
    places
}

#[test]
fn a_flipped_bit_takes_one_record_or_is_refused() {
    let (folder, inputs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let written = journal(folder.path(), inputs.path());
    let places = places(folder.path());
    let path = super::records_path(folder.path());
    let whole = fs::read(&path).expect("a journal");
    let header = whole.iter().position(|byte| *byte == b'\n').expect("a header");
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            fs::write(&path, &damaged).expect("written");
            match kept(folder.path(), &written) {
                Err(BatchError::Usage(message)) => {
                    assert!(
                        at <= header && message.contains("start over"),
                        "byte {at}, bit {bit}: {message}"
                    );
                }
                // A damaged line break takes the line before it and the one behind.
                Ok(Some(records)) if at > header => {
                    assert!(
                        records == 2 || (whole[at] == b'\n' && records >= 1),
                        "byte {at}, bit {bit}: {records}"
                    );
                }
                other => panic!("byte {at}, bit {bit}: {other:?}"),
            }
            // Read once more at the end of a job, by place.
            let mut reader = Reader::open(folder.path()).expect("there it is");
            for (name, place) in &places {
                if let Ok(record) = reader.record(*place) {
                    assert_eq!(Some(&record), written.get(name), "byte {at}, bit {bit}");
                }
            }
        }
    }
}

#[test]
fn a_cut_leaves_what_is_whole_before_it() {
    let (folder, inputs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let written = journal(folder.path(), inputs.path());
    let path = super::records_path(folder.path());
    let whole = fs::read(&path).expect("a journal");
    for length in 0..whole.len() {
        let cut = &whole[..length];
        fs::write(&path, cut).expect("written");
        let lines = cut.iter().filter(|byte| **byte == b'\n').count();
        let found = kept(folder.path(), &written).expect("a killed process leaves such a file");
        assert_eq!(found, lines.checked_sub(1), "{length} bytes");
    }
}

#[test]
fn a_flipped_bit_in_the_rows_of_strides_takes_their_record() {
    let (folder, inputs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let written = journal(folder.path(), inputs.path());
    let path = super::data_path(folder.path(), 0);
    let whole = fs::read(&path).expect("rows");
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        fs::write(&path, &damaged).expect("written");
        assert_eq!(kept(folder.path(), &written).expect("read"), Some(2), "byte {at}");
    }
}

#[test]
fn what_was_in_flight_is_known_whatever_is_damaged() {
    let (folder, inputs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let inputs = samples::inputs(inputs.path());
    let journal = Journal::create(folder.path(), &Fingerprint::new([])).expect("a journal");
    journal.begin("a.csv").expect("noted");
    pool::run(&inputs, vec![1], 1, samples::result, &journal, |_| {}).expect("a job");
    let index = || Index::read(folder.path()).expect("read").expect("there is one").1;
    let suspects = |index: &Index| -> Vec<bool> { inputs.iter().map(|i| index.was_in_flight(i)).collect() };
    assert_eq!(suspects(&index()), [true, false, false]);
    let path = folder.path().join(super::BEGUN);
    let whole = fs::read(&path).expect("a file");
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x04;
        fs::write(&path, &damaged).expect("written");
        // Nobody is suspected of what another did.
        assert_eq!(suspects(&index())[1..], [false, false], "byte {at}");
    }
}
