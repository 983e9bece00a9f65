//! Analyses in the forms that people and programs read: text in 80 columns, JSON, CSV, Parquet, Arrow tables, and one
//! self-contained HTML page.
//!
//! Renderers print the contents of [`strideform::report::Analysis`] and compute no results of their own. The command line and
//! the Python wheel share them, so that both write the same bytes.

pub mod catalogue;
mod comparison;
pub mod csv;
mod duration;
mod error;
mod evidence;
pub mod html;
pub mod inspection;
pub mod json;
mod labels;
mod laps;
mod notes;
pub mod number;
mod people;
mod plan;
mod recheck;
mod season;
pub mod strides;
mod strike;
mod summary;
pub mod table;
pub mod tables;
pub mod text;
mod units;
pub mod visible;

pub use error::RenderError;
pub use people::UnitsOut;
