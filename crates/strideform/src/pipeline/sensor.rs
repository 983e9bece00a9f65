//! One recording and everything the stages found in it.

use std::ops::Range;

use crate::bouts::{self, Bout, Worn, worn_together};
use crate::contacts::{self, ContactInput, ContactMethod, Contacts};
use crate::metrics::MetricId;
use crate::metrics::{self, CadenceEstimate, Metric, MetricInfo, PelvisForce};
use crate::orientation::Oriented;
use crate::recording::{Caveat, CaveatId, Placement, Recording, Run, Segment};
use crate::report::RecordingSummary;
use crate::signal;
use crate::units::to_g;

use super::chunks::Chunks;
use super::edits::{HandMade, SensorEdits};
use super::options::AnalysisOptions;
use super::orientation::{self, SensorOrientation};
use super::peaks::{self, Peaks};
use super::pelvis_run;
use super::progress::Stage;

/// Below this rate no contact time is reported, Hz (as in the catalogue of metrics).
const MIN_RATE_HZ: f64 = 50.0;
/// Running that the mean acceleration is taken over at least, s (*chosen*: some 80 strides, so that a change of speed of
/// 1 m/s adds less than 0.2 %).
const GAIN_MIN_S: f64 = 60.0;
/// The same for short runs, s (*chosen*: some 28 strides; half a stride of 2 g, which may be left over at either end, adds 2 %).
const GAIN_SHORT_S: f64 = 20.0;
/// Mean acceleration beyond gravity that is an error of the sensor (*chosen*: data sheets allow 1 to 3 %).
const GAIN_OFF: f64 = 0.04;
/// The same for short runs (*chosen*: with those 2 %).
const GAIN_OFF_SHORT: f64 = 0.06;
/// Metrics that depend on contact time.
pub(super) const OF_CONTACT_TIME: &[MetricId] =
    &[MetricId::ContactTime, MetricId::FlightTime, MetricId::DutyFactor, MetricId::ContactTimeBalance];
/// Metrics that are not available without contacts.
const OF_CONTACTS: &[MetricId] = &[
    MetricId::StepTime,
    MetricId::StrideTime,
    MetricId::ContactTime,
    MetricId::FlightTime,
    MetricId::DutyFactor,
];
/// Metrics that clipped samples make unusable because acceleration is integrated.
const INTEGRATED: &[MetricId] =
    &[MetricId::VerticalLoadingRate, MetricId::VerticalOscillation, MetricId::VerticalRatio];

/// The contact method for one recording.
struct ContactChoice<'o> {
    method: &'o dyn ContactMethod,
    /// Set if the requested method does not work on this placement.
    instead: Option<Caveat>,
}

impl<'o> ContactChoice<'o> {
    /// The requested method if it fits, otherwise the default one; `None` if no method works on the placement.
    fn of(recording: &Recording, options: &'o AnalysisOptions) -> Option<Self> {
        let placement = recording.placement;
        let fits = |m: &&dyn ContactMethod| m.info().segments.contains(&placement.segment);
        let asked = options.contact_method(placement);
        if let Some(method) = asked.filter(fits) {
            return Some(Self { method: options.adjusted(method), instead: None });
        }
        let method = contacts::default_for(placement, recording.signals.gyr.is_some())?;
        let instead = asked.map(|asked| {
            let (asked, used) = (asked.info().id, method.info().id);
            let text = format!("`{asked}` does not work on {placement}: `{used}` was used");
            Caveat::new(CaveatId::OtherMethod, text)
        });
        Some(Self { method: options.adjusted(method), instead })
    }
}

