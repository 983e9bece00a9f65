//! Decides whose contacts are used, best first: both legs on one clock before one leg, feet before shanks before
//! pelvis.

use crate::contacts::{Contact, Contacts, TimingError};
use crate::metrics::{self, Metric, MetricId, SideError, Sided, TimingInput};
use crate::recording::{Caveat, CaveatId, Placement, Segment, Side};
use crate::strides::{Feet, LegContacts, Timeline, fuse};

use super::chunks::Chunks;
use super::clocks::Clocks;
use super::edits;
use super::sensor::{OF_CONTACT_TIME, SensorAnalysis};

/// Contacts of one sensor, or of a pair of legs.
pub(super) struct Source<'a> {
    pub(super) placement: Placement,
    pub(super) timelines: Vec<Timeline>,
    pub(super) caveats: Vec<Caveat>,
    /// The recordings it comes from: index and contacts.
    pub(super) members: Vec<(usize, &'a Contacts)>,
    method: &'static str,
    /// True if times of the left and right foot can be compared.
    one_clock: bool,
    /// When running began within the recording, s on the common clock.
    set_off_s: Vec<f64>,
}

/// All sources, best first.
pub(super) fn sources<'a>(seen: &'a [SensorAnalysis<'_>], clocks: &Clocks) -> Vec<Source<'a>> {
    let mut out = Vec::new();
    for segment in [Segment::Foot, Segment::Shank, Segment::Thigh] {
        let find = |side| {
            seen.iter().enumerate().find(|(_, s)| {
                s.segment() == segment && s.recording.placement.side == side && has_contacts(s)
            })
        };
        match (find(Side::Left), find(Side::Right)) {
            (Some(left), Some(right)) => out.extend(pair(left, right, clocks)),
            (Some(one), None) | (None, Some(one)) => out.extend(single(one, clocks, Feet::One)),
            (None, None) => {}
        }
    }
    for segment in [Segment::Pelvis, Segment::Trunk] {
        for one in seen.iter().enumerate().filter(|(_, s)| s.segment() == segment && has_contacts(s)) {
            out.extend(single(one, clocks, Feet::Both));
        }
    }
    out
}

/// The method, and the errors of the sides, which share less than the value does.
fn of_fused_contact_time(metric: &mut Metric, method: &str, is_leg: bool) {
    metric.method = method.to_owned();
    metric.error_source = metrics::FUSION_SOURCE;
    if metric.id != MetricId::ContactTime || !is_leg {
        return;
    }
    let half = metrics::LEFT_RIGHT_S;
    metric.side_uncertainty = metric.side_uncertainty.map(|u| u.hypot(0.5 * half));
    if metric.side_difference_uncertainty.is_some() {
        metric.side_difference_uncertainty = metric.steps.difference_half_width(half / 1.96);
    }
}

fn has_contacts(seen: &SensorAnalysis<'_>) -> bool {
    seen.contacts.as_ref().is_some_and(|(c, _)| !c.contacts.is_empty())
}

/// A recording's contacts on the common clock, numbered by its bouts.
fn shifted(contacts: &[Contact], chunks: &Chunks, offset: f64) -> Vec<Contact> {
    let mut list = contacts.to_vec();
    for c in &mut list {
        c.bout = chunks.home(c.bout);
        c.initial_contact_s += offset;
        c.toe_off_s = c.toe_off_s.map(|t| t + offset);
    }
    list
}

fn single<'a>(
    (index, seen): (usize, &'a SensorAnalysis<'_>),
    clocks: &Clocks,
    feet: Feet,
) -> Option<Source<'a>> {
    let (contacts, method) = seen.contacts.as_ref()?;
    let offset = clocks.offset_s.get(index).copied().unwrap_or(0.0);
    let timeline = Timeline::build(shifted(&contacts.contacts, &seen.chunks, offset), feet, |c| {
        seen.running.get(c.bout).and_then(|b| b.stride_at(c.initial_contact_s - offset))
    });
    Some(Source {
        placement: seen.recording.placement,
        timelines: vec![timeline],
        caveats: Vec::new(),
        members: vec![(index, contacts)],
        method,
        one_clock: true,
        set_off_s: seen.set_off_s().map(|t| t + offset).collect(),
    })
}

fn pair<'a>(
    left: (usize, &'a SensorAnalysis<'_>),
    right: (usize, &'a SensorAnalysis<'_>),
    clocks: &Clocks,
) -> Option<Source<'a>> {
    let mut source = single(left, clocks, Feet::One)?;
    let other = single(right, clocks, Feet::One)?;
    let (a, b) = (source.timelines.first()?, other.timelines.first()?);
    let mut fused = fuse(LegContacts::new(&a.contacts, 0.0), LegContacts::new(&b.contacts, 0.0));
    edits::number_by_spans(&mut fused.contacts, clocks);
    source.members.extend(other.members);
    if fused.is_plausible() {
        let strides: Vec<f64> = a.strides.iter().chain(&b.strides).map(|s| s.stride_s).collect();
        let typical = crate::signal::stats::median(&strides);
        source.timelines = vec![Timeline::build(fused.contacts, Feet::Both, |_| typical)];
    } else {
        source.one_clock = false;
        source.caveats.push(match fused.phase {
            Some(phase) => Caveat::new(
                CaveatId::ClockOffset,
                "the clocks of the two legs are not synchronised: metrics that compare times between the legs are omitted",
            )
            .with_value(phase.median),
            None => Caveat::new(
                CaveatId::NoCommonRunning,
                "the two legs' recordings share too few strides to compare their clocks",
            ),
        });
        source.timelines.extend(other.timelines);
    }
    Some(source)
}

