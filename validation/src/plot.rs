//! Bland–Altman plots as plain SVG: difference against mean, with bias and 95 % limits of agreement.

use std::fmt::Write;

use strideform::signal::stats;

/// One series of a plot.
pub(crate) struct Series {
    pub(crate) name: String,
    /// (truth, estimate), in the plot's unit.
    pub(crate) pairs: Vec<(f64, f64)>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 92.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 74.0;
/// Colours that differ in lightness too, so that they can be told apart without seeing hue (Okabe and Ito 2008).
const COLOURS: [&str; 5] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#444444"];

/// The picture; `unit` is that of both axes.
pub(crate) fn bland_altman(title: &str, unit: &str, series: &[Series]) -> String {
    let points: Vec<(f64, f64)> =
        series.iter().flat_map(|s| s.pairs.iter().map(|(t, e)| (0.5 * (t + e), e - t))).collect();
    let differences: Vec<f64> = points.iter().map(|p| p.1).collect();
    let bias = stats::mean(&differences).unwrap_or(0.0);
    let reach = 1.96 * stats::sd(&differences).unwrap_or(0.0);
    let (x0, x1) = range(points.iter().map(|p| p.0));
    let (y0, y1) = range(differences.iter().copied().chain([0.0, bias - reach, bias + reach]));
    let x = |v: f64| LEFT + (v - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT);
    let y = |v: f64| HEIGHT - BOTTOM - (v - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM);
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"sans-serif\" font-size=\"12\" role=\"img\"><title>{title}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"14\" font-weight=\"bold\">{title}</text>"
    );
    for tick in ticks(x0, x1) {
        let at = x(tick);
        let _ = writeln!(
            svg,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{:.1}\" stroke=\"#eeeeee\"/>\
             <text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            HEIGHT - BOTTOM,
            HEIGHT - BOTTOM + 16.0,
            number(tick)
        );
    }
    for tick in ticks(y0, y1) {
        let at = y(tick);
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#eeeeee\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            at + 4.0,
            number(tick)
        );
    }
    for (value, label, dash) in
        [(bias, "bias", ""), (bias - reach, "−1.96 SD", "5 4"), (bias + reach, "+1.96 SD", "5 4")]
    {
        let at = y(value);
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#222222\" stroke-dasharray=\"{dash}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{label}</text><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            WIDTH - RIGHT,
            WIDTH - RIGHT + 6.0,
            at - 3.0,
            WIDTH - RIGHT + 6.0,
            at + 11.0,
            signed(value)
        );
    }
    for (i, s) in series.iter().enumerate() {
        let colour = COLOURS[i % COLOURS.len()];
        for (t, e) in &s.pairs {
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\" fill-opacity=\"0.65\"/>",
                x(0.5 * (t + e)),
                y(e - t)
            );
        }
        let at = LEFT + i as f64 * (WIDTH - LEFT - 20.0) / series.len().max(1) as f64;
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{:.1}\">{} (n {})</text>",
            at + 4.0,
            HEIGHT - 16.0,
            at + 12.0,
            HEIGHT - 12.0,
            s.name,
            s.pairs.len()
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">mean of estimate and force plate, {unit}</text>\
         <text transform=\"translate(16 {:.1}) rotate(-90)\" text-anchor=\"middle\">estimate − force plate, {unit}</text>\n</svg>",
        0.5 * (LEFT + WIDTH - RIGHT),
        HEIGHT - BOTTOM + 36.0,
        0.5 * (TOP + HEIGHT - BOTTOM)
    );
    svg
}

/// Smallest and largest with a margin of a twentieth.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if low >= high || !low.is_finite() || !high.is_finite() {
        return (low.min(0.0) - 1.0, high.max(0.0) + 1.0);
    }
    let margin = 0.05 * (high - low);
    (low - margin, high + margin)
}

/// Some five round numbers.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let raw = (high - low) / 5.0;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter().find(|s| *s >= raw).unwrap_or(raw);
    let first = (low / step).ceil() as i64;
    (first..).map(|i| i as f64 * step).take_while(|v| *v <= high).collect()
}

fn number(value: f64) -> String {
    let text = if value.abs() >= 10.0 || value.fract().abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}").trim_end_matches('0').to_owned()
    };
    text.replace('-', "−")
}

fn signed(value: f64) -> String {
    if value.abs() >= 1.0 { format!("{value:+.1}") } else { format!("{value:+.3}") }.replace('-', "−")
}
