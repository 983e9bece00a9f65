//! All stages in a row: a session in, an analysis out.

mod attitude;
mod borrowed;
mod clocks;
mod concord;
mod curves;
mod found;
mod loads;
mod seen;
mod sources;
mod step_values;
mod stretches;
mod watches;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::contacts;
use crate::error::{Error, ErrorKind};
use crate::findings::RuleTable;
use crate::metrics::{self, Metric, catalogue};
use crate::recording::{Caveat, Session};
use crate::report::{Analysis, ContactRow, RecordingSummary, SCHEMA, Unavailable};
use crate::strides::Timeline;

use borrowed::Lent;
use seen::Seen;
use sources::sources;

/// What to do otherwise than by default.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Method by stage, e.g. `contacts` → `shank-purcell-2005`; it is used for every recording it fits.
    pub methods: BTreeMap<String, String>,
    /// The rules of findings.
    pub faults: RuleTable,
}

impl Default for Options {
    fn default() -> Self {
        Self { methods: BTreeMap::new(), faults: RuleTable::embedded() }
    }
}

impl Options {
    /// Chooses a method for a stage.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a stage without rival methods or an unknown method.
    pub fn choose(&mut self, stage: &str, id: &str) -> Result<(), Error> {
        if stage != "contacts" {
            return Err(Error::new(ErrorKind::Usage, format!("no stage `{stage}` has rival methods"))
                .with_remedy("`strideform methods` lists stages and methods"));
        }
        if contacts::by_id(id).is_none() {
            return Err(Error::new(ErrorKind::Usage, format!("unknown method `{id}`"))
                .with_remedy("`strideform methods` lists them"));
        }
        self.methods.insert(stage.to_owned(), id.to_owned());
        Ok(())
    }
}

/// Analyses a session; whatever could not be computed stands in the result with what it needs.
pub fn analyze(session: &Session, options: &Options) -> Analysis {
    let chosen = options.methods.get("contacts").and_then(|id| contacts::by_id(id));
    let run = watches::completed(&session.run, &session.watches);
    let alone = session.recordings.len() == 1;
    let seen: Vec<Seen<'_>> =
        session.recordings.par_iter().map(|r| Seen::new(r, &run, chosen, alone)).collect();
    let clocks = clocks::offsets(&session.recordings);
    let sources = sources(&seen, &clocks);
    let mut caveats: Vec<Caveat> = clocks.caveats.clone();
    caveats.extend(same_place(&seen));
    caveats.extend(sources.iter().flat_map(|s| s.caveats.clone()));

    let mut metrics: Vec<Metric> = Vec::new();
    for source in &sources {
        for metric in source.metrics(&seen) {
            match metrics.iter_mut().find(|m| m.id == metric.id) {
                None => metrics.push(metric),
                Some(shown) => concord::compare(shown, &metric),
            }
        }
    }
    let fusion = concord::fusion(&sources, clocks.stated);
    caveats.extend(fusion.caveats.iter().cloned());
    metrics.extend(step_values::metrics(&seen));
    metrics.extend(attitude::metrics(&seen, &clocks.offset_s));
    if let Some(best) = sources.first() {
        let lent = Lent { contacts: &fusion.contacts(), initial_contact: best.initial_contact_error() };
        metrics.extend(borrowed::metrics(&seen, &clocks.offset_s, lent, &run));
    }
    for told in metrics::of_told_speed(session.run.speed_mps, &metrics) {
        match metrics.iter_mut().find(|m| m.id == told.id) {
            None if told.id != "speed" => metrics.push(told),
            None => {}
            Some(shown) => concord::compare(shown, &told),
        }
    }
    metrics.extend(loads::arms(&seen, &clocks.offset_s));
    loads::add(&mut metrics, session);
    for periodic in seen.iter().filter_map(Seen::periodic_cadence) {
        check_cadence(&mut metrics, periodic);
    }
    watches::add_metrics(&mut metrics, session, &run);
    let order = |id: &str| catalogue().iter().position(|m| m.id == id).unwrap_or(usize::MAX);
    metrics.sort_by_key(|m| order(m.id));
    let unavailable = catalogue()
        .iter()
        .filter(|info| !metrics.iter().any(|m| m.id == info.id))
        .map(|info| Unavailable {
            id: info.id,
            needs: loads::lacks(info, &metrics, &seen, session).unwrap_or_else(|| needs(info, &seen)),
        })
        .collect();
    let drift = metrics::drift(&metrics, &run);
    let recordings = recordings(&seen, session);
    let findings = found::findings(options, &metrics, &drift, (session, &run), (&recordings, &caveats));
    let contacts = sources::fused_rows(&sources, &fusion, &seen, &clocks);
    Analysis {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        runner: session.runner.clone(),
        run,
        recordings,
        metrics,
        drift,
        unavailable,
        findings,
        curves: curves::of(&seen),
        symptoms: session.symptoms.clone(),
        caveats,
        contacts,
    }
}

