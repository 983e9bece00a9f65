//! Found against true contacts.

use strideform::contacts::Contacts;

/// Errors of one trial, ms; estimate less truth.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agreement {
    pub(crate) truth: usize,
    pub(crate) found: usize,
    pub(crate) extra: usize,
    pub(crate) initial_contact: Vec<f64>,
    pub(crate) toe_off: Vec<f64>,
    pub(crate) contact_time: Vec<f64>,
    /// Contact times found, s.
    pub(crate) times: Vec<f64>,
}

/// Pairs contacts no more than 100 ms apart (an eighth of a stride: the next contact is far outside).
pub(crate) fn compare(contacts: &Contacts, truth: &[(f64, f64)]) -> Agreement {
    let mut out = Agreement { truth: truth.len(), ..Agreement::default() };
    let mut used = 0;
    for &(on, off) in truth {
        let near = contacts
            .contacts
            .iter()
            .filter(|c| c.valid && (c.initial_contact_s - on).abs() < 0.1)
            .min_by(|a, b| (a.initial_contact_s - on).abs().total_cmp(&(b.initial_contact_s - on).abs()));
        let Some(contact) = near else { continue };
        used += 1;
        out.initial_contact.push(1e3 * (contact.initial_contact_s - on));
        if let (Some(toe_off), Some(time)) = (contact.toe_off_s, contact.contact_time_s()) {
            out.toe_off.push(1e3 * (toe_off - off));
            out.contact_time.push(1e3 * (time - (off - on)));
            out.times.push(time);
        }
    }
    out.found = used;
    out.extra = contacts.contacts.iter().filter(|c| c.valid).count() - used;
    out
}

pub(crate) fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

pub(crate) fn sd(x: &[f64]) -> f64 {
    let m = mean(x);
    (x.iter().map(|v| (v - m).powi(2)).sum::<f64>() / (x.len() as f64 - 1.0)).sqrt()
}

pub(crate) fn rmse(x: &[f64]) -> f64 {
    (x.iter().map(|v| v * v).sum::<f64>() / x.len() as f64).sqrt()
}

pub(crate) fn print(name: &str, a: &Agreement) {
    println!(
        "{name:<18} {}/{} found, {} extra   IC {:6.1} ± {:4.1}   TO {:6.1} ± {:4.1} ({})   contact RMSE {:5.1} ms",
        a.found,
        a.truth,
        a.extra,
        mean(&a.initial_contact),
        sd(&a.initial_contact),
        mean(&a.toe_off),
        sd(&a.toe_off),
        a.toe_off.len(),
        rmse(&a.contact_time),
    );
}
