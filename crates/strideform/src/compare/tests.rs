use super::*;
use crate::report::{SavedMetric, SavedRecording, SavedRun};

fn metric(id: &str, value: f64, uncertainty: f64) -> SavedMetric {
    SavedMetric {
        id: id.into(),
        unit: "x".into(),
        value,
        uncertainty,
        n: 100,
        placement: "shank-left".into(),
        method: "m".into(),
        ..SavedMetric::default()
    }
}

fn saved(speed: Option<f64>, metrics: Vec<SavedMetric>) -> Saved {
    Saved { run: SavedRun { speed_mps: speed, ..SavedRun::default() }, metrics, ..Saved::default() }
}

fn verdict(comparison: &Comparison, id: &str) -> Verdict {
    comparison.metrics.iter().find(|m| m.id == id).expect(id).value.verdict
}

#[test]
fn a_change_counts_only_beyond_the_limit() {
    // Half-width 4 without scatter: limit √2·0.5·4 = 2.83.
    let before = saved(Some(3.0), vec![metric("vertical_oscillation", 80.0, 4.0)]);
    for (after, want) in
        [(82.8, Verdict::WithinError), (82.9, Verdict::Increased), (77.1, Verdict::Decreased)]
    {
        let c = compare(&before, &saved(Some(3.0), vec![metric("vertical_oscillation", after, 4.0)]));
        assert_eq!(verdict(&c, "vertical_oscillation"), want, "{after}");
    }
    // Another sensor: √2·4 = 5.66.
    let mut pelvis = metric("vertical_oscillation", 82.9, 4.0);
    pelvis.placement = "pelvis".into();
    let c = compare(&before, &saved(Some(3.0), vec![pelvis]));
    assert_eq!(c.metrics[0].model, ErrorModel::OtherMethod);
    assert_eq!(verdict(&c, "vertical_oscillation"), Verdict::WithinError);
}

#[test]
fn a_change_explained_by_speed_is_not_a_change_of_form() {
    // 168 at 3 m/s, 173 at 3.5 m/s by the curve: 5 expected, limit √((√2·0.5)² + 2.5²) = 2.6.
    let before = saved(Some(3.0), vec![metric("cadence", 168.0, 1.0), metric("pelvic_drop_peak", 5.0, 1.0)]);
    let after = |cadence| {
        let metrics = vec![metric("cadence", cadence, 1.0), metric("pelvic_drop_peak", 9.0, 1.0)];
        compare(&before, &saved(Some(3.5), metrics))
    };
    assert_eq!(verdict(&after(173.0), "cadence"), Verdict::WithinError);
    assert_eq!(verdict(&after(176.0), "cadence"), Verdict::Increased);
    assert_eq!(verdict(&after(168.0), "cadence"), Verdict::Decreased);
    let c = after(173.0);
    assert_eq!(verdict(&c, "pelvic_drop_peak"), Verdict::NotComparable);
    assert!(c.metrics[1].reason.as_deref().is_some_and(|r| r.contains("17 % faster")), "{c:?}");
}

#[test]
fn sides_are_compared_separately_and_different_legs_are_not() {
    let sided = |left, right, value| SavedMetric {
        left,
        right,
        side_uncertainty: Some(0.5),
        ..metric("pelvic_drop_peak", value, 0.5)
    };
    let c = compare(
        &saved(Some(3.0), vec![sided(Some(4.0), Some(4.0), 4.0)]),
        &saved(Some(3.0), vec![sided(Some(6.0), Some(4.1), 4.2)]),
    );
    let m = &c.metrics[0];
    assert_eq!(m.left.map(|p| p.verdict), Some(Verdict::Increased));
    assert_eq!(m.right.map(|p| p.verdict), Some(Verdict::WithinError));
    assert!(m.has_changed() && m.tests() == 3);
    let c = compare(
        &saved(Some(3.0), vec![sided(Some(4.0), None, 4.0)]),
        &saved(Some(3.0), vec![sided(None, Some(9.0), 9.0)]),
    );
    assert_eq!(c.metrics[0].value.verdict, Verdict::NotComparable);
    assert_eq!(c.metrics[0].reason.as_deref(), Some("left leg only before, right leg only after"));
}

#[test]
fn limits_units_and_missing_metrics_are_reported() {
    let mut bound = metric("peak_tibial_acceleration", 7.0, 1.0);
    bound.is_bound = true;
    let before = saved(Some(3.0), vec![bound, metric("cadence", 170.0, 1.0), metric("speed", 3.0, 0.1)]);
    let mut other = metric("cadence", 85.0, 1.0);
    other.unit = "strides/min".into();
    let after = saved(
        Some(3.0),
        vec![metric("peak_tibial_acceleration", 12.0, 1.0), other, metric("trunk_lean", 8.0, 1.0)],
    );
    let c = compare(&before, &after);
    assert_eq!(verdict(&c, "peak_tibial_acceleration"), Verdict::NotComparable);
    assert_eq!(verdict(&c, "cadence"), Verdict::NotComparable);
    assert_eq!((c.only_before, c.only_after), (vec!["speed".to_owned()], vec!["trunk_lean".to_owned()]));
}

#[test]
fn one_run_recorded_twice_has_one_speed() {
    let at = |started: &str, speed| {
        let mut s = saved(Some(speed), vec![metric("vertical_oscillation", 8.0, 1.0)]);
        s.run.started = Some(started.into());
        s.recordings = vec![SavedRecording { seconds: 600.0, ..SavedRecording::default() }];
        s
    };
    let first = at("2026-05-10T10:00:00+02:00", 3.0);
    // The same minute, written in another zone; the other device reads 10 % more.
    let c = compare(&first, &at("2026-05-10T08:01:00Z", 3.3));
    assert!(c.same_run && c.speed == Speeds::SameRun);
    assert_eq!(verdict(&c, "vertical_oscillation"), Verdict::WithinError);
    assert!(!compare(&first, &at("2026-05-10T08:10:00Z", 3.3)).same_run);
}

#[test]
fn changed_findings_are_listed() {
    let finding = |status: &str, side: Option<&str>| SavedFinding {
        fault: "hip-drop".into(),
        name: "Hip drop".into(),
        status: status.into(),
        side: side.map(str::to_owned),
    };
    let of = |f| Saved { findings: vec![f], ..Saved::default() };
    let c = compare(&of(finding("present", Some("left"))), &of(finding("absent", None)));
    assert_eq!((c.findings[0].before.as_str(), c.findings[0].after.as_str()), ("present", "absent"));
    let c = compare(&of(finding("present", Some("left"))), &of(finding("present", Some("left"))));
    assert!(c.findings.is_empty());
    let c = compare(&of(finding("present", Some("left"))), &of(finding("present", Some("right"))));
    assert_eq!(c.findings.len(), 1);
}
