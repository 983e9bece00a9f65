//! Bland–Altman plots as plain SVG: difference against mean, with bias and 95 % limits of agreement. With several
//! trials, the limits are those of a step in a new trial (steps of one trial are not independent observations).

use std::fmt::Write;

use crate::cells::{Cell, Meta, label, shown};

/// One series of a plot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// (truth, estimate), in the plot's unit.
    pub(crate) pairs: Vec<(f64, f64)>,
}

/// One plot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panel {
    /// What is compared.
    pub(crate) title: String,
    /// Unit of both axes.
    pub(crate) unit: String,
    pub(crate) series: Vec<Series>,
    /// Bias and limits.
    pub(crate) lines: (f64, [f64; 2]),
}

impl Panel {
    /// A cell's pairs, with left-out constants if anything is fitted; series by `name`.
    pub(crate) fn of(cell: &Cell, name: impl Fn(&Meta) -> String) -> Self {
        let with = cell.headline();
        let mut series: Vec<Series> = Vec::new();
        for (meta, _) in &cell.trials {
            let name = name(meta);
            let pairs: Vec<(f64, f64)> =
                cell.only(|m| m == meta).pairs(with).into_iter().map(|(e, t)| (t, e)).collect();
            match series.iter_mut().find(|s| s.name == name) {
                Some(s) => s.pairs.extend(pairs),
                None => series.push(Series { name, pairs }),
            }
        }
        series.sort_by(|a, b| a.name.cmp(&b.name));
        let said = if cell.is_fitted() { format!(" ({})", cell.left_out) } else { String::new() };
        Self {
            title: format!("{}{said}", label(cell.id)),
            unit: match shown(cell.id).1 {
                "1" => String::new(),
                unit => format!(", {unit}"),
            },
            series,
            lines: cell.limits(with).unwrap_or((0.0, [0.0, 0.0])),
        }
    }
}

/// Position of a plot within the picture, px.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

const RIGHT: f64 = 92.0;
const LEFT: f64 = 74.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 74.0;
/// Colours that differ in lightness too, so that they can be distinguished without seeing hue (Okabe and Ito 2008).
const COLOURS: [&str; 5] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#444444"];

fn open(width: f64, height: f64, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"12\" role=\"img\"><title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"14\" font-weight=\"bold\">{title}</text>\n"
    )
}

/// A picture of one plot.
pub(crate) fn single(title: &str, panel: &Panel) -> String {
    let (width, height) = (640.0, 380.0);
    let mut svg = open(width, height, title);
    draw(&mut svg, panel, Frame { left: 0.0, top: 0.0, width, height }, false);
    svg.push_str("</svg>");
    svg
}

/// A picture of several plots, two per row.
pub(crate) fn panels(title: &str, panels: &[Panel]) -> String {
    let (width, height) = (480.0, 300.0);
    let rows = panels.len().div_ceil(2) as f64;
    let mut svg = open(2.0 * width, 30.0 + rows * height, title);
    for (i, panel) in panels.iter().enumerate() {
        let (row, column) = ((i / 2) as f64, (i % 2) as f64);
        draw(&mut svg, panel, Frame { left: column * width, top: 30.0 + row * height, width, height }, true);
    }
    svg.push_str("</svg>");
    svg
}

