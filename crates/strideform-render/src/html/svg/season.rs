//! Weeks of load, and one metric from run to run.

use super::axis::{Scale, ticks};
use super::canvas::{Anchor, Svg};
use crate::number::fixed;

/// One week.
pub(crate) struct Bar {
    /// Its Monday.
    pub(crate) label: String,
    pub(crate) total: f64,
    pub(crate) longest: f64,
    /// True where a run of it is much longer than those before.
    pub(crate) jump: bool,
    /// False where the log covers only part of it.
    pub(crate) whole: bool,
}

const WIDTH: f64 = 640.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 632.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 190.0;

/// Bars of all runs with the longest run inside.
pub(crate) fn weeks(id: &str, bars: &[Bar], axis: &str, message: &str) -> String {
    let mut svg = Svg::new("weeks", id, (WIDTH, BOTTOM + 26.0), "Load by week", message);
    let highest = bars.iter().map(|b| b.total).fold(0.0, f64::max).max(1e-6);
    let y = Scale::new((0.0, 1.05 * highest), (BOTTOM, TOP));
    let (list, decimals) = ticks(0.0, highest, 4);
    for tick in list {
        svg.line(if tick == 0.0 { "zero" } else { "grid" }, (LEFT, y.at(tick)), (RIGHT, y.at(tick)));
        svg.label("tick", (LEFT - 6.0, y.at(tick) + 4.0), Anchor::End, &fixed(tick, decimals));
    }
    svg.label("axis head", (4.0, 14.0), Anchor::Start, axis);
    let n = bars.len().max(1) as f64;
    let pitch = ((RIGHT - LEFT) / n).min(60.0);
    let width = 0.72 * pitch;
    // Labels of mondays, as many as fit.
    let every = (66.0 / pitch).ceil().max(1.0) as usize;
    for (k, bar) in bars.iter().enumerate() {
        let x = LEFT + pitch * (k as f64 + 0.5);
        let corner = x - 0.5 * width;
        let class = if bar.whole { "week" } else { "week part" };
        svg.rect(class, (corner, y.at(bar.total)), (width, BOTTOM - y.at(bar.total)));
        svg.rect("longest", (corner, y.at(bar.longest)), (width, BOTTOM - y.at(bar.longest)));
        if bar.jump {
            svg.label("number n", (x, y.at(bar.total) - 5.0), Anchor::Middle, "▲");
        }
        if k % every == 0 {
            let short = bar.label.get(5..).unwrap_or(&bar.label);
            svg.label("tick", (x, BOTTOM + 18.0), Anchor::Middle, short);
        }
    }
    svg.finish()
}

/// One metric over the season.
pub(crate) struct CoursePicture {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) message: String,
    /// Day of each run, counted from any day, and as a date.
    pub(crate) days: Vec<(f64, String)>,
    /// Value of each run as shown, and whether it is beyond the error.
    pub(crate) values: Vec<(f64, bool)>,
    pub(crate) baseline: f64,
    /// Half of the band of error around the baseline.
    pub(crate) half: Option<f64>,
    pub(crate) digits: usize,
}

const SMALL: f64 = 360.0;
const SMALL_RIGHT: f64 = 346.0;
const SMALL_TOP: f64 = 30.0;
const SMALL_BOTTOM: f64 = 130.0;

/// A dot a run, with the baseline and the band of the error.
pub(crate) fn course(picture: &CoursePicture) -> String {
    let mut svg = Svg::new(
        "season-course",
        &picture.id,
        (SMALL, SMALL_BOTTOM + 24.0),
        &picture.title,
        &picture.message,
    );
    let half = picture.half.unwrap_or(0.0);
    let all = picture.values.iter().map(|v| v.0).chain([picture.baseline - half, picture.baseline + half]);
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let room = 0.08 * (high - low).max(1e-6);
    let y = Scale::new((low - room, high + room), (SMALL_BOTTOM, SMALL_TOP));
    let first = picture.days.first().map_or(0.0, |d| d.0);
    let last = picture.days.last().map_or(1.0, |d| d.0);
    let x = Scale::new((first, last), (LEFT + 6.0, SMALL_RIGHT - 6.0));
    if picture.half.is_some() {
        let (top, bottom) = (y.at(picture.baseline + half), y.at(picture.baseline - half));
        svg.rect("within", (LEFT, top), (SMALL_RIGHT - LEFT, bottom - top));
    }
    let (list, decimals) = ticks(low - room, high + room, 4);
    for tick in list {
        svg.line("grid", (LEFT, y.at(tick)), (SMALL_RIGHT, y.at(tick)));
        svg.label(
            "tick",
            (LEFT - 5.0, y.at(tick) + 4.0),
            Anchor::End,
            &fixed(tick, decimals.min(picture.digits + 1)),
        );
    }
    svg.line("zero", (LEFT, y.at(picture.baseline)), (SMALL_RIGHT, y.at(picture.baseline)));
    svg.label("axis head", (4.0, 15.0), Anchor::Start, &picture.title);
    for ((day, _), (value, beyond)) in picture.days.iter().zip(&picture.values) {
        let centre = (x.at(*day), y.inside(*value));
        match beyond {
            true => svg.diamond("dot beyond", centre, 4.6),
            false => svg.circle("hollow", centre, 3.0),
        }
    }
    for (anchor, at, end) in
        [(Anchor::Start, LEFT, picture.days.first()), (Anchor::End, SMALL_RIGHT, picture.days.last())]
    {
        let date = end.map(|d| d.1.as_str()).unwrap_or_default();
        svg.label("tick", (at, SMALL_BOTTOM + 17.0), anchor, date);
    }
    svg.finish()
}