fn recordings(seen: &[Seen<'_>], session: &Session) -> Vec<RecordingSummary> {
    seen.iter().map(Seen::summary).chain(session.watches.iter().map(watches::summary)).collect()
}

/// Two ways to count steps must agree; the signal's period is the harder one to fool.
fn check_cadence(metrics: &mut Vec<Metric>, periodic: Metric) {
    let Some(counted) = metrics.iter_mut().find(|m| m.id == periodic.id) else {
        metrics.push(periodic);
        return;
    };
    let apart = (counted.value - periodic.value).abs();
    if counted.method == periodic.method || apart <= counted.uncertainty + periodic.uncertainty + 1.0 {
        return;
    }
    let text = format!(
        "contacts count {:.1}, the signal's period at {} says {:.1} steps/min",
        counted.value, periodic.placement, periodic.value
    );
    // *Chosen*: beyond 3 % contacts were missed or invented, as no clock or rate error is that large.
    if counted.placement == periodic.placement && apart > 0.03 * periodic.value {
        *counted = periodic;
    }
    counted.caveats.push(Caveat::new("cadence-disagrees", text).with_value(apart));
}

/// Two recordings with running of one place: perhaps two runs, of which only one is analysed.
fn same_place(seen: &[Seen<'_>]) -> Option<Caveat> {
    let running: Vec<_> =
        seen.iter().filter(|s| !s.running.is_empty()).map(|s| s.recording.placement).collect();
    let twice = running.iter().enumerate().find(|(i, p)| running.iter().take(*i).any(|other| other == *p))?.1;
    let text = format!(
        "several recordings were made at {twice}: each metric comes from one of them; if they are different runs, analyse them one by one"
    );
    Some(Caveat::new("same-placement", text))
}

fn needs(info: &metrics::MetricInfo, seen: &[Seen<'_>]) -> String {
    // A sensor that is there but lacks something knows better what.
    seen.iter().find_map(|s| s.lacks(info)).unwrap_or_else(|| info.needs.to_owned())
}

/// Rows of contacts with the flight that follows each.
fn rows(timeline: &Timeline) -> Vec<ContactRow> {
    let mut rows: Vec<ContactRow> = timeline
        .contacts
        .iter()
        .map(|contact| ContactRow { contact: contact.clone(), flight_s: None, values: Vec::new() })
        .collect();
    for step in &timeline.steps {
        if let Some(row) = rows.get_mut(step.from) {
            row.flight_s = step.flight_s;
            row.values.push(("step_time", step.step_s));
        }
    }
    for stride in &timeline.strides {
        if let Some(row) = rows.get_mut(stride.from) {
            row.values.push(("stride_time", stride.stride_s));
            if let Some(contact_s) = stride.contact_s {
                row.values.push(("duty_factor", contact_s / stride.stride_s));
            }
        }
    }
    rows
}
