//! Single steps of each side against the threshold, with the interval of the median.

use super::axis::{Scale, ticks};
use super::canvas::{Anchor, Svg};
use crate::number::{fixed, unit_after};

/// One side.
pub(crate) struct DotRow {
    /// `left`, `right` or empty.
    pub(crate) label: String,
    /// Class of the colour: `l`, `r` or `n`.
    pub(crate) class: &'static str,
    /// Values of single steps, as shown.
    pub(crate) values: Vec<f64>,
    /// Median and half-width of its interval, as shown.
    pub(crate) interval: (f64, f64),
    /// The interval in words: `9° ± 2°`.
    pub(crate) words: String,
}

/// The picture of one finding.
pub(crate) struct Dots {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) message: String,
    /// Name of the axis with the unit.
    pub(crate) axis: String,
    pub(crate) unit: String,
    /// Thresholds, as shown.
    pub(crate) mild: f64,
    pub(crate) marked: f64,
    /// The value at which both sides are equal, if the metric has one.
    pub(crate) even: Option<f64>,
    pub(crate) rows: Vec<DotRow>,
}

const WIDTH: f64 = 360.0;
const LEFT: f64 = 100.0;
const RIGHT: f64 = 350.0;
const TOP: f64 = 34.0;
const ROW: f64 = 58.0;
/// Room that the label of a threshold takes.
const LABEL: f64 = 118.0;
/// Maximum number of dots per side; more would merge into a blob.
const MAX_DOTS: usize = 120;

pub(crate) fn dots(picture: &Dots) -> String {
    let bottom = TOP + ROW * picture.rows.len() as f64;
    let mut svg = Svg::new("dots", &picture.id, (WIDTH, bottom + 40.0), &picture.title, &picture.message);
    let (low, high) = range(picture);
    let x = Scale::new((low, high), (LEFT, RIGHT));
    let (list, decimals) = ticks(low, high, 6);
    for tick in &list {
        svg.line("grid", (x.at(*tick), TOP), (x.at(*tick), bottom));
        svg.label("tick", (x.at(*tick), bottom + 14.0), Anchor::Middle, &fixed(*tick, decimals));
    }
    svg.label("axis", (0.5 * (LEFT + RIGHT), bottom + 32.0), Anchor::Middle, &picture.axis);
    if let Some(even) = picture.even {
        svg.line("zero", (x.at(even), TOP), (x.at(even), bottom));
        svg.label("tick", (x.at(even) + 4.0, TOP + 9.0), Anchor::Start, "even");
    }
    thresholds(&mut svg, picture, &x, bottom);
    for (k, row) in picture.rows.iter().enumerate() {
        let middle = TOP + ROW * k as f64 + 20.0;
        // Text in the margin cannot overlap a dot or a line.
        svg.label(&format!("side {}", row.class), (LEFT - 8.0, middle + 4.0), Anchor::End, &row.label);
        swarm(&mut svg, row, &x, middle);
        let (centre, half) = row.interval;
        let y = middle + 22.0;
        let (from, to) = (x.inside(centre - half), x.inside(centre + half));
        svg.line(&format!("bar {}", row.class), (from, y), (to, y));
        svg.line(&format!("bar {}", row.class), (x.inside(centre), y - 5.0), (x.inside(centre), y + 5.0));
        svg.label(&format!("value {}", row.class), (LEFT - 8.0, y + 4.0), Anchor::End, &row.words);
    }
    svg.finish()
}

fn thresholds(svg: &mut Svg, picture: &Dots, x: &Scale, bottom: f64) {
    let above = picture.marked >= picture.mild;
    let sense = if above { "above" } else { "below" };
    for (value, word, class, high) in
        [(picture.mild, "mild", "mild", false), (picture.marked, "marked", "marked", true)]
    {
        let at = x.at(value);
        if (value - picture.mild).abs() < 1e-12 && class == "marked" {
            continue;
        }
        // Each label has its own line, so that close thresholds do not collide.
        let top = if high { 12.0 } else { 26.0 };
        svg.line(class, (at, top + 3.0), (at, bottom));
        let digits = usize::from((value * 10.0).round() % 10.0 != 0.0);
        let text = format!("{word} {sense} {}{}", fixed(value, digits), unit_after(&picture.unit));
        // Each label lies on the far side of the other's line; the line of the lower label ends below the upper one.
        let to_the_right = above == high && at + LABEL <= WIDTH;
        let (anchor, beside) = if to_the_right { (Anchor::Start, 4.0) } else { (Anchor::End, -4.0) };
        svg.label("tick", (at + beside, top), anchor, &text);
    }
}

/// The range of values, intervals and thresholds, with a margin.
fn range(picture: &Dots) -> (f64, f64) {
    let mut all = vec![picture.mild, picture.marked];
    all.extend(picture.even);
    for row in &picture.rows {
        let (centre, half) = row.interval;
        all.extend([centre - half, centre + half]);
        let mut values = row.values.clone();
        values.sort_by(f64::total_cmp);
        // Up to one step in fifty at either end may be clamped to the edge.
        let edge = values.len() / 50;
        all.extend(values.get(edge).copied());
        all.extend(values.len().checked_sub(edge + 1).and_then(|i| values.get(i).copied()));
    }
    let all = all.into_iter().filter(|v| v.is_finite());
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let room = 0.06 * (high - low).max(1e-6);
    (low - room, high + room)
}

/// Moves dots that would overlap up and down, closer together the more there are.
fn swarm(svg: &mut Svg, row: &DotRow, x: &Scale, middle: f64) {
    let every = row.values.len().div_ceil(MAX_DOTS).max(1);
    let column = |value: f64| (x.inside(value) / 4.0).round() as i64;
    let mut heights: std::collections::BTreeMap<i64, u32> = std::collections::BTreeMap::new();
    for value in row.values.iter().step_by(every) {
        *heights.entry(column(*value)).or_default() += 1;
    }
    let tallest = heights.values().copied().max().unwrap_or(0);
    let apart = 3.4_f64.min(30.0 / f64::from(tallest.max(1)));
    let mut placed: std::collections::BTreeMap<i64, u32> = std::collections::BTreeMap::new();
    for value in row.values.iter().step_by(every) {
        let count = placed.entry(column(*value)).or_default();
        let away = f64::from(count.div_ceil(2)) * apart * if count.is_multiple_of(2) { 1.0 } else { -1.0 };
        *count += 1;
        let centre = (x.inside(*value), middle + away);
        if row.class == "r" {
            svg.diamond("dot r", centre, 2.6);
        } else {
            svg.circle(&format!("dot {}", row.class), centre, 2.0);
        }
    }
}
