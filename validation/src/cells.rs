//! Single values compared with the truth, trial by trial, without treating the steps of one trial as independent.

use strideform::agreement::{Difference, Repeated, icc_2_1};
use strideform::metrics::info;
use strideform::signal::stats;

use crate::page::Page;

/// Where a trial comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Meta {
    pub(crate) runner: String,
    pub(crate) trial: String,
    pub(crate) speed: f64,
    pub(crate) slope: f64,
    pub(crate) strike: String,
}

/// One value, in the unit shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) truth: f64,
    /// With the constants as shipped.
    pub(crate) shipped: f64,
    /// With constants fitted elsewhere; as shipped if nothing is fitted.
    pub(crate) out: f64,
}

/// All values of one quantity from one kind of sensor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// Identifier in the catalogue, or `initial_contact` and `toe_off`.
    pub(crate) id: &'static str,
    pub(crate) placement: &'static str,
    /// What was left out; `nothing fitted` if there is nothing to leave out.
    pub(crate) left_out: &'static str,
    pub(crate) trials: Vec<(Meta, Vec<Pair>)>,
}

/// Which constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum With {
    Shipped,
    LeftOut,
}

/// Scale from the catalogue's unit to the one shown, that unit, and its decimals.
pub(crate) fn shown(id: &str) -> (f64, &'static str, usize) {
    let unit = info(id).map_or("s", |i| i.unit);
    match unit {
        "s" => (1e3, "ms", 1),
        "1" => (1.0, "1", 3),
        "BW" | "m" | "m/s" => (1.0, unit, 3),
        "°" | "steps/min" | "cm" | "kN/m" | "%" | "% left" => (1.0, unit, 2),
        other => (1.0, other, 2),
    }
}

/// `id, unit` as tables show it.
pub(crate) fn label(id: &str) -> String {
    match shown(id).1 {
        "1" => id.to_owned(),
        unit => format!("{id}, {unit}"),
    }
}

fn pair_error(pair: &Pair, with: With) -> f64 {
    (if with == With::Shipped { pair.shipped } else { pair.out }) - pair.truth
}

impl Cell {
    pub(crate) fn new(id: &'static str, placement: &'static str, left_out: &'static str) -> Self {
        Self { id, placement, left_out, trials: Vec::new() }
    }

    pub(crate) fn is_fitted(&self) -> bool {
        self.left_out != NOTHING
    }

    /// The constants used for headline figures: left-out ones if anything is fitted.
    pub(crate) fn headline(&self) -> With {
        if self.is_fitted() { With::LeftOut } else { With::Shipped }
    }

    /// Adds a trial; does nothing if it has no values. `values` in the catalogue's unit.
    pub(crate) fn add(&mut self, meta: &Meta, values: impl IntoIterator<Item = Pair>) {
        let (scale, ..) = shown(self.id);
        let scaled =
            |p: Pair| Pair { truth: scale * p.truth, shipped: scale * p.shipped, out: scale * p.out };
        let values: Vec<Pair> = values.into_iter().map(scaled).collect();
        if !values.is_empty() {
            self.trials.push((meta.clone(), values));
        }
    }

    /// Only the trials that belong.
    pub(crate) fn only(&self, belongs: impl Fn(&Meta) -> bool) -> Self {
        let trials = self.trials.iter().filter(|(m, _)| belongs(m)).cloned().collect();
        Self { trials, ..self.clone() }
    }

    pub(crate) fn n(&self) -> usize {
        self.trials.iter().map(|t| t.1.len()).sum()
    }

    /// Errors by trial.
    pub(crate) fn errors(&self, with: With) -> Vec<Vec<f64>> {
        self.trials.iter().map(|(_, v)| v.iter().map(|p| pair_error(p, with)).collect()).collect()
    }

    /// (estimate, truth) of every step.
    pub(crate) fn pairs(&self, with: With) -> Vec<(f64, f64)> {
        self.trials
            .iter()
            .flat_map(|(_, v)| v.iter().map(move |p| (p.truth + pair_error(p, with), p.truth)))
            .collect()
    }

    /// (estimate, truth) of every trial's mean.
    pub(crate) fn means(&self, with: With) -> Vec<(f64, f64)> {
        let mean = |of: Vec<f64>| stats::mean(&of).unwrap_or(f64::NAN);
        self.trials
            .iter()
            .map(|(_, v)| {
                let truth = mean(v.iter().map(|p| p.truth).collect());
                (truth + mean(v.iter().map(|p| pair_error(p, with)).collect()), truth)
            })
            .collect()
    }

