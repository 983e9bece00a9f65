//! Stated intervals on the virtual runner: whether they contain the exact truth. This tests the program, not its accuracy on
//! people, and no figure here may be quoted as if it did.

use std::collections::BTreeMap;

use strideform::pipeline::{self, AnalysisOptions};
use strideform::read::{self, ReadOptions};
use strideform_testkit::fitted;
use strideform_testkit::random_runs::{Drawn, draw, sensor_rise};
use strideform_testkit::runner::{Median, Part, SensorFaults, SensorSpec, Side, Truth, random_attitude};

use crate::cells::label;
use crate::ledger::Place;
use crate::page::Page;
use crate::stats::Errors;

/// Runs drawn; the seed differs from that of the tests' grid, so that neither is tuned on the other.
const RUNS: usize = 10;
const SEED: u64 = 2026;

const LEFT: Side = Side::Left;
const RIGHT: Side = Side::Right;
/// Sensors worn together.
const SETS: [&[Part]; 8] = [
    &[Part::Foot(LEFT), Part::Foot(RIGHT)],
    &[Part::Shank(LEFT), Part::Shank(RIGHT)],
    &[Part::Pelvis],
    &[Part::Thigh(LEFT), Part::Thigh(RIGHT), Part::Pelvis],
    &[Part::Trunk, Part::Foot(LEFT), Part::Foot(RIGHT)],
    &[Part::Wrist(LEFT), Part::Wrist(RIGHT)],
    &[Part::Thigh(LEFT)],
    &[Part::Trunk],
];

/// Fitted in part on people's rotation of the shank. The virtual runner draws speed, rhythm, contact and angles independently of
/// each other, as no runner does: methods fitted on people are judged on people only (`treadmill`).
const SHANK: &str = "shank-two-onsets";
/// The same by metric: the shank's angle is held near the runners', and hip extension is read at toe-offs from people.
const ANGLES_OF_PEOPLE: [&str; 2] = ["shank_angle_at_contact", "hip_extension_at_toe_off"];

/// Errors and intervals of one metric from one placement.
#[derive(Default)]
pub(crate) struct Row {
    errors: Vec<f64>,
    halves: Vec<f64>,
    pub(crate) held: usize,
    of_people: bool,
}

impl Row {
    pub(crate) fn n(&self) -> usize {
        self.errors.len()
    }
}

