//! Describes what was found in a recording without running.

use strideform::bouts::{self, Activity};
use strideform::recording::{Recording, Session};
use strideform_render::text;

/// Why there are no results, in one line: what was found instead of running.
pub fn no_running(session: &Session) -> String {
    let mut said: Vec<String> = session
        .recordings
        .iter()
        .map(|recording| match session.recordings.len() {
            1 => activities(recording),
            _ => format!("{}: {}", recording.placement, activities(recording)),
        })
        .collect();
    if said.is_empty() {
        said.push("no running among the activities of the watch".to_owned());
    }
    format!("no running detected: {}", said.join("; "))
}

/// The activities of a recording other than running, longest first: `walking 31 s, still 2 s`.
pub fn activities(recording: &Recording) -> String {
    let signals = &recording.signals;
    let mut sums = [
        ("perhaps running", Activity::Doubtful, 0.0),
        ("walking", Activity::Walk, 0.0),
        ("still", Activity::Still, 0.0),
        ("other movement", Activity::Other, 0.0),
    ];
    for bout in bouts::find(signals, recording.placement) {
        if let Some(sum) = sums.iter_mut().find(|(_, activity, _)| *activity == bout.activity) {
            sum.2 += signals.time_s(bout.end) - signals.time_s(bout.start);
        }
    }
    sums.sort_by(|a, b| b.2.total_cmp(&a.2));
    let parts: Vec<String> = sums
        .iter()
        .filter(|(.., s)| *s >= 1.0)
        .map(|(name, _, s)| format!("{name} {}", text::duration(*s)))
        .collect();
    if parts.is_empty() { "too short to tell".to_owned() } else { parts.join(", ") }
}
