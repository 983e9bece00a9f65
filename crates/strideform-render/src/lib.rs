//! What strideform found, in the forms that people and programs read: text in 80 columns, JSON, CSV, Parquet, Arrow
//! tables, and one self-contained HTML page.
//!
//! Renderers only print what [`strideform::report::Analysis`] says; they compute nothing. The command line and the
//! Python wheel share them, so that both write the same bytes.

mod summary;
pub mod catalogue;
mod comparison;
pub mod csv;
mod error;
pub mod html;
pub mod inspection;
pub mod json;
mod notes;
pub mod number;
pub mod table;
pub mod tables;
pub mod text;
mod units;
mod labels;

pub use error::RenderError;
