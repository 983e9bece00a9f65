//! The sacrum's constants fitted without the test condition, and on the other runner's trial alone.

use strideform::bouts::{Activity, Bout};
use strideform::contacts::pelvis::{AfterRise, PelvisTwoLevelSine};
use strideform::contacts::{ContactInput, ContactMethod, Contacts};
use strideform::recording::{Placement, Recording, Run};
use strideform::signal::{Line, stats};

use super::Trial;
use crate::run::Comparison;

/// What the constants would have to be for one trial.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needed {
    /// Mean error of contact time over step time.
    pub(crate) duty: f64,
    /// Initial contact with neither constant added, truth − found, s.
    pub(crate) after_rise_s: f64,
    /// Climb from the level of the rise to one body weight, s.
    pub(crate) climb_s: f64,
    pub(crate) speed_mps: f64,
    pub(crate) steps: usize,
}

/// Constants' move for one trial: taken off duty, and off initial contact, s.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Move {
    pub(crate) duty: f64,
    pub(crate) contact_s: f64,
}

/// Contacts of a whole recording of running, by a method with given constants.
pub(crate) fn detect(recording: &Recording, method: &dyn ContactMethod, run: &Run) -> Option<Contacts> {
    let bout = Bout {
        activity: Activity::Run,
        running: Some(1.0),
        start: 0,
        end: recording.signals.len(),
        stride_s: None,
        strides_s: Vec::new(),
    };
    let bouts = [bout];
    let input = ContactInput::new(&recording.signals, Placement::PELVIS, &bouts, run);
    method.detect(&input).ok()
}

/// Climb of a trial, s: what one more climb moves its contacts by.
fn climb_s(recording: &Recording) -> Option<f64> {
    let with = |climbs: f64| {
        let method = PelvisTwoLevelSine {
            contact_after_rise: AfterRise { delay_s: 0.0, climbs },
            ..PelvisTwoLevelSine::FITTED
        };
        detect(recording, &method, &Run::default())
    };
    let (none, one) = (with(0.0)?, with(1.0)?);
    let moved: Vec<f64> = none
        .contacts
        .iter()
        .zip(&one.contacts)
        .map(|(a, b)| a.initial_contact_s - b.initial_contact_s)
        .collect();
    stats::median(&moved)
}

pub(crate) fn needed(recording: &Recording, c: &Comparison, step_s: f64, speed_mps: f64) -> Option<Needed> {
    let duty: Vec<f64> = c.matched.iter().filter_map(|m| m.contact_time).map(|e| e / step_s).collect();
    let error = stats::mean(&c.matched.iter().map(|m| m.initial_contact).collect::<Vec<_>>())?;
    let climb_s = climb_s(recording)?;
    let AfterRise { delay_s: constant, climbs } = PelvisTwoLevelSine::FITTED.contact_after_rise;
    Some(Needed {
        duty: stats::mean(&duty)?,
        after_rise_s: constant - climbs * climb_s - error,
        climb_s,
        speed_mps,
        steps: duty.len(),
    })
}

/// Constants fitted on `others` for the test trial. Without speed: an offset of the step duty, with speed: an offset and a slope;
/// initial contact's constant and its share of the climb (the constant alone from fewer than three trials).
pub(crate) fn fitted(others: &[&Needed], test: &Needed, with_speed: bool) -> Move {
    // Every step counts the same in the duty, as in the table of steps.
    let of_steps = |f: &dyn Fn(&Needed) -> f64| -> Vec<f64> {
        others.iter().flat_map(|a| std::iter::repeat_n(f(a), a.steps)).collect()
    };
    let speed = |a: &Needed| a.speed_mps.clamp(2.5, 4.2);
    let (x, y) = (of_steps(&speed), of_steps(&|a| a.duty));
    let duty = if with_speed {
        stats::linear_regression(&x, &y).map_or(0.0, |line: Line| line.at(speed(test)))
    } else {
        stats::mean(&y).unwrap_or(0.0)
    };
    let climbs: Vec<f64> = others.iter().map(|a| a.climb_s).collect();
    let shifts: Vec<f64> = others.iter().map(|a| a.after_rise_s).collect();
    let AfterRise { delay_s: constant, climbs: share } = PelvisTwoLevelSine::FITTED.contact_after_rise;
    let wanted = match stats::linear_regression(&climbs, &shifts).filter(|_| others.len() >= 3) {
        Some(line) => line.at(test.climb_s),
        None => {
            let usual: Vec<f64> = others.iter().map(|a| a.after_rise_s + share * a.climb_s).collect();
            stats::mean(&usual).unwrap_or(constant) - share * test.climb_s
        }
    };
    Move { duty, contact_s: constant - share * test.climb_s - wanted }
}

/// Moves of every trial with its own condition left out of the fit.
pub(super) fn moves(trials: &[Trial], needed: &[Needed], with_speed: bool) -> Vec<Move> {
    trials
        .iter()
        .zip(needed)
        .map(|(test, a)| {
            let others: Vec<&Needed> = trials
                .iter()
                .zip(needed)
                .filter(|(t, _)| t.condition != test.condition)
                .map(|(_, a)| a)
                .collect();
            fitted(&others, a, with_speed)
        })
        .collect()
}

/// A contact moved.
pub(crate) fn moved(by: Move, step_s: f64) -> impl Fn((f64, Option<f64>)) -> (f64, Option<f64>) {
    move |(on, off)| {
        let time = off.map(|off| off - on - by.duty * step_s);
        let on = on - by.contact_s;
        (on, time.map(|t| on + t))
    }
}
