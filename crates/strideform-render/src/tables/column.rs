//! Columns with a unit and a description, and the tables built from them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::RenderError;

/// Describes a column.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: DataType,
    pub(super) nullable: bool,
    /// The unit, if the column holds a quantity.
    pub(super) unit: Option<&'static str>,
    pub(super) description: String,
}

impl Column {
    fn new(name: impl Into<String>, kind: DataType, description: impl Into<String>) -> Self {
        Self { name: name.into(), kind, nullable: true, unit: None, description: description.into() }
    }

    pub(super) fn text(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, DataType::Utf8, description)
    }

    /// A list of texts in each cell.
    pub(super) fn texts(name: impl Into<String>, description: impl Into<String>) -> Self {
        let item = Arc::new(Field::new_list_field(DataType::Utf8, true));
        Self::new(name, DataType::List(item), description).always()
    }

    pub(super) fn flag(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, DataType::Boolean, description).always()
    }

    pub(super) fn status(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, DataType::Int32, description).always()
    }

    pub(super) fn count(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { unit: Some("1"), ..Self::new(name, DataType::Int64, description).always() }
    }

    pub(super) fn number(
        name: impl Into<String>,
        unit: &'static str,
        description: impl Into<String>,
    ) -> Self {
        Self { unit: Some(unit), ..Self::new(name, DataType::Float64, description) }
    }

    /// Never null.
    pub(super) fn always(mut self) -> Self {
        self.nullable = false;
        self
    }

    fn field(&self) -> Field {
        let mut metadata = HashMap::from([("description".to_owned(), self.description.clone())]);
        metadata.extend(self.unit.map(|unit| ("unit".to_owned(), unit.to_owned())));
        Field::new(&self.name, self.kind.clone(), self.nullable).with_metadata(metadata)
    }
}

/// The schema of a table.
pub(super) fn schema(table: &str, columns: &[Column]) -> SchemaRef {
    let units: serde_json::Map<String, serde_json::Value> =
        columns.iter().filter_map(|c| Some((c.name.clone(), c.unit?.into()))).collect();
    let metadata = HashMap::from([
        ("strideform.schema".to_owned(), table.to_owned()),
        ("strideform.version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("strideform.units".to_owned(), serde_json::Value::Object(units).to_string()),
    ]);
    Arc::new(Schema::new_with_metadata(columns.iter().map(Column::field).collect::<Vec<_>>(), metadata))
}

/// Builds a table from a schema and the values of its columns, in order.
pub(super) fn table(schema: SchemaRef, values: Vec<ArrayRef>) -> Result<RecordBatch, RenderError> {
    RecordBatch::try_new(schema, values).map_err(|error| RenderError::new("a table", error))
}

pub(super) fn texts<T: AsRef<str>>(cells: impl Iterator<Item = Option<T>>) -> ArrayRef {
    Arc::new(cells.collect::<StringArray>())
}

pub(super) fn words<T: AsRef<str>>(cells: impl Iterator<Item = T>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(cells))
}

/// Non-finite values become null.
pub(super) fn numbers(cells: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(cells.map(|v| v.filter(|v| v.is_finite())).collect::<Float64Array>())
}

pub(super) fn counts(cells: impl Iterator<Item = u64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(cells.map(|n| i64::try_from(n).unwrap_or(i64::MAX))))
}

pub(super) fn statuses(cells: impl Iterator<Item = u8>) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(cells.map(i32::from)))
}

pub(super) fn flags(cells: impl Iterator<Item = bool>) -> ArrayRef {
    Arc::new(cells.map(Some).collect::<BooleanArray>())
}

pub(super) fn lists<'a, T: AsRef<str> + 'a>(cells: impl Iterator<Item = &'a [T]>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for cell in cells {
        for text in cell {
            builder.values().append_value(text);
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}
