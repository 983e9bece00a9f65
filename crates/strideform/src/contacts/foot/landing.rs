//! Initial contact from the pitch rate between the swing's peak and the moment at which the foot is still.

use super::pitch_rate::{Cycle, PitchRate};

/// A landing is visible if the foot rotates faster than this share of the swing (*chosen*: the virtual runner's slap at
/// a strike angle of 4° reaches a fifth, the heel strikes of docs/VALIDATION.md reach 0.9).
const MIN_TURN: f64 = 0.06;

/// The swing ends where its rate has fallen to this share of its peak (*chosen*).
const SWING_ENDS: f64 = 0.3;

/// Type of foot strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Landing {
    /// Heel strike: the toes slap down.
    Slap,
    /// Forefoot strike: the heel drops.
    HeelDrop,
}

/// Onset of the rotation at landing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Onset {
    /// When the rotation passes the requested level, s.
    pub(super) at_s: f64,
    /// Type of rotation.
    pub(super) landing: Landing,
}

/// When the foot begins to rotate towards flat: its rate passes a share of the extreme, `slap_level` for a foot slap
/// and `drop_level` for a heel drop. `None` if the foot comes down flat.
pub(super) fn onset(pitch: &PitchRate, cycle: &Cycle, slap_level: f64, drop_level: f64) -> Option<Onset> {
    let whole = pitch.window(cycle.swing.at_s, cycle.still_s)?;
    let ends_s = whole.first_fall(SWING_ENDS * cycle.swing.value)?;
    let window = whole.part(ends_s, cycle.still_s);
    let least = MIN_TURN * cycle.swing.value;
    let (low, top) = (window.lowest(), window.highest());
    let (slap, drop) = (low.map_or(0.0, |p| -p.value), top.map_or(0.0, |p| p.value));
    if let Some(low) = low.filter(|_| slap >= least && slap >= drop) {
        let at_s = whole.last_fall(low.at_s, slap_level * low.value)?;
        return Some(Onset { at_s, landing: Landing::Slap });
    }
    let top = top?;
    let base = window.part(ends_s, top.at_s).min()?;
    if top.value - base.value < least {
        return None;
    }
    let level = base.value + drop_level * (top.value - base.value);
    let at_s = window.part(base.at_s, top.at_s).last_rise(top.at_s, level)?;
    Some(Onset { at_s, landing: Landing::HeelDrop })
}
