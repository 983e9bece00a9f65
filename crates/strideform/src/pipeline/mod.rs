//! All stages in order: a session in, an analysis out.

mod angles;
mod at_feet;
mod chunks;
mod clocks;
mod contact_rows;
mod contact_sources;
mod cross_check;
mod curves;
mod edits;
mod events;
mod feet;
mod fusion;
mod loads;
mod metric_set;
mod options;
mod orientation;
mod peaks;
mod pelvis_run;
mod physiology;
mod progress;
mod provenance;
mod samples;
mod sensor;
mod shared_contacts;
mod step_values;
mod watches;

use std::ops::ControlFlow;

use crate::parallel::*;

use crate::error::Error;
use crate::findings::{self, Circumstances, Finding, assess};
use crate::metrics::{self, Drift, Metric, MetricId, MetricInfo, catalogue};
use crate::recording::{Caveat, CaveatId, Placement, Recording, Run, Segment, Session};
use crate::report::{Analysis, RecordingSummary, SCHEMA, Unavailable};

use contact_sources::sources;
use edits::SensorEdits;
use metric_set::MetricSet;
use progress::{Unwatched, Watched, Watcher};
use sensor::{OF_CONTACT_TIME, SensorAnalysis};
use shared_contacts::SharedContacts;

pub use events::EventList;
pub use options::AnalysisOptions;
pub use progress::{Progress, Stage};
pub use provenance::{input_hashes, provenance};
pub use samples::{SegmentSamples, of_signals as segment_samples_of, segment_samples, stride_waveform};

/// Analyses a session; whatever could not be computed is listed in the result with what it needs.
///
/// Corrections by hand ([`AnalysisOptions::edits`], otherwise [`Session::edits`]) are made first; the session stays as it is.
pub fn analyze(session: &Session, options: &AnalysisOptions) -> Analysis {
    match analysis(session, options, &Unwatched) {
        Ok(analysis) => analysis,
        Err(never) => match never {},
    }
}

