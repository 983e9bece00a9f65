//! Names, units and kinds of the columns.

use arrow_schema::{DataType, Field, Schema, TimeUnit};

use crate::error::Error;
use crate::read::errors::malformed;

/// Maximum number of columns (*chosen*: as many as of a text table).
const MAX_COLUMNS: usize = 4096;
/// Structs within structs that are opened (*chosen*: sensor, quantity, axis, and one more).
const MAX_DEPTH: usize = 4;
/// Entries of metadata that are read, and their longest text (*chosen*).
const MAX_NOTES: usize = 100;
const MAX_NOTE: usize = 400;

/// What the cells of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Numbers, or text that may be numbers or times.
    Plain,
    /// Instants.
    Instants,
    /// Lengths of time, or times of day, in this unit.
    Span(&'static str),
    /// Something that is neither.
    Other(String),
}

/// A column, or a field within one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Its name behind the names of those that it is in.
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) kind: Kind,
    /// The column, and the fields on the way down.
    pub(super) root: usize,
    pub(super) path: Vec<usize>,
}

/// All columns, those within structs one by one.
pub(super) fn leaves(schema: &Schema) -> Result<Vec<Leaf>, Error> {
    let mut out = Vec::new();
    for (root, field) in schema.fields().iter().enumerate() {
        open(field, root, &mut Vec::new(), "", &mut out)?;
    }
    Ok(out)
}

fn open(
    field: &Field,
    root: usize,
    path: &mut Vec<usize>,
    above: &str,
    out: &mut Vec<Leaf>,
) -> Result<(), Error> {
    let name = if above.is_empty() { field.name().clone() } else { format!("{above}_{}", field.name()) };
    match field.data_type() {
        DataType::Struct(fields) if path.len() < MAX_DEPTH => {
            for (at, inner) in fields.iter().enumerate() {
                path.push(at);
                open(inner, root, path, &name, out)?;
                path.pop();
            }
        }
        other => {
            if out.len() >= MAX_COLUMNS {
                return Err(malformed(format!("the file has more than {MAX_COLUMNS} columns"))
                    .with_remedy("export only the columns of the sensors"));
            }
            out.push(Leaf { name, unit: unit(field), kind: kind(other), root, path: path.clone() });
        }
    }
    Ok(())
}

/// The unit in the metadata of a field.
fn unit(field: &Field) -> String {
    let wanted = |key: &str| {
        let last = key.rsplit([':', '.', '/']).next().unwrap_or(key);
        matches!(last.to_ascii_lowercase().as_str(), "unit" | "units" | "uom")
    };
    let mut found: Vec<(&String, &String)> =
        field.metadata().iter().filter(|(key, value)| wanted(key) && value.len() <= MAX_NOTE).collect();
    // The order of a map is arbitrary.
    found.sort();
    found.first().map(|(_, value)| value.trim().trim_matches('"').to_owned()).unwrap_or_default()
}

fn kind(of: &DataType) -> Kind {
    let span = |unit: &TimeUnit| match unit {
        TimeUnit::Second => "s",
        TimeUnit::Millisecond => "ms",
        TimeUnit::Microsecond => "us",
        TimeUnit::Nanosecond => "ns",
    };
    match of {
        DataType::Timestamp(..) => Kind::Instants,
        DataType::Duration(unit) | DataType::Time32(unit) | DataType::Time64(unit) => Kind::Span(span(unit)),
        DataType::Dictionary(_, values) if !matches!(values.as_ref(), DataType::Dictionary(..)) => {
            kind(values)
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Kind::Plain,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => Kind::Plain,
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => Kind::Plain,
        DataType::Decimal128(..) | DataType::Boolean => Kind::Plain,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Kind::Plain,
        DataType::Null => Kind::Other("nothing".into()),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) | DataType::ListView(_) => {
            Kind::Other("lists".into())
        }
        DataType::Map(..) => Kind::Other("maps".into()),
        DataType::Struct(_) => Kind::Other("structs within structs".into()),
        DataType::Date32 | DataType::Date64 => Kind::Other("dates without a time of day".into()),
        other => {
            let text = other.to_string();
            Kind::Other(format!("cells of type {}", text.chars().take(40).collect::<String>()))
        }
    }
}

/// Metadata of the file as lines `key: value`, without those of libraries.
pub(super) fn notes<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let technical = |key: &str, value: &str| {
        matches!(key, "pandas" | "ARROW:schema" | "org.apache.spark.sql.parquet.row.metadata" | "geo")
            || value.len() > MAX_NOTE
            || value.starts_with('{')
    };
    let mut out: Vec<String> = pairs
        .filter(|(key, value)| !technical(key, value) && key.len() <= MAX_NOTE)
        .map(|(key, value)| format!("{}: {value}", key.replace(['_', '.'], " ")))
        .collect();
    out.sort();
    out.truncate(MAX_NOTES);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::sync::Arc;

    #[test]
    fn structs_are_opened_and_units_found() {
        let float = |name: &str| Field::new(name, DataType::Float32, true);
        let with = |field: Field, key: &str, unit: &str| {
            field.with_metadata(HashMap::from([(key.to_owned(), unit.to_owned())]))
        };
        let acc = DataType::Struct(vec![with(float("x"), "unit", "g"), float("y")].into());
        let nanos = DataType::Timestamp(TimeUnit::Nanosecond, Some("Europe/Berlin".into()));
        let schema = Schema::new(vec![
            Field::new("t", nanos, false),
            Field::new("acc", acc, true),
            with(float("gyr_x"), "PARQUET:units", " deg/s "),
            Field::new("v", DataType::List(Arc::new(float("item"))), true),
        ]);
        let leaves = leaves(&schema).expect("leaves");
        let names: Vec<&str> = leaves.iter().map(|l| l.name.as_str()).collect();
        assert_eq!(names, ["t", "acc_x", "acc_y", "gyr_x", "v"]);
        let units: Vec<&str> = leaves.iter().map(|l| l.unit.as_str()).collect();
        assert_eq!(units, ["", "g", "", "deg/s", ""]);
        assert_eq!(leaves.first().map(|l| &l.kind), Some(&Kind::Instants));
        assert_eq!(leaves.last().map(|l| &l.kind), Some(&Kind::Other("lists".into())));
        assert_eq!(leaves.get(2).map(|l| (l.root, l.path.clone())), Some((1, vec![1])));
    }

    #[test]
    fn metadata_read_like_the_lines_above_a_header() {
        let pairs = [("pandas", "{}"), ("sampling_rate", "100 Hz"), ("placement", "pelvis")];
        assert_eq!(notes(pairs.into_iter()), ["placement: pelvis", "sampling rate: 100 Hz"]);
    }
}
