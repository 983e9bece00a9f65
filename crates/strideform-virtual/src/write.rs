//! The files of a virtual run: recordings as CSV, `session.toml`, and the ground truth.

use super::force::G;
use super::sensor::{Recorded, SensorSpec};
use super::truth::TruthContact;
use super::{SensorFaults, VirtualRun};
use serde::Serialize;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The columns of a written recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum CsvStyle {
    /// `time_s,acc_x_mps2,…,gyr_x_dps,…`: units in the header.
    #[default]
    Units,
    /// `time_s,acc_x_g,…,gyr_x_dps,…`.
    G,
    /// `time_s,acc_x_mps2,…`: no gyroscope.
    AccelerometerOnly,
}

impl Recorded {
    /// Writes the recording as CSV: time in seconds with 6 decimals, acceleration with 5, angular rate in degrees per second
    /// with 4.
    ///
    /// # Errors
    ///
    /// Any error of the writer.
    pub fn write_csv(&self, to: impl Write, style: CsvStyle) -> io::Result<()> {
        let mut to = BufWriter::with_capacity(1 << 16, to);
        let (unit, scale) = match style {
            CsvStyle::G => ("g", 1.0 / G),
            CsvStyle::Units | CsvStyle::AccelerometerOnly => ("mps2", 1.0),
        };
        write!(to, "time_s,acc_x_{unit},acc_y_{unit},acc_z_{unit}")?;
        let gyr = style != CsvStyle::AccelerometerOnly;
        writeln!(to, "{}", if gyr { ",gyr_x_dps,gyr_y_dps,gyr_z_dps" } else { "" })?;
        let mut line = String::new();
        let [ax, ay, az] = &self.acc;
        let [gx, gy, gz] = &self.gyr;
        let acc = ax.iter().zip(ay).zip(az);
        let rates = gx.iter().zip(gy).zip(gz);
        for ((t, ((x, y), z)), ((p, q), r)) in self.time_s.iter().zip(acc).zip(rates) {
            line.clear();
            // writing to a string cannot fail
            let _ = write!(line, "{t:.6}");
            for a in [x, y, z] {
                let _ = write!(line, ",{:.5}", a * scale);
            }
            if gyr {
                for w in [p, q, r] {
                    let _ = write!(line, ",{:.4}", w.to_degrees());
                }
            }
            line.push('\n');
            to.write_all(line.as_bytes())?;
        }
        to.flush()
    }
}

/// The entry of a sensor in `truth.json`.
#[derive(Serialize)]
struct SensorTruth<'a> {
    placement: String,
    file: String,
    /// Quaternion from sensor axes to segment axes: w, x, y, z.
    attitude_wxyz: [f64; 4],
    place_m: [f64; 3],
    rate_hz: f64,
    start_s: f64,
    faults: &'a SensorFaults,
    clipped_rows: Vec<usize>,
    lost_s: Vec<f64>,
}

#[derive(Serialize)]
struct Whole<'a> {
    schema: &'static str,
    note: &'static str,
    params: &'a super::Params,
    seconds: f64,
    running_s: &'a [(f64, f64)],
    sensors: Vec<SensorTruth<'a>>,
    #[serde(flatten)]
    truth: super::Truth,
    all_contacts: Vec<TruthContact>,
}

