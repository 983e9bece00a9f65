//! Cells of Arrow arrays as numbers, instants and texts.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, DurationMicrosecondType, DurationMillisecondType,
    DurationNanosecondType, DurationSecondType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};
use jiff::Timestamp;

use crate::read::text::cells::{missing, number, trimmed};
use crate::read::time::timestamp::{self, Order};

/// Marks an instant that is missing.
pub(super) const NO_INSTANT: i64 = i64::MIN;

/// What a column is read into.
#[derive(Debug)]
pub(super) enum Sink {
    /// NaN where missing.
    Numbers(Vec<f64>),
    /// Nanoseconds, [`NO_INSTANT`] where missing; text is read with this order of day and month.
    Instants(Vec<i64>, Order),
}

impl Sink {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Numbers(v) => v.len(),
            Self::Instants(v, _) => v.len(),
        }
    }
}

/// A column as far as it has been read.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) sink: Sink,
    /// Rows, from 0, whose cell cannot be read, and the first such cell.
    pub(super) bad: Vec<usize>,
    pub(super) bad_cell: String,
}

/// The array of a field within a column, and where those around it are missing.
pub(super) fn leaf(root: &ArrayRef, path: &[usize]) -> Option<(ArrayRef, Option<NullBuffer>)> {
    let (mut array, mut nulls) = (root.clone(), None);
    for &at in path {
        let around = array.as_struct_opt()?;
        nulls = NullBuffer::union(nulls.as_ref(), around.nulls());
        let inner = around.columns().get(at)?.clone();
        array = inner;
    }
    Some((array, nulls))
}

impl Filled {
    pub(super) fn new(sink: Sink) -> Self {
        Self { sink, bad: Vec::new(), bad_cell: String::new() }
    }

    /// Adds the cells of an array; `None` if it has another type than the schema says or one that is not read.
    pub(super) fn push(&mut self, array: &dyn Array, around: Option<&NullBuffer>) -> Option<()> {
        let nulls = NullBuffer::union(array.logical_nulls().as_ref(), around);
        let before = self.sink.len();
        match &mut self.sink {
            Sink::Numbers(out) => {
                if !numbers(array, out)? {
                    let cell = |text: &str| match number(trimmed(text.as_bytes()), false) {
                        Some(v) => Ok(v),
                        None if missing(text.as_bytes()) => Ok(f64::NAN),
                        None => Err(f64::NAN),
                    };
                    texts(array, nulls.as_ref(), out, f64::NAN, &mut self.bad, &mut self.bad_cell, cell)?;
                } else if let Some(nulls) = nulls {
                    let fresh = out.get_mut(before..)?;
                    for (value, valid) in fresh.iter_mut().zip(nulls.iter()) {
                        if !valid {
                            *value = f64::NAN;
                        }
                    }
                }
            }
            Sink::Instants(out, order) => {
                if !instants(array, out)? {
                    let cell = |text: &str| match timestamp::parse(trimmed(text.as_bytes()), *order) {
                        Some(stamp) => Ok(stamp.nanos),
                        None if missing(text.as_bytes()) => Ok(NO_INSTANT),
                        None => Err(NO_INSTANT),
                    };
                    texts(array, nulls.as_ref(), out, NO_INSTANT, &mut self.bad, &mut self.bad_cell, cell)?;
                } else if let Some(nulls) = nulls {
                    let fresh = out.get_mut(before..)?;
                    for (value, valid) in fresh.iter_mut().zip(nulls.iter()) {
                        if !valid {
                            *value = NO_INSTANT;
                        }
                    }
                }
            }
        }
        (self.sink.len() == before + array.len()).then_some(())
    }
}

fn each<T: ArrowPrimitiveType>(
    array: &dyn Array,
    out: &mut Vec<f64>,
    of: impl Fn(T::Native) -> f64,
) -> Option<bool> {
    out.extend(array.as_primitive_opt::<T>()?.values().iter().map(|v| of(*v)));
    Some(true)
}

