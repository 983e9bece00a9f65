//! Filters and levels chosen again without the test runner: how optimistic the original choice was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use strideform::bouts::{self, Activity};
use strideform::contacts::shank::ShankTwoOnsets;
use strideform::contacts::{ContactInput, ContactMethod};
use strideform::recording::{Recording, Run};
use strideform::signal::stats;

use crate::page::Page;
use crate::run::record;
use crate::stats::Errors;

/// Errors of initial contact and toe-off, s, of the contacts that were found.
struct TrialErrors {
    initial: Vec<f64>,
    toe_off: Vec<f64>,
    missed: usize,
}

fn choices() -> Vec<ShankTwoOnsets> {
    let mut out = Vec::new();
    for anterior_cutoff_hz in [12.0, 15.0, 20.0] {
        for anterior_level in [0.10, 0.20, 0.35, 0.50] {
            for jerk_level in [0.06, 0.12, 0.25, 0.50] {
                for fall_level in [0.2, 0.3, 0.5] {
                    out.push(ShankTwoOnsets {
                        anterior_cutoff_hz,
                        anterior_level,
                        jerk_level,
                        fall_level,
                        ..ShankTwoOnsets::FITTED
                    });
                }
            }
        }
    }
    out
}

fn evaluate(method: &ShankTwoOnsets, recording: &Recording, truth: &[(f64, f64)]) -> Option<TrialErrors> {
    let mut bouts = bouts::find(&recording.signals, recording.placement);
    bouts.retain(|b| b.activity == Activity::Run);
    let run = Run::default();
    let input = ContactInput::new(&recording.signals, recording.placement, &bouts, &run);
    let found = method.detect(&input).ok()?;
    let mut out = TrialErrors { initial: Vec::new(), toe_off: Vec::new(), missed: 0 };
    for (on, off) in truth {
        let apart = |t: f64| (t - on).abs();
        let near = found
            .contacts
            .iter()
            .filter(|c| c.valid && apart(c.initial_contact_s) <= 0.1)
            .min_by(|a, b| apart(a.initial_contact_s).total_cmp(&apart(b.initial_contact_s)));
        match near {
            Some(c) => {
                out.initial.push(c.initial_contact_s - on);
                out.toe_off.extend(c.toe_off_s.map(|t| t - off));
            }
            None => out.missed += 1,
        }
    }
    Some(out)
}

/// Mean of the trials' means, and the RMSE over steps that is left when it is taken off.
fn fit(of: &[&Vec<f64>]) -> (f64, f64) {
    let shift = stats::mean(&of.iter().filter_map(|e| stats::mean(e)).collect::<Vec<_>>()).unwrap_or(0.0);
    let left: Vec<f64> = of.iter().flat_map(|e| e.iter().map(|e| e - shift)).collect();
    (shift, stats::rms(&left).unwrap_or(f64::INFINITY))
}

pub(super) fn write(running: &[&PathBuf], truth: &BTreeMap<String, Vec<(f64, f64)>>, page: &mut Page) {
    let name = |p: &Path| p.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let choices = choices();
    let trials: Vec<(String, Recording)> =
        running.iter().map(|p| (name(p), record(p, "shank-left"))).collect();
    let evaluated: Vec<Vec<TrialErrors>> = choices
        .iter()
        .map(|m| {
            let one =
                |(n, r): &(String, Recording)| evaluate(m, r, truth.get(n).map_or(&[][..], Vec::as_slice));
            trials.iter().filter_map(one).collect()
        })
        .collect();
    let mut parts = Vec::new();
    let (mut initial, mut toe_off) = (Errors::default(), Errors::default());
    for (i, (trial, _)) in trials.iter().enumerate() {
        let best = evaluated
            .iter()
            .filter(|of| of.len() == trials.len())
            .filter_map(|of| {
                let others: Vec<&TrialErrors> =
                    of.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, j)| j).collect();
                let (start, a) = fit(&others.iter().map(|j| &j.initial).collect::<Vec<_>>());
                let (end, b) = fit(&others.iter().map(|j| &j.toe_off).collect::<Vec<_>>());
                let missed: usize = others.iter().map(|j| j.missed).sum();
                Some((missed, a.hypot(b), start, end, of.get(i)?))
            })
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let Some((.., start, end, j)) = best else { continue };
        let of = |errors: &[f64], shift: f64| Errors(errors.iter().map(|e| 1e3 * (e - shift)).collect());
        let (on, off) = (of(&j.initial, start), of(&j.toe_off, end));
        parts.push(format!(
            "{}: initial contact {}, toe-off {} ms, {} missed",
            trial.replace("_running", ""),
            on.plus_minus(1.0, 1),
            off.plus_minus(1.0, 1),
            j.missed
        ));
        initial.0.extend(on.0);
        toe_off.0.extend(off.0);
    }
    page.paragraph(&format!(
        "Filters and levels chosen again: for every runner, the best of {} combinations (anterior low-pass 12, 15, 20 Hz and level \
         0.10–0.50; jerk level 0.06–0.50; fall level 0.2–0.5), and its two constants, were chosen on the other two only. {}; together initial \
         contact RMSE {:.1} ms, toe-off RMSE {:.1} ms (n {}). The difference from the figures above shows how optimistic choosing \
         on the same three runners is.",
        choices.len(),
        parts.join("; "),
        initial.rmse(),
        toe_off.rmse(),
        initial.n()
    ));
}
