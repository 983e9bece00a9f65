//! The upward and forward directions of the foot in sensor axes.

use nalgebra::Vector3;

use crate::contacts::BoutAxes;
use crate::orientation::FunctionalAxis;
use crate::recording::{Sensor, Signals};

use crate::contacts::events::Event;

/// Part of the contact in which the foot lies flat, as shares of the contact time (rotation is slowest 90 ms into
/// contacts of 240 ms on the recordings of docs/VALIDATION.md; *chosen* around that).
const FLAT: (f64, f64) = (0.25, 0.50);

/// The foot's axes from its medio-lateral axis and the mean specific force while it lies flat, which is gravity plus a small
/// residual acceleration. `None` without contacts.
pub(super) fn foot_axes(
    signals: &Signals<Sensor>,
    axis: &FunctionalAxis,
    events: &[Event],
) -> Option<BoutAxes> {
    let mut sum = Vector3::zeros();
    for event in events {
        let Some(end) = event.toe_off_s else { continue };
        let at =
            |share: f64| signals.index(event.initial_contact_s + share * (end - event.initial_contact_s));
        sum += signals.acc.slice(at(FLAT.0)..at(FLAT.1) + 1).mean();
    }
    // Up is perpendicular to the axis about which the foot pitches: the remaining component is due to roll.
    let up = (sum - axis.axis * sum.dot(&axis.axis)).try_normalize(f64::MIN_POSITIVE)?;
    let finite = up.iter().all(|v| v.is_finite());
    finite.then(|| BoutAxes { up, anterior: Some(up.cross(&axis.axis)) })
}
