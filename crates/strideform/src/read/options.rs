//! What the user specifies about a file; it overrides inferences.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::recording::{Edits, Placement, names_file};

use crate::read::columns::unit_names::{self, Dimension, Unit};

/// How to read a recording. The default infers everything from the file.
///
/// ```
/// use strideform::read::ReadOptions;
/// use strideform::recording::Placement;
///
/// let options = ReadOptions::default().with_placement(Placement::PELVIS).with_rate_hz(100.0);
/// assert_eq!(options.rate_hz, Some(100.0));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Samples per second, for files without a time column.
    pub rate_hz: Option<f64>,
    /// Units of the columns.
    pub units: UnitOverrides,
    /// Names (or numbers, from 1) of the columns.
    pub columns: ColumnOverrides,
    /// Skips rows that cannot be read instead of stopping; a caveat counts them.
    pub skip_bad_rows: bool,
    /// Which device to read, if a file holds several.
    pub device: Option<String>,
    /// Where the sensor sits, whatever the file says.
    pub placement: Option<Placement>,
    /// Where the sensor sits if the file does not say; a file that says otherwise is refused.
    pub placement_if_unknown: Option<Placement>,
    /// Lets the files of a `session.toml` be outside its folder.
    pub outside_session: bool,
    /// Where the sensors of named files sit if the files do not say; from edits.
    pub(crate) placed: BTreeMap<String, Placement>,
}

impl ReadOptions {
    /// States the sampling rate, Hz, of a file without a time column.
    #[must_use]
    pub fn with_rate_hz(mut self, rate_hz: impl Into<Option<f64>>) -> Self {
        self.rate_hz = rate_hz.into();
        self
    }

    /// States units.
    #[must_use]
    pub fn with_units(mut self, units: UnitOverrides) -> Self {
        self.units = units;
        self
    }

    /// States columns.
    #[must_use]
    pub fn with_columns(mut self, columns: ColumnOverrides) -> Self {
        self.columns = columns;
        self
    }

    /// Skips rows that cannot be read.
    #[must_use]
    pub fn with_skip_bad_rows(mut self, skip_bad_rows: bool) -> Self {
        self.skip_bad_rows = skip_bad_rows;
        self
    }

    /// Selects one of the devices in a file.
    #[must_use]
    pub fn with_device(mut self, device: impl Into<String>) -> Self {
        self.device = Some(device.into());
        self
    }

    /// States where the sensor sits.
    #[must_use]
    pub fn with_placement(mut self, placement: impl Into<Option<Placement>>) -> Self {
        self.placement = placement.into();
        self
    }

    /// States where the sensors of files sit that do not say it themselves.
    #[must_use]
    pub fn with_placement_if_unknown(mut self, placement: impl Into<Option<Placement>>) -> Self {
        self.placement_if_unknown = placement.into();
        self
    }

    /// States where sensors sit by [`Edits::placement`], so that files which do not say it themselves can be read. What a file
    /// says stays: the edit is made when the run is analysed.
    #[must_use]
    pub fn with_edits(mut self, edits: &Edits) -> Self {
        self.placed.extend(edits.placement.iter().map(|(sensor, placement)| (sensor.clone(), *placement)));
        self
    }

    /// The placement by edits of a file.
    pub(in crate::read) fn placed(&self, file: &str, device: &str) -> Option<Placement> {
        let named = |(sensor, _): &(&String, &Placement)| names_file(sensor, file, Some(device));
        self.placed.iter().find(named).map(|(_, placement)| *placement)
    }

    /// Lets the files of a `session.toml` be outside its folder.
    #[must_use]
    pub fn with_outside_session(mut self, outside_session: bool) -> Self {
        self.outside_session = outside_session;
        self
    }
}

/// Units stated by the user: `time=ms,acc=g,gyr=deg/s`; raw counts as `acc=16384LSB/g`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct UnitOverrides {
    pub(in crate::read) time: Option<Unit>,
    pub(in crate::read) acc: Option<Unit>,
    pub(in crate::read) gyr: Option<Unit>,
}

/// Columns named by the user: `time=t,acc=ax:ay:az,gyr=gx:gy:gz`; a number counts columns from 1, `-` is an axis that
/// was not measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnOverrides {
    /// The time column.
    pub time: Option<String>,
    /// The accelerometer's axes.
    pub acc: Vec<String>,
    /// The gyroscope's axes.
    pub gyr: Vec<String>,
}

fn usage(message: String, remedy: &str) -> Error {
    Error::new(ErrorKind::Usage, message).with_remedy(remedy)
}

