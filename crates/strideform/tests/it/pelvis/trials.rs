//! The recordings with force-plate truth that pelvis methods are measured on.

use std::collections::HashMap;
use std::path::Path;

use strideform::bouts::{Activity, Bout};
use strideform::contacts::{Contact, ContactInput, ContactMethod, Contacts};
use strideform::recording::{Axes, Placement, Run, Sensor, Signals, Triad};
use strideform::units::{STANDARD_GRAVITY, from_g};

/// One contact by the force plate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Truth {
    pub(crate) side: Option<char>,
    pub(crate) on_s: f64,
    pub(crate) off_s: f64,
    /// Highest force after the impact: from a quarter of the contact to nine tenths of it, BW.
    pub(crate) active_bw: f64,
}

/// One recording of one condition.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    pub(crate) name: String,
    pub(crate) speed_mps: f64,
    /// Speed and slope together: what is left out when constants are judged.
    pub(crate) condition: String,
    pub(crate) cadence: f64,
    pub(crate) signals: Signals<Sensor>,
    pub(crate) truth: Vec<Truth>,
}

/// A step of a method beside its truth.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) truth: Truth,
    pub(crate) contact: Contact,
}

impl Trial {
    pub(crate) fn bout(&self) -> Bout {
        Bout {
            activity: Activity::Run,
            running: Some(1.0),
            start: 0,
            end: self.signals.len(),
            stride_s: None,
            strides_s: Vec::new(),
        }
    }

    pub(crate) fn run(&self, method: &dyn ContactMethod, with_speed: bool) -> Contacts {
        let run = Run::default().with_speed_mps(with_speed.then_some(self.speed_mps));
        let bouts = [self.bout()];
        let input = ContactInput::new(&self.signals, Placement::PELVIS, &bouts, &run);
        method.detect(&input).expect("requirements are met")
    }

    /// Contacts and truths whose beginnings lie within 100 ms.
    pub(crate) fn pairs(&self, contacts: &Contacts) -> Vec<Pair> {
        let nearest = |t: &Truth| {
            let distance = |c: &Contact| (c.initial_contact_s - t.on_s).abs();
            let near = contacts.contacts.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
            (distance(near) < 0.1).then(|| Pair { truth: *t, contact: near.clone() })
        };
        self.truth.iter().filter_map(nearest).collect()
    }
}

/// All of a recording as one running bout.
pub(crate) fn whole(signals: &Signals<Sensor>) -> Bout {
    Bout {
        activity: Activity::Run,
        running: Some(1.0),
        start: 0,
        end: signals.len(),
        stride_s: None,
        strides_s: Vec::new(),
    }
}

pub(crate) fn table(path: &Path) -> HashMap<String, Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split(',').collect();
    let mut out: HashMap<String, Vec<String>> =
        header.iter().map(|h| ((*h).to_owned(), Vec::new())).collect();
    for line in lines {
        for (name, cell) in header.iter().zip(line.split(',')) {
            out.get_mut(*name).expect("a column").push(cell.to_owned());
        }
    }
    out
}

pub(crate) fn numbers(table: &HashMap<String, Vec<String>>, name: &str) -> Vec<f64> {
    table[name].iter().map(|v| v.parse().unwrap_or(f64::NAN)).collect()
}

fn active(time: &[f64], force: &[f64], on_s: f64, off_s: f64) -> f64 {
    let within = on_s + 0.25 * (off_s - on_s)..=on_s + 0.9 * (off_s - on_s);
    time.iter().zip(force).filter(|(t, _)| within.contains(t)).map(|(_, f)| *f).fold(0.0, f64::max)
}

