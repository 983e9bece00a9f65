//! Samples of any size and shape through the whole analysis: every number that comes out is finite, never a panic.

use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{Cells, Column, ReadOptions, columns};
use strideform::recording::{Recording, Session};

const PLACES: [&str; 6] = ["foot-left", "shank-left", "pelvis", "wrist-right", "trunk", "thigh-left"];
const NAMES: [&str; 6] = ["acc_x_g", "acc_y_g", "acc_z_g", "gyr_x_dps", "gyr_y_dps", "gyr_z_dps"];

/// Samples of each channel: two windows in which running is looked for, and a little more. Few, because what is tried
/// often finds more than what is tried at length.
const ROWS: usize = 700;

/// A periodic signal whose shape the bytes give: what looks like steps to every detector, and is none.
fn recording(placement: &str, shape: &[u8], gyro: bool) -> Option<Recording> {
    let (&first, &second) = (shape.first()?, shape.get(1)?);
    let rate = [100.0, 50.0, 128.0, 200.0][usize::from(second % 4)];
    let period = 10 + usize::from(first) % 80;
    // One byte in seven steps of the shape is new to every channel; a second of the signal is left out where asked.
    let value = |i: usize, k: usize| f64::from(shape[(i * 7 + k * 13) % shape.len()]) - 128.0;
    let channel = |k: usize| -> Vec<f64> {
        let one = |i: usize| match k {
            0..3 => value(i % period, k) / 20.0 + if k == 1 { 1.0 } else { 0.0 },
            _ => value(i % period, k) * 5.0,
        };
        (0..ROWS).map(one).collect()
    };
    let missing = if second & 0x40 == 0 { 0 } else { usize::from(second & 0x3c) * 2 };
    let time: Vec<f64> =
        (0..ROWS).map(|i| (i + if i > ROWS / 2 { missing } else { 0 }) as f64 / rate).collect();
    let channels: Vec<Vec<f64>> = (0..if gyro { 6 } else { 3 }).map(channel).collect();
    let mut table = vec![Column { name: "time_s", role: None, cells: Cells::Numbers(&time) }];
    table.extend(NAMES.iter().zip(&channels).map(|(name, v)| Column {
        name,
        role: None,
        cells: Cells::Numbers(v),
    }));
    let options =
        ReadOptions::default().with_placement(placement.parse::<strideform::recording::Placement>().ok());
    columns("run", &table, &options).ok()
}

pub(crate) fn run(data: &[u8]) {
    let [place, shape @ ..] = data else { return };
    let name = PLACES[usize::from(*place) % PLACES.len()];
    let Some(recording) = recording(name, shape, place & 0x80 == 0) else { return };
    let session = Session::default().with_recordings(vec![recording]);
    let analysis = analyze(&session, &AnalysisOptions::default());
    for metric in &analysis.metrics {
        assert!(metric.value.is_finite() && metric.uncertainty >= 0.0, "{}", metric.id);
        assert!(metric.uncertainty.is_finite(), "{}", metric.id);
    }
    for row in &analysis.contacts {
        assert!(row.contact.initial_contact_s.is_finite());
        assert!(row.contact.toe_off_s.is_none_or(|t| t > row.contact.initial_contact_s));
    }
}
