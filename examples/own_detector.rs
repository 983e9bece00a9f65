//! Your own contact detector beside the library's: the trait states what it needs and returns the contacts.

use strideform::bouts::{self, Activity};
use strideform::contacts::{
    Contact, ContactInput, ContactMethod, ContactSide, Contacts, MethodInfo, Missing, TimingError,
    default_for,
};
use strideform::read::{self, ReadOptions, Source};
use strideform::recording::{Run, Segment};
use strideform::signal::{PeakOptions, find_peaks, zero_phase_lowpass};

/// Takes every impact peak as an initial contact; no toe-off. (Peaks come 30–60 ms after the contact.)
struct ImpactPeaks;

impl ContactMethod for ImpactPeaks {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "impact-peaks",
            summary: "the largest resultant acceleration of every stride",
            segments: &[Segment::Shank],
            needs_gyr: false,
            min_rate_hz: 50.0,
            citation: "an example",
            deviations: "none",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        self.require(input)?;
        let rate = input.signals.rate_hz;
        let norm = zero_phase_lowpass(&input.signals.acc.norm(), 40.0, rate);
        let mut contacts = Vec::new();
        for (index, bout) in input.bouts.iter().enumerate() {
            let Some(stride_s) = bout.stride_s else { continue };
            let part = norm.get(bout.start..bout.end).unwrap_or_default();
            for peak in find_peaks(part, &PeakOptions::default().distance(0.7 * stride_s * rate)) {
                contacts.push(Contact {
                    side: ContactSide::of(input.placement.side),
                    initial_contact_s: input.signals.time_s(bout.start + peak.index),
                    toe_off_s: None,
                    valid: true,
                    reason: None,
                    placement: input.placement,
                    bout: index,
                });
            }
        }
        // The errors are not known, so state wide ones.
        let unknown = TimingError { bias_s: 0.03, step_s: 0.01 };
        Ok(Contacts::new(contacts, input.bouts.len(), unknown, unknown, unknown))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = strideform_examples::session().join("shank-left.csv");
    let recording = read::recording(&Source::File(file), &ReadOptions::default())?;
    let mut running = bouts::find(&recording.signals, recording.placement);
    running.retain(|b| b.activity == Activity::Run);
    let run = Run::default();
    let input = ContactInput::new(&recording.signals, recording.placement, &running, &run);
    let ours =
        default_for(recording.placement, recording.signals.gyr.is_some()).ok_or("no method for a shank")?;
    let theirs = ours.detect(&input).map_err(|m| m.needs)?;
    let mine = ImpactPeaks.detect(&input).map_err(|m| m.needs)?;
    println!("{}: {} contacts; impact-peaks: {}", ours.info().id, theirs.contacts.len(), mine.contacts.len());
    for contact in &mine.contacts {
        let late = theirs.contacts.iter().map(|c| contact.initial_contact_s - c.initial_contact_s);
        if let Some(late) = late.min_by(|a, b| a.abs().total_cmp(&b.abs())) {
            println!("{:8.3} s  {:+.0} ms", contact.initial_contact_s, 1e3 * late);
        }
    }
    Ok(())
}
