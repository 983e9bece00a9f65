//! Before against after: every change as a multiple of its own limit.

use super::axis::Scale;
use super::canvas::{Anchor, Svg};
use crate::number::{MINUS, THIN};

/// One change.
pub(crate) struct Change {
    pub(crate) name: String,
    /// The change divided by the smallest change that exceeds the error.
    pub(crate) ratio: f64,
    /// `l`, `r` or `n`.
    pub(crate) class: &'static str,
    /// `158 → 166 steps/min`.
    pub(crate) words: String,
}

const WIDTH: f64 = 360.0;
const ROW: f64 = 29.0;
const TOP: f64 = 30.0;
/// Largest multiple that is drawn; larger ones are placed at the edge.
const MAX_RATIO: f64 = 4.0;

pub(crate) fn changes(id: &str, list: &[Change], message: &str) -> String {
    let bottom = TOP + ROW * list.len() as f64;
    let mut svg = Svg::new("balance", id, (WIDTH, bottom + 40.0), "Before against after", message);
    let x = Scale::new((-MAX_RATIO - 0.2, MAX_RATIO + 0.2), (8.0, 352.0));
    svg.rect("within", (x.at(-1.0), TOP - 6.0), (x.at(1.0) - x.at(-1.0), bottom - TOP + 6.0));
    svg.line("zero", (x.at(0.0), TOP - 6.0), (x.at(0.0), bottom));
    svg.label("tick", (x.at(0.0), TOP - 12.0), Anchor::Middle, "within the error");
    svg.label("side", (8.0, TOP - 12.0), Anchor::Start, "\u{2190} lower after");
    svg.label("side", (352.0, TOP - 12.0), Anchor::End, "higher after \u{2192}");
    for (k, change) in list.iter().enumerate() {
        let y = TOP + ROW * k as f64;
        svg.label("name halo", (8.0, y + 10.0), Anchor::Start, &change.name);
        svg.label("name halo", (352.0, y + 10.0), Anchor::End, &change.words);
        let y = y + 18.0;
        let end = x.at(change.ratio.clamp(-MAX_RATIO, MAX_RATIO));
        // Changes within the error are grey, whatever the side.
        let class = if change.ratio.abs() > 1.0 { change.class } else { "n" };
        svg.line(&format!("bar {class}"), (x.at(0.0), y), (end, y));
        if change.class == "r" {
            svg.diamond(&format!("dot {class}"), (end, y), 4.5);
        } else {
            svg.circle(&format!("dot {class}"), (end, y), 4.0);
        }
    }
    for tick in [-4.0, -2.0, 0.0, 2.0, 4.0_f64] {
        let sign = if tick < 0.0 { MINUS.to_string() } else { String::new() };
        svg.label("tick", (x.at(tick), bottom + 14.0), Anchor::Middle, &format!("{sign}{:.0}", tick.abs()));
    }
    let axis = format!("change ÷ its limit (95{THIN}%)");
    svg.label("axis", (180.0, bottom + 32.0), Anchor::Middle, &axis);
    svg.finish()
}