/// `key=value` pairs separated by commas.
fn pairs(text: &str) -> Result<Vec<(&str, &str)>, Error> {
    text.split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            part.split_once('=')
                .map(|(key, value)| (key.trim(), value.trim()))
                .filter(|(_, value)| !value.is_empty())
                .ok_or_else(|| usage(format!("`{part}` is not of the form key=value"), "e.g. time=ms,acc=g"))
        })
        .collect()
}

fn unit_of(text: &str, dimension: Dimension, examples: &str) -> Result<Unit, Error> {
    let unknown = || usage(format!("unknown unit `{text}`"), examples);
    let lower = text.to_ascii_lowercase();
    let found = match lower.find("lsb/") {
        Some(at) => {
            let counts: f64 = lower.get(..at).unwrap_or_default().trim().parse().map_err(|_| unknown())?;
            let unit = unit_names::parse(text.get(at + 4..).unwrap_or_default()).ok_or_else(unknown)?;
            if !(counts.is_finite() && counts > 0.0) {
                return Err(unknown());
            }
            Unit { to_si: unit.to_si / counts, label: "counts", ..unit }
        }
        None => unit_names::parse(text).ok_or_else(unknown)?,
    };
    if found.dimension == dimension { Ok(found) } else { Err(unknown()) }
}

impl UnitOverrides {
    /// Sets the unit of `time`, `acc` or `gyr`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for an unknown key or unit.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Error> {
        match key {
            "time" => self.time = Some(unit_of(value, Dimension::Time, "known: s, ms, us, ns, days")?),
            "acc" => {
                let known = "known: g, mg, m/s², mm/s², or counts such as 16384LSB/g";
                self.acc = Some(unit_of(value, Dimension::Acceleration, known)?);
            }
            "gyr" => {
                let known = "known: deg/s, rad/s, or counts such as 16.4LSB/(deg/s)";
                self.gyr = Some(unit_of(value, Dimension::AngularRate, known)?);
            }
            other => return Err(usage(format!("unknown key `{other}`"), "known: time, acc, gyr")),
        }
        Ok(())
    }
}

impl FromStr for UnitOverrides {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut out = Self::default();
        for (key, value) in pairs(text)? {
            out.set(key, value)?;
        }
        Ok(out)
    }
}

impl FromStr for ColumnOverrides {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut out = Self::default();
        for (key, value) in pairs(text)? {
            let axes: Vec<String> = value.split(':').map(|s| s.trim().to_owned()).collect();
            match key {
                "time" => out.time = Some(value.to_owned()),
                "acc" => out.acc = axes,
                "gyr" => out.gyr = axes,
                other => return Err(usage(format!("unknown key `{other}`"), "known: time, acc, gyr")),
            }
        }
        out.check()?;
        Ok(out)
    }
}

impl ColumnOverrides {
    /// Checks that each quantity has three axes, at least two of them measured.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for any other number of axes.
    pub fn check(&self) -> Result<(), Error> {
        for (key, axes, least) in [("acc", &self.acc, 2), ("gyr", &self.gyr, 3)] {
            let named = axes.iter().filter(|a| a.as_str() != "-" && !a.is_empty()).count();
            if !axes.is_empty() && (axes.len() > 3 || named < least) {
                return Err(usage(
                    format!("`{key}` names {named} columns"),
                    "three names separated by colons are expected, e.g. acc=ax:ay:az (`-` for an axis not measured)",
                ));
            }
        }
        Ok(())
    }

    /// True if nothing is overridden.
    pub fn is_empty(&self) -> bool {
        self.time.is_none() && self.acc.is_empty() && self.gyr.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_counts() {
        let units: UnitOverrides = "time=ms,acc=16384LSB/g,gyr=16.4LSB/(deg/s)".parse().expect("units");
        assert_eq!(units.time.map(|u| u.to_si), Some(1e-3));
        assert_eq!(units.acc.map(|u| u.to_si), Some(9.806_65 / 16384.0));
        let gyr = units.gyr.map(|u| u.to_si).expect("gyr");
        // Exact but for the order of two divisions.
        assert!((gyr * 16.4 - 1f64.to_radians()).abs() < 1e-15);
        for bad in ["acc=ms", "speed=1", "acc", "acc=0LSB/g", "acc=xLSB/g"] {
            assert_eq!(bad.parse::<UnitOverrides>().expect_err(bad).kind(), ErrorKind::Usage);
        }
    }

    #[test]
    fn columns() {
        let columns: ColumnOverrides = "time=t,acc=a:b:c,gyr=5:6:7".parse().expect("columns");
        assert_eq!(columns.acc, ["a", "b", "c"]);
        assert!("acc=a".parse::<ColumnOverrides>().is_err());
        assert!("gyr=a:b".parse::<ColumnOverrides>().is_err());
    }
}
