//! Tables of portals: numerals, languages, units, other sports, rows of other length.

use approx::abs_diff_eq;
use strideform::ErrorKind;
use strideform::read::{ReadOptions, contents};
use strideform::recording::{CaveatId, Channel, RowKind, Sport};

use crate::watch::{every, measured, read, source, value};

#[test]
fn a_european_table_has_every_numeral_right() {
    let runs = every("activities_european.csv");
    assert_eq!(runs.len(), 5);
    let run = &runs[0];
    assert_eq!(run.started.map(|t| t.to_string()).as_deref(), Some("2024-05-04T06:30:00Z"));
    assert_eq!((run.sport.clone(), run.title.as_deref()), (Sport::Running, Some("Loop, easy")));
    assert_eq!(run.totals.distance_m, Some(10_020.0));
    assert_eq!((run.totals.seconds, run.totals.steps), (Some(3407.0), Some(9540.0)));
    for (channel, expected) in [
        (Channel::Cadence, 168.0),
        (Channel::StepLength, 1.05),
        (Channel::VerticalRatio, 8.4),
        (Channel::VerticalOscillation, 8.8),
        (Channel::ContactTime, 0.251),
        (Channel::ContactTimeBalance, 50.4),
        (Channel::HeartRate, 141.0),
        (Channel::Speed, 1000.0 / 340.0),
    ] {
        assert_eq!(run.records.value(channel, 0), Some(expected), "{channel:?}");
    }
    let (tennis, sauna) = (&runs[1], &runs[2]);
    assert_eq!(tennis.sport, Sport::Other("Tennis V2".into()));
    assert_eq!(tennis.totals.distance_m, Some(1450.0));
    assert_eq!(sauna.totals.distance_m, Some(0.0));
    assert!(!tennis.has_running() && !sauna.has_running());
}

#[test]
fn rows_of_other_length_keep_their_sums_and_lose_their_form() {
    let runs = every("activities_european.csv");
    for (run, metres, seconds) in [(&runs[3], 6000.0, 2160.0), (&runs[4], 12_500.0, 4800.0)] {
        assert_eq!(run.sport, Sport::Running);
        assert_eq!((run.totals.distance_m, run.totals.seconds), (Some(metres), Some(seconds)));
        assert_eq!(run.totals.steps, None);
        for channel in [Channel::Cadence, Channel::ContactTime, Channel::StepLength, Channel::VerticalRatio] {
            assert_eq!(run.records.value(channel, 0), None, "{channel:?}");
        }
        assert_eq!(run.caveats.iter().filter(|c| c.id == CaveatId::RowOfOtherLength).count(), 1);
    }
    // Analysed as one, the table says each thing once.
    let pooled = read("activities_european.csv");
    let run = &pooled.watches[0];
    let ids: Vec<&str> = run.caveats.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["rows-of-other-sports", "row-of-other-length", "several-runs"]);
    assert_eq!(run.runs, 3);
}

#[test]
fn either_notation_and_language_give_the_same_run() {
    for name in ["activities_point.csv", "activities_german.csv", "activities_miles.csv"] {
        let run = &every(name)[0];
        let same = &every("activities_european.csv")[0];
        for channel in [
            Channel::Cadence,
            Channel::StepLength,
            Channel::VerticalRatio,
            Channel::VerticalOscillation,
            Channel::ContactTime,
            Channel::ContactTimeBalance,
        ] {
            assert_eq!(run.records.value(channel, 0), same.records.value(channel, 0), "{name} {channel:?}");
        }
        assert_eq!(run.totals.steps, Some(9540.0), "{name}");
        assert_eq!(run.totals.seconds, Some(3407.0), "{name}");
        // Two decimals of a mile are 16 m.
        assert!(abs_diff_eq!(run.totals.distance_m.expect("way"), 10_020.0, epsilon = 16.0), "{name}");
        let unit = run.inferences.iter().find(|i| i.about == "unit of distance").expect("unit");
        assert_eq!(unit.conclusion, if name.contains("miles") { "mile" } else { "kilometre" });
    }
}

#[test]
fn one_run_of_a_table_is_chosen_by_its_date() {
    let options = ReadOptions::default().with_device("2024-05-01");
    let found = contents(&source("activities_point.csv"), &options).expect("run");
    assert_eq!(value(&measured(&found), "contact_time"), 0.262);
    assert!(found.watches[0].indoors);
    let options = ReadOptions::default().with_device("2031-01-01");
    let error = contents(&source("activities_point.csv"), &options).expect_err("no such day");
    assert_eq!(error.kind(), ErrorKind::Ambiguous);
    assert!(error.remedy().is_some_and(|r| r.contains("2024-05-04")), "{error}");
}

#[test]
fn laps_come_with_the_summary_below_them() {
    let run = &every("laps_french.csv")[0];
    assert_eq!((run.laps.len(), run.rows), (3, RowKind::Run));
    assert_eq!((run.totals.distance_m, run.totals.seconds), (Some(2080.0), Some(704.5)));
    assert_eq!(run.laps[1].totals.seconds, Some(336.5));
    assert_eq!(run.laps[1].start_s, 340.0);
    let metrics = strideform::metrics::watch(run);
    // The first share of a French table is that of gauche, the left.
    for (id, expected) in [("contact_time", 0.251), ("contact_time_balance", 50.4), ("step_length", 1.05)] {
        assert_eq!(value(&metrics, id), expected, "{id}");
    }
}

#[test]
fn tables_of_seconds() {
    let stryd = read("stryd.csv");
    assert_eq!(stryd.watches.len(), 1);
    let metrics = measured(&stryd);
    // The pod's own speed and distance go before the watch's.
    for (id, expected) in [
        ("contact_time", 0.24),
        ("cadence", 172.0),
        ("speed", 3.0),
        ("leg_stiffness", 9.4),
        ("vertical_oscillation", 7.1),
    ] {
        assert_eq!(value(&metrics, id), expected, "{id}");
    }
    assert!(metrics.iter().all(|m| m.method == "stryd" || m.method.starts_with("from-")));
    assert_eq!(stryd.watches[0].totals.distance_m, Some(357.0));

    for name in ["apple_wide.csv", "apple_samples.csv"] {
        let apple = read(name);
        assert_eq!(apple.watches[0].started.map(|t| t.as_second()), Some(1_714_804_200), "{name}");
        let metrics = measured(&apple);
        for (id, expected) in [("contact_time", 0.25), ("step_length", 1.08), ("vertical_oscillation", 9.0)] {
            assert_eq!(value(&metrics, id), expected, "{name} {id}");
        }
        // 10.8 km/h in steps of 1.08 m; rounding of doubles.
        assert!(abs_diff_eq!(value(&metrics, "cadence"), 3.0 / 1.08 * 60.0, epsilon = 1e-9), "{name}");
        assert_eq!(
            metrics.iter().find(|m| m.id == "contact_time").map(|m| m.method.as_str()),
            Some("apple-watch")
        );
    }

    let both = read("strap_and_pod_1hz.csv");
    assert_eq!(both.watches.len(), 2);
    let [strap, pod] = [&both.watches[0], &both.watches[1]].map(strideform::metrics::watch);
    assert_eq!((value(&strap, "contact_time"), value(&pod, "contact_time")), (0.255, 0.247));
    assert_eq!((value(&strap, "cadence"), value(&pod, "cadence")), (171.0, 170.0));
    assert_eq!((value(&strap, "vertical_oscillation"), value(&pod, "vertical_oscillation")), (9.05, 8.0));
}