/// As [`analyze`], reporting how far it has come; the caller may stop it at any report.
///
/// ```
/// use std::ops::ControlFlow;
/// use strideform::ErrorKind;
/// use strideform::pipeline::{AnalysisOptions, analyze_with};
/// use strideform::recording::Session;
///
/// let stop = analyze_with(&Session::default(), &AnalysisOptions::default(), &|progress| {
///     println!("{}: {:.0} %", progress.stage.as_str(), 100.0 * progress.fraction);
///     ControlFlow::Break(())
/// });
/// assert_eq!(stop.map_err(|error| error.kind()), Err(ErrorKind::Cancelled));
/// ```
///
/// # Errors
///
/// [`Cancelled`](crate::ErrorKind::Cancelled) where `report` breaks; [`Usage`](crate::ErrorKind::Usage) for edits that name a
/// sensor the session does not have.
pub fn analyze_with(
    session: &Session,
    options: &AnalysisOptions,
    report: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Analysis, Error> {
    options.edits.as_ref().unwrap_or(&session.edits).check(session)?;
    analysis(session, options, &Watched::new(report))
}

/// Seconds to add to each recording's own time to reach the common clock of the run, whose zero is the earliest first sample.
pub fn clock_offsets(recordings: &[Recording]) -> Vec<f64> {
    clocks::offsets(recordings).offset_s
}

/// Share of the work that is done for each sensor, and in the metrics that come from all of them (*chosen*: about what they
/// take).
const OF_SENSORS: f64 = 0.85;
const OF_METRICS: f64 = 0.1;

fn analysis<W: Watcher>(
    session: &Session,
    options: &AnalysisOptions,
    watcher: &W,
) -> Result<Analysis, W::Stop> {
    let edits = options.edits.as_ref().unwrap_or(&session.edits);
    let read = session;
    let session = &*edits::edited(session, edits);
    let run = watches::completed(&session.run, &session.watches);
    let alone = session.recordings.len() == 1;
    let with_feet = session.recordings.iter().any(|r| r.placement.segment == Segment::Foot);
    let mut clocks = clocks::offsets(&session.recordings);
    clocks.excluded_s = edits.excluded();
    let share = OF_SENSORS / session.recordings.len().max(1) as f64;
    let mut sensors: Vec<SensorAnalysis<'_>> = session
        .recordings
        .par_iter()
        .zip(&clocks.offset_s)
        .map(|(recording, offset_s)| {
            let own = SensorEdits::of(edits, recording, *offset_s);
            let finished = |stage, part: f64| watcher.finished(stage, part * share);
            SensorAnalysis::new(recording, &run, options, own, (alone, with_feet), finished)
        })
        .collect::<Result<_, W::Stop>>()?;
    if !options.trust_placement {
        sensor::check_placements(&mut sensors);
    }
    let foot_load = feet::fuse(&mut sensors, &run);
    let sources = sources(&sensors, &clocks);
    let mut caveats: Vec<Caveat> = clocks.caveats.clone();
    caveats.extend(edits::not_applied(edits, read, sensors.iter().map(|s| &s.hand_made)));
    caveats.extend(same_place(&sensors));
    caveats.extend(sources.iter().flat_map(|s| s.caveats.clone()));

    let mut found = MetricSet::default();
    let mut step_asymmetry = Vec::new();
    for source in &sources {
        let (asymmetry, mut others) = source
            .metrics(&sensors)
            .into_iter()
            .partition::<Vec<_>, _>(|m| m.id == MetricId::StepTimeAsymmetry);
        // A pelvis sensor says less of it than that runners are even (`validation/people/times/step_asymmetry.py`).
        let serves = source.is_of_legs() || step_asymmetry.is_empty();
        step_asymmetry.extend(asymmetry.into_iter().filter(|_| serves));
        if let Some(caveat) = physiology::unlike_sides(&others) {
            others.retain(|m| !OF_CONTACT_TIME.contains(&m.id));
            caveats.push(caveat);
        }
        found.insert_or_cross_check(others);
    }
    found.insert(metrics::combined_asymmetry(step_asymmetry));
    let fusion = fusion::fusion(&sources, clocks.stated);
    caveats.extend(fusion.caveats.iter().cloned());
    found.insert(feet::loads(foot_load.as_ref()));
    found.insert(step_values::metrics(&sensors));
    let at_feet = at_feet::measured(&sensors, &clocks, &sources, &run);
    found.insert(angles::metrics(&sensors, &clocks.offset_s, &at_feet));
    if let Some(best) = sources.first() {
        let shared =
            SharedContacts { contacts: &fusion.contacts(), initial_contact: best.initial_contact_error() };
        found.insert(shared_contacts::metrics(&sensors, &clocks.offset_s, shared, &run));
    }
    for metric in metrics::of_known_speed(session.run.speed_mps, found.as_slice()) {
        // A given speed is an input: it checks a measured one and is not itself a result.
        if metric.id == MetricId::Speed {
            found.cross_check(&metric);
        } else {
            found.insert_or_cross_check([metric]);
        }
    }
    found.insert(loads::arms(&sensors, &clocks.offset_s));
    loads::add(&mut found, session);
    for periodic in sensors.iter().filter_map(SensorAnalysis::periodic_cadence) {
        match found.get_mut(periodic.id) {
            Some(counted) => cross_check::cadence(counted, periodic),
            None => found.insert([periodic]),
        }
    }
    watches::add_metrics(&mut found, session, &run);

    let (metrics, implausible) = physiology::plausible(found.into_sorted(), &run);
    caveats.extend(implausible.iter().map(|i| Caveat::new(CaveatId::Implausible, i.text.clone())));
    watcher.finished(Stage::Metrics, OF_METRICS)?;
    let unavailable = catalogue()
        .iter()
        .filter(|info| !metrics.iter().any(|m| m.id == info.id))
        .map(|info| Unavailable {
            id: info.id,
            needs: implausible
                .iter()
                .find(|i| i.id == info.id)
                .map(|i| i.needs())
                .or_else(|| loads::lacks(info, &metrics, &sensors, session))
                .unwrap_or_else(|| needs(info, &sensors)),
        })
        .collect();
    let drift = metrics::drift(&metrics, &run);
    let recordings = recordings(&sensors, session);
    let findings = if sensors.iter().any(|s| s.worn_elsewhere.is_some()) {
        findings::withheld(&options.faults, "a placement that the sensor's movement does not contradict")
    } else {
        judged(options, &metrics, &drift, (session, &run), (&recordings, &caveats))
    };
    let contacts = contact_rows::fused(&sources, &fusion, &sensors, &clocks);
    watcher.finished(Stage::Findings, 1.0)?;
    Ok(Analysis {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        runner: session.runner.clone(),
        run,
        recordings,
        metrics,
        drift,
        laps: watches::laps(&session.watches),
        unavailable,
        plan: findings::plan(&findings, &session.symptoms),
        findings,
        curves: curves::of(&sensors),
        stride_curves: if options.keeps_stride_curves() {
            curves::strides(&sensors, &clocks)
        } else {
            Vec::new()
        },
        symptoms: session.symptoms.clone(),
        edits: edits.clone(),
        caveats,
        contacts,
        provenance: None,
    })
}

/// Assesses every fault of the table using the metrics and their course over the run.
fn judged(
    options: &AnalysisOptions,
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

fn recordings(seen: &[SensorAnalysis<'_>], session: &Session) -> Vec<RecordingSummary> {
    seen.iter().map(SensorAnalysis::summary).chain(session.watches.iter().map(watches::summary)).collect()
}

/// Several recordings of running at one placement may be different runs, only one of which is analysed.
fn same_place(seen: &[SensorAnalysis<'_>]) -> Option<Caveat> {
    let running: Vec<_> =
        seen.iter().filter(|s| !s.running.is_empty()).map(|s| s.recording.placement).collect();
    let twice = running.iter().enumerate().find(|(i, p)| running.iter().take(*i).any(|other| other == *p))?.1;
    let text = format!(
        "several recordings were made at {twice}: each metric comes from one of them; if they are different runs, analyse them separately"
    );
    Some(Caveat::new(CaveatId::SamePlacement, text))
}

fn needs(info: &MetricInfo, seen: &[SensorAnalysis<'_>]) -> String {
    // A sensor at the right placement can say more precisely what is missing.
    seen.iter().find_map(|s| s.lacks(info)).unwrap_or_else(|| info.needs())
}
