//! The folder of a virtual run: session.toml, one CSV file per sensor, and the ground truth.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use strideform_virtual::{Median, Params, Recorded, SensorSpec, Side, Truth, VirtualRun};

use crate::exit::{Failure, Outcome};
use crate::interrupt;
use strideform_render::json;

/// A folder that does not exist yet or is empty.
pub(super) struct Folder {
    path: PathBuf,
    parent: PathBuf,
}

impl Folder {
    /// Refuses a folder with content: nothing is overwritten.
    pub(super) fn check(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if !parent.is_dir() {
            return Err(Failure::Usage(format!(
                "--out {shown}: the folder {} does not exist",
                parent.display()
            )));
        }
        if path.exists() && fs::read_dir(path).map_or(true, |mut entries| entries.next().is_some()) {
            return Err(Failure::Usage(format!("--out {shown} exists and is not an empty folder")));
        }
        Ok(Self { path: path.to_owned(), parent })
    }

    /// Writes into a temporary folder next to it and renames that, so that the folder is either complete or absent.
    pub(super) fn write(&self, run: &VirtualRun, sensors: &[SensorSpec]) -> Outcome {
        self.fill(run, sensors).map_err(|error| match error {
            Fault::Disk(error) => Failure::Internal(format!("cannot write {}: {error}", self.path.display())),
            Fault::Other(failure) => failure,
        })
    }

    fn fill(&self, run: &VirtualRun, sensors: &[SensorSpec]) -> Result<(), Fault> {
        let staged = interrupt::staged(|| {
            tempfile::Builder::new().prefix(".strideform-").suffix(".tmp").tempdir_in(&self.parent)
        })?;
        let file = |name: &str, text: &str| fs::write(staged.path().join(name), text);
        let truth = run.truth();
        for spec in sensors {
            file(&format!("{}.csv", spec.placement()), &samples(&run.record(spec)))?;
        }
        file("session.toml", &session(run.params(), sensors))?;
        file("truth_contacts.csv", &contacts(&truth))?;
        let document = TruthFile {
            schema: "strideform.simulation/1",
            note: "checks the implementation; says nothing about accuracy on people",
            params: run.params(),
            medians: truth.medians.iter().map(|(id, median)| (*id, Sides::of(median))).collect(),
        };
        file("truth.json", &json::document(&document).map_err(|error| Fault::Other(error.into()))?)?;
        interrupt::placed(|| {
            if self.path.exists() {
                fs::remove_dir(&self.path)?;
            }
            let staged = staged.keep();
            let placed = || {
                #[cfg(unix)]
                fs::set_permissions(&staged, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
                fs::rename(&staged, &self.path)
            };
            placed().inspect_err(|_: &io::Error| {
                // Leave nothing behind if the last step fails.
                let _ = fs::remove_dir_all(&staged);
            })?;
            Ok(())
        })
    }
}

enum Fault {
    Disk(io::Error),
    Other(Failure),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

#[derive(Serialize)]
struct TruthFile<'a> {
    schema: &'static str,
    note: &'static str,
    params: &'a Params,
    medians: std::collections::BTreeMap<&'static str, Sides>,
}

/// Medians over steps in the catalogue's units; null for a side that is not defined.
#[derive(Serialize)]
struct Sides {
    value: Option<f64>,
    left: Option<f64>,
    right: Option<f64>,
}

impl Sides {
    fn of(median: &Median) -> Self {
        let known = |value: f64| value.is_finite().then_some(value);
        Self { value: known(median.value), left: known(median.left), right: known(median.right) }
    }
}

fn samples(recorded: &Recorded) -> String {
    let mut text = String::from("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_dps,gyr_y_dps,gyr_z_dps\n");
    for (i, t) in recorded.time_s.iter().enumerate() {
        let at = |axis: &Vec<f64>| axis.get(i).copied().unwrap_or(0.0);
        let [ax, ay, az] = recorded.acc.each_ref().map(at);
        let [gx, gy, gz] = recorded.gyr.each_ref().map(|axis| at(axis).to_degrees());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{t:.6},{ax:.5},{ay:.5},{az:.5},{gx:.4},{gy:.4},{gz:.4}");
    }
    text
}

fn session(params: &Params, sensors: &[SensorSpec]) -> String {
    let mut text = format!(
        "# A virtual run: it checks the implementation and says nothing about accuracy on people.\n\
         [runner]\nid = \"virtual\"\nmass_kg = {:?}\nheight_cm = {:?}\n\n[run]\nspeed_mps = {:?}\nslope_percent = 0.0\n",
        params.body.mass_kg,
        params.body.height_m * 100.0,
        params.speed_mps
    );
    for spec in sensors {
        let placement = spec.placement();
        let _ = write!(text, "\n[[recording]]\nfile = \"{placement}.csv\"\nplacement = \"{placement}\"\n");
    }
    text
}

fn contacts(truth: &Truth) -> String {
    let mut text = String::from("side,initial_contact_s,toe_off_s,contact_time_s,steady\n");
    for contact in &truth.contacts {
        let side = if contact.side == Side::Left { "left" } else { "right" };
        let (on, off) = (contact.initial_contact_s, contact.toe_off_s);
        let _ = writeln!(text, "{side},{on:.6},{off:.6},{:.6},{}", off - on, contact.steady);
    }
    text
}
