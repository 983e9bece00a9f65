//! The constants of the method.

use std::ops::Range;

/// The filters and levels used to find the crossings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::contacts::pelvis) struct Levels {
    /// Low-pass for the rise, Hz.
    pub(in crate::contacts::pelvis) rise_hz: f64,
    /// Low-pass for the fall and the active peak, Hz.
    pub(in crate::contacts::pelvis) fall_hz: f64,
    /// Level of the rise, body weights.
    pub(in crate::contacts::pelvis) rise: f64,
    /// Level of the fall, body weights.
    pub(in crate::contacts::pelvis) fall: f64,
}

/// Correction of the step duty as a straight line over speed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DutyBySpeed {
    /// At speed zero.
    pub at_zero: f64,
    /// Change per m/s.
    pub per_mps: f64,
}

/// When initial contact occurs relative to the rise of the force: `delay_s` after it, minus `climbs` times the climb.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AfterRise {
    /// Constant delay, s.
    pub delay_s: f64,
    /// Multiples of the climb (the time from the level to one body weight) by which contact is earlier.
    pub climbs: f64,
}

/// Contacts from the vertical specific force of a pelvis, in any orientation, with or without the run's speed.
///
/// The time `w` from the rise of the force through half a body weight (20 Hz) to its fall through one (10 Hz) is
/// inverted through a half-sine stance: `w/T = d·[1 − (asin(d/π) + asin(2d/π))/π]`. The tail of the signal around
/// toe-off, which is caused by tilt and the swinging leg, lies below the level of the fall. Single widths carry almost
/// no information about single contact times, so the step duty comes from the median over neighbouring steps.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PelvisTwoLevelSine {
    /// Low-pass for the rise, Hz.
    pub rise_hz: f64,
    /// Low-pass for the fall, Hz.
    pub fall_hz: f64,
    /// Level of the rise, body weights.
    pub rise_level: f64,
    /// Level of the fall, body weights.
    pub fall_level: f64,
    /// Added to the sine model's step duty if the speed is not known.
    pub duty_offset: f64,
    /// Added to the sine model's step duty if the speed is known.
    pub duty_by_speed: DutyBySpeed,
    /// Speeds that the correction was fitted on, m/s; speeds outside are clamped to it.
    pub speed_range_mps: Range<f64>,
    /// Share of a single step's deviation in width that is applied to its contact time.
    pub step_share: f64,
    /// From the rise through the level to initial contact.
    pub contact_after_rise: AfterRise,
}

impl Default for PelvisTwoLevelSine {
    fn default() -> Self {
        Self::FITTED
    }
}

impl PelvisTwoLevelSine {
    /// The constants that `tests/it/pelvis` derives from the recordings of docs/VALIDATION.md.
    pub const FITTED: Self = Self {
        rise_hz: 20.0,
        fall_hz: 10.0,
        rise_level: 0.5,
        fall_level: 1.0,
        duty_offset: 0.063,
        duty_by_speed: DutyBySpeed { at_zero: 0.214, per_mps: -0.0463 },
        speed_range_mps: 2.5..4.2,
        step_share: 0.45,
        contact_after_rise: AfterRise { delay_s: 0.014, climbs: 2.4 },
    };

    pub(in crate::contacts::pelvis) fn levels(&self) -> Levels {
        Levels { rise_hz: self.rise_hz, fall_hz: self.fall_hz, rise: self.rise_level, fall: self.fall_level }
    }

    /// Correction of the step duty, and whether the speed counts as known.
    pub(in crate::contacts::pelvis) fn correction(&self, speed_mps: Option<f64>) -> (f64, bool) {
        let Range { start: low, end: high } = self.speed_range_mps.clone();
        match speed_mps.filter(|v| v.is_finite() && *v > 0.0) {
            Some(v) => {
                let DutyBySpeed { at_zero, per_mps } = self.duty_by_speed;
                // More than half a metre per second outside the range (*chosen*), the speed no longer reduces the
                // error.
                (at_zero + per_mps * v.clamp(low, high), (low - 0.5..=high + 0.5).contains(&v))
            }
            None => (self.duty_offset, false),
        }
    }
}
