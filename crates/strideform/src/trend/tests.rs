use super::*;
use crate::findings::Status;
use crate::recording::CaveatId;

/// A run of `km` kilometres at 3 m/s.
fn run(started: &str, km: f64) -> TrendSession {
    TrendSession {
        started: Start::parse(started),
        source: started.to_owned(),
        file: started.to_owned(),
        distance_m: Some(1000.0 * km),
        seconds: Some(1000.0 * km / 3.0),
        steps: Some(1000.0 * km),
        speed_mps: Some(3.0),
        ..TrendSession::default()
    }
}

fn of(runs: Vec<TrendSession>) -> Trend {
    trend(runs, &RuleTable::embedded())
}

/// Ten kilometres every third day of April, then one run on 1 May.
fn april(last_km: f64) -> Vec<TrendSession> {
    let mut runs: Vec<TrendSession> =
        (0..10).map(|k| run(&format!("2026-04-{:02}T07:00:00+02:00", 1 + 3 * k), 10.0)).collect();
    runs.push(run("2026-05-01T07:00:00+02:00", last_km));
    runs
}

#[test]
fn the_ratio_is_compared_with_ten_and_thirty_per_cent_and_twice() {
    // The ratio's half-width is 3 %: at exactly 1.10 it is too close to call, at 1.30 it is certain and marked.
    for (km, status, severity) in [
        (10.0, Status::Absent, None),
        (11.0, Status::Borderline, None),
        (12.0, Status::Present, Some("mild")),
        (13.0, Status::Present, Some("marked")),
        (20.0, Status::Present, Some("marked")),
    ] {
        let t = of(april(km));
        let f = &t.findings[0];
        let found = serde_json::to_value(f.severity).unwrap();
        assert_eq!((f.status, found.as_str()), (status, severity), "{km}");
        let spike = t.sessions.last().and_then(|s| s.spike).expect("a ratio");
        assert!((spike.ratio - km / 10.0).abs() < 1e-12 && spike.runs_before == 10, "{spike:?}");
        assert_eq!(f.checks.iter().any(|c| c.contains("twice")), km >= 20.0, "{:?}", f.checks);
    }
}

#[test]
fn thirty_days_are_counted_by_the_calendar_over_summer_time() {
    // 27 February to 29 March 2026 is 30 days, with the clocks of Europe set forward on the last.
    let log = |first: &str| of(vec![run(first, 20.0), run("2026-03-29T07:00:00+02:00", 20.0)]);
    let ratio = |t: Trend| t.sessions.last().and_then(|s| s.spike).map(|s| s.ratio);
    assert_eq!(ratio(log("2026-02-27T07:00:00+01:00")), Some(1.0));
    assert_eq!(ratio(log("2026-02-26T23:50:00+01:00")), None);
}

#[test]
fn weeks_run_from_monday_to_sunday_across_new_year() {
    // 2026 begins on a Thursday: Monday 29 December 2025 is in its first week; 28 December is in week 52 of 2025.
    let t = of(vec![
        run("2025-12-22T08:00:00Z", 5.0),
        // Ends 57 minutes before the next one: no pause within an outing.
        run("2025-12-28T23:00:00+01:00", 6.0),
        run("2025-12-29T00:30:00+01:00", 7.0),
        run("2026-01-03T08:00:00Z", 8.0),
        run("2026-01-18T08:00:00Z", 9.0),
    ]);
    let rows: Vec<(&str, usize, usize, Option<f64>)> =
        t.weeks.iter().map(|w| (w.week.as_str(), w.runs, w.rest_days, w.distance_m)).collect();
    assert_eq!(
        rows,
        [
            ("2025-W52", 2, 5, Some(11_000.0)),
            ("2026-W01", 2, 5, Some(15_000.0)),
            ("2026-W02", 0, 7, Some(0.0)),
            ("2026-W03", 1, 6, Some(9_000.0)),
        ]
    );
    assert_eq!(t.weeks[1].monday, "2025-12-29");
    // 15 km after 11 km is 36.4 % more; after a week without runs there is no percentage.
    assert!(t.weeks[1].change_percent.is_some_and(|c| (c - 400.0 / 11.0).abs() < 1e-9));
    assert_eq!((t.weeks[2].change_percent, t.weeks[3].change_percent), (Some(-100.0), None));
    assert!(t.weeks.iter().all(|w| w.whole) && t.weeks[1].longest_m == Some(8000.0));
}

#[test]
fn a_partly_covered_week_is_not_compared() {
    // Wednesday to the Tuesday after next.
    let t = of(vec![
        run("2026-04-01T08:00:00Z", 5.0),
        run("2026-04-08T08:00:00Z", 5.0),
        run("2026-04-14T08:00:00Z", 5.0),
    ]);
    let whole: Vec<(bool, usize)> = t.weeks.iter().map(|w| (w.whole, w.rest_days)).collect();
    assert_eq!(whole, [(false, 4), (true, 6), (false, 1)]);
    assert!(t.weeks.iter().all(|w| w.change_percent.is_none()));
}

