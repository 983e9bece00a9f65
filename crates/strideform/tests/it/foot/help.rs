//! Running the methods and counting their errors.

use strideform::bouts::{self, Activity, Bout};
use strideform::contacts::{self, Contact, ContactInput, Contacts};
use strideform::recording::{Placement, Run, Segment, Sensor, Side, Signals};

pub(crate) const LEFT_FOOT: Placement = Placement::new(Segment::Foot, Side::Left);

/// Initial contact and toe-off, s.
pub(crate) type Truth = Vec<(f64, f64)>;

/// Identifiers of every method for a foot.
pub(crate) fn methods() -> Vec<&'static str> {
    let all = contacts::all().iter().map(|m| m.info());
    all.filter(|info| info.segments.contains(&Segment::Foot)).map(|info| info.id).collect()
}

/// The running bouts of a foot sensor.
pub(crate) fn running(signals: &Signals<Sensor>) -> Vec<Bout> {
    bouts::find(signals, LEFT_FOOT).into_iter().filter(|b| b.activity == Activity::Run).collect()
}

pub(crate) fn detect_in(id: &str, signals: &Signals<Sensor>, bouts: &[Bout]) -> Contacts {
    let run = Run::default();
    let input = ContactInput::new(signals, LEFT_FOOT, bouts, &run);
    contacts::by_id(id).unwrap().detect(&input).unwrap()
}

pub(crate) fn detect(id: &str, signals: &Signals<Sensor>) -> Vec<Contact> {
    detect_in(id, signals, &running(signals)).contacts
}

/// Mean and SD.
pub(crate) fn spread(errors: &[f64]) -> (f64, f64) {
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / n;
    (mean, (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

pub(crate) fn rms(errors: &[f64]) -> f64 {
    (errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64).sqrt()
}

/// Errors of the valid contacts in milliseconds, and how many of the true contacts have none within 80 ms.
#[derive(Default)]
pub(crate) struct Errors {
    pub(crate) initial_contact: Vec<f64>,
    pub(crate) toe_off: Vec<f64>,
    pub(crate) contact_time: Vec<f64>,
    pub(crate) missed: usize,
    pub(crate) extra: usize,
}

impl Errors {
    pub(crate) fn of(found: &[Contact], truth: &[(f64, f64)]) -> Self {
        let mut out = Self::default();
        let near = |a: f64, b: f64| (a - b).abs() < 0.08;
        for (on, off) in truth {
            let valid = found.iter().filter(|c| c.valid);
            let Some(contact) = valid.into_iter().find(|c| near(c.initial_contact_s, *on)) else {
                out.missed += 1;
                continue;
            };
            out.initial_contact.push(1e3 * (contact.initial_contact_s - on));
            out.toe_off.push(1e3 * (contact.toe_off_s.unwrap() - off));
            out.contact_time.push(1e3 * (contact.contact_time_s().unwrap() - (off - on)));
        }
        // Before the first and after the last of the contacts asked for others may be.
        let (first, last) = (truth.first().map_or(0.0, |t| t.0), truth.last().map_or(0.0, |t| t.1));
        let asked = |c: &&Contact| c.valid && c.initial_contact_s > first && c.initial_contact_s < last;
        let known = |c: &Contact| truth.iter().any(|(on, _)| near(c.initial_contact_s, *on));
        out.extra = found.iter().filter(asked).filter(|c| !known(c)).count();
        out
    }

    pub(crate) fn line(&self) -> String {
        let (on, off) = (spread(&self.initial_contact), spread(&self.toe_off));
        format!(
            "n {:3} missed {} extra {} IC {:+6.1} ± {:4.1} TO {:+6.1} ± {:4.1} contact RMSE {:5.1} ms",
            self.contact_time.len(),
            self.missed,
            self.extra,
            on.0,
            on.1,
            off.0,
            off.1,
            rms(&self.contact_time)
        )
    }
}
