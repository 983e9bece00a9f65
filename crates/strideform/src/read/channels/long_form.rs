//! Tables in long form: the sensors of a file one below the other, distinguished by a column, instead of side by side.

use crate::error::Error;

use crate::read::columns::column_name::understand;
use crate::read::columns::quantity::Quantity;
use crate::read::columns::vocabulary::{ACCELERATION, ANGULAR_RATE, is, words};
use crate::read::errors::{ambiguous, spans};
use crate::read::options::ReadOptions;
use crate::read::placement::placement_in;
use crate::read::text::cells::{number, trimmed};
use crate::read::text::dialect::Dialect;
use crate::read::text::encoding::decoded;

/// Sensors of one file (*chosen*: two suits of 17 sensors and more).
const MAX_SENSORS: usize = 64;

/// First rows of a sensor by which its time column is chosen (*chosen*: as many as of an ordinary table).
const SAMPLE: usize = 400;

/// Words in the name of a column that tells sensors apart.
const ID: &[&str] = &[
    "id",
    "device",
    "sensor",
    "sensorid",
    "deviceid",
    "node",
    "mac",
    "address",
    "serial",
    "label",
    "position",
    "placement",
    "location",
    "segment",
    "tag",
    "imu",
    "bodypart",
    "body",
    "name",
];
/// Words in the name of a column that says what a row holds.
const KIND: &[&str] =
    &["type", "sensortype", "kind", "sensor", "signal", "channel", "modality", "measurement"];

/// What a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Kind {
    Acceleration,
    AngularRate,
    Other,
}

/// The columns that tell rows apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::read) struct Columns {
    id: Option<usize>,
    kind: Option<usize>,
}

/// The rows of one sensor as text, with the other rows left blank so that lines keep their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Sensor {
    pub(in crate::read) name: String,
    pub(in crate::read) parts: Vec<Part>,
}

/// The rows of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Part {
    pub(in crate::read) kind: Kind,
    pub(in crate::read) text: Vec<u8>,
    /// Cells of its first rows.
    sample: Vec<Vec<Vec<u8>>>,
    /// Lines below the head so far.
    lines: usize,
}

impl Part {
    /// Adds a line as number `at` below the head.
    fn add(&mut self, line: &[u8], at: usize, cells: &[(usize, usize)]) {
        if self.sample.len() < SAMPLE {
            let cell = |&(a, b): &(usize, usize)| trimmed(line.get(a..b).unwrap_or_default()).to_vec();
            self.sample.push(cells.iter().map(cell).collect());
        }
        self.text.resize(self.text.len() + at.saturating_sub(self.lines), b'\n');
        self.text.extend_from_slice(line);
        self.lines = at + 1;
    }

    /// The dialect of the table, with this part's rows as its first ones.
    pub(in crate::read) fn dialect(&self, whole: &Dialect) -> Dialect {
        Dialect { sample: self.sample.clone(), ..whole.clone() }
    }
}

fn kind_of(cell: &[u8]) -> Kind {
    let text = decoded(trimmed(cell));
    let any = |list: &[&str]| words(&text).iter().any(|(word, _)| word.len() > 2 && is(list, word));
    match (any(ACCELERATION), any(ANGULAR_RATE)) {
        (true, false) => Kind::Acceleration,
        (false, true) => Kind::AngularRate,
        _ => Kind::Other,
    }
}

/// The columns of a table that may tell its rows apart, from its names and first rows; `None` for an ordinary table.
pub(in crate::read) fn columns(dialect: &Dialect) -> Option<Columns> {
    let mut out = Columns::default();
    for (column, name) in dialect.names.iter().enumerate() {
        let named = words(name);
        let says = |list: &[&str]| named.iter().any(|(word, _)| is(list, word));
        let understood = understand(name, None);
        if understood.axis.is_some() || understood.quantity == Quantity::Time {
            continue;
        }
        let cells = || dialect.sample.iter().filter_map(move |row| row.get(column)).filter(|c| !c.is_empty());
        if cells().next().is_none() {
            continue;
        }
        let kinds = cells().any(|c| kind_of(c) == Kind::Acceleration || kind_of(c) == Kind::AngularRate)
            && cells().all(|c| number(c, dialect.decimal_comma).is_none());
        if says(KIND) && kinds {
            out.kind = out.kind.or(Some(column));
        } else if says(ID) {
            // A fraction is a value, not a name.
            let whole = |cell: &Vec<u8>| number(cell, dialect.decimal_comma).is_none_or(|v| v.fract() == 0.0);
            if cells().all(whole) {
                out.id = out.id.or(Some(column));
            }
        }
    }
    (out != Columns::default()).then_some(out)
}

