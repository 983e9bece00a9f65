//! Laps as rows, for the text and the page.

use serde::Serialize;
use strideform::report::Analysis;

use crate::number::fixed;
use crate::people::{UnitsOut, clock};

/// One lap, ready to be printed; `-` for what is unknown.
#[derive(Serialize)]
pub(crate) struct Lap {
    pub(crate) number: String,
    pub(crate) distance: String,
    pub(crate) time: String,
    pub(crate) pace: String,
    pub(crate) cadence: String,
    pub(crate) contact: String,
    pub(crate) oscillation: String,
}

/// The laps of a run.
pub(crate) fn rows(analysis: &Analysis, units: UnitsOut) -> Vec<Lap> {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    analysis
        .laps
        .iter()
        .map(|lap| {
            let metric =
                |id: &str, factor: f64, digits| lap.metrics.get(id).map(|v| fixed(v * factor, digits));
            let speed = match (lap.distance_m, lap.seconds) {
                (Some(m), Some(s)) if m > 0.0 && s > 0.0 => Some(m / s),
                _ => lap.metrics.get("speed").copied(),
            };
            Lap {
                number: lap.number.to_string(),
                distance: or_none(lap.distance_m.map(|m| fixed(m / units.metres(), 2))),
                time: or_none(lap.seconds.map(clock)),
                pace: or_none(speed.and_then(|v| units.pace(v))),
                cadence: or_none(metric("cadence", 1.0, 0)),
                contact: or_none(metric("contact_time", 1000.0, 0)),
                oscillation: or_none(metric("vertical_oscillation", 1.0, 1)),
            }
        })
        .collect()
}
