//! Columns named by the user, or columns by position if there is no header.

use crate::error::Error;
use crate::recording::Inference;

use crate::read::columns::column_name::{Name, understand};
use crate::read::columns::quantity::Quantity;
use crate::read::columns::sensor_columns::{Bare, Device, Layout, Triple};
use crate::read::columns::unit_names::Dimension;
use crate::read::errors::ambiguous;
use crate::read::options::ColumnOverrides;
use crate::read::text::cells::number;
use crate::read::text::dialect::Dialect;
use crate::read::time::timestamp::looks_like;

/// Finds a column by name, otherwise by number, from 1.
fn column(dialect: &Dialect, wanted: &str) -> Result<usize, Error> {
    let exact = dialect.names.iter().position(|n| n.trim() == wanted);
    let loose = || dialect.names.iter().position(|n| n.trim().eq_ignore_ascii_case(wanted));
    let by_number = || {
        wanted
            .trim_start_matches('#')
            .parse::<usize>()
            .ok()
            .filter(|&n| n >= 1 && n <= dialect.columns)
            .map(|n| n - 1)
    };
    exact.or_else(loose).or_else(by_number).ok_or_else(|| {
        ambiguous(format!("there is no column `{wanted}`")).with_remedy(if dialect.names.is_empty() {
            format!("the file has no header; number its {} columns from 1", dialect.columns)
        } else {
            format!("the header has {}", dialect.names.join(", "))
        })
    })
}

/// Replaces inferred columns with those named by the user.
pub(in crate::read) fn apply(
    out: &mut Layout,
    dialect: &Dialect,
    names: &[Name],
    overrides: &ColumnOverrides,
) -> Result<(), Error> {
    if let Some(time) = &overrides.time {
        let c = column(dialect, time)?;
        let name = names.get(c).cloned().unwrap_or_else(|| understand("time", None));
        out.times = vec![(c, Name { quantity: Quantity::Time, ..name })];
    }
    let triple = |axes: &[String]| -> Result<Triple, Error> {
        let mut t = Triple::empty("", false);
        for (i, axis) in axes.iter().enumerate().filter(|(_, a)| a.as_str() != "-" && !a.is_empty()) {
            let c = column(dialect, axis)?;
            if let Some(slot) = t.columns.get_mut(i) {
                *slot = Some(c);
            }
            if let Some(name) = names.get(c) {
                t.unit = t.unit.or(name.unit);
                t.raw |= name.raw;
                t.free |= name.quantity == Quantity::FreeAcceleration;
            }
        }
        Ok(t)
    };
    if !overrides.acc.is_empty() {
        let mut acc = triple(&overrides.acc)?;
        acc.unit = acc.unit.filter(|u| u.dimension == Dimension::Acceleration);
        let gyr = out.devices.first().filter(|_| out.devices.len() == 1).and_then(|d| d.gyr.clone());
        out.devices = vec![Device { name: String::new(), acc: Some(acc), gyr, gravity: None }];
    }
    if !overrides.gyr.is_empty() {
        let mut gyr = triple(&overrides.gyr)?;
        gyr.unit = gyr.unit.filter(|u| u.dimension == Dimension::AngularRate);
        match out.devices.as_mut_slice() {
            [only] => only.gyr = Some(gyr),
            [] => {
                out.devices = vec![Device { name: String::new(), acc: None, gyr: Some(gyr), gravity: None }]
            }
            _ => {}
        }
    }
    Ok(())
}

/// Without a header: time if the first column increases, then three accelerometer columns, then three gyroscope columns.
pub(in crate::read) fn by_position(dialect: &Dialect, bare: Bare) -> Result<Layout, Error> {
    let first: Vec<f64> =
        dialect.sample.iter().filter_map(|row| number(row.first()?, dialect.decimal_comma)).collect();
    let stamped = dialect.sample.first().and_then(|r| r.first()).is_some_and(|c| looks_like(c));
    let grows = stamped
        || (first.len() > 2
            && first.windows(2).all(|w| w.first() <= w.last())
            && first.first() < first.last());
    let start = usize::from(grows);
    let rest = dialect.columns.saturating_sub(start);
    let triple = |from: usize| Triple {
        columns: [Some(from), Some(from + 1), Some(from + 2)],
        ..Triple::empty("", false)
    };
    let (acc, gyr) = match (rest, bare) {
        (3, Bare::AngularRate) => (None, Some(triple(start))),
        (3, _) => (Some(triple(start)), None),
        (6 | 9, _) => (Some(triple(start)), Some(triple(start + 3))),
        _ => {
            return Err(ambiguous(format!("the file has {} columns and no header", dialect.columns))
                .with_remedy("name them by number, e.g. --columns time=1,acc=2:3:4,gyr=5:6:7"));
        }
    };
    let mut conclusion = if grows { "time, then " } else { "" }.to_owned();
    conclusion.push_str(match (&acc, &gyr) {
        (Some(_), Some(_)) => "accelerometer x, y, z, then gyroscope x, y, z",
        (Some(_), None) => "accelerometer x, y, z",
        _ => "gyroscope x, y, z",
    });
    Ok(Layout {
        devices: vec![Device { name: String::new(), acc, gyr, gravity: None }],
        times: if grows { vec![(0, understand("time", None))] } else { Vec::new() },
        inferences: vec![Inference {
            about: "columns".into(),
            conclusion,
            because: "there is no header; exporters that write no header use this order".into(),
            overridden_by: "--columns time=1,acc=2:3:4,gyr=5:6:7".into(),
        }],
    })
}
