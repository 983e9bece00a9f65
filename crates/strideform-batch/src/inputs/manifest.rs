//! A manifest: a table with one row per input that says where its sensor was worn and who ran.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use strideform::read::{Input, Source};
use strideform::recording::{Placement, Run, Runner};
use strideform::units::{height_from, leg_length_from, mass_from, speed_from};
use strideform::{Error, ErrorKind, Position};

use super::batch_input::{BatchInput, text};

/// Bytes of the largest manifest (*chosen*: a million rows of 64 bytes).
const MAX_BYTES: u64 = 64 << 20;

/// The inputs of a manifest, and what it says of the runner and the run of each.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Manifest {
    /// One input per row, in the order of the rows.
    pub inputs: Vec<BatchInput>,
    /// Columns that mean nothing here.
    pub unknown: Vec<String>,
    rows: HashMap<String, (Runner, Run)>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    File,
    Placement,
    Device,
    Runner,
    Mass,
    Height,
    LegLength,
    Speed,
    Slope,
    Surface,
    Started,
}

/// Names of columns; a unit may follow, as in `mass_kg`, `weight (lb)`, `speed_kmh`.
const NAMES: &[(Field, &[&str])] = &[
    (Field::File, &["file", "path", "recording", "input", "filename"]),
    (Field::Placement, &["placement", "position", "location"]),
    (Field::Device, &["device", "sensor"]),
    (Field::Runner, &["runner", "athlete", "subject", "participant", "id", "name"]),
    (Field::Mass, &["mass", "weight", "bodymass", "bodyweight"]),
    (Field::Height, &["height", "stature"]),
    (Field::LegLength, &["leglength", "leg"]),
    (Field::Speed, &["speed", "pace"]),
    (Field::Slope, &["slope", "grade", "incline"]),
    (Field::Surface, &["surface"]),
    (Field::Started, &["started", "start", "date"]),
];

/// Units at the end of a column's name, and how they are written behind a value.
const UNITS: &[(&str, &str)] = &[
    ("kg", "kg"),
    ("lbs", "lb"),
    ("lb", "lb"),
    ("cm", "cm"),
    ("inches", "in"),
    ("in", "in"),
    ("mps", "m/s"),
    ("ms", "m/s"),
    ("kmh", "km/h"),
    ("mph", "mph"),
    ("minkm", "min/km"),
    ("minmi", "min/mi"),
    ("percent", ""),
    ("m", "m"),
];

/// The field and the unit of a column's name.
fn column(name: &str) -> Option<(Field, &'static str)> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let named = |plain: &str| NAMES.iter().find(|(_, names)| names.contains(&plain)).map(|(field, _)| *field);
    if let Some(field) = named(&plain) {
        return Some((field, ""));
    }
    UNITS.iter().find_map(|(ending, unit)| Some((named(plain.strip_suffix(ending)?)?, *unit)))
}

impl Manifest {
    /// Reads a manifest; its files are relative to its folder.
    ///
    /// # Errors
    /// `Io` if it cannot be read, `Malformed` with line and column for a value that means nothing.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let failed = |what: String| {
            Error::new(ErrorKind::Io, what)
                .with_remedy("--manifest takes a CSV file with a column `file`, one row per input")
        };
        let named = |e: Error| e.in_file(path.display().to_string());
        let large = std::fs::metadata(path).is_ok_and(|meta| meta.len() > MAX_BYTES);
        if large {
            return Err(named(failed("the manifest is larger than 64 MB".to_owned())));
        }
        let bytes = std::fs::read(path).map_err(|e| named(failed(format!("cannot be read: {e}"))))?;
        let text = String::from_utf8(bytes).map_err(|_| named(failed("is not UTF-8 text".to_owned())))?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self::parse(text.trim_start_matches('\u{feff}'), folder).map_err(named)
    }

    fn parse(table: &str, folder: &Path) -> Result<Self, Error> {
        let header = table.lines().next().unwrap_or_default();
        let delimiter = [b'\t', b';', b',']
            .into_iter()
            .max_by_key(|d| header.bytes().filter(|b| b == d).count())
            .unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(table.as_bytes());
        let broken = |e: csv::Error| {
            Error::new(ErrorKind::Malformed, format!("the manifest cannot be read ({e})"))
                .with_remedy("write it as CSV, one row per input")
        };
        let names: Vec<String> = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
        let columns: Vec<Option<(Field, &str)>> = names.iter().map(|name| column(name)).collect();
        let mut out = Self {
            unknown: names
                .iter()
                .zip(&columns)
                .filter(|(name, column)| column.is_none() && !name.is_empty())
                .map(|(name, _)| name.clone())
                .collect(),
            ..Self::default()
        };
        if !columns.iter().flatten().any(|(field, _)| *field == Field::File) {
            return Err(Error::new(ErrorKind::Malformed, "the manifest has no column `file`").with_remedy(
                "its columns are file, placement, device, runner, mass, height, leg_length, speed, slope, surface, started",
            ));
        }
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let line = record.position().map(csv::Position::line);
            let mut row = Row::default();
            for (at, cell) in record.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let Some(Some((field, unit))) = columns.get(at) else { continue };
                row.set(*field, unit, cell).map_err(|why| {
                    let mut place = Position::default();
                    (place.line, place.column) = (line, Some(at + 1));
                    place.column_name = names.get(at).cloned();
                    place.cell = Some(cell.to_owned());
                    Error::new(ErrorKind::Malformed, format!("`{cell}`: {why}"))
                        .with_remedy("fix the cell")
                        .at(place)
                })?;
            }
            out.add(row, folder);
        }
        Ok(out)
    }

    fn add(&mut self, row: Row, folder: &Path) {
        let Some(file) = row.file else { return };
        let path: PathBuf = folder.join(&file);
        let mut name = text(&path);
        let input = if path.is_dir() || path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
            Input::Session(path)
        } else {
            if let Some(placement) = row.placement {
                name = format!("{placement}={name}");
            }
            if let Some(device) = &row.device {
                name = format!("{name}#{device}");
            }
            Input::Recording { source: Source::File(path), placement: row.placement, device: row.device }
        };
        self.rows.insert(name.clone(), (row.runner, row.run));
        self.inputs.push(BatchInput::new(name, input));
    }

    /// Adds what the manifest says of an input to what is known of its runner and run.
    pub fn apply(&self, input: &str, runner: &mut Runner, run: &mut Run) {
        fn set<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        let Some((of_runner, of_run)) = self.rows.get(input) else { return };
        set(&mut runner.id, &of_runner.id);
        set(&mut runner.mass_kg, &of_runner.mass_kg);
        set(&mut runner.height_cm, &of_runner.height_cm);
        set(&mut runner.leg_length_cm, &of_runner.leg_length_cm);
        set(&mut run.started, &of_run.started);
        set(&mut run.speed_mps, &of_run.speed_mps);
        set(&mut run.slope_percent, &of_run.slope_percent);
        set(&mut run.surface, &of_run.surface);
    }
}