/// Recorded: one man, 16 trials of several speeds and slopes, two named axes, 500 Hz.
pub(crate) fn treadmill(data: &Path) -> Vec<Trial> {
    let folder = data.join("sacrum-treadmill-force");
    let trials = table(&folder.join("truth_trials.csv"));
    let steps = table(&folder.join("truth_steps.csv"));
    let (speeds, slopes) = (numbers(&trials, "speed_mps"), numbers(&trials, "slope_deg"));
    let cadences = numbers(&trials, "cadence_spm");
    let [on, off] = ["contact_on_s", "contact_off_s"].map(|c| numbers(&steps, c));
    let mut out = Vec::new();
    for (k, name) in trials["trial"].iter().enumerate() {
        let samples = table(&folder.join("sensor").join(format!("{name}.csv")));
        let up: Vec<f64> = numbers(&samples, "acc_is_g").into_iter().map(from_g).collect();
        let ahead: Vec<f64> = numbers(&samples, "acc_pa_g").into_iter().map(from_g).collect();
        let n = up.len();
        let mut signals = Signals::new(500.0, Triad::new(ahead, up, vec![0.0; n]));
        signals.axes = Axes { anatomical: true, measured: [true, true, false] };
        let of_trial = (0..steps["trial"].len()).filter(|&i| &steps["trial"][i] == name);
        let force = table(&folder.join("force").join(format!("{name}.csv")));
        let (at, bw) = (numbers(&force, "time_s"), numbers(&force, "grf_normal_bw"));
        let truth = of_trial
            .map(|i| Truth {
                side: None,
                on_s: on[i],
                off_s: off[i],
                active_bw: active(&at, &bw, on[i], off[i]),
            })
            .collect();
        out.push(Trial {
            name: name.clone(),
            speed_mps: speeds[k],
            condition: format!("{} {}", speeds[k], slopes[k]),
            cadence: cadences[k],
            signals,
            truth,
        });
    }
    out
}

/// Computed from optical markers, not recorded: a second man, one speed, three axes and gyroscope, 240 Hz.
pub(crate) fn markers(data: &Path) -> Trial {
    let folder = data.join("markers-treadmill-force");
    let samples = table(&folder.join("virtual_imu_sacrum_240hz.csv"));
    let triad = |kind: &str, unit: &str, scale: f64| {
        let [x, y, z] = ["x", "y", "z"].map(|a| {
            numbers(&samples, &format!("{kind}_{a}_{unit}")).into_iter().map(|v| v * scale).collect()
        });
        Triad::new(x, y, z)
    };
    let time = numbers(&samples, "time_s");
    let rate = (time.len() - 1) as f64 / (time[time.len() - 1] - time[0]);
    let signals =
        Signals::new(rate, triad("acc", "mps2", 1.0)).with_gyr(triad("gyr", "dps", 1f64.to_radians()));
    let steps = table(&folder.join("truth_steps.csv"));
    let [on, off] = ["contact_on_s", "contact_off_s"].map(|c| numbers(&steps, c));
    let force = table(&folder.join("force_1200hz.csv"));
    let (at, bw) = (numbers(&force, "time_s"), numbers(&force, "vgrf_bw"));
    let truth: Vec<Truth> = (0..on.len())
        .map(|i| Truth {
            side: steps["foot"][i].chars().next(),
            on_s: on[i],
            off_s: off[i],
            active_bw: active(&at, &bw, on[i], off[i]),
        })
        .collect();
    let cadence = 60.0 * (truth.len() - 1) as f64 / (truth[truth.len() - 1].on_s - truth[0].on_s);
    Trial { name: "markers".into(), speed_mps: 4.05, condition: "4.05 0".into(), cadence, signals, truth }
}

/// Raw export of a sacrum sensor without truth, m/s², first axis down, 512 Hz; about a second of standing first.
pub(crate) fn export(data: &Path) -> Signals<Sensor> {
    let samples = table(&data.join("sacrum-treadmill-force/shimmer_export_no_truth.csv"));
    let [x, y, z] = ["X", "Y", "Z"].map(|a| numbers(&samples, &format!("Accel_LN_{a}")));
    assert!(x.iter().all(|v| v.abs() < 20.0 * STANDARD_GRAVITY));
    Signals::new(512.0, Triad::new(x, y, z))
}
