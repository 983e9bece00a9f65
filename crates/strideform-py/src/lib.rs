//! The native half of the Python package `strideform`: does the heavy work with the interpreter released.
//!
//! What users see is written in Python (`python/strideform`); this module only takes arguments that are already checked
//! and returns plain values, arrays and Arrow streams.

mod about;
mod analysis;
mod arrays;
mod batch;
mod catalogue;
mod choice;
mod contacts;
mod detector;
mod errors;
mod inspection;
mod items;
mod orient;
mod reading;
mod rows;
mod samples;
mod saved;
mod signal;
mod studies;
mod threads;

use pyo3::prelude::*;

/// `strideform._native`.
#[pymodule]
mod _native {
    use super::*;

    #[pymodule_export]
    use super::analysis::{Analysis, analyze, restore};
    #[pymodule_export]
    use super::batch::Batch;
    #[pymodule_export]
    use super::catalogue::{faults, faults_toml, methods, metrics, parameters};
    #[pymodule_export]
    use super::contacts::find_contacts;
    #[pymodule_export]
    use super::inspection::inspect;
    #[pymodule_export]
    use super::orient::vqf_offline;
    #[pymodule_export]
    use super::rows::{Rows, dedup, discover, is_placement};
    #[pymodule_export]
    use super::samples::{find_bouts, oriented, waveforms};
    #[pymodule_export]
    use super::signal::butter_zero_phase;
    #[pymodule_export]
    use super::studies::{agreement_of_contacts, agreement_of_values, compare_runs, simulate, trend_runs};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("TABLES", super::rows::TABLES)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
