//! Values reported by watches, straps and pods, as the same metrics under the same identifiers, with the device as the
//! method.
//!
//! A value is the median over running records (cadence above 60 strides per minute, values above zero). Quantities that
//! an export does not contain but implies (step length from speed and cadence, flight time from cadence and contact
//! time…) are derived, and the method names the quantities used.

use crate::contacts::ContactSide;
use crate::recording::{Channel, Placement, WatchRun};

use super::estimate::{Metric, Sided};
use super::id::MetricId;

/// 1-σ of a consumer device's contact time, s: two good ones differ by −7.6 ± 13.3 ms on the same run (chest strap and
/// foot pod, public in-lab and real-world running data of J. J. Davis): √((7.6² + 13.3²)/2).
const CONTACT_S: f64 = 0.0108;
/// 1-σ of vertical oscillation, cm: a chest strap and a foot pod on one run differ by 3.0 cm (same data), over √2.
const OSCILLATION_CM: f64 = 2.1;

const TWO_DEVICES: &str = "two consumer devices on one run (docs/METHODS.md)";
const JUDGEMENT: &str = "judgement: no validation of this device is available";

/// 1-σ bias and its basis, for a value in the catalogue's unit.
fn error(id: MetricId, value: f64) -> (f64, &'static str) {
    match id {
        // Whole strides per minute are two steps: uniform rounding has an SD of 0.58, and the watch smooths.
        MetricId::Cadence => (1.0, "judgement: rounding to whole strides and smoothing"),
        MetricId::ContactTime | MetricId::FlightTime => (CONTACT_S, TWO_DEVICES),
        // Contact time over a stride of about 0.7 s.
        MetricId::DutyFactor => (CONTACT_S / 0.7, TWO_DEVICES),
        MetricId::VerticalOscillation => (OSCILLATION_CM, TWO_DEVICES),
        // Mostly the error of the oscillation, 2.1 of about 10 cm.
        MetricId::VerticalRatio => (0.2 * value, TWO_DEVICES),
        MetricId::ContactTimeBalance => (0.8, JUDGEMENT),
        // Satellites and pods are usually within 3 % over a run.
        MetricId::Speed | MetricId::StepLength => {
            (0.03 * value, "judgement: 3 % of distance by satellite or pod")
        }
        _ => (0.1 * value, JUDGEMENT),
    }
}

