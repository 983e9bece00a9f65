//! The main entry point: from what the user names to a [`Session`].
//!
//! An [`Input`] is parsed from text ([`str::parse`]) and read with [`Input::read`]; several inputs of one run are read
//! together with [`Input::read_all`]. Without a file system, [`session_from_bytes`] takes the files' contents.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use crate::parallel::*;

use crate::error::{Error, ErrorKind};
use crate::recording::{Placement, Session};

use super::contents;
use super::folder;
use super::named_bytes::{NamedBytes, folder_and_name};
use super::session;
use super::source::{self, Input, Source};
use crate::read::options::ReadOptions;

/// Every text is an input; one that does not name a file is reported when it is read.
///
/// ```
/// use strideform::read::{Input, Source};
/// use strideform::recording::Placement;
///
/// let input: Input = "pelvis=run.csv".parse()?;
/// let source = Source::File("run.csv".into());
/// assert_eq!(input, Input::Recording { source, placement: Some(Placement::PELVIS), device: None });
/// # Ok::<(), std::convert::Infallible>(())
/// ```
impl FromStr for Input {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(source::parse(text))
    }
}

/// Like [`str::parse`], which cannot fail.
impl From<&str> for Input {
    fn from(text: &str) -> Self {
        source::parse(text)
    }
}

impl Input {
    /// A path that is used literally, whatever characters it contains: a folder or a `.toml` file is a session, anything
    /// else a recording.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        if path.is_dir() || path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
            Self::Session(path)
        } else {
            Self::Recording { source: Source::File(path), placement: None, device: None }
        }
    }

    /// Reads the input: the samples of a sensor, the runs of a watch, or a whole session.
    ///
    /// ```
    /// use strideform::read::{Input, ReadOptions, Source};
    ///
    /// let mut csv = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
    /// for i in 0..300 {
    ///     csv += &format!("{:.2},0.0,0.02,{:.3}\n", i as f64 / 100.0, 1.0 + 0.001 * (i % 3) as f64);
    /// }
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("run.csv");
    /// # /*
    /// let path = "run.csv";
    /// # */
    /// std::fs::write(&path, csv)?;
    /// # let path = path.display();
    /// let session = Input::from(format!("shank-left={path}").as_str()).read(&ReadOptions::default())?;
    /// assert_eq!(session.recordings[0].placement.to_string(), "shank-left");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`recording()`](crate::read::recording()), [`contents()`](crate::read::contents()) and [`session()`](crate::read::session()).
    pub fn read(&self, options: &ReadOptions) -> Result<Session, Error> {
        match self {
            Self::Session(path) => session::session(path, options),
            Self::Recording { source, .. } => of_source(source, &self.options(options)),
        }
    }

    /// Reads several inputs of one run, in parallel, into one session; at most one of them is a session itself.
    ///
    /// # Errors
    ///
    /// `Usage` as for [`Input::check`], before any file is opened; then as for [`Input::read`], for the first input that
    /// cannot be read.
    pub fn read_all(inputs: &[Self], options: &ReadOptions) -> Result<Session, Error> {
        Self::check(inputs, options)?;
        // Collected first: the error reported is the first in the order of the inputs, not in time.
        let sessions: Vec<Result<Session, Error>> =
            inputs.par_iter().map(|input| input.read(options)).collect();
        let mut out = Session::default();
        for session in sessions {
            out.append(session?);
        }
        Ok(out)
    }

    /// Checks that inputs of one run do not contradict each other or the options; opens no file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for two sessions, for an input whose placement differs from the one in `options`, and for one
    /// placement for several inputs.
    pub fn check(inputs: &[Self], options: &ReadOptions) -> Result<(), Error> {
        let usage = |message: String| Err(Error::new(ErrorKind::Usage, message));
        if inputs.iter().filter(|input| matches!(input, Self::Session(_))).count() > 1 {
            return usage("only one session at a time: each is a separate run".to_owned());
        }
        let Some(placement) = options.placement else { return Ok(()) };
        let own = inputs.iter().find_map(|input| match input {
            Self::Recording { placement, .. } => *placement,
            Self::Session(_) => None,
        });
        if let Some(own) = own.filter(|own| *own != placement) {
            return usage(format!("--placement {placement} contradicts the input's own {own}="));
        }
        if inputs.len() > 1 {
            return usage(
                "--placement is for a single input; with several, write PLACEMENT=FILE for each".to_owned(),
            );
        }
        Ok(())
    }

    /// The options for this input: its own placement and device take precedence.
    #[must_use]
    pub fn options(&self, options: &ReadOptions) -> ReadOptions {
        let mut own = options.clone();
        if let Self::Recording { placement, device, .. } = self {
            own.placement = placement.or(own.placement);
            own.device = device.clone().or(own.device);
        }
        own
    }
}

