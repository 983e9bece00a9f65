//! The instant of each stance at which the foot rotates least: it lies flat, and its speed over the ground is nearly
//! zero.

use crate::contacts::Contact;
use crate::orientation::{Oriented, OrientedBout, Part};
use crate::recording::{Sensor, Signals};
use crate::signal::{CubicSpline, bridge, zero_phase_lowpass};

use super::measured::stances;

/// Low-pass of the angular rate, Hz (*measured*: at 20 Hz the instant was 90 ± 2 ms after contact in every step of the
/// recordings of docs/VALIDATION.md).
const LOWPASS_HZ: f64 = 20.0;
/// Part of the stance that is searched.
const WINDOW: (f64, f64) = (0.2, 0.7);
/// Spacing of the search, s.
const STEP_S: f64 = 0.001;

/// One stance of a foot.
pub(super) struct FlatStance<'a> {
    pub(super) bout: &'a OrientedBout,
    pub(super) part: &'a Part,
    pub(super) contact: &'a Contact,
    /// When the foot lies flat, s.
    pub(super) flat_s: f64,
    /// Its remaining angular rate at that time, rad/s.
    pub(super) turning: f64,
}

/// Every stance with its flat instant, in chronological order; stances across the end of a part are omitted.
pub(super) fn flat_stances<'a>(
    signals: &Signals<Sensor>,
    oriented: &'a Oriented,
    contacts: &'a [Contact],
) -> Vec<FlatStance<'a>> {
    let Some(gyr) = &signals.gyr else { return Vec::new() };
    let smooth = gyr.map(|x| zero_phase_lowpass(&bridge(x), LOWPASS_HZ, signals.rate_hz));
    let energy: Vec<f64> = (0..smooth.len()).map(|i| smooth.at(i).norm_squared()).collect();
    let curve = CubicSpline::uniform(&energy);
    stances(oriented, contacts)
        .filter_map(|(bout, contact, off)| {
            let on = contact.initial_contact_s;
            let part = bout.part(on).filter(|p| on >= p.from_s && off <= p.to_s)?;
            let (from, to) = (on + WINDOW.0 * (off - on), on + WINDOW.1 * (off - on));
            // Two seconds would not be a stance but an error.
            let count = ((to - from) / STEP_S).clamp(1.0, 2000.0) as usize;
            let times = (0..=count).map(|k| from + (to - from) * k as f64 / count as f64);
            let (flat_s, least) =
                times.map(|t| (t, curve.eval(t * signals.rate_hz))).min_by(|a, b| a.1.total_cmp(&b.1))?;
            Some(FlatStance { bout, part, contact, flat_s, turning: least.max(0.0).sqrt() })
        })
        .collect()
}
