//! Rival methods on the same trials: one row each, as published, no constant fitted.

use crate::page::Page;
use crate::run::{Comparison, icc};
use crate::stats::Errors;

/// What one method found in all trials.
pub(crate) struct Rival {
    id: String,
    missed: usize,
    extra: usize,
    initial: Errors,
    toe_off: Errors,
    time: Errors,
    pairs: Vec<(f64, f64)>,
}

impl Rival {
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            missed: 0,
            extra: 0,
            initial: Errors::default(),
            toe_off: Errors::default(),
            time: Errors::default(),
            pairs: Vec::new(),
        }
    }

    /// Adds a trial: what was compared with these true contacts.
    pub(crate) fn add(&mut self, c: &Comparison, truth: &[(f64, f64)]) {
        self.initial.0.extend(c.matched.iter().map(|m| 1e3 * m.initial_contact));
        self.toe_off.0.extend(c.matched.iter().filter_map(|m| m.toe_off).map(|e| 1e3 * e));
        for m in &c.matched {
            if let (Some(error), Some((on, off))) = (m.contact_time, truth.get(m.truth)) {
                self.time.0.push(1e3 * error);
                self.pairs.push((off - on + error, off - on));
            }
        }
        self.missed += c.missed;
        self.extra += c.extra;
    }

    fn row(&self) -> Vec<String> {
        let or = |e: &Errors, text: String| if e.n() > 1 { text } else { "–".to_owned() };
        vec![
            self.id.clone(),
            self.initial.n().to_string(),
            self.missed.to_string(),
            self.extra.to_string(),
            or(&self.initial, self.initial.plus_minus(1.0, 1)),
            or(&self.toe_off, self.toe_off.plus_minus(1.0, 1)),
            or(&self.time, self.time.plus_minus(1.0, 1)),
            or(&self.time, self.time.limits(1.0, 0)),
            or(&self.time, format!("{:.1}", self.time.rmse())),
            or(&self.time, icc(&self.pairs)),
        ]
    }
}

/// The table; the first row is the program's default method with its shipped constants.
pub(crate) fn write(rivals: &[Rival], page: &mut Page) {
    page.paragraph(
        "All methods on the same trials, ms; the first is the default with its shipped constants, the others as published, \
         no constant fitted (`strideform analyze --method contacts=ID`):",
    );
    page.table(
        &[
            "method",
            "n",
            "missed",
            "extra",
            "initial contact",
            "toe-off",
            "contact time",
            "limits of agreement",
            "RMSE",
            "ICC(2,1)",
        ],
        &rivals.iter().map(Rival::row).collect::<Vec<_>>(),
    );
}
