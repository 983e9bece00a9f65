//! What all shank methods share: bout by bout from samples to impacts and axes, and from event times to contacts.

use crate::contacts::{Contact, ContactInput, ContactSide, Contacts, Missing, TimingError};
use crate::recording::Caveat;
use crate::signal::median;

use super::axes::{ShankAxes, shank_axes};
use super::impacts::{Impact, impacts};
use super::local::local_median;
use super::stretch::Stretch;

/// Contact times further from their neighbours' median than this are not believed, s and share of the median
/// (measured on the recordings of docs/VALIDATION.md, where contact times of one runner spread by 2–9 %).
const OUTLIER_S: f64 = 0.040;
const OUTLIER_SHARE: f64 = 0.20;
/// Neighbours on each side whose median counts (*chosen*).
const NEIGHBOURS: usize = 7;
/// A gap this close to a contact bends its times: what the filters reach, s (*chosen*: half a period of the slowest
/// filter that sets a time).
const GAP_REACH_S: f64 = 0.1;
/// Least share of the movement across the shank that lies in one direction: recorded runners have 0.94 and more.
const LEAST_PLANARITY: f64 = 0.85;
/// Least share of strides that agree which way is forward: recorded runners have 0.96 and more.
const LEAST_AGREEMENT: f64 = 0.85;

/// One bout as a method sees it.
pub(super) struct Scene<'a> {
    /// The samples.
    pub(super) stretch: &'a Stretch,
    /// One impact a stride.
    pub(super) impacts: &'a [Impact],
    /// Up and posterior.
    pub(super) axes: &'a ShankAxes,
}

/// Times of one contact as a method found them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Event {
    /// Initial contact, s.
    pub(super) initial_contact_s: f64,
    /// Toe-off, s, or why there is none.
    pub(super) toe_off_s: Result<f64, &'static str>,
    /// Why the contact is not fit for use, if it is not.
    pub(super) doubt: Option<&'static str>,
    /// Stride time, s.
    pub(super) stride_s: f64,
}

/// Errors that a method states.
pub(super) struct Errors {
    pub(super) initial_contact: TimingError,
    pub(super) toe_off: TimingError,
    pub(super) contact_time: TimingError,
}

/// Runs `events` on every bout and gathers what it finds.
pub(super) fn gather(
    input: &ContactInput<'_>,
    errors: Errors,
    mut events: impl FnMut(&Scene<'_>) -> (Vec<Event>, Vec<Caveat>),
) -> Result<Contacts, Missing> {
    let signals = input.signals;
    if signals.gravity_free {
        return Err(Missing { needs: "acceleration with gravity left in".to_owned() });
    }
    if signals.axes.measured != [true; 3] {
        return Err(Missing { needs: "all three axes of the accelerometer".to_owned() });
    }
    let mut contacts: Vec<Contact> = Vec::new();
    let mut axes = Vec::new();
    let mut caveats: Vec<Caveat> = Vec::new();
    for (number, bout) in input.bouts.iter().enumerate() {
        let stretch = Stretch::new(signals, bout);
        let impacts = impacts(&stretch, bout);
        let found = shank_axes(signals, &stretch, &impacts);
        axes.push(found.as_ref().map(ShankAxes::body));
        let Some(found) = found else { continue };
        let (events, more) = events(&Scene { stretch: &stretch, impacts: &impacts, axes: &found });
        for caveat in more.into_iter().chain(doubtful_axes(&found)) {
            if !caveats.iter().any(|c| c.id == caveat.id) {
                caveats.push(caveat);
            }
        }
        for event in without_outliers(events) {
            // Bouts that overlap are each judged by itself.
            let before = |last: &Contact| input.bouts.get(last.bout).is_none_or(|b| b.end <= bout.start);
            let too_close = |last: &Contact| {
                (last.bout == number || before(last))
                    && event.initial_contact_s - last.initial_contact_s < 0.5 * event.stride_s
            };
            if !contacts.last().is_some_and(too_close) {
                contacts.extend(contact(input, number, event));
            }
        }
    }
    Ok(Contacts {
        humps: Vec::new(),
        contacts,
        axes,
        initial_contact_error: errors.initial_contact,
        toe_off_error: errors.toe_off,
        contact_time_error: errors.contact_time,
        contact_time_is_bound: false,
        caveats,
    })
}

fn doubtful_axes(axes: &ShankAxes) -> Option<Caveat> {
    let text = "the shank's directions stand out poorly: the sensor may be loose, turned during the run or badly \
                calibrated, and contact times may be off by tens of milliseconds";
    let worst = axes.planarity.min(axes.agreement);
    (axes.planarity < LEAST_PLANARITY || axes.agreement < LEAST_AGREEMENT)
        .then(|| Caveat::new("axes-uncertain", text).with_value(worst))
}

/// Takes back toe-offs whose contact time strays from that of the neighbours.
fn without_outliers(mut events: Vec<Event>) -> Vec<Event> {
    let times: Vec<Option<f64>> =
        events.iter().map(|e| e.toe_off_s.ok().map(|t| t - e.initial_contact_s)).collect();
    let near = local_median(&times, NEIGHBOURS);
    for ((event, time), near) in events.iter_mut().zip(&times).zip(&near) {
        if let (Some(time), Some(near)) = (time, near)
            && (time - near).abs() > OUTLIER_S.max(OUTLIER_SHARE * near)
        {
            event.toe_off_s = Err("toe-off does not fit the neighbouring contacts");
        }
    }
    events
}

/// The contact of an event; `None` where initial contact itself was not measured.
fn contact(input: &ContactInput<'_>, bout: usize, event: Event) -> Option<Contact> {
    let signals = input.signals;
    let at = event.initial_contact_s;
    if !at.is_finite() || at < 0.0 || signals.touches_gap(at, at) {
        return None;
    }
    let mut toe_off = event.toe_off_s;
    let mut doubt = event.doubt;
    let end = toe_off.unwrap_or(at + 0.5 * event.stride_s);
    if signals.touches_gap(at - GAP_REACH_S, at + GAP_REACH_S) {
        doubt = Some("samples were lost around initial contact");
    }
    if toe_off.is_ok() && signals.touches_gap(at, end + GAP_REACH_S) {
        toe_off = Err("samples were lost during the contact");
    }
    let reason = doubt.or(toe_off.err()).map(str::to_owned);
    Some(Contact {
        side: ContactSide::of(input.placement.side),
        initial_contact_s: at,
        toe_off_s: toe_off.ok(),
        valid: doubt.is_none(),
        reason,
        placement: input.placement,
        bout,
    })
}

/// Median of the absolute values, 0 without any.
pub(super) fn median_size(values: impl Iterator<Item = f64>) -> f64 {
    let sizes: Vec<f64> = values.map(f64::abs).collect();
    median(&sizes).unwrap_or(0.0)
}
