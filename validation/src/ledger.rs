//! Values and their stated intervals compared with the truth: does a 95 % interval contain it in 95 % of trials?

use std::collections::BTreeMap;

use strideform::agreement::{Difference, icc_2_1};
use strideform::metrics::{Metric, info};
use strideform::recording::Segment;
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::page::Page;
use crate::stats::Errors;

/// A kind of recording for which the truth is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Set {
    /// Shank beside a force plate, 143 Hz.
    Shank,
    /// Sacrum beside an instrumented treadmill.
    Sacrum,
    /// Computed from markers, with gyroscope.
    Markers,
    /// Any device with a reference cadence.
    Devices,
    /// A watch file, and its values decoded by other software.
    Watch,
}

/// One value of one trial.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) set: Set,
    /// The sensor's segment; a value derived from a given speed has none.
    pub(crate) place: Place,
    /// Metric of the catalogue.
    pub(crate) id: &'static str,
    /// Recordings, metric with its side, method.
    group: (String, String, String),
    value: f64,
    truth: f64,
    half_width: f64,
    /// How far constants fitted elsewhere shift the value.
    shift: Option<f64>,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    Foot,
    Shank,
    Thigh,
    Pelvis,
    Trunk,
    Wrist,
    Watch,
    KnownSpeed,
}

impl Place {
    /// From a metric in an analysis; `None` for segments that the table does not include.
    pub(crate) fn of(metric: &Metric) -> Option<Self> {
        if metric.method == "told-speed" {
            return Some(Self::KnownSpeed);
        }
        Some(match metric.placement.segment {
            Segment::Foot => Self::Foot,
            Segment::Shank => Self::Shank,
            Segment::Thigh => Self::Thigh,
            Segment::Pelvis => Self::Pelvis,
            Segment::Trunk => Self::Trunk,
            Segment::Wrist => Self::Wrist,
            _ => return None,
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Foot => "foot",
            Self::Shank => "shank",
            Self::Thigh => "thigh",
            Self::Pelvis => "pelvis",
            Self::Trunk => "trunk",
            Self::Wrist => "wrist",
            Self::Watch => "watch",
            Self::KnownSpeed => "speed given",
        }
    }
}

/// All entries, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(pub(crate) Vec<Entry>);

impl Ledger {
    /// Records a metric of `analysis` with its truth; `what` is the kind of recording. Does nothing if either is missing.
    pub(crate) fn note(
        &mut self,
        set: Set,
        what: &str,
        analysis: &Analysis,
        id: &str,
        truth: Option<f64>,
        shift: Option<f64>,
    ) {
        if let Some(metric) = analysis.metric(id) {
            self.entry((set, what), metric, "", Some(metric.value), truth, Some(metric.uncertainty), shift);
        }
    }

    /// Records both sides of a metric and their difference with the truth of (left, right).
    pub(crate) fn note_sides(
        &mut self,
        set: Set,
        what: &str,
        analysis: &Analysis,
        id: &str,
        truth: (f64, f64),
    ) {
        let Some(m) = analysis.metric(id) else { return };
        let (left, right) = truth;
        self.entry((set, what), m, ", left", m.left, Some(left), m.side_uncertainty, None);
        self.entry((set, what), m, ", right", m.right, Some(right), m.side_uncertainty, None);
        let difference = m.left.zip(m.right).map(|(l, r)| l - r);
        let (truth, width) = (Some(left - right), m.side_difference_uncertainty);
        self.entry((set, what), m, ", left − right", difference, truth, width, None);
    }