impl VirtualRun {
    /// Writes every sensor's recording (`<placement>.csv`), `session.toml`, `truth_contacts.csv` and `truth.json` into
    /// `folder`, which is created if it does not exist. Times in the truth are seconds of the run, which are also the time stamps
    /// of sensors without clock faults.
    ///
    /// # Errors
    ///
    /// Any error of the file system.
    pub fn write_session(&self, folder: &Path, sensors: &[SensorSpec], style: CsvStyle) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let p = self.params();
        let mut session = format!(
            "[runner]\nid = \"virtual-{}\"\nmass_kg = {:.1}\nheight_cm = {:.1}\n\n[run]\nspeed_mps = {:.3}\nslope_percent = 0.0\nsurface = \"virtual\"\n",
            p.seed,
            p.body.mass_kg,
            100.0 * p.body.height_m,
            p.speed_mps
        );
        let mut truths = Vec::new();
        for spec in sensors {
            let rec = self.record(spec);
            let file = format!("{}.csv", rec.placement);
            rec.write_csv(File::create(folder.join(&file))?, style)?;
            let _ =
                write!(session, "\n[[recording]]\nfile = \"{file}\"\nplacement = \"{}\"\n", rec.placement);
            let q = spec.attitude.quaternion();
            truths.push(SensorTruth {
                placement: rec.placement.clone(),
                file,
                attitude_wxyz: [q.w, q.i, q.j, q.k],
                place_m: spec.place_m,
                rate_hz: spec.rate_hz,
                start_s: spec.start_s,
                faults: &spec.faults,
                clipped_rows: rec.clipped,
                lost_s: rec.lost_s,
            });
        }
        std::fs::write(folder.join("session.toml"), session)?;
        self.write_contacts(File::create(folder.join("truth_contacts.csv"))?)?;
        let whole = Whole {
            schema: "strideform.truth/1",
            note: "a virtual run: it tests the implementation, not its accuracy on people",
            params: p,
            seconds: self.seconds(),
            running_s: self.running(),
            sensors: truths,
            truth: self.truth(),
            all_contacts: self.all_contacts(),
        };
        let to = BufWriter::new(File::create(folder.join("truth.json"))?);
        serde_json::to_writer_pretty(to, &whole).map_err(io::Error::from)
    }

    /// Writes the running contacts: `side,initial_contact_s,toe_off_s,contact_time_s,flight_time_s,steady`.
    ///
    /// # Errors
    ///
    /// Any error of the writer.
    pub fn write_contacts(&self, to: impl Write) -> io::Result<()> {
        let mut to = BufWriter::new(to);
        writeln!(to, "side,initial_contact_s,toe_off_s,contact_time_s,flight_time_s,steady")?;
        for s in self.steps() {
            let c = s.contact;
            let side = match c.side {
                super::Side::Left => "left",
                super::Side::Right => "right",
            };
            let flight = s.values.get("flight_time").copied().unwrap_or(f64::NAN);
            writeln!(
                to,
                "{side},{:.6},{:.6},{:.6},{flight:.6},{}",
                c.initial_contact_s,
                c.toe_off_s,
                c.toe_off_s - c.initial_contact_s,
                c.steady
            )?;
        }
        to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Params, Side};
    use super::*;

    #[test]
    fn a_session_is_written_and_its_parameters_read_back() {
        let folder = std::env::temp_dir().join(format!("strideform-virtual-{}", std::process::id()));
        let p = Params { seconds: 4.0, ..Params::default() };
        let run = VirtualRun::new(p.clone()).unwrap();
        let sensors = [SensorSpec::foot(Side::Left), SensorSpec::pelvis().rate(100.0)];
        run.write_session(&folder, &sensors, CsvStyle::Units).unwrap();
        let read = |f: &str| std::fs::read_to_string(folder.join(f)).unwrap();
        let csv = read("foot-left.csv");
        assert_eq!(
            csv.lines().next(),
            Some("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_dps,gyr_y_dps,gyr_z_dps")
        );
        // standing: one g up
        assert_eq!(csv.lines().nth(1), Some("0.000000,0.00000,9.80665,0.00000,0.0000,0.0000,0.0000"));
        assert!(read("session.toml").contains("placement = \"pelvis\""));
        assert_eq!(read("truth_contacts.csv").lines().count(), run.contacts().len() + 1);
        let json: serde_json::Value = serde_json::from_str(&read("truth.json")).unwrap();
        let back: Params = serde_json::from_value(json["params"].clone()).unwrap();
        assert_eq!(back, p);
        assert!(json["medians"]["cadence"]["value"].as_f64().is_some());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