/// A recording, its running and its contacts.
pub(super) struct SensorAnalysis<'a> {
    pub(super) recording: &'a Recording,
    /// Running bouts only.
    pub(super) running: Vec<Bout>,
    /// Seconds of what may be running, which is not analysed.
    doubtful_s: f64,
    /// Where the signal says that the sensor was worn.
    worn: Option<Worn>,
    /// The same beside the run's other sensors, if it contradicts the placement and was not overridden.
    pub(super) worn_elsewhere: Option<Worn>,
    /// The same bouts in chunks.
    pub(super) chunks: Chunks,
    /// Cadence from the signal's period.
    periodic: Option<CadenceEstimate>,
    /// Contacts with the method's identifier, if a method works on this placement. Their `bout` and axes refer to
    /// chunks.
    pub(super) contacts: Option<(Contacts, &'static str)>,
    /// The method by which its contact times come from several sources, if they do.
    pub(super) fused_by: Option<&'static str>,
    /// Pelvis with gyroscope: active peak of the run.
    pub(super) peak_force: Option<PelvisForce>,
    /// Its orientation and what follows from it; empty without gyroscope.
    pub(super) orientation: SensorOrientation,
    /// Peaks of acceleration and force at the contacts.
    pub(super) peaks: Peaks,
    /// Contacts corrected by hand.
    pub(super) hand_made: HandMade,
    /// Samples left out by hand.
    excluded: Vec<Range<usize>>,
    /// Set if the requested method does not work on this placement.
    other_method: Option<Caveat>,
    /// Why there are no contacts.
    missing: Option<String>,
}