impl Source<'_> {
    /// All contacts in chronological order, on the common clock.
    pub(super) fn contacts(&self) -> Vec<Contact> {
        let mut all: Vec<Contact> = self.timelines.iter().flat_map(|t| t.contacts.iter().cloned()).collect();
        all.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        all
    }

    /// True if its sensors are worn on legs.
    pub(super) fn is_of_legs(&self) -> bool {
        self.placement.is_leg()
    }

    /// True if all of its contacts are on one clock.
    pub(super) fn is_one_clock(&self) -> bool {
        self.one_clock
    }

    /// The names of its sensors.
    pub(super) fn name(&self) -> String {
        let places =
            self.members.iter().filter_map(|(_, c)| c.contacts.first()).map(|c| c.placement.to_string());
        places.collect::<Vec<_>>().join(" and ")
    }

    /// Error of initial contact of the least accurate member.
    pub(super) fn initial_contact_error(&self) -> TimingError {
        self.worst(|c| c.initial_contact_error)
    }

    fn worst(&self, error: impl Fn(&Contacts) -> TimingError) -> TimingError {
        let mut worst = TimingError { bias_s: 0.0, step_s: 0.0 };
        for (_, contacts) in &self.members {
            let e = error(contacts);
            worst.bias_s = worst.bias_s.max(e.bias_s);
            worst.step_s = worst.step_s.max(e.step_s);
        }
        worst
    }

    /// Every metric that this source provides.
    pub(super) fn metrics(&self, seen: &[SensorAnalysis<'_>]) -> Vec<Metric> {
        let mut out = metrics::timing(&TimingInput {
            timelines: &self.timelines,
            placement: self.placement,
            method: self.method,
            initial_contact: self.worst(|c| c.initial_contact_error),
            contact_time: self.worst(|c| c.contact_time_error),
            set_off_s: &self.set_off_s,
            is_bound: self.members.iter().any(|(_, c)| c.contact_time_is_bound),
        });
        let mut members = self.members.iter().filter_map(|(i, _)| seen.get(*i));
        let fused_by = self.fused_by(seen);
        let turning = members.clone().all(|s| s.recording.signals.gyr.is_some());
        out.extend(self.symmetry(fused_by.is_some(), turning));
        if let Some(method) = fused_by {
            let is_leg = self.placement.is_leg();
            let of_contact_time = out.iter_mut().filter(|m| OF_CONTACT_TIME.contains(&m.id));
            of_contact_time.for_each(|m| of_fused_contact_time(m, method, is_leg));
        }
        if members.any(SensorAnalysis::is_too_slow_for_contact_time) {
            out.retain(|m| !OF_CONTACT_TIME.contains(&m.id));
        }
        out
    }

    /// The method, where every member's contact times come from several sources.
    fn fused_by(&self, seen: &[SensorAnalysis<'_>]) -> Option<&'static str> {
        let mut methods = self.members.iter().map(|(i, _)| seen.get(*i).and_then(|s| s.fused_by));
        let first = methods.next()??;
        methods.all(|m| m == Some(first)).then_some(first)
    }

    fn symmetry(&self, is_fused: bool, turning: bool) -> Vec<Metric> {
        let mut contact = Sided::default();
        let mut step = Sided::default();
        for line in &self.timelines {
            for c in line.contacts.iter().filter(|c| c.valid) {
                if let Some(s) = c.contact_time_s() {
                    contact.push(c.initial_contact_s, c.side, s);
                }
            }
            for s in &line.steps {
                step.push(line.contacts.get(s.from).map_or(0.0, |c| c.initial_contact_s), s.side, s.step_s);
            }
        }
        let mut out = Vec::new();
        if self.placement.is_leg() {
            let error = match (is_fused, turning && self.placement.segment == Segment::Shank) {
                (true, _) => SideError::FUSED_CONTACT_TIME,
                (false, true) => SideError::SHANK_CONTACT_TIME,
                (false, false) => SideError::CONTACT_TIME,
            };
            out.extend(metrics::contact_time_balance(&contact, error, self.placement, self.method));
        }
        if self.one_clock {
            let bias_s = self.worst(|c| c.initial_contact_error).bias_s;
            let error = SideError::step_time(self.placement.segment, turning, bias_s);
            out.extend(metrics::step_time_asymmetry(&step, error, self.placement, self.method));
        }
        out
    }
}