fn of_source(source: &Source, options: &ReadOptions) -> Result<Session, Error> {
    tracing::info!("reading {}", source.name());
    let found = contents::contents(source, options)?;
    Ok(Session::default().with_recordings(found.recordings).with_watches(found.watches))
}

/// Reads a session from the contents of its files, without a file system.
///
/// The description is the file called `session.toml`; the names in it are relative to it, as in a folder, and only the
/// files that it names are read. Without a `session.toml` every file is a separate input, all of one run; accelerometer and
/// gyroscope of one sensor in two files are joined, as in a folder.
///
/// ```
/// use strideform::read::{NamedBytes, ReadOptions, session_from_bytes};
///
/// let mut csv = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
/// for i in 0..300 {
///     csv += &format!("{:.2},0.0,0.02,{:.3}\n", i as f64 / 100.0, 1.0 + 0.001 * (i % 3) as f64);
/// }
/// let toml = "[runner]\nmass_kg = 70.0\n[[recording]]\nfile = \"imu/a.csv\"\nplacement = \"pelvis\"\n";
/// let files = [NamedBytes::new("session.toml", toml), NamedBytes::new("imu/a.csv", csv)];
/// let session = session_from_bytes(&files, &ReadOptions::default())?;
/// assert_eq!(session.runner.mass_kg, Some(70.0));
/// assert_eq!(session.recordings[0].placement.to_string(), "pelvis");
/// # Ok::<(), strideform::Error>(())
/// ```
///
/// # Errors
///
/// As for [`session()`](crate::read::session()); `Io` for a file that the description names but `files` lacks,
/// `Usage` for none or more than one `session.toml`.
pub fn session_from_bytes(files: &[NamedBytes], options: &ReadOptions) -> Result<Session, Error> {
    let is_description = |file: &&NamedBytes| folder_and_name(&file.name).1 == "session.toml";
    let mut descriptions = files.iter().filter(is_description);
    match (descriptions.next(), descriptions.next()) {
        (Some(description), None) => session::from_bytes(description, files, options),
        (Some(_), Some(other)) => {
            Err(Error::new(ErrorKind::Usage, "only one session at a time: each is a separate run")
                .in_file(&other.name))
        }
        (None, _) if files.is_empty() => Err(Error::new(ErrorKind::Usage, "there are no files to read")),
        (None, _) => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            let sensors = folder::joined_names(&names, options)?;
            if !sensors.is_empty() {
                return of_sensors(files, &sensors, options);
            }
            let inputs: Vec<Input> = files
                .iter()
                .map(|file| Input::Recording {
                    source: Source::Bytes { name: file.name.clone(), bytes: file.bytes.clone() },
                    placement: None,
                    device: None,
                })
                .collect();
            Input::read_all(&inputs, options)
        }
    }
}

