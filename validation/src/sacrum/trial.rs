//! The sacrum set's trials with what the force plate says of them.

use std::collections::BTreeMap;
use std::path::Path;

use strideform::recording::Runner;
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::cells::{Cell, Meta};
use crate::ledger::{Ledger, Set};
use crate::spring_mass;
use crate::truth::{number, rows, text};

pub(crate) struct Trial {
    pub(crate) meta: Meta,
    /// Speed and slope together: what is left out when constants are tested.
    pub(crate) condition: String,
    pub(crate) cadence: f64,
    pub(crate) runner: Runner,
    pub(crate) contacts: Vec<(f64, f64)>,
    /// Active peaks, BW.
    pub(crate) peaks: Vec<f64>,
    /// (time in s, force normal to the belt in BW).
    pub(crate) force: Vec<(f64, f64)>,
}

impl Trial {
    /// Every metric of a run that the force plate gives too, beside it; `cells` tell how far constants fitted elsewhere
    /// move them.
    pub(super) fn note(&self, what: &str, analysis: &Analysis, cells: &[Cell], ledger: &mut Ledger) {
        let c = &self.contacts;
        let median = |values: Vec<f64>| stats::median(&values);
        // The tables leave out steps where the force has gaps: contacts further apart than a step are not one step.
        let steps: Vec<_> = c.windows(2).filter(|w| w[1].0 - w[0].0 < 0.6).collect();
        let strides: Vec<_> = c.windows(3).filter(|w| w[2].0 - w[0].0 < 1.0).collect();
        let stride = median(strides.iter().map(|w| w[2].0 - w[0].0).collect());
        let speed = analysis.run.speed_mps;
        let level = self.meta.slope.abs() < 0.5;
        let mut values = vec![
            ("cadence", Some(self.cadence)),
            ("contact_time", median(c.iter().map(|c| c.1 - c.0).collect())),
            ("flight_time", median(steps.iter().map(|w| w[1].0 - w[0].1).collect())),
            ("step_time", median(steps.iter().map(|w| w[1].0 - w[0].0).collect())),
            ("stride_time", stride),
            ("duty_factor", median(strides.iter().map(|w| (w[0].1 - w[0].0) / (w[2].0 - w[0].0)).collect())),
            ("peak_vertical_force", median(self.peaks.clone())),
        ];
        if let (Some(v), Some(stride)) = (speed, stride) {
            values.push(("stride_length", Some(v * stride)));
            values.push(("step_length", Some(0.5 * v * stride)));
        }
        if let (Some(v), Some(mass), Some(height), true) =
            (speed, self.runner.mass_kg, self.runner.height_cm, level)
        {
            let leg = 0.53 * 0.01 * height;
            values.push(("leg_stiffness", spring_mass::stiffness(&self.force, c, mass, v, leg)));
        }
        for (id, truth) in values {
            let shift = cells.iter().find(|c| c.id == id).and_then(|c| c.shift(&self.meta.trial));
            ledger.note(Set::Sacrum, what, analysis, id, truth, shift);
        }
    }
}

/// (time in s, normal force in BW) of one trial.
fn force(folder: &Path, trial: &str) -> Vec<(f64, f64)> {
    rows(&folder.join("force").join(format!("{trial}.csv")))
        .iter()
        .filter_map(|r| Some((number(r, "time_s")?, number(r, "grf_normal_bw")?)))
        .collect()
}

/// Largest force between 25 % and 90 % of the contact: past the impact, which on a steep descent is the larger one.
pub(crate) fn active_peak(force: &[(f64, f64)], on: f64, off: f64) -> f64 {
    let (from, to) = (on + 0.25 * (off - on), on + 0.9 * (off - on));
    force.iter().filter(|(t, _)| (from..=to).contains(t)).map(|f| f.1).fold(f64::NAN, f64::max)
}

pub(crate) fn trials(folder: &Path) -> Vec<Trial> {
    let mut contacts: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for row in rows(&folder.join("truth_steps.csv")) {
        if let (Some(on), Some(off)) = (number(&row, "contact_on_s"), number(&row, "contact_off_s")) {
            contacts.entry(text(&row, "trial").to_owned()).or_default().push((on, off));
        }
    }
    rows(&folder.join("truth_trials.csv"))
        .iter()
        .map(|row| {
            let name = text(row, "trial").to_owned();
            let contacts = contacts.remove(&name).unwrap_or_default();
            let force = force(folder, &name);
            Trial {
                condition: format!("{} {}", text(row, "speed_mps"), text(row, "slope_deg")),
                cadence: number(row, "cadence_spm").unwrap_or(f64::NAN),
                runner: Runner::default()
                    .with_mass_kg(number(row, "mass_kg"))
                    .with_height_cm(number(row, "height_cm")),
                peaks: contacts.iter().map(|c| active_peak(&force, c.0, c.1)).collect(),
                meta: Meta {
                    runner: format!("sacrum {}", text(row, "subject")),
                    trial: name,
                    speed: number(row, "speed_mps").unwrap_or(f64::NAN),
                    slope: number(row, "slope_deg").unwrap_or(f64::NAN),
                    strike: text(row, "strike_type").to_owned(),
                },
                contacts,
                force,
            }
        })
        .collect()
}