    #[expect(clippy::too_many_arguments, reason = "one private call, one row of a table")]
    fn entry(
        &mut self,
        (set, what): (Set, &str),
        metric: &Metric,
        side: &str,
        value: Option<f64>,
        truth: Option<f64>,
        half_width: Option<f64>,
        shift: Option<f64>,
    ) {
        let place = if set == Set::Watch { Some(Place::Watch) } else { Place::of(metric) };
        if let (Some(place), Some(value), Some(truth), Some(half_width)) =
            (place, value, truth.filter(|t| t.is_finite()), half_width)
        {
            let unit = shown(metric.id.as_str()).1;
            let unit = if unit == "1" { String::new() } else { format!(", {unit}") };
            let group = (what.to_owned(), format!("{}{side}{unit}", metric.id), metric.method.clone());
            self.0.push(Entry { set, place, id: metric.id.as_str(), group, value, truth, half_width, shift });
        }
    }

    /// Trials in which a metric from a placement has a truth.
    pub(crate) fn trials(&self, set: Set, place: Place, id: &str) -> usize {
        let mut by_group: BTreeMap<&(String, String, String), usize> = BTreeMap::new();
        for j in self.0.iter().filter(|j| (j.set, j.place, j.id) == (set, place, id)) {
            *by_group.entry(&j.group).or_default() += 1;
        }
        by_group.into_values().max().unwrap_or(0)
    }

    /// Truths of a metric from force plates.
    pub(crate) fn truths(&self, id: &str) -> Vec<f64> {
        let plate = |set| matches!(set, Set::Shank | Set::Sacrum | Set::Markers);
        self.0.iter().filter(|j| j.id == id && plate(j.set)).map(|j| j.truth).collect()
    }

    /// Errors as a percentage of the truth.
    pub(crate) fn relative(&self, id: &str) -> Vec<f64> {
        self.0.iter().filter(|j| j.id == id).map(|j| 100.0 * (j.value - j.truth) / j.truth).collect()
    }

