//! The whole way from files to metrics over random virtual runs, sensor by sensor: how far off each metric is, and how
//! often its stated interval contains the truth. It tests the implementation, not its accuracy on people.
//!
//! `STRIDEFORM_GRID=200` makes more runs than the usual number; `--nocapture` shows the table.

mod table;

use self::table::Table;
use std::sync::Arc;

use strideform::contacts::shank::ShankTwoOnsets;
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{self, ReadOptions};
use strideform::{contacts, metrics};
use strideform_testkit::random_runs::{Drawn, draw, sensor_rise};
use strideform_testkit::runner::{Part, SensorFaults, SensorSpec, Side, random_attitude};

/// Sensors worn together, and the name of the set.
const SETS: [(&str, &[Part]); 4] = [
    ("feet", &[Part::Foot(Side::Left), Part::Foot(Side::Right)]),
    ("shanks", &[Part::Shank(Side::Left), Part::Shank(Side::Right)]),
    ("pelvis", &[Part::Pelvis]),
    (
        "all",
        &[
            Part::Foot(Side::Left),
            Part::Foot(Side::Right),
            Part::Shank(Side::Left),
            Part::Shank(Side::Right),
            Part::Thigh(Side::Left),
            Part::Thigh(Side::Right),
            Part::Pelvis,
            Part::Trunk,
            Part::Wrist(Side::Left),
            Part::Wrist(Side::Right),
        ],
    ),
];

fn measure(drawn: &Drawn, table: &mut Table) {
    let Drawn { run, rate_hz, seed } = drawn;
    let folder = tempfile::tempdir().expect("a folder");
    let spec = |part| {
        SensorSpec::on(part).rate(*rate_hz).turned(random_attitude(*seed)).with(SensorFaults::cheap(*seed))
    };
    let truth = run.truth();
    let rise = sensor_rise(run, &spec(Part::Pelvis), &truth);
    for (set, parts) in SETS {
        let at = folder.path().join(set);
        let sensors: Vec<SensorSpec> = parts.iter().copied().map(spec).collect();
        run.write_session(&at, &sensors, Default::default()).expect("written");
        let session = read::session(&at, &ReadOptions::default()).expect("read");
        // The virtual shank does not turn as people's do.
        let shank = ShankTwoOnsets { follows_rotation: false, ..ShankTwoOnsets::FITTED };
        let options = AnalysisOptions::default().with_contact_method(Arc::new(shank));
        let analysis = analyze(&session, &options);
        for metric in &analysis.metrics {
            assert!(is_listed(&metric.method), "{}: `{}` is not among the methods", metric.id, metric.method);
            table.add(set, metric, &truth, rise, drawn);
        }
    }
}

/// Whoever reads a result finds its method in `strideform methods`.
fn is_listed(id: &str) -> bool {
    contacts::all().iter().any(|m| m.info().id == id)
        || metrics::metric_methods().iter().any(|m| m.info.id == id)
}

#[test]
fn figures_and_stated_intervals_over_random_runs() {
    let asked = std::env::var("STRIDEFORM_GRID").ok().and_then(|n| n.parse().ok());
    let runs = draw(asked.unwrap_or(24), 7);
    let half = runs.len() / 2;
    let (left, right) = runs.split_at(half);
    // Two cores are all that can be counted on.
    let table = std::thread::scope(|scope| {
        let work = |part: &[Drawn]| {
            let mut table = Table::default();
            part.iter().for_each(|d| measure(d, &mut table));
            table
        };
        let other = scope.spawn(move || work(right));
        let mut table = work(left);
        table.merge(other.join().expect("the other half"));
        table
    });
    println!("{table}");
    table.check();
}