/// One row.
#[derive(Default)]
struct Row {
    file: Option<String>,
    placement: Option<Placement>,
    device: Option<String>,
    runner: Runner,
    run: Run,
}

impl Row {
    fn set(&mut self, field: Field, unit: &str, cell: &str) -> Result<(), String> {
        // The unit of the column counts where the cell has none of its own.
        let bare = cell.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b':'));
        let value = if bare { format!("{cell}{unit}") } else { cell.to_owned() };
        match field {
            Field::File => self.file = Some(cell.to_owned()),
            Field::Placement => {
                self.placement = Some(cell.parse().map_err(|e| format!("{e}"))?);
            }
            Field::Device => self.device = Some(cell.to_owned()),
            Field::Runner => self.runner.id = Some(cell.to_owned()),
            Field::Mass => self.runner.mass_kg = Some(mass_from(&value)?),
            Field::Height => self.runner.height_cm = Some(height_from(&value)?),
            Field::LegLength => self.runner.leg_length_cm = Some(leg_length_from(&value)?),
            Field::Speed => self.run.speed_mps = Some(speed_from(&value)?),
            Field::Slope => {
                let slope = cell.trim_end_matches('%').trim().replace('\u{2212}', "-").parse::<f64>();
                let slope = slope.ok().filter(|slope| slope.abs() <= 100.0);
                self.run.slope_percent = Some(slope.ok_or("must be between -100 and 100 per cent")?);
            }
            Field::Surface => self.run.surface = Some(cell.to_owned()),
            Field::Started => self.run.started = Some(cell.to_owned()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(table: &str) -> Result<Manifest, Error> {
        Manifest::parse(table, Path::new("study"))
    }

    #[test]
    fn rows_name_placement_runner_and_run_in_the_units_of_people() {
        let table = "file;Placement;Athlete;Weight (lb);height;pace;notes\n\
                     a.csv;shank-left;A17;154;5'9\";5:00;fine\n\
                     b.csv;;B02;;1.80;12 km/h;\n\n";
        let manifest = of(table).expect("a manifest");
        let names: Vec<&str> = manifest.inputs.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["shank-left=study/a.csv", "study/b.csv"]);
        assert_eq!(manifest.unknown, ["notes"]);
        let (mut runner, mut run) = (Runner::default().with_mass_kg(60.0), Run::default());
        manifest.apply("shank-left=study/a.csv", &mut runner, &mut run);
        assert_eq!(runner.id.as_deref(), Some("A17"));
        // 154 lb and 69 in, exactly defined.
        assert!(runner.mass_kg.is_some_and(|kg| (kg - 69.853).abs() < 1e-3));
        assert!(runner.height_cm.is_some_and(|cm| (cm - 175.26).abs() < 1e-9));
        assert!(run.speed_mps.is_some_and(|v| (v - 1000.0 / 300.0).abs() < 1e-9));
        let (mut runner, mut run) = (Runner::default().with_mass_kg(60.0), Run::default());
        manifest.apply("study/b.csv", &mut runner, &mut run);
        assert_eq!((runner.mass_kg, runner.height_cm), (Some(60.0), Some(180.0)));
    }

    #[test]
    fn a_bad_value_is_shown_with_its_place() {
        let error = of("file,mass\na.csv,70\nb.csv,heavy\n").expect_err("heavy");
        assert_eq!((error.position().line, error.position().column), (Some(3), Some(2)));
        let error = of("file,placement\na.csv,nose\n").expect_err("nose");
        assert!(error.message().contains("nose"), "{error}");
        assert!(of("recordings,mass\na.csv,70\n").expect_err("no file").message().contains("`file`"));
    }
}
