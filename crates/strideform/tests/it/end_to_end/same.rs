//! The same running seen otherwise: turned, cut, at another rate, in other units, mirrored.

use strideform::metrics::Metric;
use strideform::report::Analysis;
use strideform_testkit::runner::{CsvStyle, VirtualRun, random_attitude};

use super::{analysed, params, run, sensors};

/// Share of a metric's own 95 % half-width by which it may move when nothing of the running has changed.
fn moved(a: &Analysis, b: &Analysis, exchanged: bool, share: f64) -> Vec<String> {
    let mut out = Vec::new();
    let ids = |x: &Analysis| x.metrics.iter().map(|m| m.id).collect::<Vec<_>>();
    if ids(a) != ids(b) {
        out.push(format!("other metrics: {:?} and {:?}", ids(a), ids(b)));
    }
    for m in &a.metrics {
        let Some(other) = b.metric(m.id) else { continue };
        let (left, right) = if exchanged { (other.right, other.left) } else { (other.left, other.right) };
        // What compares left with right changes its sign, or its share, with them.
        let value = match m.id.as_str() {
            "contact_time_balance" if exchanged => 100.0 - other.value,
            "step_time_asymmetry" if exchanged => -other.value,
            _ => other.value,
        };
        // A median over two unlike sides lies anywhere between them: the sides are compared.
        let mut pairs = vec![(Some(m.value), Some(value), m.uncertainty)];
        if let (Some(_), Some(side)) = (m.left, m.side_uncertainty) {
            pairs = vec![(m.left, left, side), (m.right, right, side)];
        }
        for (x, y, width) in pairs {
            let apart = x.zip(y).map_or(f64::INFINITY, |(x, y)| (x - y).abs());
            if !(apart <= share * width) {
                out.push(format!("{}: {x:?} and {y:?}, ± {width:.4}", m.id));
            }
        }
    }
    out
}

fn plain(run: &VirtualRun) -> Analysis {
    analysed(run, &sensors(|s| s), CsvStyle::Units, |_| {})
}

fn check(a: &Analysis, b: &Analysis, exchanged: bool, share: f64) {
    let moved = moved(a, b, exchanged, share);
    assert!(moved.is_empty(), "{}", moved.join("\n"));
}

#[test]
fn every_metric_of_the_catalogue_is_there() {
    let analysis = plain(&run());
    let missing: Vec<_> = analysis.unavailable.iter().map(|u| (u.id, &u.needs)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let odd = |m: &&Metric| !(m.value.is_finite() && m.uncertainty > 0.0 && m.uncertainty.is_finite());
    let odd: Vec<_> = analysis.metrics.iter().filter(odd).map(|m| (m.id, m.value, m.uncertainty)).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

/// Sensors turned at random. A tenth of the interval: what the files' five decimals and the search for axes leave.
#[test]
fn turned_sensors_say_the_same() {
    let run = run();
    let plain = plain(&run);
    for seed in [1, 2] {
        let mut k = 10 * seed;
        let specs: Vec<_> = sensors(|s| s)
            .into_iter()
            .map(|s| {
                k += 1;
                s.turned(random_attitude(k))
            })
            .collect();
        check(&plain, &analysed(&run, &specs, CsvStyle::Units, |_| {}), false, 0.1);
    }
}

/// Acceleration in g instead of m/s²: the same but for rounding to five decimals, which in g are ten times as coarse.
#[test]
fn other_units_say_the_same() {
    let run = run();
    check(&plain(&run), &analysed(&run, &sensors(|s| s), CsvStyle::G, |_| {}), false, 0.02);
}

/// Sampled at 250 and 160 Hz instead of 200. A third of the interval: at 160 Hz a sample is 6 ms, a quarter of the error of
/// contact times, and the loading rate's interval grows with the sample.
#[test]
fn another_rate_says_the_same() {
    let run = run();
    let plain = plain(&run);
    for rate in [160.0, 250.0] {
        check(&plain, &analysed(&run, &sensors(|s| s.rate(rate)), CsvStyle::Units, |_| {}), false, 0.34);
    }
}

/// All sensors switched on 1.37 s later, which is no whole sample. A third of the interval: fewer steps of standing, and
/// other instants are sampled.
#[test]
fn a_later_start_says_the_same() {
    let run = run();
    let late = sensors(|mut s| {
        s.start_s = 1.3721;
        s
    });
    check(&plain(&run), &analysed(&run, &late, CsvStyle::Units, |_| {}), false, 0.34);
}

/// The mirror image of the runner: left and right change places. A tenth of the interval, as for turned sensors.
#[test]
fn the_mirror_image_exchanges_the_sides() {
    let mirrored = VirtualRun::new(params().mirrored()).expect("possible");
    check(&plain(&run()), &plain(&mirrored), true, 0.1);
}