/// Adds numbers, whatever stands in missing cells; false for text.
fn numbers(array: &dyn Array, out: &mut Vec<f64>) -> Option<bool> {
    // Beyond 53 bits a count of nanoseconds since 1970 is rounded to a quarter of a microsecond.
    match array.data_type() {
        DataType::Float64 => each::<Float64Type>(array, out, |v| v),
        DataType::Float32 => each::<Float32Type>(array, out, f64::from),
        DataType::Float16 => each::<Float16Type>(array, out, f64::from),
        DataType::Int8 => each::<Int8Type>(array, out, f64::from),
        DataType::Int16 => each::<Int16Type>(array, out, f64::from),
        DataType::Int32 => each::<Int32Type>(array, out, f64::from),
        DataType::Int64 => each::<Int64Type>(array, out, |v| v as f64),
        DataType::UInt8 => each::<UInt8Type>(array, out, f64::from),
        DataType::UInt16 => each::<UInt16Type>(array, out, f64::from),
        DataType::UInt32 => each::<UInt32Type>(array, out, f64::from),
        DataType::UInt64 => each::<UInt64Type>(array, out, |v| v as f64),
        DataType::Decimal128(_, scale) => {
            let factor = 10f64.powi(i32::from(*scale));
            each::<Decimal128Type>(array, out, |v| v as f64 / factor)
        }
        DataType::Duration(TimeUnit::Second) => each::<DurationSecondType>(array, out, |v| v as f64),
        DataType::Duration(TimeUnit::Millisecond) => {
            each::<DurationMillisecondType>(array, out, |v| v as f64)
        }
        DataType::Duration(TimeUnit::Microsecond) => {
            each::<DurationMicrosecondType>(array, out, |v| v as f64)
        }
        DataType::Duration(TimeUnit::Nanosecond) => each::<DurationNanosecondType>(array, out, |v| v as f64),
        DataType::Time32(TimeUnit::Second) => each::<Time32SecondType>(array, out, f64::from),
        DataType::Time32(TimeUnit::Millisecond) => each::<Time32MillisecondType>(array, out, f64::from),
        DataType::Time64(TimeUnit::Microsecond) => each::<Time64MicrosecondType>(array, out, |v| v as f64),
        DataType::Time64(TimeUnit::Nanosecond) => each::<Time64NanosecondType>(array, out, |v| v as f64),
        DataType::Boolean => {
            out.extend(array.as_boolean_opt()?.values().iter().map(|b| f64::from(u8::from(b))));
            Some(true)
        }
        DataType::Dictionary(_, kind) if !is_text(kind) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let mut values = Vec::new();
            numbers(dictionary.values().as_ref(), &mut values)?;
            looked_up(array, &values, out, f64::NAN)?;
            Some(true)
        }
        kind => is_text(kind).then_some(false),
    }
}

fn each_instant<T: ArrowPrimitiveType<Native = i64>>(
    array: &dyn Array,
    out: &mut Vec<i64>,
    by: i64,
) -> Option<bool> {
    let nanos = |v: &i64| v.checked_mul(by).unwrap_or(NO_INSTANT);
    out.extend(array.as_primitive_opt::<T>()?.values().iter().map(nanos));
    Some(true)
}

/// Adds instants, whatever stands in missing cells; false for text.
fn instants(array: &dyn Array, out: &mut Vec<i64>) -> Option<bool> {
    match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            each_instant::<TimestampSecondType>(array, out, 1_000_000_000)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            each_instant::<TimestampMillisecondType>(array, out, 1_000_000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            each_instant::<TimestampMicrosecondType>(array, out, 1_000)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            each_instant::<TimestampNanosecondType>(array, out, 1)
        }
        DataType::Dictionary(_, kind) if !is_text(kind) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let mut values = Vec::new();
            instants(dictionary.values().as_ref(), &mut values)?;
            looked_up(array, &values, out, NO_INSTANT)?;
            Some(true)
        }
        kind => is_text(kind).then_some(false),
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => {
            matches!(**values, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
        }
        _ => false,
    }
}

