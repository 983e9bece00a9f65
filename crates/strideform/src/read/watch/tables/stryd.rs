//! Stryd's own table (`Timestamp,Power (w/kg),…,Ground Time (ms),Cadence (spm),…`): one row a second.

use crate::read::watch::tables::delimited::Table;
use crate::read::watch::vocabulary::field::Field;
use crate::recording::Channel;

/// The method's identifier.
pub(in crate::read::watch) const METHOD: &str = "stryd";

/// True where the header is that of Stryd's portal: it alone speaks of ground time and of its own speed or distance.
pub(in crate::read::watch) fn is_stryd(table: &Table) -> bool {
    let named = table.header.iter().any(|h| h.to_lowercase().starts_with("stryd"));
    let ground = table.header.iter().any(|h| h.to_lowercase().starts_with("ground time"));
    (named || ground) && table.has(Field::Value(Channel::ContactTime))
}