fn draw(svg: &mut String, panel: &Panel, frame: Frame, titled: bool) {
    let points: Vec<(f64, f64)> =
        panel.series.iter().flat_map(|s| s.pairs.iter().map(|(t, e)| (0.5 * (t + e), e - t))).collect();
    let (bias, [low, high]) = panel.lines;
    let (x0, x1) = range(points.iter().map(|p| p.0));
    let (y0, y1) = range(points.iter().map(|p| p.1).chain([0.0, low, high]));
    let (left, right) = (frame.left + LEFT, frame.left + frame.width - RIGHT);
    let (top, bottom) = (frame.top + TOP, frame.top + frame.height - BOTTOM);
    let x = |v: f64| left + (v - x0) / (x1 - x0) * (right - left);
    let y = |v: f64| bottom - (v - y0) / (y1 - y0) * (bottom - top);
    let mut text = |at: (f64, f64), anchor: &str, words: &str| {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{words}</text>",
            at.0, at.1
        );
    };
    if titled {
        text((left, frame.top + 24.0), "start", &panel.title);
    }
    for tick in ticks(x0, x1) {
        text((x(tick), bottom + 16.0), "middle", &number(tick));
    }
    for tick in ticks(y0, y1) {
        text((left - 6.0, y(tick) + 4.0), "end", &number(tick));
    }
    text(
        (0.5 * (left + right), bottom + 34.0),
        "middle",
        &format!("mean of estimate and reference{}", panel.unit),
    );
    // Three lines lie close together where the spread is small beside the points: labels keep their distance.
    let mut labels = [(low, "−1.96 SD"), (bias, "bias"), (high, "+1.96 SD")].map(|(v, name)| (v, name, y(v)));
    for i in 1..labels.len() {
        let below = labels[i - 1].2 - 26.0;
        labels[i].2 = labels[i].2.min(below);
    }
    for (value, name, at) in labels {
        text((right + 6.0, at - 3.0), "start", name);
        text((right + 6.0, at + 10.0), "start", &signed(value));
    }
    for tick in ticks(x0, x1) {
        rule(svg, (x(tick), top), (x(tick), bottom), "#eeeeee", "");
    }
    for tick in ticks(y0, y1) {
        rule(svg, (left, y(tick)), (right, y(tick)), "#eeeeee", "");
    }
    for (value, dash) in [(bias, ""), (low, "5 4"), (high, "5 4")] {
        rule(svg, (left, y(value)), (right, y(value)), "#222222", dash);
    }
    let _ = writeln!(
        svg,
        "<text transform=\"translate({:.1} {:.1}) rotate(-90)\" text-anchor=\"middle\">estimate − reference{}</text>",
        frame.left + 16.0,
        0.5 * (top + bottom),
        panel.unit
    );
    for (i, s) in panel.series.iter().enumerate() {
        let colour = COLOURS[i % COLOURS.len()];
        for (t, e) in &s.pairs {
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\" fill-opacity=\"0.65\"/>",
                x(0.5 * (t + e)),
                y(e - t)
            );
        }
        let at = left + i as f64 * (frame.width - LEFT - 20.0) / panel.series.len().max(1) as f64;
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{:.1}\">{} (n {})</text>",
            at + 4.0,
            frame.top + frame.height - 16.0,
            at + 12.0,
            frame.top + frame.height - 12.0,
            s.name,
            s.pairs.len()
        );
    }
}

fn rule(svg: &mut String, from: (f64, f64), to: (f64, f64), colour: &str, dash: &str) {
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    let _ = writeln!(
        svg,
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{colour}\"{dash}/>",
        from.0, from.1, to.0, to.1
    );
}

/// Smallest and largest value with a margin of 5 %.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if low >= high || !low.is_finite() || !high.is_finite() {
        return (low.min(0.0) - 1.0, high.max(0.0) + 1.0);
    }
    let margin = 0.05 * (high - low);
    (low - margin, high + margin)
}

/// About five round numbers.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let raw = (high - low) / 5.0;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter().find(|s| *s >= raw).unwrap_or(raw);
    let first = (low / step).ceil() as i64;
    (first..).map(|i| i as f64 * step).take_while(|v| *v <= high).collect()
}

fn number(value: f64) -> String {
    let text = if (value - value.round()).abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.3}").trim_end_matches('0').to_owned()
    };
    text.replace('-', "−")
}

fn signed(value: f64) -> String {
    let text = match value.abs() {
        v if v < 5e-4 => "0".to_owned(),
        v if v >= 1.0 => format!("{value:+.1}"),
        v if v >= 0.1 => format!("{value:+.2}"),
        _ => format!("{value:+.3}"),
    };
    text.replace('-', "−")
}
