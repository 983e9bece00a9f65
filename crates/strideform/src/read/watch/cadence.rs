//! Halved and doubled cadence: some exports count strides, some count steps, and some double a value twice.

use crate::recording::{Caveat, Channel, RowKind, Sport, WatchRun};
use crate::signal::median;

/// Cadences of running, steps per minute (the same range as for bouts).
const RUNNING: std::ops::RangeInclusive<f64> = 120.0..=240.0;
/// Below this speed people walk, m/s (walk-to-run transition of adults, about 2 m/s).
const WALKING_MPS: f64 = 2.0;

/// Makes cadence count the steps of both feet, with a caveat if it did not.
///
/// Step length times cadence is speed: if all three are known, they decide. Otherwise a cadence under 120 at a running
/// speed is treated as halved, and one above 240 as doubled.
pub(in crate::read::watch) fn settle(run: &mut WatchRun) {
    let Some(given) = typical(run, Channel::Cadence) else { return };
    let speed = typical(run, Channel::Speed).or_else(|| run.mean_speed_mps());
    let step = typical(run, Channel::StepLength);
    if let (Some(speed), Some(step)) = (speed, step) {
        let cadence = 60.0 * speed / step;
        let ratio = cadence / given;
        // Within 20 % (*chosen*): devices round, smooth and lag by less.
        let near = |x: f64| (ratio / x - 1.0).abs() <= 0.2;
        if near(1.0) {
            return;
        }
        if RUNNING.contains(&given) && near(2.0) {
            return;
        }
        if RUNNING.contains(&given) && near(0.5) {
            run.records.scale(Channel::StepLength, 0.5);
            let text = "the export's stride length spans two steps: it was halved";
            run.caveats.push(Caveat::new("step-length-halved", text));
            return;
        }
        if near(2.0) && !run.sport_is_walking() {
            return double(run, given);
        }
        if near(0.5) {
            return halve(run, given);
        }
    }
    // Nobody who walks takes steps of more than 1.1 m (*chosen*): 85 a minute at 1.8 m/s are strides.
    let long = speed.is_some_and(|v| 60.0 * v / given > 1.1);
    let fast =
        (speed.is_none_or(|v| v > WALKING_MPS) || long) && (speed.is_some() || run.sport == Sport::Running);
    if given < *RUNNING.start()
        && RUNNING.contains(&(2.0 * given))
        && fast
        && !run.sport_is_walking()
        && step.is_none()
    {
        double(run, given);
    } else if given > *RUNNING.end() && RUNNING.contains(&(0.5 * given)) {
        halve(run, given);
    }
}

impl WatchRun {
    fn sport_is_walking(&self) -> bool {
        !self.sport.may_be_running()
    }
}

/// Median of the rows with movement; in records, the rows whose cadence is neither rest nor shuffling.
fn typical(run: &WatchRun, channel: Channel) -> Option<f64> {
    let moving = |row: usize| {
        run.rows != RowKind::Record
            || run.records.value(Channel::Speed, row).is_none_or(|v| v > 1.0)
                && run.records.value(Channel::Cadence, row).is_some_and(|c| c > 0.0)
    };
    let values: Vec<f64> = (0..run.records.len())
        .filter(|row| moving(*row))
        .filter_map(|row| run.records.value(channel, row))
        .filter(|v| *v > 0.0)
        .collect();
    median(&values)
}

fn double(run: &mut WatchRun, given: f64) {
    run.records.scale(Channel::Cadence, 2.0);
    let text = format!("the export's cadence of {given:.0} counts one foot only: it was doubled");
    run.caveats.push(Caveat::new("cadence-halved", text).with_value(given));
}

fn halve(run: &mut WatchRun, given: f64) {
    run.records.scale(Channel::Cadence, 0.5);
    let text = format!("the export's cadence of {given:.0} counts every step twice: it was halved");
    run.caveats.push(Caveat::new("cadence-doubled", text).with_value(given));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(cadence: f64, speed: Option<f64>, step: Option<f64>, sport: Sport) -> WatchRun {
        let mut run = WatchRun::new("x", "test", RowKind::Record);
        run.sport = sport;
        for i in 0..20 {
            let mut values = vec![(Channel::Cadence, cadence)];
            values.extend(speed.map(|v| (Channel::Speed, v)));
            values.extend(step.map(|v| (Channel::StepLength, v)));
            run.records.push(f64::from(i), &values);
        }
        settle(&mut run);
        run
    }

    fn outcome(run: &WatchRun) -> (f64, Option<&str>) {
        (run.records.value(Channel::Cadence, 0).unwrap(), run.caveats.first().map(|c| c.id.as_str()))
    }

    #[test]
    fn strides_and_doubled_steps_are_caught() {
        use Sport::{Running, Unknown, Walking};
        for (cadence, speed, step, sport, expected) in [
            (170.0, None, None, Running, (170.0, None)),
            (85.0, None, None, Running, (170.0, Some("cadence-halved"))),
            (85.0, Some(3.0), None, Unknown, (170.0, Some("cadence-halved"))),
            (85.0, Some(3.0), Some(1.06), Running, (170.0, Some("cadence-halved"))),
            (340.0, None, None, Running, (170.0, Some("cadence-doubled"))),
            (170.0, Some(3.0), Some(2.12), Running, (170.0, Some("step-length-halved"))),
            // Walking is slow, whatever it is called, and 110 steps of 0.7 m are 1.3 m/s.
            (110.0, Some(1.3), None, Unknown, (110.0, None)),
            (110.0, Some(1.3), Some(0.7), Running, (110.0, None)),
            (110.0, None, None, Walking, (110.0, None)),
            // A circuit with breaks: low cadence and low speed agree.
            (62.0, Some(0.76), Some(0.72), Running, (62.0, None)),
        ] {
            let run = run(cadence, speed, step, sport.clone());
            assert_eq!(outcome(&run), expected, "{cadence} {speed:?} {step:?} {sport:?}");
        }
        let long = run(170.0, Some(3.0), Some(2.12), Running);
        assert_eq!(long.records.value(Channel::StepLength, 0), Some(1.06));
    }
}
