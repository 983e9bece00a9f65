//! Exports of watches, straps and pods: values that the device computed itself.
//!
//! `tables` reads delimited text, whose columns and sports are recognised by `vocabulary` in the languages of the portals; `fit` decodes
//! FIT files if that feature is enabled. `scale` settles units, `date_time` dates, `cadence` halved and doubled cadence, and
//! `pool` combines the runs of one table.
//!
//! Everything becomes a [`WatchRun`]: the metrics of [`crate::metrics::watch`] and the sums that `trend` needs.

mod cadence;
mod date_time;
pub(super) mod fit;
mod plausible;
mod pool;
mod scale;
mod settle;
mod tables;
mod vocabulary;
pub(super) mod xml;

pub(super) use pool::{once, pooled};

use crate::error::Error;
use crate::recording::WatchRun;

use crate::read::errors::malformed;
use settle::{number, settle};
use tables::delimited::Table;
use tables::{apple_health, garmin, per_second};

/// True if the start of a file may be that of a watch table.
pub(super) fn may_be(head: &[u8]) -> bool {
    // UTF-16 has to be decoded before it can be examined.
    head.contains(&0) || Table::is_one(head)
}

/// The runs and other activities in a text; `None` if it is not a watch table.
///
/// # Errors
///
/// A watch table without a single readable row.
pub(super) fn from_text(name: &str, text: &[u8]) -> Option<Result<Vec<WatchRun>, Error>> {
    let table = Table::read(text)?;
    let mut runs = if apple_health::is_samples(&table) {
        apple_health::samples(&table, name)
    } else if garmin::is_activities(&table) {
        garmin::activities(&table, name)
    } else if garmin::is_laps(&table) {
        vec![garmin::laps(&table, name)]
    } else if per_second::is_records(&table) {
        let mut runs = per_second::records(&table, name);
        if table.header.iter().any(|h| h.to_lowercase().starts_with("running ")) {
            runs.iter_mut().for_each(|run| run.method = apple_health::METHOD);
            runs.iter_mut().for_each(apple_health::finish);
        }
        runs
    } else {
        return None;
    };
    runs.retain(|run| !run.records.is_empty());
    runs.iter_mut().for_each(settle);
    number(&mut runs);
    let not_understood = table.not_understood();
    runs.iter_mut().for_each(|run| run.not_understood.clone_from(&not_understood));
    if runs.is_empty() {
        return Some(Err(malformed("this is a watch table, but none of its rows can be read")
            .with_remedy("export it again; a header and at least one run, lap or second are expected")));
    }
    Some(Ok(runs))
}
