//! Compares the sensors of one run and merges their contacts.

use crate::contacts::Contact;
use crate::recording::{Caveat, CaveatId};
use crate::strides::{ContactAgreement, contact_agreement, missing_from};

use super::contact_sources::Source;

/// Sources farther apart than this are not merged, s (*chosen*: a third of a quick step).
const TOGETHER_S: f64 = 0.1;
/// Share of contacts outside the expected scatter, detected by only one source, or assigned to the other side, above
/// which a caveat is added (*chosen*).
const SHARE: f64 = 0.05;
/// Half-width of the expected scatter of single contacts, in standard deviations (99.9 % of a normal distribution).
const SCATTER: f64 = 3.3;

/// The contacts that the other sources add to those of the best one.
#[derive(Debug, Clone, Default)]
pub(super) struct Fusion {
    /// Contacts that each source adds to the sources before it, in the order of sources; the first adds all of its own.
    pub(super) of_source: Vec<Vec<Contact>>,
    /// Disagreements beyond what the methods' errors explain.
    pub(super) caveats: Vec<Caveat>,
}

impl Fusion {
    /// Every contact once, in chronological order.
    pub(super) fn contacts(&self) -> Vec<Contact> {
        let mut all: Vec<Contact> = self.of_source.iter().flatten().cloned().collect();
        all.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        all
    }
}

/// Compares every source with the best one and takes the contacts that better sources lack.
pub(super) fn fusion(sources: &[Source<'_>], stated: bool) -> Fusion {
    let Some((best, others)) = sources.split_first() else { return Fusion::default() };
    let mut known = best.contacts();
    let mut out = Fusion { of_source: vec![known.clone()], caveats: Vec::new() };
    let own = known.clone();
    for other in others {
        let theirs = other.contacts();
        let found = contact_agreement(&own, &theirs);
        let fits = found.as_ref().is_some_and(|c| c.lag_s.abs() <= TOGETHER_S);
        let more = if fits && best.is_one_clock() { missing_from(&known, &theirs) } else { Vec::new() };
        known.extend(more.iter().cloned());
        known.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        out.of_source.push(more);
        if let Some(found) = found {
            out.caveats.extend(disagreements(best, other, &found, stated));
        }
    }
    out
}

fn disagreements(
    best: &Source<'_>,
    other: &Source<'_>,
    found: &ContactAgreement,
    stated: bool,
) -> Vec<Caveat> {
    let (a, b) = (best.name(), other.name());
    let (ea, eb) = (best.initial_contact_error(), other.initial_contact_error());
    let mut out = Vec::new();
    let bound = 1.96 * ea.bias_s.hypot(eb.bias_s);
    if found.lag_s.abs() > bound {
        let (ms, limit) = (1e3 * found.lag_s.abs(), 1e3 * bound);
        let order = if found.lag_s > 0.0 { "later" } else { "earlier" };
        let why = if stated {
            "one of them is wrong"
        } else {
            "their clocks are not synchronised, or one of them is wrong"
        };
        let text = format!(
            "initial contact at {b} comes {ms:.0} ms {order} than at {a}, but the methods' errors explain only {limit:.0} ms: {why}"
        );
        out.push(Caveat::new(CaveatId::ContactsApart, text).with_value(found.lag_s));
    }
    let scatter = SCATTER * ea.step_s.hypot(eb.step_s);
    let n = found.lags_s.len();
    let wide = found.lags_s.iter().filter(|l| (*l - found.lag_s).abs() > scatter).count();
    if wide as f64 > SHARE * n as f64 {
        let text = format!(
            "{a} and {b} place {wide} of {n} contacts farther apart than the {:.0} ms that their scatter explains",
            1e3 * scatter
        );
        out.push(Caveat::new(CaveatId::ContactsScatter, text).with_value(wide as f64 / n as f64));
    }
    let lonely = found.only_first + found.only_second.unwrap_or(0);
    if lonely as f64 > SHARE * n as f64 {
        let text = format!(
            "during the time that both cover, {a} alone detected {} contacts, {b} alone {}, both {n}",
            found.only_first,
            found.only_second.unwrap_or(0)
        );
        out.push(Caveat::new(CaveatId::ContactsMissed, text).with_value(lonely as f64 / n as f64));
    }
    let (sided, wrong) = (found.with_side, found.side_differs);
    if wrong as f64 > SHARE * sided as f64 {
        let text = format!(
            "{a} and {b} assign {wrong} of {sided} contacts to different feet: perhaps left and right sensors are swapped, \
             or the sensor at {b} is reversed"
        );
        out.push(Caveat::new(CaveatId::SideDisagrees, text).with_value(wrong as f64 / sided as f64));
    }
    out
}