    /// How far the left-out constants shift the median of a trial, in the catalogue's unit.
    pub(crate) fn shift(&self, trial: &str) -> Option<f64> {
        let (_, values) = self.trials.iter().find(|(m, _)| m.trial == trial)?;
        let of = |f: fn(&Pair) -> f64| stats::median(&values.iter().map(f).collect::<Vec<_>>());
        Some((of(|p| p.out)? - of(|p| p.shipped)?) / shown(self.id).0)
    }

    /// Bias and limits of agreement: over several trials, or of the only trial.
    pub(crate) fn limits(&self, with: With) -> Option<(f64, [f64; 2])> {
        let errors = self.errors(with);
        Repeated::of_differences("", "", &errors).map(|r| (r.bias, r.limits)).or_else(|| {
            let d = Difference::of("", "", &self.pairs(with), false)?;
            Some((d.bias, d.limits))
        })
    }

    /// How many runners there are.
    fn runners(&self) -> usize {
        let mut runners: Vec<&String> = self.trials.iter().map(|t| &t.0.runner).collect();
        runners.sort();
        runners.dedup();
        runners.len()
    }

    /// `bias ± SD, RMSE` over all steps, how many runners and steps; with left-out constants if anything is fitted.
    pub(crate) fn summary(&self) -> String {
        let (_, unit, d) = shown(self.id);
        let e = crate::stats::Errors(self.errors(self.headline()).concat());
        let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
        let of = if self.is_fitted() { format!(", {}", self.left_out) } else { String::new() };
        let runners = match self.runners() {
            1 => "1 runner".to_owned(),
            n => format!("{n} runners"),
        };
        format!("{}{unit}, RMSE {:.d$} ({runners}, n {}{of})", e.plus_minus(1.0, d), e.rmse(), e.n())
    }

    fn row(&self, with: With) -> Vec<String> {
        let (_, _, d) = shown(self.id);
        let errors = self.errors(with);
        let constants = match (self.is_fitted(), with) {
            (false, _) => NOTHING,
            (true, With::Shipped) => "shipped",
            (true, With::LeftOut) => self.left_out,
        };
        let is_time = matches!(self.id, "initial_contact" | "toe_off");
        let icc = |pairs: &[(f64, f64)]| match icc_2_1(pairs) {
            Some(v) if !is_time && pairs.len() >= 3 => format!("{v:.2}"),
            _ => "–".to_owned(),
        };
        let mut row = vec![
            label(self.id),
            constants.to_owned(),
            format!("{}, {}, {}", self.runners(), self.trials.len(), self.n()),
        ];
        let signed = |v: f64| format!("{v:+.d$}");
        let range = |[low, high]: [f64; 2]| format!("{low:+.d$}…{high:+.d$}");
        if let Some(r) = Repeated::of_differences("", "", &errors) {
            let [low, high] = r.limit_intervals;
            row.extend([
                format!("{} [{}]", signed(r.bias), range(r.bias_interval)),
                format!("{:.d$}", r.sd_between),
                r.sd_within.map_or("–".into(), |s| format!("{s:.d$}")),
                format!(
                    "{} [{}] to {} [{}]",
                    signed(r.limits[0]),
                    range(low),
                    signed(r.limits[1]),
                    range(high)
                ),
                format!("{:.d$}", r.rmse),
                format!(
                    "{:.d$}",
                    crate::stats::Errors(self.means(with).iter().map(|(e, t)| e - t).collect()).rmse()
                ),
            ]);
        } else if let Some(x) = Difference::of("", "", &self.pairs(with), false) {
            let half = x.limit_half_width;
            let limit = |l: f64| match half {
                Some(h) => format!("{} [{}]", signed(l), range([l - h, l + h])),
                None => "–".to_owned(),
            };
            row.extend([
                format!(
                    "{}{}",
                    signed(x.bias),
                    x.bias_interval.map_or(String::new(), |i| format!(" [{}]", range(i)))
                ),
                "–".into(),
                if x.n > 1 { format!("{:.d$}", x.sd) } else { "–".into() },
                format!("{} to {}", limit(x.limits[0]), limit(x.limits[1])),
                format!("{:.d$}", x.rmse),
                "–".into(),
            ]);
        }
        row.push(icc(&self.pairs(with)));
        row.push(icc(&self.means(with)));
        row.push(if is_time { "–".into() } else { slope(&self.means(with)) });
        row
    }
}