/// The values of a dictionary's keys.
fn looked_up<T: Copy>(array: &dyn Array, values: &[T], out: &mut Vec<T>, missing: T) -> Option<()> {
    let dictionary = array.as_any_dictionary_opt()?;
    if values.is_empty() {
        // Then every key is missing, and there is nothing to number them by.
        out.extend(std::iter::repeat_n(missing, array.len()));
        return Some(());
    }
    let keys = dictionary.normalized_keys();
    let valid = |row: usize| dictionary.keys().is_valid(row);
    out.extend(
        keys.iter()
            .enumerate()
            .map(|(row, key)| values.get(*key).copied().filter(|_| valid(row)).unwrap_or(missing)),
    );
    Some(())
}

/// Adds what `cell` makes of every text.
fn texts<T: Copy>(
    array: &dyn Array,
    nulls: Option<&NullBuffer>,
    out: &mut Vec<T>,
    missing: T,
    bad: &mut Vec<usize>,
    bad_cell: &mut String,
    cell: impl Fn(&str) -> Result<T, T>,
) -> Option<()> {
    let rows = array.len();
    let mut take = |text: &str, row: usize, out: &mut Vec<T>| {
        let value = if nulls.is_some_and(|n| n.is_null(row)) { Ok(missing) } else { cell(text) };
        out.push(value.unwrap_or_else(|value| {
            if bad.is_empty() {
                *bad_cell = text.chars().take(100).collect();
            }
            bad.push(out.len());
            value
        }));
    };
    match array.data_type() {
        DataType::Utf8 => {
            let array = array.as_string_opt::<i32>()?;
            (0..rows).for_each(|row| take(array.value(row), row, out));
        }
        DataType::LargeUtf8 => {
            let array = array.as_string_opt::<i64>()?;
            (0..rows).for_each(|row| take(array.value(row), row, out));
        }
        DataType::Utf8View => {
            let array = array.as_string_view_opt()?;
            (0..rows).for_each(|row| take(array.value(row), row, out));
        }
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let words: Vec<String> =
                (0..dictionary.values().len()).map(|row| text(dictionary.values().as_ref(), row)).collect();
            let keys = if words.is_empty() { vec![0; rows] } else { dictionary.normalized_keys() };
            for (row, key) in keys.iter().enumerate() {
                take(words.get(*key).map_or("", String::as_str), row, out);
            }
        }
        _ => return None,
    }
    Some(())
}

/// One cell as it would be written in a text; empty if it is missing.
pub(super) fn text(array: &dyn Array, row: usize) -> String {
    if row >= array.len() || array.is_null(row) {
        return String::new();
    }
    let own = match array.data_type() {
        DataType::Utf8 => array.as_string_opt::<i32>().map(|a| a.value(row).to_owned()),
        DataType::LargeUtf8 => array.as_string_opt::<i64>().map(|a| a.value(row).to_owned()),
        DataType::Utf8View => array.as_string_view_opt().map(|a| a.value(row).to_owned()),
        // The shortest text that means the same number; as a double it would look more exact than it is.
        DataType::Float32 => array.as_primitive_opt::<Float32Type>().map(|a| a.value(row).to_string()),
        DataType::Dictionary(..) => array.as_any_dictionary_opt().map(|a| {
            let key = if a.values().is_empty() { None } else { a.normalized_keys().get(row).copied() };
            key.map(|key| text(a.values().as_ref(), key)).unwrap_or_default()
        }),
        DataType::Timestamp(..) => {
            let mut nanos = Vec::new();
            instants(array.slice(row, 1).as_ref(), &mut nanos);
            let stamp = nanos.first().filter(|n| **n != NO_INSTANT);
            stamp.and_then(|n| Some(Timestamp::from_nanosecond((*n).into()).ok()?.to_string()))
        }
        _ => {
            let mut out = Vec::new();
            numbers(array.slice(row, 1).as_ref(), &mut out);
            out.first().filter(|v| !v.is_nan()).map(ToString::to_string)
        }
    };
    own.unwrap_or_default()
}
