//! The constants of the method.

/// Which filters and levels the crossings are taken with.
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

/// Contacts from the vertical specific force of a pelvis, in any orientation, with or without the run's speed.
///
/// The time `w` from the rise of the force through half a body weight (20 Hz) to its fall through one (10 Hz) is
/// inverted through a half-sine stance: `w/T = d·[1 − (asin(d/π) + asin(2d/π))/π]`. The tail of the signal around
/// toe-off, which tilt and the swinging leg make, lies below the level of the fall. Single widths carry almost no information
/// about single contact times, so the step duty comes from the median over neighbouring steps.
#[derive(Debug, Clone, PartialEq)]
pub struct PelvisTwoLevelSine {
    /// Low-pass for the rise, Hz.
    pub rise_hz: f64,
    /// Low-pass for the fall, Hz.
    pub fall_hz: f64,
    /// Level of the rise, body weights.
    pub rise_level: f64,
    /// Level of the fall, body weights.
    pub fall_level: f64,
    /// Added to the sine's step duty where the speed is not known.
    pub duty_offset: f64,
    /// Added to the sine's step duty at speed zero, and per m/s, where the speed is known.
    pub duty_by_speed: (f64, f64),
    /// Speeds that the correction was fitted on, m/s; others are moved to the nearer end.
    pub speed_range_mps: (f64, f64),
    /// Share of a single step's deviation in width that goes into its contact time.
    pub step_share: f64,
    /// Initial contact after the rise, s, less this many times the climb from the level to one body weight.
    pub contact_after_rise: (f64, f64),
}

impl Default for PelvisTwoLevelSine {
    fn default() -> Self {
        Self::FITTED
    }
}

impl PelvisTwoLevelSine {
    /// Constants as `tests/it/pelvis` derives them from the recordings of docs/VALIDATION.md.
    pub const FITTED: Self = Self {
        rise_hz: 20.0,
        fall_hz: 10.0,
        rise_level: 0.5,
        fall_level: 1.0,
        duty_offset: 0.063,
        duty_by_speed: (0.214, -0.0463),
        speed_range_mps: (2.5, 4.2),
        step_share: 0.45,
        contact_after_rise: (0.014, 2.4),
    };

    pub(in crate::contacts::pelvis) fn levels(&self) -> Levels {
        Levels { rise_hz: self.rise_hz, fall_hz: self.fall_hz, rise: self.rise_level, fall: self.fall_level }
    }

    /// Correction of the step duty, and whether the speed counts as known.
    pub(in crate::contacts::pelvis) fn correction(&self, speed_mps: Option<f64>) -> (f64, bool) {
        let (low, high) = self.speed_range_mps;
        match speed_mps.filter(|v| v.is_finite() && *v > 0.0) {
            Some(v) => {
                let (at_zero, per_mps) = self.duty_by_speed;
                // Half a metre per second beyond the range (*chosen*), and the speed no longer narrows the error.
                (at_zero + per_mps * v.clamp(low, high), (low - 0.5..=high + 0.5).contains(&v))
            }
            None => (self.duty_offset, false),
        }
    }
}
