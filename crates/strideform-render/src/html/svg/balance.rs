//! Left against right: every difference as a multiple of its own error.

use super::axis::Scale;
use super::canvas::{Anchor, Svg};
use crate::number::{MINUS, THIN};

/// One metric's difference, left minus right.
pub(crate) struct Difference {
    pub(crate) name: String,
    /// The difference divided by its 95 % half-width.
    pub(crate) ratio: f64,
    /// `left 4° more, ± 3°`.
    pub(crate) words: String,
}

const WIDTH: f64 = 360.0;
const ROW: f64 = 29.0;
const TOP: f64 = 30.0;
/// Largest multiple that is drawn; larger ones are placed at the edge.
const MAX_RATIO: f64 = 4.0;

pub(crate) fn balance(id: &str, list: &[Difference], message: &str) -> String {
    let bottom = TOP + ROW * list.len() as f64;
    let mut svg = Svg::new("balance", id, (WIDTH, bottom + 40.0), "Left and right", message);
    let x = Scale::new((-MAX_RATIO - 1.2, MAX_RATIO + 1.2), (8.0, 352.0));
    svg.rect("within", (x.at(-1.0), TOP - 6.0), (x.at(1.0) - x.at(-1.0), bottom - TOP + 6.0));
    svg.line("zero", (x.at(0.0), TOP - 6.0), (x.at(0.0), bottom));
    svg.label("tick", (x.at(0.0), TOP - 12.0), Anchor::Middle, "within the error");
    svg.label("side r", (8.0, TOP - 12.0), Anchor::Start, "\u{2190} right more");
    svg.label("side l", (352.0, TOP - 12.0), Anchor::End, "left more \u{2192}");
    for (k, difference) in list.iter().enumerate() {
        let y = TOP + ROW * k as f64;
        svg.label("name halo", (8.0, y + 10.0), Anchor::Start, &difference.name);
        svg.label("name halo", (352.0, y + 10.0), Anchor::End, &difference.words);
        let ratio = difference.ratio.clamp(-MAX_RATIO, MAX_RATIO);
        let class = match difference.ratio {
            r if r >= 1.0 => "l",
            r if r <= -1.0 => "r",
            _ => "n",
        };
        let y = y + 18.0;
        svg.line(&format!("bar {class}"), (x.at(ratio - 1.0), y), (x.at(ratio + 1.0), y));
        if class == "r" {
            svg.diamond("dot r", (x.at(ratio), y), 4.5);
        } else {
            svg.circle(&format!("dot {class}"), (x.at(ratio), y), 4.0);
        }
    }
    for tick in [-4.0, -2.0, 0.0, 2.0, 4.0_f64] {
        let sign = if tick < 0.0 { MINUS.to_string() } else { String::new() };
        svg.label("tick", (x.at(tick), bottom + 14.0), Anchor::Middle, &format!("{sign}{:.0}", tick.abs()));
    }
    let axis = format!("difference ÷ its own error (95{THIN}% interval)");
    svg.label("axis", (180.0, bottom + 32.0), Anchor::Middle, &axis);
    svg.finish()
}