/// One run of sensors, each of one or several files.
fn of_sensors(
    files: &[NamedBytes],
    sensors: &[(Vec<String>, Option<Placement>)],
    options: &ReadOptions,
) -> Result<Session, Error> {
    let mut out = Session::default();
    for (names, placement) in sensors {
        let mut own = options.clone();
        own.placement = placement.or(options.placement);
        let parts = names.iter().filter_map(|name| files.iter().find(|file| file.name == *name));
        let found = session::of_parts(parts.cloned().collect(), &own)?;
        out.recordings.extend(found.recordings);
        out.watches.extend(found.watches);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(z: f64) -> String {
        let mut csv = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
        for i in 0..300 {
            csv += &format!("{:.2},0.0,0.02,{:.3}\n", i as f64 / 100.0, z + 0.001 * (i % 3) as f64);
        }
        csv
    }

    fn gyr() -> String {
        let mut csv = String::from("time_s,gyr_x_dps,gyr_y_dps,gyr_z_dps\n");
        for i in 0..300 {
            csv += &format!("{:.2},0.1,0.2,{:.3}\n", i as f64 / 100.0, 0.01 * (i % 5) as f64);
        }
        csv
    }

    const TOML: &str = r#"
        [runner]
        mass_kg = 70.0
        [run]
        speed_mps = 3.0
        [[recording]]
        file = "shank-left.csv"
        [[recording]]
        file = "./imu/acc.csv+imu/gyr.csv"
        placement = "pelvis"
    "#;

    #[test]
    fn a_session_is_the_same_from_its_folder_and_from_its_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("imu")).expect("a folder");
        let mut files = Vec::new();
        for (name, text) in [
            ("imu/acc.csv", csv(1.0)),
            ("imu/gyr.csv", gyr()),
            ("session.toml", TOML.to_owned()),
            ("shank-left.csv", csv(1.01)),
            ("unrelated.txt", "not read".to_owned()),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, &text).expect("written");
            files.push(NamedBytes::new(path.display().to_string(), text));
        }
        let input: Input = folder.path().display().to_string().as_str().into();
        let on_disk = input.read(&ReadOptions::default()).expect("the folder is read");
        assert_eq!(on_disk.recordings.len(), 2);
        let mut in_memory = session_from_bytes(&files, &ReadOptions::default()).expect("the bytes are read");
        // Only the spelling of the path may differ.
        for (memory, disk) in in_memory.recordings.iter_mut().zip(&on_disk.recordings) {
            assert_eq!(memory.file.replace("/./", "/"), disk.file.replace("/./", "/"));
            memory.file.clone_from(&disk.file);
        }
        assert_eq!(in_memory, on_disk);
    }

    #[test]
    fn what_a_description_names_and_the_bytes_lack_is_reported_at_its_line() {
        let files = [NamedBytes::new("s/session.toml", "[[recording]]\nfile = \"gone.csv\"\n")];
        let error = session_from_bytes(&files, &ReadOptions::default()).expect_err("gone.csv is not there");
        assert_eq!(error.kind(), ErrorKind::Io);
        assert_eq!(error.position().line, Some(2));
        assert!(error.message().contains("gone.csv"), "{error}");
        let files = [NamedBytes::new("s/session.toml", "[[recording]]\nfile = \"../a.csv\"\n")];
        let error = session_from_bytes(&files, &ReadOptions::default()).expect_err("outside");
        assert!(error.message().contains("outside"), "{error}");
    }

    #[test]
    fn files_without_a_description_are_one_run() {
        let files =
            [NamedBytes::new("shank-left.csv", csv(1.0)), NamedBytes::new("shank-right.csv", csv(1.0))];
        let session = session_from_bytes(&files, &ReadOptions::default()).expect("both are read");
        let placements: Vec<String> = session.recordings.iter().map(|r| r.placement.to_string()).collect();
        assert_eq!(placements, ["shank-left", "shank-right"]);
        assert_eq!(
            session_from_bytes(&[], &ReadOptions::default()).expect_err("nothing").kind(),
            ErrorKind::Usage
        );
    }

    #[test]
    fn the_files_of_one_sensor_are_joined() {
        let files =
            [NamedBytes::new("run/Accelerometer.csv", csv(1.0)), NamedBytes::new("run/Gyroscope.csv", gyr())];
        let unknown = session_from_bytes(&files, &ReadOptions::default()).expect_err("no placement");
        assert!(unknown.remedy().is_some_and(|r| r.contains("--placement")), "{unknown}");
        let of = |options: ReadOptions| session_from_bytes(&files, &options).expect("one sensor");
        let given = of(ReadOptions::default().with_placement(Placement::PELVIS));
        let edits = crate::recording::Edits::default().with_placement("Accelerometer.csv", Placement::PELVIS);
        let edited = of(ReadOptions::default().with_edits(&edits));
        for session in [&given, &edited] {
            let [recording] = session.recordings.as_slice() else { panic!("one recording") };
            assert!(recording.signals.gyr.is_some() && recording.placement == Placement::PELVIS);
        }
    }

    #[test]
    fn contradictions_are_found_before_any_file_is_opened() {
        let of = |texts: &[&str], placement: Option<Placement>| {
            let inputs: Vec<Input> = texts.iter().map(|text| Input::from(*text)).collect();
            Input::read_all(&inputs, &ReadOptions::default().with_placement(placement)).map_err(|e| e.kind())
        };
        let pelvis = Some(Placement::PELVIS);
        assert_eq!(of(&["shank-left=gone.csv"], pelvis), Err(ErrorKind::Usage));
        assert_eq!(of(&["gone.csv", "gone2.csv"], pelvis), Err(ErrorKind::Usage));
        assert_eq!(of(&["pelvis=gone.csv"], pelvis), Err(ErrorKind::Io));
        assert_eq!(of(&["gone.csv", "gone2.csv"], None), Err(ErrorKind::Io));
    }
}
