//! Which column holds what, from its name, its unit or the order of columns.

pub(in crate::read) mod column_name;
pub(in crate::read) mod layout;
pub(in crate::read) mod overrides;
pub(in crate::read) mod quantity;
pub(in crate::read) mod sensor_columns;
pub(in crate::read) mod unit_names;
pub(in crate::read) mod vocabulary;
