//! One quantity over the gait cycle: mean of the left and right side with a band of one SD.

use strideform::contacts::ContactSide;
use strideform::metrics::CycleCurve;

use super::axis::{Scale, ticks};
use super::canvas::{Anchor, Svg};
use crate::number::{THIN, fixed};

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 214.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 344.0;
const TOP: f64 = 38.0;
const BOTTOM: f64 = 170.0;

/// One quantity for all sides; `axis` is its name with the unit.
pub(crate) fn cycle(id: &str, curves: &[&CycleCurve], title: &str, axis: &str, message: &str) -> String {
    let mut svg = Svg::new("cycle", id, (WIDTH, HEIGHT), title, message);
    let bounds = curves.iter().flat_map(|c| c.mean.iter().zip(&c.sd)).flat_map(|(m, s)| [m - s, m + s]);
    let (low, high) = bounds.fold((0.0_f64, 0.0_f64), |(l, h), v| (l.min(v), h.max(v)));
    let room = 0.05 * (high - low).max(1e-6);
    let x = Scale::new((0.0, 100.0), (LEFT, RIGHT));
    let y = Scale::new((low - room, high + room), (BOTTOM, TOP));
    if let Some(toe_off) = stance_end(curves) {
        svg.rect("stance", (LEFT, TOP), (x.at(toe_off) - LEFT, BOTTOM - TOP));
        svg.line("event", (x.at(toe_off), TOP), (x.at(toe_off), BOTTOM));
        let text = format!("toe-off {}{THIN}%", fixed(toe_off, 0));
        svg.label("tick", (x.at(toe_off), TOP - 5.0), Anchor::Middle, &text);
    }
    svg.line("event", (LEFT, TOP), (LEFT, BOTTOM));
    svg.label("tick event-name", (LEFT, TOP - 5.0), Anchor::Start, "contact");
    let (list, decimals) = ticks(low - room, high + room, 4);
    for tick in list {
        let class = if tick == 0.0 { "zero" } else { "grid" };
        svg.line(class, (LEFT, y.at(tick)), (RIGHT, y.at(tick)));
        svg.label("tick", (LEFT - 5.0, y.at(tick) + 4.0), Anchor::End, &fixed(tick, decimals));
    }
    for tick in [0.0, 25.0, 50.0, 75.0, 100.0] {
        svg.label("tick", (x.at(tick), BOTTOM + 15.0), Anchor::Middle, &fixed(tick, 0));
    }
    svg.label("axis", (0.5 * (LEFT + RIGHT), BOTTOM + 34.0), Anchor::Middle, "stride (%)");
    svg.label("axis head", (4.0, 15.0), Anchor::Start, axis);
    let point = |k: usize, v: f64| (x.at(k as f64), y.at(v));
    for curve in curves {
        let upper = curve.mean.iter().zip(&curve.sd).enumerate().map(|(k, (m, s))| point(k, m + s));
        let lower = curve.mean.iter().zip(&curve.sd).enumerate().rev().map(|(k, (m, s))| point(k, m - s));
        svg.path(&format!("band {}", class(curve)), upper.chain(lower), true);
    }
    for curve in curves {
        let line = curve.mean.iter().enumerate().map(|(k, m)| point(k, *m));
        svg.path(&format!("curve {}", class(curve)), line, false);
    }
    let named = labels(curves, high - low);
    if named.is_empty() && curves.len() > 1 {
        svg.label("side n", (RIGHT, TOP - 5.0), Anchor::End, "left \u{2248} right");
    }
    for Label { class, text, at, over } in named {
        let (cx, cy) = point(at.0, at.1);
        let at = (cx, (if over { cy - 8.0 } else { cy + 16.0 }).clamp(TOP + 12.0, BOTTOM - 4.0));
        svg.label(&format!("side halo {class}"), at, Anchor::Middle, text);
    }
    svg.finish()
}

fn class(curve: &CycleCurve) -> &'static str {
    match curve.side {
        ContactSide::Left => "l",
        ContactSide::Right => "r",
        ContactSide::Unknown => "n",
    }
}

fn name(curve: &CycleCurve) -> &'static str {
    match curve.side {
        ContactSide::Left => "left",
        ContactSide::Right => "right",
        ContactSide::Unknown => "side unknown",
    }
}

/// Mean toe-off of the sides, % of the stride.
fn stance_end(curves: &[&CycleCurve]) -> Option<f64> {
    let known: Vec<f64> = curves.iter().filter_map(|c| c.toe_off_percent).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// The name of a curve, written next to it.
struct Label {
    class: &'static str,
    text: &'static str,
    /// Percent of the stride and value.
    at: (usize, f64),
    over: bool,
}

/// Two curves are named where they are furthest apart; two that nearly coincide get no names.
fn labels(curves: &[&CycleCurve], span: f64) -> Vec<Label> {
    let at = |c: &CycleCurve, k: usize| (k, c.mean.get(k).copied().unwrap_or(0.0));
    match curves {
        [one] => vec![Label { class: class(one), text: name(one), at: at(one, 70), over: true }],
        [a, b] => {
            let apart = |k: usize| at(a, k).1 - at(b, k).1;
            let widest = (10..=90).max_by(|i, j| apart(*i).abs().total_cmp(&apart(*j).abs())).unwrap_or(50);
            // *Chosen*: closer than the height of the letters.
            if apart(widest).abs() < 0.05 * span {
                return Vec::new();
            }
            let over = apart(widest) > 0.0;
            [(a, over), (b, !over)]
                .map(|(c, over)| Label { class: class(c), text: name(c), at: at(c, widest), over })
                .into()
        }
        _ => Vec::new(),
    }
}
