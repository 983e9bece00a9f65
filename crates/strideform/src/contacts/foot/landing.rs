//! Initial contact from the pitch rate between the swing's peak and the moment in which the foot lies still.

use super::cycles::{Cycle, PitchRate};
use super::window::Window;

/// A landing shows where the foot turns by more than this share of the swing's rate (*chosen*: the quietest slap of the
/// virtual runner, 4° of strike, has a fifth; people's heel strikes have 0.9 on docs/VALIDATION.md).
const LEAST_TURN: f64 = 0.06;

/// How the foot came down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Landing {
    /// On the heel: the toes slap down.
    Slap,
    /// On the ball: the heel drops.
    HeelDrop,
}

/// When the foot begins to turn flat: its rate passes `level` of the turn's extreme. `None` where it comes down flat.
pub(super) fn onset(pitch: &PitchRate, cycle: &Cycle, level: f64) -> Option<(f64, Landing)> {
    let window = pitch.window(cycle.swing.at_s, cycle.still_s)?;
    let least = LEAST_TURN * cycle.swing.value;
    let low = window.lowest();
    let slap = low.map_or(0.0, |point| -point.value).max(0.0);
    let drop = low.and_then(|low| heel_drop(&window, low.at_s, cycle.still_s));
    let rise = drop.map_or(0.0, |(base, top)| top.value - base.value);
    if slap >= least && slap >= rise.min(drop.map_or(0.0, |(_, top)| top.value)) {
        let low = low?;
        return window.last_fall(low.at_s, level * low.value).map(|t| (t, Landing::Slap));
    }
    let (base, top) = drop.filter(|_| rise >= least)?;
    let onset = window.part(base.at_s, top.at_s).last_rise(top.at_s, base.value + level * rise)?;
    Some((onset, Landing::HeelDrop))
}

/// The low before and the top of the turn in which the heel drops.
fn heel_drop(
    window: &Window,
    low_s: f64,
    still_s: f64,
) -> Option<(super::window::Point, super::window::Point)> {
    let top = window.part(low_s, still_s).highest()?;
    let base = window.part(low_s, top.at_s).min()?;
    Some((base, top))
}