/// By placement and metric.
pub(crate) type Rows = BTreeMap<(Place, &'static str), Row>;

fn measure(drawn: &Drawn, rows: &mut Rows) {
    let Drawn { run, rate_hz, seed } = drawn;
    let truth = run.truth();
    let spec = |part| {
        SensorSpec::on(part).rate(*rate_hz).turned(random_attitude(*seed)).with(SensorFaults::cheap(*seed))
    };
    let rise = sensor_rise(run, &spec(Part::Pelvis), &truth);
    let folder = std::env::temp_dir().join(format!("strideform-validation-{}-{seed}", std::process::id()));
    let p = run.params();
    for (i, parts) in SETS.iter().enumerate() {
        let at = folder.join(i.to_string());
        let sensors: Vec<SensorSpec> = parts.iter().copied().map(spec).collect();
        run.write_session(&at, &sensors, Default::default()).unwrap_or_else(|e| panic!("{e}"));
        let session = read::session(&at, &ReadOptions::default()).unwrap_or_else(|e| panic!("{e}"));
        let analysis = pipeline::analyze(&session, &AnalysisOptions::default());
        for metric in &analysis.metrics {
            let Some(place) = Place::of(metric) else { continue };
            let Some(t) = truth_of(metric.id.as_str(), &truth, rise, p.speed_mps, p.cadence_spm) else {
                continue;
            };
            // A median over both sides of a metric whose sides differ lies on either: the sides are compared.
            let sides = [(metric.left, t.left), (metric.right, t.right)]
                .into_iter()
                .filter_map(|(m, t)| Some((m?, t)));
            let mut pairs: Vec<(f64, f64)> = sides.filter(|p| p.1.is_finite()).collect();
            let width = if pairs.is_empty() { None } else { metric.side_uncertainty };
            if pairs.is_empty() {
                pairs.push((metric.value, t.value));
            }
            let width = width.unwrap_or(metric.uncertainty);
            for (value, t) in pairs {
                let error = value - t;
                if !error.is_finite() {
                    continue;
                }
                // A lower bound claims only that the truth is not below it.
                let held = error.abs() <= width || (metric.is_lower_bound() && error <= width);
                let row = rows.entry((place, metric.id.as_str())).or_default();
                row.errors.push(error);
                row.halves.push(width);
                row.of_people |= fitted::on_people(&metric.method)
                    || metric.method == SHANK
                    || ANGLES_OF_PEOPLE.contains(&metric.id.as_str());
                row.held += usize::from(held);
            }
        }
    }
    // A temporary folder of this run; the system clears what cannot be removed here.
    let _ = std::fs::remove_dir_all(&folder);
}

/// The run's true values.
fn truth_of(id: &str, truth: &Truth, rise: f64, speed: f64, cadence: f64) -> Option<Median> {
    let both = |value: f64| Median { value, left: f64::NAN, right: f64::NAN };
    let of = |id: &str| truth.medians.get(id).copied();
    match id {
        "cadence" => of(id).or(Some(both(cadence))),
        "speed" => of(id).or(Some(both(speed))),
        "stride_time" => Some(strides(truth)),
        "foot_strike_share_rear" => Some(strikes(truth, |angle| angle > 8.0)),
        "foot_strike_share_mid" => Some(strikes(truth, |angle| (-1.6..=8.0).contains(&angle))),
        "foot_strike_share_fore" => Some(strikes(truth, |angle| angle < -1.6)),
        // The sensor's own height is measured, which at the sacrum is not that of the centre of mass.
        "vertical_oscillation" => Some(both(rise)),
        "vertical_ratio" => Some(both(of(id)?.value * rise / of("vertical_oscillation")?.value)),
        _ => of(id),
    }
}

/// `f` over the values of the left, of the right, and of both sides.
fn each(values: &[(bool, f64)], f: impl Fn(&[f64]) -> f64) -> Median {
    let of = |keep: &dyn Fn(bool) -> bool| {
        f(&values.iter().filter(|v| keep(v.0)).map(|v| v.1).collect::<Vec<_>>())
    };
    Median { value: of(&|_| true), left: of(&|left| left), right: of(&|left| !left) }
}

fn strides(truth: &Truth) -> Median {
    let steady: Vec<_> = truth.contacts.iter().filter(|c| c.steady).collect();
    let of = |w: &[&strideform_testkit::runner::TruthContact]| {
        let [a, .., b] = w else { return None };
        let stride = b.initial_contact_s - a.initial_contact_s;
        (a.side == b.side && stride < 1.5).then_some((a.side == Side::Left, stride))
    };
    let values: Vec<(bool, f64)> = steady.windows(3).filter_map(of).collect();
    each(&values, |v| strideform::signal::median(v).unwrap_or(f64::NAN))
}

/// Share of the steady steps whose strike angle belongs to a class, %.
fn strikes(truth: &Truth, class: impl Fn(f64) -> bool) -> Median {
    let steps = truth.steps.iter().filter(|s| s.contact.steady);
    let values: Vec<(bool, f64)> = steps
        .filter_map(|s| {
            let angle = *s.values.get("foot_strike_angle")?;
            Some((s.contact.side == Side::Left, if class(angle) { 100.0 } else { 0.0 }))
        })
        .collect();
    each(&values, |v| strideform::signal::stats::mean(v).unwrap_or(f64::NAN))
}

pub(crate) fn rows() -> Rows {
    let mut rows = Rows::new();
    for drawn in draw(RUNS, SEED) {
        measure(&drawn, &mut rows);
    }
    rows
}

/// The table, and the bar: an interval that misses an exact truth is useless.
pub(crate) fn write(rows: &Rows, page: &mut Page) {
    page.start(
        "virtual-runner",
        "Stated intervals on the virtual runner",
        "The same on ten random virtual runs with exact truth; checks the program, not its accuracy on people",
    );
    page.paragraph(&format!(
        "{RUNS} random runs (seed {SEED}; 2–6 m/s, 150–210 steps/min, contact 0.16–0.35 s, strike −10…+25°, 100–500 Hz, sensors \
         in random orientations with the faults of cheap ones), each with eight sets of sensors. The truth is exact, the runner is \
         not a person: this checks frames, signs, filters and intervals, and says nothing about accuracy on people. Where a metric has \
         sides, left and right are compared with their own truths (a median over sides that differ lies on either). \
         Methods from regressions over people are shown but not judged here: this runner's speed, rhythm and contact are drawn \
         independently of each other, as no person's are. `crates/strideform/tests/it/grid` does the same on another, larger draw.",
    ));
    let mut table = Vec::new();
    for ((place, id), row) in rows {
        let scale = crate::cells::shown(id).0;
        let errors = Errors(row.errors.iter().map(|e| scale * e).collect());
        let half = strideform::signal::stats::median(&row.halves).unwrap_or(f64::NAN) * scale;
        let d = crate::cells::shown(id).2;
        page.check(
            row.of_people || row.n() - row.held <= 1.max(row.n() / 10),
            format!("virtual runner, {} {id}: interval holds {} of {}", place.name(), row.held, row.n()),
        );
        table.push(vec![
            place.name().to_owned(),
            label(id),
            row.n().to_string(),
            errors.plus_minus(1.0, d),
            format!("{:.d$}", errors.rmse()),
            format!("±{half:.d$}"),
            format!("{} of {}", row.held, row.n()),
            if row.of_people { "people" } else { "here" }.to_owned(),
        ]);
    }
    page.table(
        &[
            "place",
            "metric",
            "runs",
            "error, bias ± SD",
            "RMSE",
            "stated 95 %, median",
            "interval holds truth",
            "judged on",
        ],
        &table,
    );
}
