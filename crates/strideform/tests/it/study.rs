//! A study from raw samples to a mixed model, which `crates/strideform-py/tests/test_study.py` repeats in Python.
//!
//! Virtual runners at several speeds; an own contact method; contact time of every step over speed with the runner as random
//! effect. Both give the same numbers, which the two tests state.

use std::sync::Arc;

use strideform::contacts::{
    ContactInput, ContactMethod, ContactSide, Contacts, Event, MethodInfo, Missing, TimingError, TimingErrors,
};
use strideform::pipeline::{AnalysisOptions, analyze, stride_waveform};
use strideform::recording::{Placement, Recording, Run, Segment, Session, Side, Signals, Triad};
use strideform::report::Analysis;
use strideform_virtual::{Params, SensorSpec, VirtualRun};

/// Initial contact where the low-passed resultant rises through 2 g, toe-off at its minimum 0.15 to 0.40 s later.
struct Own;

impl ContactMethod for Own {
    fn info(&self) -> MethodInfo {
        let text = "own";
        MethodInfo {
            id: text,
            summary: text,
            segments: &[Segment::Shank],
            needs_gyr: false,
            min_rate_hz: 100.0,
            citation: text,
            deviations: text,
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        let rate = input.signals.rate_hz;
        let mut events = Vec::new();
        for bout in input.bouts {
            let norm = &input.signals.acc.norm()[bout.start..bout.end];
            let calm =
                strideform::signal::Butterworth::lowpass(2, 30.0, rate).expect("a filter").filtfilt(norm);
            let wait = (0.6 * bout.stride_s.unwrap_or(0.7) * rate) as usize;
            let mut last = None;
            for i in (1..calm.len()).filter(|&i| calm[i] >= 19.6 && calm[i - 1] < 19.6) {
                if last.is_some_and(|l| i - l < wait) {
                    continue;
                }
                let (from, to) = (i + (0.15 * rate) as usize, (i + (0.40 * rate) as usize).min(calm.len()));
                let Some(off) = (from..to).min_by(|a, b| calm[*a].total_cmp(&calm[*b])) else { continue };
                let at = |i: usize| input.signals.time_s(bout.start + i);
                events.push(Event::from_seconds(ContactSide::of(input.placement.side), at(i), Some(at(off))));
                last = Some(i);
            }
        }
        let wide = TimingError { bias_s: 0.03, step_s: 0.01 };
        Ok(Contacts::from_events(
            input,
            &events,
            TimingErrors { initial_contact: wide, toe_off: wide, contact_time: wide },
        ))
    }
}

fn trial(runner: u64, speed_mps: f64, options: &AnalysisOptions) -> Analysis {
    let contact = 0.225 + 0.008 * runner as f64 - 0.030 * (speed_mps - 3.0);
    let params =
        Params { seed: runner + 1, seconds: 20.0, speed_mps, contact_s: [contact; 2], ..Params::default() };
    let made =
        VirtualRun::new(params).expect("possible").record(&SensorSpec::named("shank-left").expect("known"));
    let ([ax, ay, az], [gx, gy, gz]) = (made.acc, made.gyr);
    let signals = Signals::new(200.0, Triad::new(ax, ay, az)).with_gyr(Triad::new(gx, gy, gz));
    let session = Session::default()
        .with_run(Run::default().with_speed_mps(speed_mps))
        .with_recordings(vec![Recording::new("shank", Placement::new(Segment::Shank, Side::Left), signals)]);
    analyze(&session, options)
}

/// Contact time over speed with a random intercept per runner, by balanced within-runner least squares.
fn slope(rows: &[(u64, f64, f64)]) -> f64 {
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    let (mut sxy, mut sxx) = (0.0, 0.0);
    for runner in 0..4 {
        let own: Vec<&(u64, f64, f64)> = rows.iter().filter(|r| r.0 == runner).collect();
        let (v, t) = (
            mean(&own.iter().map(|r| r.1).collect::<Vec<_>>()),
            mean(&own.iter().map(|r| r.2).collect::<Vec<_>>()),
        );
        sxy += own.iter().map(|r| (r.1 - v) * (r.2 - t)).sum::<f64>();
        sxx += own.iter().map(|r| (r.1 - v).powi(2)).sum::<f64>();
    }
    sxy / sxx
}

#[test]
fn a_study_of_four_runners() {
    let own = AnalysisOptions::default().with_contact_method(Arc::new(Own));
    let mut slopes = Vec::new();
    for options in [AnalysisOptions::default(), own] {
        let mut rows = Vec::new();
        for runner in 0..4 {
            for speed in [2.6, 3.0, 3.4] {
                let analysis = trial(runner, speed, &options);
                let times = analysis
                    .contacts
                    .iter()
                    .filter(|row| row.contact.valid)
                    .filter_map(|row| row.contact.contact_time_s());
                rows.extend(times.map(|t| (runner, speed, t)));
            }
        }
        assert!(rows.len() > 250, "{}", rows.len());
        slopes.push(1000.0 * slope(&rows));
    }
    println!("ours {:.6}, own {:.6} ms per m/s", slopes[0], slopes[1]);
    // The runners' contacts shorten by 30 ms per m/s; ours must find that, within a third.
    assert!((slopes[0] + 30.0).abs() < 10.0, "{slopes:?}");
    let wave: Vec<f64> = (0..400).map(|i| (std::f64::consts::TAU * f64::from(i) / 140.0).sin()).collect();
    let stride = stride_waveform(&wave, (0.0, 200.0), 0.7, 1.4).expect("inside");
    // A spline through 140 points of a sine is off by less than 1e-6.
    assert!((stride[25] - 1.0).abs() < 1e-6 && stride.len() == 101);
}
