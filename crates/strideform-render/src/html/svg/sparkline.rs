//! A small line chart of a metric by minute.

use super::axis::Scale;
use super::canvas::Svg;

const WIDTH: f64 = 160.0;
const HEIGHT: f64 = 34.0;

/// Points are (minute, value); minutes without running are hollow dots on the base line.
pub(crate) fn sparkline(id: &str, title: &str, message: &str, points: &[(f64, f64)], half: f64) -> String {
    let mut svg = Svg::new("spark", id, (WIDTH, HEIGHT), title, message);
    let values = || points.iter().map(|p| p.1);
    let (low, high) = values().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    // The height spans at least the interval, so that noise within the error looks flat.
    let middle = 0.5 * (low + high);
    let reach = (0.5 * (high - low)).max(half).max(1e-9);
    let first = points.first().map_or(0.0, |p| p.0);
    let last = points.last().map_or(1.0, |p| p.0);
    let x = Scale::new((first, last), (5.0, WIDTH - 5.0));
    let y = Scale::new((middle - reach, middle + reach), (HEIGHT - 10.0, 4.0));
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut before = f64::NEG_INFINITY;
    for (minute, value) in points {
        if minute - before > 1.5 && before.is_finite() {
            svg.path("spark-line", run.drain(..), false);
            let missing = (minute - before).round().max(1.0) as usize;
            for k in 1..missing.min(200) {
                svg.circle("hollow", (x.at(before + k as f64), HEIGHT - 4.0), 1.8);
            }
        }
        run.push((x.at(*minute), y.at(*value)));
        before = *minute;
    }
    let end = run.last().copied();
    svg.path("spark-line", run.into_iter(), false);
    if let Some(end) = end {
        svg.circle("dot n", end, 2.4);
    }
    svg.finish()
}
