//! Baseline methods on the same trials, as published and with no constants fitted.

use strideform::report::Analysis;
use strideform::signal::stats;

use crate::cells::{Cell, Meta, With, label, shown};
use crate::page::Page;
use crate::run::{compare, icc};
use crate::stats::Errors;
use crate::timing::{self, Found};

/// What one method found in all trials.
pub(crate) struct Baseline {
    id: String,
    one_leg: bool,
    missed: usize,
    extra: usize,
    /// Number of runs whose stated 95 % interval of contact time contains the median of the truth, and number that state one.
    held: (usize, usize),
    trials: Vec<(Meta, Found, Found)>,
}

impl Baseline {
    pub(crate) fn new(id: &str, one_leg: bool) -> Self {
        Self { id: id.to_owned(), one_leg, missed: 0, extra: 0, held: (0, 0), trials: Vec::new() }
    }

    /// Adds a trial with its true contacts.
    pub(crate) fn add(&mut self, meta: &Meta, analysis: &Analysis, truth: &[(f64, f64)]) {
        let c = &compare(analysis, truth);
        let times: Vec<f64> = truth.iter().map(|t| t.1 - t.0).collect();
        if let Some((m, t)) = analysis.metric("contact_time").zip(stats::median(&times)) {
            self.held.0 += usize::from((m.value - t).abs() <= m.uncertainty);
            self.held.1 += 1;
        }
        let found = || Found::of(c, truth, self.one_leg);
        self.trials.push((meta.clone(), found(), found()));
        self.missed += c.missed;
        self.extra += c.extra;
    }

    fn cells(&self) -> Vec<Cell> {
        timing::cells("", crate::cells::NOTHING, &self.trials)
    }

    fn rows(&self) -> (Vec<String>, Vec<String>) {
        let cells = self.cells();
        let get = |id: &str| cells.iter().find(|c| c.id == id);
        let errors = |id: &str| Errors(get(id).map(|c| c.errors(With::Shipped).concat()).unwrap_or_default());
        let or = |e: &Errors, text: String| if e.n() > 1 { text } else { "–".to_owned() };
        let (initial, toe_off, time) = (errors("initial_contact"), errors("toe_off"), errors("contact_time"));
        let limits = get("contact_time").and_then(|c| c.limits(With::Shipped));
        let pairs = get("contact_time").map(|c| c.pairs(With::Shipped)).unwrap_or_default();
        let contact = vec![
            self.id.clone(),
            initial.n().to_string(),
            self.missed.to_string(),
            self.extra.to_string(),
            or(&initial, initial.plus_minus(1.0, 1)),
            or(&toe_off, toe_off.plus_minus(1.0, 1)),
            or(&time, time.plus_minus(1.0, 1)),
            or(&time, limits.map_or("–".into(), |(_, [a, b])| format!("{a:+.0}…{b:+.0}"))),
            or(&time, format!("{:.1}", time.rmse())),
            or(&time, icc(&pairs)),
            match self.held {
                (_, 0) => "–".to_owned(),
                (held, n) => format!("{held} of {n}"),
            },
        ];
        let mut derived = vec![self.id.clone()];
        for id in self.derived() {
            let e = errors(id);
            let d = shown(id).2;
            derived.push(or(&e, format!("{}, RMSE {:.d$} (n {})", e.plus_minus(1.0, d), e.rmse(), e.n())));
        }
        (contact, derived)
    }

    fn derived(&self) -> &'static [&'static str] {
        if self.one_leg {
            &["flight_time", "stride_time", "duty_factor"]
        } else {
            &["flight_time", "step_time", "stride_time", "duty_factor"]
        }
    }
}

/// The tables; the first row is the program's default method with its shipped constants.
pub(crate) fn write(methods: &[Baseline], page: &mut Page) {
    for baseline in methods {
        // The same requirement as in the ledger: a published method chosen by the user must also state intervals that hold.
        let (held, n) = baseline.held;
        page.check(
            if n <= 10 { n - held <= 1.min(n / 2) } else { 10 * held >= 9 * n },
            format!("{}: the interval of contact time holds {held} of {n} truths", baseline.id),
        );
    }
    page.paragraph(
        "All methods on the same trials, ms; the first is the default with its shipped constants, the others as published, \
         no constant fitted (`strideform analyze --method contacts=ID`); limits of agreement as above, between and within trials; last, in how many \
         runs the stated 95 % interval of contact time contains the truth:",
    );
    let (contacts, derived): (Vec<_>, Vec<_>) = methods.iter().map(Baseline::rows).unzip();
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
            "stated interval holds",
        ],
        &contacts,
    );
    let ids: Vec<String> =
        methods.first().map(|r| r.derived().iter().map(|id| label(id)).collect()).unwrap_or_default();
    let mut header = vec!["method"];
    header.extend(ids.iter().map(String::as_str));
    page.table(&header, &derived);
}
