//! Values that cannot be a runner's, and sums that contradict the records: dropped, with a caveat that keeps the number.

use crate::recording::{Caveat, CaveatId, Channel, WatchRun};
use crate::signal::median;

/// The longest contact of a run, s: published means end at 0.35 s for slow running; half a second is a walk (*chosen*).
const LONGEST_CONTACT_S: f64 = 0.5;
/// The sum of steps over cadence times time (*chosen*: pauses and walking shift it by a third at most).
const STEPS: std::ops::Range<f64> = 0.6..1.6;
/// The same where the sum counts strides.
const STRIDES: std::ops::Range<f64> = 0.42..0.58;
/// The length of a step of any runner or walker, m (*chosen*, outside all published values).
const STEP_M: std::ops::Range<f64> = 0.25..2.6;

/// Drops implausible values of a run.
pub(in crate::read::watch) fn check(run: &mut WatchRun) {
    contacts(run);
    steps(run);
}

/// A contact that is longer than half a stride leaves no flight: a fault of the device, or not a run.
fn contacts(run: &mut WatchRun) {
    if !run.has_running() {
        return;
    }
    let running = run.running_rows();
    for channel in [Channel::ContactTime, Channel::ContactTimeLeft, Channel::ContactTimeRight] {
        let values: Vec<f64> = running
            .iter()
            .enumerate()
            .filter(|(_, is)| **is)
            .filter_map(|(row, _)| run.records.value(channel, row))
            .filter(|v| *v > 0.0)
            .collect();
        let Some(typical) = median(&values).filter(|v| *v > LONGEST_CONTACT_S) else { continue };
        run.records.fill(channel, &[]);
        let text = format!(
            "ground contact time of {:.0} ms: implausible for running, so it is ignored",
            1000.0 * typical
        );
        run.caveats.push(Caveat::new(CaveatId::Implausible, text).with_value(typical));
    }
}

/// The sum of steps against cadence times time, or against the distance.
fn steps(run: &mut WatchRun) {
    let Some(stated) = run.totals.steps else { return };
    run.totals.steps = None;
    let counted = run.steps();
    let (fits, strides) = match (counted, run.totals.distance_m) {
        (Some(counted), _) => (STEPS.contains(&(stated / counted)), STRIDES.contains(&(stated / counted))),
        (None, Some(distance)) => (STEP_M.contains(&(distance / stated)), false),
        (None, None) => (true, false),
    };
    if fits {
        run.totals.steps = Some(stated);
        return;
    }
    let text = if strides {
        run.totals.steps = Some(2.0 * stated);
        format!("the export's sum of {stated:.0} steps counts one foot only: it was doubled")
    } else {
        let instead = if counted.is_some() { "cadence times time is used instead" } else { "it is ignored" };
        format!("the export's sum of {stated:.0} steps contradicts its other values: {instead}")
    };
    run.caveats.push(Caveat::new(CaveatId::StepsImplausible, text).with_value(stated));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::{RowKind, Sport};

    fn hour(steps: f64, contact: f64) -> WatchRun {
        let mut run = WatchRun::new("x", "test", RowKind::Record);
        run.sport = Sport::Running;
        for i in 0..3600 {
            run.records.push(f64::from(i), &[(Channel::Cadence, 164.0), (Channel::ContactTime, contact)]);
        }
        run.totals.steps = Some(steps);
        run.totals.seconds = Some(3600.0);
        check(&mut run);
        run
    }

    #[test]
    fn sums_of_steps_are_held_against_cadence_and_time() {
        // 164 a minute for an hour are 9840.
        for (stated, steps, caveats) in [(9700.0, 9700.0, 0), (4900.0, 9800.0, 1), (396.0, 9840.0, 1)] {
            let run = hour(stated, 0.25);
            assert_eq!(run.caveats.len(), caveats, "{stated}");
            // A record stands for the second to the next.
            assert!(
                run.steps().is_some_and(|s| (s - steps).abs() < 1e-6 * steps),
                "{stated}: {:?}",
                run.steps()
            );
        }
    }

    #[test]
    fn contacts_longer_than_any_runners_are_dropped() {
        let run = hour(9840.0, 0.71);
        assert_eq!(run.records.value(Channel::ContactTime, 0), None);
        assert_eq!(run.caveats.first().and_then(|c| c.value), Some(0.71));
        assert!(hour(9840.0, 0.35).caveats.is_empty());
    }
}