/// Every metric in the records of the run; none without running.
pub fn watch(run: &WatchRun) -> Vec<Metric> {
    let running = run.running_rows();
    let rows: Vec<usize> = running.iter().enumerate().filter(|(_, r)| **r).map(|(i, _)| i).collect();
    let value = |channel: Channel, row: usize| run.records.value(channel, row).filter(|v| *v > 0.0);
    let column = |f: &dyn Fn(usize) -> Option<f64>| {
        let mut sided = Sided::default();
        for &row in &rows {
            if let (Some(v), Some(t)) = (f(row), run.records.time_s.get(row)) {
                sided.push(*t, ContactSide::Unknown, v);
            }
        }
        sided
    };
    let mut out: Vec<Metric> = Vec::new();
    let mut add = |id: MetricId, sided: Sided, method: &str| {
        if out.iter().any(|m| m.id == id) {
            return;
        }
        if let Some(mut metric) = sided.metric(id, Placement::WATCH, method, 0.0, JUDGEMENT) {
            let (bias, source) = error(id, metric.value);
            let half = |n| super::estimate::half_width(bias, metric.sd.unwrap_or(0.0), n);
            metric.uncertainty = half(metric.n);
            metric.side_uncertainty = metric.side_uncertainty.map(|_| half(metric.n / 2));
            metric.side_difference_uncertainty =
                metric.side_uncertainty.map(|half| std::f64::consts::SQRT_2 * half);
            metric.error_source = source;
            out.push(metric);
        }
    };
    let mut feet = Sided::default();
    for &row in &rows {
        let t = run.records.time_s.get(row).copied().unwrap_or(0.0);
        for (channel, side) in
            [(Channel::ContactTimeLeft, ContactSide::Left), (Channel::ContactTimeRight, ContactSide::Right)]
        {
            if let Some(v) = value(channel, row) {
                feet.push(t, side, v);
            }
        }
    }
    add(MetricId::ContactTime, feet, run.method);
    for channel in run.records.channels() {
        if let Some(id) = channel.metric().and_then(|id| id.parse().ok()) {
            add(id, column(&|row| value(channel, row)), run.method);
        }
    }
    let contact = |row| {
        let both =
            || Some((value(Channel::ContactTimeLeft, row)? + value(Channel::ContactTimeRight, row)?) / 2.0);
        value(Channel::ContactTime, row).or_else(both)
    };
    let step = |row| {
        value(Channel::StepLength, row)
            .or_else(|| Some(60.0 * value(Channel::Speed, row)? / value(Channel::Cadence, row)?))
    };
    let balance = |row| {
        let (left, right) = (value(Channel::ContactTimeLeft, row)?, value(Channel::ContactTimeRight, row)?);
        Some(100.0 * left / (left + right))
    };
    add(MetricId::ContactTimeBalance, column(&balance), "from-contact-times");
    add(MetricId::StepLength, column(&step), "from-speed-and-cadence");
    add(
        MetricId::FlightTime,
        column(&|row| Some(60.0 / value(Channel::Cadence, row)? - contact(row)?).filter(|f| *f > 0.0)),
        "from-cadence-and-contact-time",
    );
    add(
        MetricId::DutyFactor,
        column(&|row| Some(contact(row)? * value(Channel::Cadence, row)? / 120.0)),
        "from-cadence-and-contact-time",
    );
    add(
        MetricId::VerticalRatio,
        // Centimetres over metres are per cent.
        column(&|row| Some(value(Channel::VerticalOscillation, row)? / step(row)?)),
        "from-oscillation-and-step-length",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::RowKind;
    use approx::assert_abs_diff_eq;

    #[test]
    fn medians_over_running_records_and_what_they_imply() {
        let mut run = WatchRun::new("x", "garmin-running-dynamics", RowKind::Record);
        run.records
            .push(0.0, &[(Channel::Cadence, 100.0), (Channel::ContactTime, 0.5), (Channel::Speed, 1.0)]);
        for (i, contact) in [0.25, 0.26, 0.0, 0.24].into_iter().enumerate() {
            let values = [
                (Channel::Cadence, 160.0),
                (Channel::ContactTime, contact),
                (Channel::Speed, 3.2),
                (Channel::VerticalOscillation, 9.0),
            ];
            run.records.push(1.0 + i as f64, &values);
        }
        let metrics = watch(&run);
        let of = |id: MetricId| metrics.iter().find(|m| m.id == id).unwrap();
        // The walking record and the zero are left out.
        assert_eq!((of(MetricId::ContactTime).value, of(MetricId::ContactTime).n), (0.25, 3));
        assert_eq!(of(MetricId::Cadence).n, 4);
        assert_eq!(of(MetricId::Cadence).method, "garmin-running-dynamics");
        // 60·3.2/160 m, 60/160 − 0.25 s, 9 cm over 1.2 m; rounding of doubles.
        assert_abs_diff_eq!(of(MetricId::StepLength).value, 1.2, epsilon = 1e-12);
        assert_abs_diff_eq!(of(MetricId::FlightTime).value, 0.125, epsilon = 1e-12);
        assert_abs_diff_eq!(of(MetricId::VerticalRatio).value, 7.5, epsilon = 1e-12);
        assert_eq!(of(MetricId::FlightTime).method, "from-cadence-and-contact-time");
        assert_abs_diff_eq!(
            of(MetricId::ContactTime).uncertainty,
            1.96 * (CONTACT_S.powi(2) + 1e-4 / 3.0).sqrt(),
            epsilon = 1e-12
        );
    }

    #[test]
    fn feet_apart_give_sides_and_balance() {
        let mut run = WatchRun::new("x", "runscribe", RowKind::Record);
        for i in 0..5 {
            let values = [
                (Channel::Cadence, 170.0),
                (Channel::ContactTimeLeft, 0.26),
                (Channel::ContactTimeRight, 0.24),
            ];
            run.records.push(f64::from(i), &values);
        }
        let metrics = watch(&run);
        let contact = metrics.iter().find(|m| m.id == MetricId::ContactTime).unwrap();
        assert_eq!((contact.left, contact.right), (Some(0.26), Some(0.24)));
        let balance = metrics.iter().find(|m| m.id == MetricId::ContactTimeBalance).unwrap();
        assert_abs_diff_eq!(balance.value, 52.0, epsilon = 1e-12);
    }
}
