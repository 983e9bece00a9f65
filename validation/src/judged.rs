//! Values with their stated intervals beside the truth: does a 95 % interval hold it in 95 % of trials?

use std::collections::BTreeMap;

use strideform::metrics::info;
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::page::Page;
use crate::stats::Errors;

/// One value of one trial.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    group: (String, &'static str, String),
    error: f64,
    half_width: f64,
}

/// All of them, in the order in which they were judged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(Vec<Judged>);

impl Ledger {
    /// Notes a metric of `analysis` beside its truth; `what` is the recording's kind. Nothing where either is missing.
    pub(crate) fn note(&mut self, what: &str, analysis: &Analysis, id: &str, truth: Option<f64>) {
        if let (Some(metric), Some(truth)) = (analysis.metric(id), truth.filter(|t| t.is_finite())) {
            self.0.push(Judged {
                group: (what.to_owned(), metric.id, metric.method.clone()),
                error: metric.value - truth,
                half_width: metric.uncertainty,
            });
        }
    }

    /// The table, and the checks that tie what outputs state to what was measured here.
    pub(crate) fn write(&self, page: &mut Page) {
        page.heading("What the stated uncertainty rests on");
        page.paragraph(
            "Every metric with a truth, trial by trial: the error of the value that the program prints against the median \
             of the reference's steps, beside the 95 % half-width that it states. *Stated σ* is the median half-width over \
             1.96. `scripts/validate --check` fails where the RMSE is larger than the stated σ by more than chance allows \
             (χ² at 5 %), or where intervals miss the truth in more than one of ten trials (one of up to ten). Constants are the shipped ones; the \
             sections above show the same with the judged trial left out.",
        );
        let mut groups: BTreeMap<&(String, &'static str, String), Vec<&Judged>> = BTreeMap::new();
        for judged in &self.0 {
            groups.entry(&judged.group).or_default().push(judged);
        }
        let mut rows = Vec::new();
        for ((what, id, method), list) in groups {
            let unit = info(id).map_or("", |i| i.unit);
            let (scale, unit) = if unit == "s" { (1e3, "ms") } else { (1.0, unit) };
            let errors = Errors(list.iter().map(|j| scale * j.error).collect());
            let halves: Vec<f64> = list.iter().map(|j| scale * j.half_width).collect();
            let stated = stats::median(&halves).unwrap_or(f64::NAN) / 1.96;
            let held = list.iter().filter(|j| j.error.abs() <= j.half_width).count();
            let (n, missed) = (list.len(), list.len() - held);
            page.check(
                if n <= 10 { missed <= 1.min(n / 2) } else { 10 * held >= 9 * n },
                format!("{what}, {id}: the interval holds {held} of {n} truths"),
            );
            page.check(
                n < 2 || n as f64 * (errors.rmse() / stated).powi(2) <= chi_squared_95(n),
                format!("{what}, {id}: states σ {stated:.3} {unit}, measured {:.3}", errors.rmse()),
            );
            let digits = match stated {
                s if s >= 3.0 => 1,
                s if s >= 0.3 => 2,
                _ => 3,
            };
            rows.push(vec![
                what.clone(),
                format!("{id}{}", if unit == "1" { String::new() } else { format!(", {unit}") }),
                method.clone(),
                n.to_string(),
                if n > 1 { errors.plus_minus(1.0, digits) } else { format!("{:+.digits$}", errors.bias()) },
                if n > 1 { format!("{:.digits$}", errors.rmse()) } else { "–".into() },
                format!("{stated:.digits$}"),
                format!("{held} of {n}"),
            ]);
        }
        page.table(
            &[
                "recordings",
                "metric",
                "method",
                "trials",
                "error, bias ± SD",
                "RMSE",
                "stated σ",
                "interval holds truth",
            ],
            &rows,
        );
    }
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