/// Compares what every sensor moves like with its placement and with the other sensors.
pub(super) fn check_placements(sensors: &mut [SensorAnalysis<'_>]) {
    let all: Vec<(Placement, Option<Worn>)> =
        sensors.iter().map(|s| (s.recording.placement, s.worn.clone())).collect();
    for (sensor, worn) in sensors.iter_mut().zip(worn_together(&all)) {
        let segment = sensor.segment();
        sensor.worn_elsewhere = worn.filter(|w| w.contradicts(segment));
    }
}

impl<'a> SensorAnalysis<'a> {
    /// Runs the stages on one recording; `alone` means that no other recording is being processed at the same time, `with_feet` that
    /// the run has sensors on the feet.
    ///
    /// `finished` hears which part of the sensor's work is done, and may stop it.
    pub(super) fn new<Stop>(
        recording: &'a Recording,
        run: &Run,
        options: &AnalysisOptions,
        edits: SensorEdits,
        (alone, with_feet): (bool, bool),
        finished: impl Fn(Stage, f64) -> Result<(), Stop>,
    ) -> Result<Self, Stop> {
        let signals = &recording.signals;
        let placement = recording.placement;
        let bouts::Running { bouts: running, windows, doubtful_s, worn } =
            bouts::find_running(signals, placement, metrics::CADENCE_WINDOW_S, &edits.excluded);
        finished(Stage::Running, 0.3)?;
        let chunks = Chunks::of(signals, &running);
        let method = if running.is_empty() { None } else { ContactChoice::of(recording, options) };
        let found = method.map(|choice| {
            let input = ContactInput { signals, placement, bouts: &chunks.bouts, run };
            // The two are independent; in parallel they take twice the memory, as several recordings do anyway.
            let detect = || choice.method.detect(&input);
            let orient = || orientation::orient_running(recording, &chunks.bouts);
            let (contacts, oriented) =
                if alone { crate::parallel::join(detect, orient) } else { (detect(), orient()) };
            (choice, contacts, oriented)
        });
        finished(Stage::Contacts, 0.5)?;
        let (mut contacts, mut other_method, mut missing) = (None, None, None);
        let (mut orientation, mut peaks) = (SensorOrientation::default(), Peaks::default());
        let (mut fused_by, mut peak_force) = (None, None);
        let mut hand_made = HandMade::default();
        if let Some((choice, found, oriented)) = found {
            let method = choice.method.info().id;
            other_method = choice.instead;
            match found {
                Ok(mut found) => {
                    chunks.without_doubles(signals, placement, &mut found);
                    hand_made = edits.apply(&mut found, &chunks, recording);
                    let of_pelvis = pelvis_run::PelvisMotion {
                        recording,
                        bouts: &chunks.bouts,
                        oriented: oriented.as_ref(),
                        method,
                        run,
                    };
                    if let Some(force) = of_pelvis.fuse(&mut found) {
                        fused_by = Some(metrics::fusion_method_ids().1);
                        peak_force = Some(force);
                    }
                    hand_made.restore(&mut found.contacts);
                    let error = found.initial_contact_error;
                    let force;
                    let keep =
                        orientation::Keep { orientation: with_feet, strides: options.keeps_stride_curves() };
                    (orientation, force) = crate::parallel::join(
                        || orientation::from(oriented, recording, &found.contacts, error, run, keep),
                        || peaks::force(recording, &chunks.bouts, &found),
                    );
                    if orientation.measured.is_empty() {
                        let bouts = &chunks.bouts;
                        orientation.heights_without_gyroscope(recording, bouts, &found.contacts, run);
                    }
                    // The long axis of a shank comes from its orientation.
                    let tibial = peaks::tibial(recording, &found, orientation.long_axes.as_deref());
                    peaks = Peaks { tibial, force };
                    if let Some(force) = &peak_force {
                        force.apply(&mut peaks.force);
                    }
                    contacts = Some((found, method));
                }
                Err(lacking) => missing = Some(lacking.needs),
            }
        }
        finished(Stage::Metrics, 0.2)?;
        Ok(Self {
            recording,
            periodic: metrics::cadence_of_windows(&windows, placement),
            running,
            doubtful_s,
            worn,
            worn_elsewhere: None,
            chunks,
            contacts,
            fused_by,
            peak_force,
            orientation,
            peaks,
            hand_made,
            excluded: edits.excluded,
            other_method,
            missing,
        })
    }

    /// Seconds of running.
    pub(super) fn running_s(&self) -> f64 {
        self.running.iter().map(|b| b.end.saturating_sub(b.start) as f64).sum::<f64>()
            / self.recording.signals.rate_hz
    }

    /// True if samples are so far apart that contact times would be mostly interpolation.
    pub(super) fn is_too_slow_for_contact_time(&self) -> bool {
        self.recording.signals.rate_hz < MIN_RATE_HZ
    }

    /// When running began within the recording, s; a bout at the start of the recording, or after time that was left out, had
    /// begun before it.
    pub(super) fn set_off_s(&self) -> impl Iterator<Item = f64> {
        let signals = &self.recording.signals;
        let cut = |start: usize| self.excluded.iter().any(|e| e.end == start);
        self.running
            .iter()
            .filter(move |b| !cut(b.start))
            .map(|b| signals.time_s(b.start))
            .filter(|t| *t > 0.5)
    }

    /// Cadence from the signal's periodicity.
    pub(super) fn periodic_cadence(&self) -> Option<Metric> {
        self.periodic.as_ref()?.metric(self.recording.placement)
    }

    /// What this recording lacks for a metric that its placement could provide.
    pub(super) fn lacks(&self, info: &MetricInfo) -> Option<String> {
        if self.is_too_slow_for_contact_time()
            && OF_CONTACT_TIME.contains(&info.id)
            && self.contacts.is_some()
        {
            let rate = self.recording.signals.rate_hz;
            return Some(format!("{MIN_RATE_HZ} Hz or more (this recording: {rate:.1} Hz)"));
        }
        let recording = self.recording;
        let (rate, gyr) = (recording.signals.rate_hz, recording.signals.gyr.is_some());
        let here = || info.sources.iter().filter(|s| s.uses(self.segment()));
        if gyr && rate < MIN_RATE_HZ && here().any(|s| s.gyroscope) {
            return Some(format!("{MIN_RATE_HZ} Hz or more (this recording: {rate:.1} Hz)"));
        }
        let integrated = INTEGRATED.contains(&info.id) && here().next().is_some();
        if integrated && gyr && recording.clipping.is_some() {
            return Some("a sensor whose range the steps do not exceed (this one clipped)".to_owned());
        }
        let missing = self.missing.as_ref()?;
        OF_CONTACTS.contains(&info.id).then(|| missing.clone())
    }

    /// Over whole strides the mean acceleration of a body that keeps its height and speed is gravity alone. On pelvis and
    /// trunk, which hardly turn, a larger mean is an error of the sensor; a smaller one may be its turning.
    fn gain_off(&self) -> Option<Caveat> {
        if !matches!(self.segment(), Segment::Pelvis | Segment::Trunk) || self.recording.signals.gravity_free
        {
            return None;
        }
        let seconds = self.running_s();
        if seconds < GAIN_SHORT_S || !self.recording.signals.axes.measured.iter().all(|m| *m) {
            return None;
        }
        let acc = &self.recording.signals.acc;
        let (mut sum, mut n) = (0.0, 0);
        for bout in &self.running {
            let mean = |axis: &[f64]| signal::mean(axis.get(bout.start..bout.end).unwrap_or_default());
            let length = bout.end.saturating_sub(bout.start);
            let squares: f64 =
                [&acc.x, &acc.y, &acc.z].into_iter().map(|axis| mean(axis).unwrap_or(0.0).powi(2)).sum();
            sum += length as f64 * squares.sqrt();
            n += length;
        }
        let mean = to_g(sum / n.max(1) as f64);
        let limit = if seconds < GAIN_MIN_S { GAIN_OFF_SHORT } else { GAIN_OFF };
        (mean - 1.0 > limit).then(|| {
            Caveat::new(
                CaveatId::GainOff,
                format!(
                    "over {:.0} s of running the mean acceleration is {mean:.2} g instead of 1 g: gain or offset of the \
                     accelerometer is off, and accelerations, forces and vertical oscillation may be up to {:.0} % too high",
                    seconds,
                    100.0 * (mean - 1.0)
                ),
            )
            .with_value(mean)
        })
    }

    /// What the sensor looks like, where that contradicts its placement.
    pub(super) fn contradiction(&self) -> Option<Caveat> {
        let (segment, probability) = self.worn_elsewhere.as_ref()?.likeliest()?;
        let like = if segment == Segment::Pelvis { "pelvis or trunk" } else { segment.as_str() };
        let text = format!(
            "given as {}, but it moves like a sensor on the {like} (probability {:.0} %): no finding is made. Correct the placement, or, if you are sure of it, add --trust-placement",
            self.recording.placement,
            (100.0 * probability).min(99.0)
        );
        Some(Caveat::new(CaveatId::PlacementContradicted, text))
    }

    /// Summary of the recording for the report.
    pub(super) fn summary(&self) -> RecordingSummary {
        let r = self.recording;
        let mut caveats: Vec<Caveat> = self.contradiction().into_iter().collect();
        caveats.extend(r.caveats.iter().cloned());
        if self.running.is_empty() {
            caveats.push(Caveat::new(CaveatId::NoRunning, "no running was detected in this recording"));
        }
        if self.doubtful_s >= 1.0 {
            let text = format!(
                "{:.0} s may be slow running, brisk walking or something else: not analysed",
                self.doubtful_s
            );
            caveats.push(Caveat::new(CaveatId::DoubtfulRunning, text));
        }
        if let Some((contacts, _)) = &self.contacts {
            caveats.extend(contacts.caveats.iter().cloned());
        }
        caveats.extend(self.gain_off());
        caveats.extend(self.orientation.caveats.iter().cloned());
        caveats.extend(self.other_method.clone());
        if let Some(needs) = &self.missing {
            caveats.push(Caveat::new(
                CaveatId::NoContacts,
                format!("contacts could not be found: needs {needs}"),
            ));
        }
        let mut channels = vec!["acc"];
        if r.signals.gyr.is_some() {
            channels.push("gyr");
        }
        RecordingSummary {
            file: r.file.clone(),
            device: r.device.clone(),
            placement: r.placement,
            samples: r.samples,
            seconds: r.signals.seconds(),
            rate_hz: r.signals.rate_hz,
            channels,
            running_s: self.running_s(),
            doubtful_s: self.doubtful_s,
            caveats,
        }
    }

    /// Orientation in the running bouts, if the sensor has a gyroscope and its own contacts.
    pub(super) fn oriented(&self) -> Option<&Oriented> {
        self.orientation.oriented.as_ref()
    }

    pub(super) fn segment(&self) -> Segment {
        self.recording.placement.segment
    }
}
