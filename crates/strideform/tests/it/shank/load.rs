//! Recordings and truth of `shank-treadmill-force`.

use std::path::Path;

use strideform::bouts::{Activity, Bout};
use strideform::contacts::{ContactInput, ContactMethod, Contacts};
use strideform::recording::{Placement, Run, Segment, Sensor, Side, Signals, Triad};
use strideform::units::from_g;

pub(crate) const PLACEMENT: Placement = Placement::new(Segment::Shank, Side::Left);

/// One trial of one runner.
pub(crate) struct Trial {
    pub(crate) name: &'static str,
    pub(crate) signals: Signals<Sensor>,
    /// Initial contact and toe-off from the force plate, s.
    pub(crate) truth: Vec<(f64, f64)>,
}

pub(crate) const RUNNING: [&str; 3] = ["trial01_running", "trial08_running", "trial13_running"];
pub(crate) const WALKING: [&str; 2] = ["trial05_walking", "trial17_walking"];

pub(crate) fn trials(names: &[&'static str]) -> Option<Vec<Trial>> {
    let folder = strideform_testkit::data::recordings()?.join("shank-treadmill-force");
    names.iter().map(|name| trial(&folder, name)).collect()
}

fn trial(folder: &Path, name: &'static str) -> Option<Trial> {
    let sensor = std::fs::read_to_string(folder.join("sensor").join(format!("{name}.csv"))).ok()?;
    let mut columns = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for line in sensor.lines().skip(1) {
        for (column, cell) in columns.iter_mut().zip(line.split(',')) {
            column.push(cell.parse::<f64>().ok()?);
        }
    }
    let [t, x, y, z] = columns;
    let g = |v: Vec<f64>| v.into_iter().map(from_g).collect();
    let rate = (t.len() - 1) as f64 / (t.last()? - t.first()?);
    let truth = std::fs::read_to_string(folder.join("truth_contacts.csv")).ok()?;
    let truth = truth
        .lines()
        .filter(|line| line.starts_with(name))
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            Some((cells.get(2)?.parse().ok()?, cells.get(3)?.parse().ok()?))
        })
        .collect();
    Some(Trial { name, signals: Signals::new(rate, Triad::new(g(x), g(y), g(z))), truth })
}

pub(crate) fn running(signals: &Signals<Sensor>) -> Vec<Bout> {
    let bouts = strideform::bouts::find(signals, PLACEMENT).into_iter();
    bouts.filter(|bout| bout.activity == Activity::Run).collect()
}

pub(crate) fn detect_in(method: &dyn ContactMethod, signals: &Signals<Sensor>, bouts: &[Bout]) -> Contacts {
    method
        .detect(&ContactInput::new(signals, PLACEMENT, bouts, &Run::default()))
        .expect("the recordings have what the method needs")
}

pub(crate) fn detect(method: &dyn ContactMethod, signals: &Signals<Sensor>) -> Contacts {
    detect_in(method, signals, &running(signals))
}
