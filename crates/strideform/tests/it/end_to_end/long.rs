//! Running that is long enough to be worked on in stretches: nothing is lost or counted twice at the seams.

use approx::abs_diff_eq;
use strideform::metrics::MetricId;
use strideform::report::Analysis;
use strideform_testkit::runner::{CsvStyle, Params, Part, SensorFaults, SensorSpec, Side, VirtualRun};

use crate::end_to_end::{analysed, params};

/// More than ten minutes, the longest that is looked at in one piece.
const SECONDS: f64 = 700.0;

fn analysis(part: Part, seconds: f64) -> Analysis {
    let run = VirtualRun::new(Params { seconds, ..params() }).expect("possible");
    let sensor = SensorSpec::on(part).with(SensorFaults::default());
    analysed(&run, &[sensor], CsvStyle::default(), |_| {})
}

/// Every interval between neighbouring contacts, s.
fn intervals(analysis: &Analysis) -> Vec<f64> {
    let times: Vec<f64> = analysis.contacts.iter().map(|row| row.contact.initial_contact_s).collect();
    times.windows(2).map(|w| w[1] - w[0]).collect()
}

#[test]
fn every_contact_counts_once() {
    for (part, name) in
        [(Part::Pelvis, "pelvis"), (Part::Shank(Side::Left), "shank"), (Part::Foot(Side::Left), "foot")]
    {
        let (long, short) = (analysis(part, SECONDS), analysis(part, 60.0));
        assert!(
            long.contacts.iter().all(|row| row.contact.bout == 0),
            "{name}: one bout, whatever the stretches"
        );
        let of_short = intervals(&short);
        let usual = of_short.iter().sum::<f64>() / of_short.len() as f64;
        for interval in intervals(&long) {
            // Offset and scatter of steps are under a tenth; a contact lost or counted twice is a half or more.
            assert!(
                abs_diff_eq!(interval / usual, 1.0, epsilon = 0.2),
                "{name}: {interval} s beside {usual} s"
            );
        }
        // The run takes some seconds to set off and to stop.
        let expected = SECONDS / usual;
        assert!(abs_diff_eq!(long.contacts.len() as f64, expected, epsilon = 0.02 * expected), "{name}");
        for metric in &long.metrics {
            let Some(other) = short.metrics.iter().find(|m| m.id == metric.id) else { continue };
            // A minute of the same running; each value errs by its interval at most.
            let within = metric.uncertainty + other.uncertainty;
            assert!(
                abs_diff_eq!(metric.value, other.value, epsilon = within),
                "{name} {}: {} {} {within}",
                metric.id,
                metric.value,
                other.value
            );
            // What reaches over a seam is left out: a stride or two at each of three seams.
            let per_contact = |a: &Analysis, n: usize| n as f64 / a.contacts.len() as f64;
            let (many, few) = (per_contact(&long, metric.n), per_contact(&short, other.n));
            assert!(few < 0.3 || many > few - 0.05, "{name} {}: {many} of the contacts, {few}", metric.id);
        }
        // The virtual pelvis turns unlike people's, so that its sides are not sure in every stretch.
        let ids = |a: &Analysis| {
            let all = a.metrics.iter().map(|m| m.id);
            all.filter(|id| *id != MetricId::StepTimeAsymmetry).collect::<Vec<_>>()
        };
        assert_eq!(ids(&long), ids(&short), "{name}");
    }
}
