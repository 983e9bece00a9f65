//! One recording with what the stages found in it.

use crate::bouts::{self, Bout};
use crate::contacts::{self, ContactInput, ContactMethod, Contacts};
use crate::metrics::{self, CadenceEstimate, Metric, MetricInfo};
use crate::orientation::Oriented;
use crate::recording::{Caveat, Recording, Run, Segment};
use crate::report::RecordingSummary;

use super::attitude::{self, Attitude};
use super::step_values::{self, Peaks};
use super::stretches::Stretches;

/// Below this rate no contact time is shown, Hz: as the catalogue of metrics says.
const LEAST_RATE_HZ: f64 = 50.0;
/// Metrics that rest on contact time.
pub(super) const OF_CONTACT_TIME: [&str; 4] =
    ["contact_time", "flight_time", "duty_factor", "contact_time_balance"];

/// A recording, its running and its contacts.
pub(super) struct Seen<'a> {
    pub(super) recording: &'a Recording,
    /// Running bouts only.
    pub(super) running: Vec<Bout>,
    /// The same in stretches.
    pub(super) stretches: Stretches,
    /// Cadence by the signal's period.
    periodic: Option<CadenceEstimate>,
    /// Contacts with the method's identifier, where a method works on this placement. Their `bout` and axes count
    /// stretches.
    pub(super) contacts: Option<(Contacts, &'static str)>,
    /// What the sensor's attitude tells; empty without gyroscope.
    pub(super) attitude: Attitude,
    /// Peaks of acceleration and force at the contacts.
    pub(super) peaks: Peaks,
    /// Said where the method asked for does not work on this placement.
    other_method: Option<Caveat>,
    /// Why there are no contacts.
    missing: Option<String>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(
        recording: &'a Recording,
        run: &Run,
        chosen: Option<&'static dyn ContactMethod>,
        alone: bool,
    ) -> Self {
        let signals = &recording.signals;
        let (running, windows) = bouts::find_running(signals, recording.placement, metrics::CADENCE_WINDOW_S);
        let mut seen = Self {
            recording,
            stretches: Stretches::of(signals, &running),
            periodic: metrics::cadence_of_windows(&windows, recording.placement),
            running,
            contacts: None,
            attitude: Attitude::default(),
            peaks: Peaks::default(),
            other_method: None,
            missing: None,
        };
        if seen.running.is_empty() {
            return seen;
        }
        let fits = |m: &&'static dyn ContactMethod| m.info().segments.contains(&recording.placement.segment);
        let method =
            chosen.filter(fits).or_else(|| contacts::default_for(recording.placement, signals.gyr.is_some()));
        let Some(method) = method else { return seen };
        seen.other_method = chosen.filter(|m| !fits(m)).map(|m| {
            let (asked, placement, used) = (m.info().id, recording.placement, method.info().id);
            Caveat::new("other-method", format!("`{asked}` does not work on {placement}: `{used}` was used"))
        });
        let input =
            ContactInput { signals, placement: recording.placement, bouts: &seen.stretches.bouts, run };
        // Neither needs the other; side by side they take twice the memory, which several recordings do anyway.
        let detect = || method.detect(&input);
        let orient = || attitude::orient_running(recording, &seen.stretches.bouts);
        let (found, oriented) = if alone { rayon::join(detect, orient) } else { (detect(), orient()) };
        match found {
            Ok(mut contacts) => {
                seen.stretches.without_doubles(signals, recording.placement, &mut contacts);
                let error = contacts.initial_contact_error;
                seen.contacts = Some((contacts, method.info().id));
                let list = seen.contacts.as_ref().map_or(&[][..], |(c, _)| &c.contacts);
                let (attitude, force) = rayon::join(
                    || attitude::from(oriented, recording, list, error, run),
                    || step_values::force_peaks(&seen),
                );
                seen.attitude = attitude;
                // The long axis of a shank comes from its attitude.
                seen.peaks = Peaks { force, tibial: step_values::tibial_peaks(&seen) };
            }
            Err(missing) => seen.missing = Some(missing.needs),
        }
        seen
    }

    /// Seconds of running.
    pub(super) fn running_s(&self) -> f64 {
        self.running.iter().map(|b| b.end.saturating_sub(b.start) as f64).sum::<f64>()
            / self.recording.signals.rate_hz
    }

    /// True where a sample is so long that a contact time would be little but interpolation.
    pub(super) fn is_too_slow_for_contact_time(&self) -> bool {
        self.recording.signals.rate_hz < LEAST_RATE_HZ
    }

    /// When running began inside the recording, s: a bout that the recording opens with was under way before.
    pub(super) fn set_off_s(&self) -> impl Iterator<Item = f64> {
        let signals = &self.recording.signals;
        self.running.iter().map(|b| signals.time_s(b.start)).filter(|t| *t > 0.5)
    }

    /// Cadence from the signal's periodicity.
    pub(super) fn periodic_cadence(&self) -> Option<Metric> {
        self.periodic.as_ref()?.metric(self.recording.placement)
    }

    /// What this recording lacks for a metric that its placement would give.
    pub(super) fn lacks(&self, info: &MetricInfo) -> Option<String> {
        if self.is_too_slow_for_contact_time()
            && OF_CONTACT_TIME.contains(&info.id)
            && self.contacts.is_some()
        {
            let rate = self.recording.signals.rate_hz;
            return Some(format!("{LEAST_RATE_HZ} Hz or more (this recording: {rate:.1} Hz)"));
        }
        let recording = self.recording;
        let (rate, gyr) = (recording.signals.rate_hz, recording.signals.gyr.is_some());
        let here = info.from.contains(self.segment().as_str());
        if here && gyr && rate < LEAST_RATE_HZ && info.from.contains("gyroscope") {
            return Some(format!("{LEAST_RATE_HZ} Hz or more (this recording: {rate:.1} Hz)"));
        }
        if here && info.id.starts_with("vertical_") && gyr && recording.clipping.is_some() {
            return Some(
                "a sensor whose range the steps do not exceed (this one reached its limit)".to_owned(),
            );
        }
        let missing = self.missing.as_ref()?;
        let of_contacts = ["step_time", "stride_time", "contact_time", "flight_time", "duty_factor"];
        of_contacts.contains(&info.id).then(|| missing.clone())
    }

    /// The recording as the report shows it.
    pub(super) fn summary(&self) -> RecordingSummary {
        let r = self.recording;
        let mut caveats = r.caveats.clone();
        if self.running.is_empty() {
            caveats.push(Caveat::new("no-running", "nobody runs in this recording"));
        }
        if let Some((contacts, _)) = &self.contacts {
            caveats.extend(contacts.caveats.iter().cloned());
        }
        caveats.extend(self.attitude.caveats.iter().cloned());
        caveats.extend(self.other_method.clone());
        if let Some(needs) = &self.missing {
            caveats.push(Caveat::new("no-contacts", format!("contacts could not be found: needs {needs}")));
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
            caveats,
        }
    }

    /// Attitude in the running bouts, where the sensor has a gyroscope and contacts of its own.
    pub(super) fn oriented(&self) -> Option<&Oriented> {
        self.attitude.oriented.as_ref()
    }

    pub(super) fn segment(&self) -> Segment {
        self.recording.placement.segment
    }
}