    /// The table, and the checks of stated intervals against the errors measured here.
    pub(crate) fn write(&self, page: &mut Page) {
        page.start(
            "intervals",
            "Stated intervals against the truth",
            "Every stated 95 % interval with a truth: does it contain the truth, with shipped and with left-out constants",
        );
        page.paragraph(
            "Every metric with a truth, trial by trial: the error of the value that the program prints, against the median \
             of the reference's steps, beside the 95 % half-width that it states. *Stated σ* is the median half-width over \
             1.96. `scripts/validate --check` fails where the RMSE exceeds the stated σ by more than chance allows \
             (χ² at 5 %), or where intervals miss the truth in more than one of ten trials (one of up to ten). The limits of \
             agreement are those of one trial's value, with their 95 % intervals from three trials on; trials of one runner are \
             taken as independent, which for the sacrum set's one runner says nothing about others. Constants are the shipped ones; *left out* \
             is the same share, with the constants fitted without the test trial, condition or runner. A watch's values are \
             compared with those that other software decoded from the same file: that tests the reading, not the watch.",
        );
        let mut groups: BTreeMap<&(String, String, String), Vec<&Entry>> = BTreeMap::new();
        for entry in &self.0 {
            groups.entry(&entry.group).or_default().push(entry);
        }
        let mut rows = Vec::new();
        for (group, list) in groups {
            rows.push(row(group, &list, page));
        }
        let (held, n) =
            (self.0.iter().filter(|j| (j.value - j.truth).abs() <= j.half_width).count(), self.0.len());
        let wide = if 100 * held > 97 * n {
            ": more than the stated 95 %, because the intervals are meant for new runners and these are few"
        } else {
            ""
        };
        page.paragraph(&format!("Together {held} of {n} intervals contain the truth{wide}."));
        page.table(
            &[
                "recordings",
                "metric",
                "method",
                "trials",
                "error, bias ± SD",
                "limits of agreement [95 % of each]",
                "RMSE",
                "ICC(2,1)",
                "stated σ",
                "interval holds truth",
                "left out",
            ],
            &rows,
        );
    }
}

/// Scale from the catalogue's unit to the one shown, and that unit.
fn shown(id: &str) -> (f64, &'static str) {
    let unit = info(id).map_or("", |i| i.unit);
    if unit == "s" { (1e3, "ms") } else { (1.0, unit) }
}

fn row((what, metric, method): &(String, String, String), list: &[&Entry], page: &mut Page) -> Vec<String> {
    let (scale, unit) = list.first().map_or((1.0, ""), |j| shown(j.id));
    let errors = Errors(list.iter().map(|j| scale * (j.value - j.truth)).collect());
    let halves: Vec<f64> = list.iter().map(|j| scale * j.half_width).collect();
    let stated = stats::median(&halves).unwrap_or(f64::NAN) / 1.96;
    let holds = |j: &Entry, by: f64| (j.value + by - j.truth).abs() <= j.half_width;
    let held = list.iter().filter(|j| holds(j, 0.0)).count();
    let (n, missed) = (list.len(), list.len() - held);
    page.check(
        if n <= 10 { missed <= 1.min(n / 2) } else { 10 * held >= 9 * n },
        format!("{what}, {metric}: the interval holds {held} of {n} truths"),
    );
    page.check(
        n < 2 || n as f64 * (errors.rmse() / stated).powi(2) <= chi_squared_95(n),
        format!("{what}, {metric}: states σ {stated:.3} {unit}, measured {:.3}", errors.rmse()),
    );
    let digits = match stated {
        s if s >= 3.0 => 1,
        s if s >= 0.3 => 2,
        _ => 3,
    };
    let moved: Vec<bool> = list.iter().filter_map(|j| j.shift.map(|s| holds(j, s))).collect();
    let out = match moved.len() {
        0 => "–".to_owned(),
        of => {
            let held = moved.iter().filter(|h| **h).count();
            // The same bar: an interval that holds only with the shipped constants is no interval.
            page.check(
                if of <= 10 { of - held <= 1.min(of / 2) } else { 10 * held >= 9 * of },
                format!("{what}, {metric}, constants left out: the interval holds {held} of {of} truths"),
            );
            format!("{held} of {of}")
        }
    };
    let pairs: Vec<(f64, f64)> = list.iter().map(|j| (scale * j.value, scale * j.truth)).collect();
    let range = |[a, b]: [f64; 2]| format!("{a:+.digits$}…{b:+.digits$}");
    let limits = match Difference::of("", "", &pairs, false) {
        Some(d) if n >= 3 => match d.limit_half_width {
            Some(h) => {
                let [a, b] = d.limits;
                format!(
                    "{a:+.digits$} [{}] to {b:+.digits$} [{}]",
                    range([a - h, a + h]),
                    range([b - h, b + h])
                )
            }
            None => "–".to_owned(),
        },
        _ => "–".to_owned(),
    };
    vec![
        what.clone(),
        metric.clone(),
        method.clone(),
        n.to_string(),
        if n > 1 { errors.plus_minus(1.0, digits) } else { format!("{:+.digits$}", errors.bias()) },
        limits,
        if n > 1 { format!("{:.digits$}", errors.rmse()) } else { "–".into() },
        icc_2_1(&pairs).map_or("–".to_owned(), |v| format!("{v:.2}")),
        format!("{stated:.digits$}"),
        format!("{held} of {n}"),
        out,
    ]
}

/// 95 % quantile of χ² with `n` degrees of freedom, by Wilson and Hilferty's cube (within 1 % from two on).
fn chi_squared_95(n: usize) -> f64 {
    let k = 2.0 / (9.0 * n as f64);
    n as f64 * (1.0 - k + 1.644_854 * k.sqrt()).powi(3)
}

#[cfg(test)]
mod tests {
    use super::chi_squared_95;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // scipy.stats.chi2.ppf(0.95, n); the approximation is good to 1 %.
        for (n, value) in [(2, 5.9915), (3, 7.8147), (10, 18.307), (16, 26.296)] {
            assert!((chi_squared_95(n) / value - 1.0).abs() < 0.01, "{n}");
        }
    }
}
