//! The constants of the method.

use std::ops::Range;

/// Initial contact from the onsets of anterior acceleration and of jerk; toe-off from the axial minimum after it.
///
/// Needs only an accelerometer, in any orientation, handedness and unit. A gyroscope, if present, distinguishes impacts
/// from push-off, finds the contacts of soft landings (whose impact is missing or misleading) from the end of the swing,
/// and adds a second estimate of contact time. Late in swing the shank is decelerated (its acceleration points
/// backward); at first contact the acceleration turns forward and jerk rises. Impact *peaks* follow 33–58 ms later,
/// depending on how hard the runner lands, so they show whether a contact was early or late relative to its neighbours,
/// but not its time.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ShankTwoOnsets {
    /// Low-pass of anterior acceleration, Hz.
    pub anterior_cutoff_hz: f64,
    /// Share of its rise that defines the onset.
    pub anterior_level: f64,
    /// Delay of the onset after contact, s.
    pub anterior_lead_s: f64,
    /// Low-pass of acceleration before it is differentiated, Hz.
    pub acceleration_cutoff_hz: f64,
    /// Low-pass of the magnitude of jerk, Hz.
    pub jerk_cutoff_hz: f64,
    /// Share of its rise that defines the onset.
    pub jerk_level: f64,
    /// Delay of the onset after contact, s.
    pub jerk_lead_s: f64,
    /// Low-pass of axial acceleration for the impact peak, Hz.
    pub peak_cutoff_hz: f64,
    /// Weight of the impact peak in placing a contact relative to its neighbours, 0…1.
    pub peak_share: f64,
    /// Toe-off: low-pass of axial acceleration for its minimum, Hz.
    pub axial_cutoff_hz: f64,
    /// Toe-off: low-pass of axial acceleration for the fall before the minimum, in multiples of the stride frequency.
    pub fall_cutoff: f64,
    /// Level of the fall, as a share of the way from the minimum to the highest point before it.
    pub fall_level: f64,
    /// Weight of the fall in placing a toe-off relative to its neighbours, 0…1.
    pub fall_share: f64,
    /// Delay of the minimum after toe-off, as a share of the time from initial contact to the minimum.
    pub toe_off_lag_share: f64,
    /// Limits of that delay, s.
    pub toe_off_lag_s: Range<f64>,
    /// With a gyroscope: take contacts from the end of the swing where impacts are missing or misleading.
    pub follows_rotation: bool,
}

impl ShankTwoOnsets {
    /// Constants fitted on the recordings of docs/VALIDATION.md.
    pub const FITTED: Self = Self {
        anterior_cutoff_hz: 15.0,
        anterior_level: 0.20,
        anterior_lead_s: 0.0095,
        acceleration_cutoff_hz: 40.0,
        jerk_cutoff_hz: 18.0,
        jerk_level: 0.12,
        jerk_lead_s: 0.0063,
        peak_cutoff_hz: 30.0,
        peak_share: 0.5,
        axial_cutoff_hz: 20.0,
        fall_cutoff: 5.0,
        fall_level: 0.30,
        fall_share: 0.75,
        toe_off_lag_share: 0.082,
        toe_off_lag_s: 0.010..0.035,
        follows_rotation: true,
    };
}

impl Default for ShankTwoOnsets {
    fn default() -> Self {
        Self::FITTED
    }
}