/// The sensors of a table in long form; `None` if its rows belong to one sensor and hold everything.
pub(in crate::read) fn sensors(text: &[u8], dialect: &Dialect, columns: Columns) -> Option<Vec<Sensor>> {
    let (head, rows) = text.split_at_checked(dialect.data_start)?;
    let mut out: Vec<Sensor> = Vec::new();
    let mut ordinary = columns.kind.is_none();
    for (at, line) in rows.split_inclusive(|b| *b == b'\n').enumerate() {
        let cells = spans(line.trim_ascii_end(), dialect.delimiter, dialect.collapse);
        let cell = |column: usize| cells.get(column).and_then(|&(a, b)| line.get(a..b)).map(trimmed);
        let name = columns.id.and_then(cell).map(decoded).unwrap_or_default();
        let kind = columns.kind.and_then(cell).map_or(Kind::Acceleration, kind_of);
        if columns.id.is_some() && name.is_empty() || line.trim_ascii().is_empty() {
            continue;
        }
        let which = match out.iter().position(|sensor| sensor.name == name) {
            Some(which) => which,
            None if out.len() < MAX_SENSORS => {
                out.push(Sensor { name, parts: Vec::new() });
                out.len() - 1
            }
            // So many different cells are not the names of sensors.
            None => return None,
        };
        ordinary &= kind == Kind::Acceleration;
        let parts = &mut out.get_mut(which)?.parts;
        match parts.iter_mut().find(|part| part.kind == kind) {
            Some(part) => part.add(line, at, &cells),
            None => {
                let mut part = Part { kind, text: head.to_vec(), sample: Vec::new(), lines: 0 };
                part.add(line, at, &cells);
                parts.push(part);
            }
        }
    }
    let ordinary = ordinary && out.len() < 2;
    // A kind without any acceleration is some other column.
    let any = out.iter().flat_map(|s| &s.parts).any(|part| part.kind == Kind::Acceleration);
    (any && !ordinary).then_some(out)
}

/// The sensor that is wanted, by its name or placement, or the only one.
pub(in crate::read) fn choose(
    sensors: Vec<Sensor>,
    dialect: &Dialect,
    columns: Columns,
    options: &ReadOptions,
) -> Result<Sensor, Error> {
    let names: Vec<String> = sensors.iter().map(|s| s.name.clone()).collect();
    let placement = options.placement.or(options.placement_if_unknown);
    let fits = |sensor: &Sensor| match (&options.device, placement) {
        (Some(device), _) => sensor.name.eq_ignore_ascii_case(device),
        (None, Some(placement)) if names.len() > 1 => placement_in(&sensor.name) == Some(placement),
        _ => names.len() == 1,
    };
    let mut found = sensors.into_iter().filter(fits);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        _ => {
            let column = columns.id.map_or("", |c| dialect.name(c));
            let first = names.first().map_or("", String::as_str);
            Err(ambiguous(format!(
                "the file holds several sensors one below the other, distinguished by the column `{column}`: {}",
                names.join(", ")
            ))
            .with_remedy(format!("choose one, e.g. placement=file#{first}")))
        }
    }
}

/// The names of the sensors.
pub(in crate::read) fn names(text: &[u8], dialect: &Dialect) -> Option<Vec<String>> {
    let sensors = sensors(text, dialect, columns(dialect)?)?;
    Some(sensors.into_iter().map(|s| s.name).collect())
}

#[cfg(test)]
mod tests {
    use crate::read::{ReadOptions, recording_from_bytes};
    use crate::recording::Placement;

    fn long(by_sensor: bool) -> String {
        let mut rows: Vec<(usize, String)> = Vec::new();
        for i in 0..400 {
            for (sensor, g) in [("left_shank", 1.0), ("pelvis", 1.1)] {
                let t = i as f64 / 100.0;
                let wave = 0.01 * (i % 7) as f64;
                rows.push((
                    if by_sensor { g as usize * 1000 + (g * 10.0) as usize } else { 0 },
                    format!("Accelerometer;{sensor};{t:.2};{wave:.3};0.1;{g}\n"),
                ));
                rows.push((
                    if by_sensor { g as usize * 1000 + (g * 10.0) as usize } else { 0 },
                    format!("Gyroscope;{sensor};{t:.2};{wave:.3};5.5;{g}\n"),
                ));
            }
        }
        rows.sort_by_key(|r| r.0);
        let rows: String = rows.into_iter().map(|r| r.1).collect();
        format!("Sensor Type;Sensor ID;time_s;x;y;z\n{rows}")
    }

    #[test]
    fn sensors_below_each_other_are_distinguished() {
        for by_sensor in [false, true] {
            let text = long(by_sensor);
            let error = recording_from_bytes("a.csv", text.as_bytes(), &ReadOptions::default())
                .expect_err("two sensors");
            assert!(error.message().contains("`Sensor ID`: left_shank, pelvis"), "{error}");
            for (placement, g) in [("shank-left", 1.0), ("pelvis", 1.1)] {
                let placement: Placement = placement.parse().expect("placement");
                let options = ReadOptions::default().with_placement(placement);
                let recording =
                    recording_from_bytes("a.csv", text.as_bytes(), &options).expect("one of them");
                assert_eq!(recording.signals.len(), 400);
                assert!((recording.signals.rate_hz - 100.0).abs() < 1e-6);
                assert!((recording.signals.acc.mean().z / 9.80665 - g).abs() < 1e-6);
                assert!(recording.signals.gyr.is_some());
            }
            let recording =
                recording_from_bytes("a.csv", text.as_bytes(), &ReadOptions::default().with_device("pelvis"));
            assert_eq!(recording.expect("by name").placement, Placement::PELVIS);
        }
    }

    #[test]
    fn a_constant_name_beside_the_samples_changes_nothing() {
        let mut text = String::from("device,time_s,acc_x_g,acc_y_g,acc_z_g\n");
        for i in 0..300 {
            text += &format!("AB12,{:.2},0.0,0.02,{:.3}\n", i as f64 / 100.0, 1.0 + 0.001 * (i % 3) as f64);
        }
        let recording =
            recording_from_bytes("pelvis.csv", text.as_bytes(), &ReadOptions::default()).expect("read");
        assert_eq!(recording.samples, 300);
    }
}