#[test]
fn a_run_in_two_files_counts_once() {
    let mut table = run("2026-04-03T09:30:00Z", 10.0);
    table.source = "Activities.csv".into();
    // The watch's file, started 40 s later by another device, and one in UTC while the table is in local time.
    let mut pod = run("2026-04-03T09:30:40Z", 10.1);
    pod.source = "pod.fit".into();
    let mut utc = run("2026-04-03T07:30:02Z", 10.05);
    utc.source = "watch.fit".into();
    let other = run("2026-04-03T18:00:00Z", 4.0);
    let t = of(vec![table, other, pod, utc]);
    assert_eq!(t.sessions.len(), 2, "{t:#?}");
    assert_eq!(t.caveats.iter().find(|c| c.id == CaveatId::SameRun).and_then(|c| c.value), Some(2.0));
}

#[test]
fn gaps_and_missing_starts_are_reported() {
    let mut runs = vec![run("2026-03-01T07:00:00Z", 10.0), run("2026-03-09T07:00:00Z", 10.0)];
    // Seven days between runs are not a gap; twelve are.
    assert!(of(runs.clone()).caveats.is_empty());
    runs.push(run("2026-03-22T07:00:00Z", 14.0));
    runs.push(TrendSession { started: None, ..run("x", 9.0) });
    let t = of(runs);
    assert_eq!((t.sessions.len(), t.undated.len()), (3, 1));
    let gap = t.caveats.iter().find(|c| c.id == CaveatId::Gaps).expect("a gap");
    assert!(gap.value == Some(12.0) && gap.text.contains("2026-03-09"), "{gap:?}");
    let f = &t.findings[0];
    // Two runs in the days before, a log of three weeks: too little to call a rise.
    assert_eq!(f.status, Status::NotAssessed);
    assert!(f.needs.as_ref().is_some_and(|n| n.contains("2 runs, 21 days")), "{f:#?}");
}

#[test]
fn an_older_spike_is_shown_but_is_not_a_finding() {
    let mut runs = april(20.0);
    runs.extend((0..14).map(|k| run(&format!("2026-06-{:02}T07:00:00Z", 1 + 2 * k), 10.0)));
    let t = of(runs);
    assert_eq!(t.findings[0].status, Status::Absent);
    assert!(t.sessions[10].spike.is_some_and(|s| s.ratio == 2.0));
}

#[test]
fn loads_are_steps_times_impact_for_each_side() {
    let mut one = run("2026-04-01T08:00:00Z", 10.0);
    let value = TrendValue {
        value: 6.0,
        left: Some(5.0),
        right: Some(7.0),
        basis: "shank, m".into(),
        session_sd: None,
    };
    one.metrics.insert("peak_tibial_acceleration".into(), value);
    one.load = load::side_load(one.steps, &one.metrics);
    let t = of(vec![one, run("2026-04-02T08:00:00Z", 10.0)]);
    // 5000 steps of each foot.
    let want = SideLoad {
        metric: "peak_tibial_acceleration",
        unit: "g·steps",
        left: Some(25_000.0),
        right: Some(35_000.0),
    };
    assert_eq!((t.sessions[0].load, t.weeks[0].load), (Some(want), Some(want)));
    assert_eq!(t.weeks[0].steps, Some(20_000.0));
}

#[test]
fn a_metric_is_followed_only_at_a_comparable_speed() {
    let with = |day: u32, speed: f64, cadence: f64| {
        let mut r = run(&format!("2026-04-{day:02}T08:00:00Z"), 10.0);
        r.speed_mps = Some(speed);
        let value = TrendValue {
            value: cadence,
            left: None,
            right: None,
            basis: "watch, m".into(),
            session_sd: None,
        };
        r.metrics.insert("cadence".into(), value);
        r
    };
    // One step per minute more each day, with a fast run in between.
    let mut runs: Vec<TrendSession> = (0..8).map(|k| with(1 + k, 3.0, 160.0 + f64::from(k))).collect();
    runs.push(with(20, 4.0, 190.0));
    let t = of(runs);
    let c = t.courses.iter().find(|c| c.id == "cadence").expect("a course");
    assert_eq!((c.points.len(), c.left_out, c.speed_mps), (8, 1, Some(3.0)));
    // 28 days, one step per minute more each day; rounding only.
    assert!(c.per_four_weeks.is_some_and(|s| (s - 28.0).abs() < 1e-9), "{c:?}");
    assert_eq!(c.tendency, Some(Tendency::Rising));
}

#[test]
fn an_empty_log_shows_no_fault() {
    let t = of(Vec::new());
    assert!(t.sessions.is_empty() && t.weeks.is_empty());
    assert_eq!(t.findings[0].status, Status::NotAssessed);
    assert_eq!(of(vec![run("2026-04-01T08:00:00Z", 5.0)]).findings[0].status, Status::NotAssessed);
}
