//! `--strides FILE.parquet`: the same columns as the CSV, typed, one row group.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType};
use parquet::errors::Result as ParquetResult;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use strideform::report::{Analysis, ContactRow};

use super::csv::{step_metrics, step_value};
use crate::exit::Failure;

/// The file of `--strides`.
pub(crate) fn strides(analysis: &Analysis) -> Result<Vec<u8>, Failure> {
    write(analysis).map_err(|error| Failure::Ours(format!("internal error: cannot write Parquet: {error}")))
}

fn write(analysis: &Analysis) -> ParquetResult<Vec<u8>> {
    let ids = step_metrics(analysis);
    let mut schema = String::from(
        "message strides {
            REQUIRED BYTE_ARRAY side (UTF8);
            REQUIRED DOUBLE initial_contact_s;
            OPTIONAL DOUBLE toe_off_s;
            OPTIONAL DOUBLE contact_time_s;
            OPTIONAL DOUBLE flight_time_s;
            REQUIRED BOOLEAN valid;
            OPTIONAL BYTE_ARRAY reason (UTF8);
            REQUIRED BYTE_ARRAY placement (UTF8);",
    );
    for id in &ids {
        schema.push_str(&format!(" OPTIONAL DOUBLE {id};"));
    }
    schema.push('}');
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let schema = Arc::new(parse_message_type(&schema)?);
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let rows = &analysis.contacts;
    let mut group = file.next_row_group()?;
    required_text(&mut group, rows.iter().map(|r| r.contact.side.as_str().to_owned()))?;
    let starts: Vec<f64> = rows.iter().map(|r| r.contact.initial_contact_s).collect();
    column(&mut group, |w| w.typed::<DoubleType>().write_batch(&starts, None, None))?;
    numbers(&mut group, rows, |r| r.contact.toe_off_s)?;
    numbers(&mut group, rows, |r| r.contact.contact_time_s())?;
    numbers(&mut group, rows, |r| r.flight_s)?;
    let valid: Vec<bool> = rows.iter().map(|r| r.contact.valid).collect();
    column(&mut group, |w| w.typed::<BoolType>().write_batch(&valid, None, None))?;
    let (reasons, levels) = optional(rows.iter().map(|r| r.contact.reason.as_deref().map(ByteArray::from)));
    column(&mut group, |w| w.typed::<ByteArrayType>().write_batch(&reasons, Some(&levels), None))?;
    required_text(&mut group, rows.iter().map(|r| r.contact.placement.to_string()))?;
    for id in ids {
        numbers(&mut group, rows, |r| step_value(r, id))?;
    }
    group.close()?;
    file.into_inner()
}

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

/// Writes the next column of the schema.
fn column(
    group: &mut Group<'_>,
    write: impl FnOnce(&mut parquet::file::writer::SerializedColumnWriter<'_>) -> ParquetResult<usize>,
) -> ParquetResult<()> {
    if let Some(mut writer) = group.next_column()? {
        write(&mut writer)?;
        writer.close()?;
    }
    Ok(())
}

fn required_text(group: &mut Group<'_>, texts: impl Iterator<Item = String>) -> ParquetResult<()> {
    let values: Vec<ByteArray> = texts.map(|text| ByteArray::from(text.into_bytes())).collect();
    column(group, |w| w.typed::<ByteArrayType>().write_batch(&values, None, None))
}

fn numbers(
    group: &mut Group<'_>,
    rows: &[ContactRow],
    value: impl Fn(&ContactRow) -> Option<f64>,
) -> ParquetResult<()> {
    let (values, levels) = optional(rows.iter().map(|row| value(row).filter(|v| v.is_finite())));
    column(group, |w| w.typed::<DoubleType>().write_batch(&values, Some(&levels), None))
}

/// The values that are there, and for every row whether there is one.
fn optional<T>(cells: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    (values, levels)
}
