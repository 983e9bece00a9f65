//! The sport of an activity that does not state it: from its title, else from its speed.

use crate::recording::{Channel, Inference, Sport, WatchRun};

use crate::read::watch::vocabulary::sport;
use crate::signal::median;

/// Below this speed people walk, m/s (walk-to-run transition of adults, about 2 m/s).
const WALKING_MPS: f64 = 2.0;
/// Typical speed above which an activity is no run, m/s (*chosen*: a marathon in 1:57).
const RIDING_MPS: f64 = 6.0;
/// The fastest twentieth of a run, m/s (*chosen*: a ride is faster on its descents, a runner is not).
const FASTEST_MPS: f64 = 8.0;

/// Settles a sport that is not known.
pub(super) fn settle(run: &mut WatchRun) {
    if run.sport != Sport::Unknown {
        return;
    }
    let (found, because) = match run.title.as_deref().and_then(sport::in_title) {
        Some(found) => (found, "its title"),
        None => match by_speed(run) {
            Some(found) => (found, "its speed"),
            None => return,
        },
    };
    run.inferences.push(Inference {
        about: "sport".into(),
        conclusion: found.as_str().to_owned(),
        because: format!("the file does not say; {because}"),
        overridden_by: String::new(),
    });
    run.sport = found;
}

fn by_speed(run: &WatchRun) -> Option<Sport> {
    let mut speeds: Vec<f64> = (0..run.records.len())
        .filter_map(|row| run.records.value(Channel::Speed, row))
        // Standing at a light is neither.
        .filter(|v| *v > 0.5)
        .collect();
    // A minute of records at least (*chosen*).
    if speeds.len() < 60 {
        return None;
    }
    let typical = median(&speeds)?;
    speeds.sort_by(f64::total_cmp);
    let fastest = speeds.get(speeds.len() * 19 / 20).copied()?;
    if typical > RIDING_MPS || fastest > FASTEST_MPS {
        return Some(Sport::Other("faster than a run".to_owned()));
    }
    // With a cadence the records themselves show where running is.
    if run.records.column(Channel::Cadence).is_some_and(|c| c.iter().any(|v| *v > 0.0)) {
        return None;
    }
    Some(if typical < WALKING_MPS { Sport::Walking } else { Sport::Running })
}
