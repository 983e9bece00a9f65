//! From what the user names to what is shown of it.

use strideform::Error;
use strideform::read::{self, NamedBytes, ReadOptions, Source, session_from_bytes};
use strideform::recording::{Placement, Recording, Session};

use super::{Described, Inspection};

impl Described {
    /// Every sensor and run of a session.
    pub fn of_session(session: &Session) -> Vec<Self> {
        let sensors = session.recordings.iter().map(|r| Self::new(r, true));
        sensors.chain(session.watches.iter().map(Self::of_watch)).collect()
    }

    /// Every sensor and run of a file or of bytes: each device of a file that holds several, unless one was chosen. A file
    /// of unknown placement is shown without it.
    ///
    /// # Errors
    ///
    /// As for [`strideform::read::recording()`].
    pub fn of_source(source: &Source, options: &ReadOptions) -> Result<Vec<Self>, Error> {
        if read::is_watch(source) {
            let found = read::overview(source, options)?;
            let sensors = found.recordings.iter().map(|r| Self::new(r, true));
            return Ok(sensors.chain(found.watches.iter().map(Self::of_watch)).collect());
        }
        let devices = if options.device.is_some() { Vec::new() } else { read::devices(source)? };
        Self::of_devices(devices, options, |own| read::recording(source, own))
    }

    /// Each of the devices as `read` reads it; a single recording if there are fewer than two or one was chosen.
    ///
    /// # Errors
    ///
    /// Those of `read`.
    pub fn of_devices(
        devices: Vec<String>,
        options: &ReadOptions,
        read: impl Fn(&ReadOptions) -> Result<Recording, Error>,
    ) -> Result<Vec<Self>, Error> {
        if options.device.is_some() || devices.len() < 2 {
            return Ok(vec![placed(options, &read)?]);
        }
        let one = |device: &String| {
            let own = options.clone().with_device(device.clone());
            Ok(placed(&own, &read)?.on_device(device))
        };
        devices.iter().map(one).collect()
    }
}

impl Inspection {
    /// How the contents of files were read: a session, or files of one run.
    ///
    /// # Errors
    ///
    /// As for [`session_from_bytes`]; the placement of a sensor may be unknown.
    pub fn from_bytes(files: &[NamedBytes], options: &ReadOptions) -> Result<Self, Error> {
        let of_run = match session_from_bytes(files, options) {
            Ok(session) => {
                return Ok(Self::new(Described::of_session(&session)).with_edits(session.edits));
            }
            Err(error) => error,
        };
        let is_description = |f: &NamedBytes| f.name.rsplit(['/', '\\']).next() == Some("session.toml");
        if files.iter().any(is_description) {
            return Err(of_run);
        }
        // One by one: not every sensor has to be known, and a file may hold several devices.
        let mut recordings = Vec::new();
        for NamedBytes { name, bytes } in files {
            let source = Source::Bytes { name: name.clone(), bytes: bytes.clone() };
            match Described::of_source(&source, options) {
                Ok(found) => recordings.extend(found),
                Err(_) => return Err(of_run),
            }
        }
        Ok(Self::new(recordings))
    }
}

/// A file of unknown placement can still be inspected.
fn placed(
    options: &ReadOptions,
    read: &impl Fn(&ReadOptions) -> Result<Recording, Error>,
) -> Result<Described, Error> {
    let first = match read(options) {
        Ok(recording) => return Ok(Described::new(&recording, true)),
        Err(error) => error,
    };
    if options.placement.is_some() {
        return Err(first);
    }
    let assumed = options.clone().with_placement(Placement::PELVIS);
    read(&assumed).map(|recording| Described::new(&recording, false))
}
