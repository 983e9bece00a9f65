//! Curves of the gait cycle on the virtual runner: they start and turn where the metrics read them.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use strideform::contacts::ContactSide;
use strideform::metrics::CycleCurve;
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::recording::{Clock, Recording, Sensor, Session, Signals, Triad};
use strideform::report::Analysis;
use strideform_testkit::runner::{Params, SensorSpec, VirtualRun};

fn analysed(with_gyroscope: bool) -> Analysis {
    let params = Params { seconds: 20.0, drop_deg: [9.0, 5.0], ..Params::default() };
    let run = VirtualRun::new(params).expect("a runner");
    let placements = ["foot-left", "foot-right", "shank-left", "shank-right", "pelvis"];
    let recordings = placements
        .iter()
        .map(|name| {
            let spec = SensorSpec::named(name).expect("a placement");
            let made = run.record(&spec);
            let triad = |[x, y, z]: [Vec<f64>; 3]| Triad::new(x, y, z);
            let mut signals = Signals::<Sensor>::new(spec.rate_hz, triad(made.acc));
            if with_gyroscope {
                signals = signals.with_gyr(triad(made.gyr));
            }
            let mut made = Recording::new(*name, name.parse().expect("a placement"), signals);
            made.clock = Clock::Counter { first_s: 0.0 };
            made
        })
        .collect();
    analyze(&Session::default().with_recordings(recordings), &AnalysisOptions::default())
}

fn curve<'a>(analysis: &'a Analysis, id: &str, side: ContactSide) -> &'a CycleCurve {
    analysis.curves.iter().find(|c| c.id == id && c.side == side).unwrap_or_else(|| panic!("{id} {side:?}"))
}

#[test]
fn curves_begin_where_the_metrics_are_read() {
    let analysis = analysed(true);
    for (side, drop) in [(ContactSide::Left, 9.0), (ContactSide::Right, 5.0)] {
        let of = |id: &str| {
            let metric = analysis.metric(id).unwrap_or_else(|| panic!("{id}"));
            (if side == ContactSide::Left { metric.left } else { metric.right }).expect("a side")
        };
        for (id, metric) in [("foot_pitch", "foot_strike_angle"), ("shank_angle", "shank_angle_at_contact")] {
            let c = curve(&analysis, id, side);
            // Mean of strides against median of steps, and a stride's end against its begin: three standard errors of
            // a difference, from the curve's own scatter.
            // The metric at the feet's contacts is corrected for how the foot strikes, by 2.2° at most.
            let corrected = if id == "shank_angle" { 2.2 } else { 0.0 };
            let error = 3.0 * (2.0 * c.sd[0].max(c.sd[100]).powi(2) / c.n as f64).sqrt();
            assert!(
                abs_diff_eq!(c.mean[0], of(metric), epsilon = error + corrected),
                "{id} {side:?}: {} {}",
                c.mean[0],
                of(metric)
            );
            assert!(
                abs_diff_eq!(c.mean[0], c.mean[100], epsilon = error),
                "{id} {side:?}: {} {}",
                c.mean[0],
                c.mean[100]
            );
            // A shank swings back at 400 °/s when it lands, and contacts scatter by 5 ms: SD 2…3°, over 20 strides.
            assert!(error < 2.8 && c.n >= 20, "{id} {side:?}: {error} {}", c.n);
        }
        let c = curve(&analysis, "pelvic_obliquity", side);
        let top = c.mean[..40].iter().copied().fold(f64::MIN, f64::max);
        // The mean curve is a little flatter than the mean of the peaks; the fixed error of a perfect sensor is 0.3°.
        assert!(abs_diff_eq!(top - c.mean[0], drop, epsilon = 0.7), "{side:?}: {}", top - c.mean[0]);
        // Contact 0.25 s of a stride of 0.714 s is 35 %; contacts of feet err by some milliseconds.
        let toe_off = c.toe_off_percent.expect("toe-off");
        assert_abs_diff_eq!(toe_off, 35.0, epsilon = 4.0);
        assert_eq!(c.zero, "standing still");
    }
}

#[test]
fn vertical_acceleration_needs_no_gyroscope() {
    let (with, without) = (analysed(true), analysed(false));
    let a = curve(&with, "vertical_acceleration", ContactSide::Left);
    assert!(without.curves.iter().all(|c| c.id == "vertical_acceleration"), "angles need one");
    let b = without.curves.first().expect("a curve");
    for c in [a, b] {
        // A runner who neither takes off nor sinks has no mean vertical acceleration; 0.03 g is the scatter of
        // unsteady strides at either end.
        let mean = c.mean[..100].iter().sum::<f64>() / 100.0;
        assert!(mean.abs() < 0.03, "{mean}");
        // In flight the body falls: −1 g, less what the pelvis' rotation adds at the sensor.
        let least = c.mean.iter().copied().fold(f64::MAX, f64::min);
        assert!((-1.3..-0.7).contains(&least), "{least}");
    }
}
