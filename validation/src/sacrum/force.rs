//! The active peak of the vertical force: fitted elsewhere, and beside what others make of the same signal.

use strideform::report::Analysis;
use strideform::signal::{Line, stats};

use super::{CONDITION, Trial};
use crate::cells::{self, Cell, Pair};
use crate::page::Page;
use crate::run::Comparison;

/// (index of the true contact, shipped estimate) of a trial.
fn estimates(t: &Trial, a: &Analysis, c: &Comparison) -> Vec<(usize, f64)> {
    let value = |m: &crate::run::Matched| {
        let at = t.contacts.get(m.truth)?.0 + m.initial_contact;
        let row = a.contacts.iter().find(|row| (row.contact.initial_contact_s - at).abs() < 1e-9)?;
        let peak = row.values.iter().find(|v| v.0 == "peak_vertical_force")?;
        Some((m.truth, peak.1))
    };
    c.matched.iter().filter_map(value).collect()
}

/// Regression of the truth on the shipped estimate. The shipped estimate is a line on the signal's peak, so this refits that line.
pub(crate) fn force_line(pairs: &[(f64, f64)]) -> Option<Line> {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    stats::linear_regression(&x, &y)
}

pub(super) fn cell(trials: &[Trial], analyses: &[Analysis], compared: &[Comparison]) -> Cell {
    let of: Vec<Vec<(f64, f64)>> = trials
        .iter()
        .zip(analyses)
        .zip(compared)
        .map(|((t, a), c)| {
            estimates(t, a, c).iter().filter_map(|(i, v)| Some((*v, *t.peaks.get(*i)?))).collect()
        })
        .collect();
    let mut cell = Cell::new("peak_vertical_force", "pelvis", CONDITION);
    for (t, pairs) in trials.iter().zip(&of) {
        let others: Vec<(f64, f64)> = trials
            .iter()
            .zip(&of)
            .filter(|(o, _)| o.condition != t.condition)
            .flat_map(|(_, p)| p.iter().copied())
            .collect();
        let Some(line) = force_line(&others) else { continue };
        cell.add(
            &t.meta,
            pairs.iter().map(|(v, truth)| Pair { truth: *truth, shipped: *v, out: line.at(*v) }),
        );
    }
    cell
}

/// The peak of half a sine wave from the program's own contact and step times (Morin et al. 2005; as Patoz et al. 2022 use
/// it), and the low-passed peak over the mean itself (Day et al. 2021): nothing fitted in either.
pub(super) fn baselines(trials: &[Trial], analyses: &[Analysis], compared: &[Comparison], page: &mut Page) {
    let mut sine = Cell::new("peak_vertical_force", "pelvis", cells::NOTHING);
    let mut raw = sine.clone();
    for ((t, a), c) in trials.iter().zip(analyses).zip(compared) {
        let step_s = 60.0 / t.cadence;
        let of_sine = c.matched.iter().filter_map(|m| {
            let (on, off) = t.contacts.get(m.truth)?;
            let v = 0.5 * std::f64::consts::PI * step_s / (off - on + m.contact_time?);
            Some(Pair { truth: *t.peaks.get(m.truth)?, shipped: v, out: v })
        });
        sine.add(&t.meta, of_sine);
        // The library's line undone: 1.265 + 0.53 × the peak.
        let of_raw = estimates(t, a, c).into_iter().filter_map(|(i, v)| {
            let v = (v - 1.265) / 0.53;
            Some(Pair { truth: *t.peaks.get(i)?, shipped: v, out: v })
        });
        raw.add(&t.meta, of_raw);
    }
    page.paragraph(
        "Other estimates of the active peak, nothing fitted. The peak of half a sine wave from the program's own contact and step times \
         (Morin et al. 2005, as in Patoz et al. 2022):",
    );
    cells::write("sacrum, half a sine wave", &[sine], page);
    page.paragraph("The 10 Hz low-passed peak over its mean as it is (Day et al. 2021):");
    cells::write("sacrum, low-passed peak", &[raw], page);
}
