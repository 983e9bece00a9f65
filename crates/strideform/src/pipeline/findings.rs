//! Findings, with everything about the run that they must know.

use crate::findings::{Circumstances, Finding, assess};
use crate::metrics::{Drift, Metric};
use crate::recording::{Caveat, Placement, Run, Session};
use crate::report::RecordingSummary;

use super::Options;

/// Every fault of the table against the metrics and their course.
pub(super) fn findings(
    options: &Options,
    metrics: &[Metric],
    drift: &[Drift],
    (session, run): (&Session, &Run),
    (recordings, of_run): (&[RecordingSummary], &[Caveat]),
) -> Vec<Finding> {
    let of_recording = |r: &RecordingSummary| {
        let place = r.placement;
        r.caveats.iter().map(move |c| (Some(place), c.clone())).collect::<Vec<_>>()
    };
    let mut caveats: Vec<(Option<Placement>, Caveat)> = recordings.iter().flat_map(of_recording).collect();
    caveats.extend(of_run.iter().map(|c| (None, c.clone())));
    let running_s = recordings.iter().map(|r| r.running_s).fold(0.0, f64::max);
    let circumstances = Circumstances {
        runner: &session.runner,
        run,
        drift,
        caveats: &caveats,
        running_s: (running_s > 0.0).then_some(running_s),
    };
    assess(&options.faults, metrics, circumstances)
}
