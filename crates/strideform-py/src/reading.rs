//! Read options, as passed from Python.

use pyo3::prelude::*;
use strideform::read::{ColumnOverrides, ReadOptions, UnitOverrides};
use strideform::recording::Placement;
use strideform::{Error, ErrorKind};

/// The arguments for reading; every key is present.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Reading {
    placement: Option<String>,
    rate_hz: Option<f64>,
    /// (`acc`, `g`)…
    units: Vec<(String, String)>,
    time_column: Option<String>,
    acc_columns: Vec<String>,
    gyr_columns: Vec<String>,
    skip_bad_rows: bool,
    outside_session: bool,
    device: Option<String>,
}

impl Reading {
    /// Converts to the library's options.
    pub(crate) fn options(&self) -> Result<ReadOptions, Error> {
        let mut units = UnitOverrides::default();
        for (key, unit) in &self.units {
            units.set(key, unit)?;
        }
        let columns = ColumnOverrides {
            time: self.time_column.clone(),
            acc: self.acc_columns.clone(),
            gyr: self.gyr_columns.clone(),
        };
        columns.check()?;
        let mut options = ReadOptions::default()
            .with_rate_hz(self.rate_hz)
            .with_units(units)
            .with_columns(columns)
            .with_skip_bad_rows(self.skip_bad_rows)
            .with_outside_session(self.outside_session)
            .with_placement(self.placement.as_deref().map(placement).transpose()?);
        options.device.clone_from(&self.device);
        Ok(options)
    }
}

/// A placement by its name.
pub(crate) fn placement(text: &str) -> Result<Placement, Error> {
    text.parse().map_err(|_| {
        Error::new(ErrorKind::Usage, format!("`{text}` is not a placement")).with_remedy(
            "known: foot-left, foot-right, shank-left, shank-right, thigh-left, thigh-right, pelvis, trunk, wrist-left, \
             wrist-right",
        )
    })
}
