//! Runs of the virtual runner, to try the page without a recording.

use strideform::read::NamedBytes;
use strideform_virtual::{CsvStyle, Params, Scatter, SensorFaults, SensorSpec, VirtualRun, random_attitude};

use crate::failure::Failure;

const SENSORS: [&str; 5] = ["foot-left", "foot-right", "shank-left", "shank-right", "pelvis"];

/// The files of a demo.
pub(crate) fn files(which: &str) -> Result<Vec<NamedBytes>, Failure> {
    let params =
        params(which).ok_or_else(|| Failure::Internal(format!("there is no demo called {which}")))?;
    let run = VirtualRun::new(params).map_err(|e| Failure::Internal(e.to_string()))?;
    let mut files = Vec::new();
    for (i, placement) in SENSORS.iter().enumerate() {
        let seed = run.params().seed.wrapping_mul(64).wrapping_add(i as u64);
        let missing = || Failure::Internal(format!("there is no virtual sensor at {placement}"));
        let spec = SensorSpec::named(placement).ok_or_else(missing)?;
        let spec = spec.rate(200.0).with(SensorFaults::cheap(seed)).turned(random_attitude(seed));
        let mut bytes = Vec::new();
        let written = run.record(&spec).write_csv(&mut bytes, CsvStyle::Units);
        written.map_err(|e| Failure::Internal(e.to_string()))?;
        // The sensor of the pelvis under the name of a shank that has no other: a mistake that happens.
        let name = match (which, *placement) {
            ("misplaced", "shank-left") => continue,
            ("misplaced", "pelvis") => "shank-left",
            (_, placement) => placement,
        };
        files.push(NamedBytes::new(format!("{name}.csv"), bytes));
    }
    Ok(files)
}

fn params(which: &str) -> Option<Params> {
    let base = Params {
        seconds: 60.0,
        speed_mps: 3.1,
        cadence_spm: 158.0,
        contact_s: [0.268, 0.262],
        drop_deg: [9.5, 5.0],
        strike_angle_deg: [14.0, 13.0],
        scatter: Scatter { drop_deg: 0.7, strike_deg: 1.2, ..Scatter::default() },
        seed: 7,
        ..Params::default()
    };
    Some(match which {
        "hip-drop" | "misplaced" => base,
        "cued" => {
            Params { cadence_spm: 169.0, contact_s: [0.252, 0.250], drop_deg: [6.5, 5.0], seed: 8, ..base }
        }
        "even" => {
            Params { cadence_spm: 172.0, contact_s: [0.24, 0.24], drop_deg: [4.5, 4.5], seed: 9, ..base }
        }
        _ => return None,
    })
}