/// Slope of the error on the size, mean of estimate and reference, over the trials' means, with its standard error: how far
/// large values are drawn in (Bland & Altman 1999, section 3.2). Fewer than five trials are not informative.
fn slope(means: &[(f64, f64)]) -> String {
    if means.len() < 5 {
        return "–".to_owned();
    }
    let (x, y): (Vec<f64>, Vec<f64>) = means.iter().map(|(e, t)| (0.5 * (e + t), e - t)).unzip();
    let Some(line) = stats::linear_regression(&x, &y) else { return "–".to_owned() };
    let left: f64 = x.iter().zip(&y).map(|(x, y)| (y - line.at(*x)).powi(2)).sum();
    let middle = stats::mean(&x).unwrap_or(f64::NAN);
    let spread: f64 = x.iter().map(|x| (x - middle).powi(2)).sum();
    let error = (left / (means.len() as f64 - 2.0) / spread).sqrt();
    format!("{:+.2} ± {error:.2}", line.slope)
}

/// Shown if a cell depends on no fitted constant.
pub(crate) const NOTHING: &str = "nothing fitted";

/// One row per cell, two if anything is fitted; `set` is kept for the table of published figures.
pub(crate) fn write(set: &'static str, cells: &[Cell], page: &mut Page) {
    page.cells.extend(cells.iter().map(|c| (set, c.clone())));
    let mut rows = Vec::new();
    for cell in cells.iter().filter(|c| c.n() > 0) {
        if cell.is_fitted() {
            rows.push(cell.row(With::LeftOut));
        }
        rows.push(cell.row(With::Shipped));
    }
    page.table(
        &[
            "quantity",
            "constants",
            "runners, trials, n",
            "bias [95 %]",
            "SD between trials",
            "SD within",
            "limits of agreement [95 % of each]",
            "RMSE, steps",
            "RMSE, trials",
            "ICC(2,1), steps",
            "ICC(2,1), trials",
            "slope on size ± SE",
        ],
        &rows,
    );
}

/// A group's name and what belongs to it.
pub(crate) type Group = (&'static str, fn(&Meta) -> bool);

/// Bias ± SD and RMSE of every cell in every group, with left-out constants if anything is fitted.
pub(crate) fn by_group(cells: &[&Cell], groups: &[Group], page: &mut Page) {
    let mut header = vec!["condition".to_owned(), "trials".to_owned()];
    header.extend(cells.iter().map(|c| label(c.id)));
    let mut rows = Vec::new();
    for (name, belongs) in groups {
        let of: Vec<Cell> = cells.iter().map(|c| c.only(belongs)).collect();
        let trials = of.iter().map(|c| c.trials.len()).max().unwrap_or(0);
        if trials == 0 {
            continue;
        }
        let mut row = vec![(*name).to_owned(), trials.to_string()];
        row.extend(of.iter().map(|c| {
            let (_, _, d) = shown(c.id);
            let e = crate::stats::Errors(c.errors(c.headline()).concat());
            match e.n() {
                0 => "–".to_owned(),
                1 => format!("{:+.d$}", e.bias()),
                n => format!("{}, RMSE {:.d$} (n {n})", e.plus_minus(1.0, d), e.rmse()),
            }
        }));
        rows.push(row);
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    page.table(&header, &rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_on_size_is_that_of_values_drawn_in() {
        // Estimates at half the distance from 10: error −(t − 10)/2 on size 10 + 3/4·(t − 10), so −2/3; no scatter.
        let means: Vec<(f64, f64)> = (0..6).map(f64::from).map(|t| (10.0 + 0.5 * (t - 10.0), t)).collect();
        assert_eq!(slope(&means), "-0.67 ± 0.00");
        assert_eq!(slope(&means[..4]), "–");
    }

    #[test]
    fn trials_are_kept_apart() {
        let mut cell = Cell::new("contact_time", "pelvis", "condition left out");
        for (name, by) in [("a", 0.004), ("b", 0.010)] {
            let meta = Meta { trial: name.into(), ..Meta::default() };
            let one = |truth: f64| Pair { truth, shipped: truth + by, out: truth + by - 0.002 };
            cell.add(&meta, [0.20, 0.21, 0.22].map(one));
        }
        assert_eq!((cell.n(), cell.means(With::Shipped).len()), (6, 2));
        // 4 and 10 ms, no spread within: bias 7 ms, SD 6/√2; rounding only.
        let (bias, [low, high]) = cell.limits(With::Shipped).expect("two trials");
        assert!((bias - 7.0).abs() < 1e-9 && ((high - low) / 3.92 - 6.0 / 2_f64.sqrt()).abs() < 1e-9);
        assert!((cell.shift("a").expect("trial a") + 0.002).abs() < 1e-12);
        assert!((cell.limits(With::LeftOut).expect("two trials").0 - 5.0).abs() < 1e-9);
    }
}
