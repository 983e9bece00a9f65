//! Intervals that are honest and sharp: the fourteen that are counted.

use super::sets::QUANTITIES;
use super::tables::{Cell, number, percent, table};

/// Metric and sensors.
const COUNTED: [(&str, &str); 14] = [
    ("contact_time", "pelvis"),
    ("peak_vertical_force", "pelvis"),
    ("pelvic_drop_excursion", "pelvis"),
    ("pelvic_drop_peak", "pelvis"),
    ("pelvic_drop_midstance", "pelvis"),
    ("vertical_oscillation", "pelvis"),
    ("pelvic_tilt_range", "pelvis"),
    ("step_time", "pelvis"),
    ("contact_time", "pelvis+speed"),
    ("contact_time", "feet"),
    ("flight_time", "feet"),
    ("foot_strike_angle", "feet"),
    ("stride_length", "feet"),
    ("contact_time", "shanks"),
];

/// The table, and how many are not within: coverage of 90 % or more, half-width 0.9 to 2.0 times the 95th percentile.
pub(crate) fn write(cells: &[(&'static str, Vec<Cell<'_>>)]) -> (String, usize) {
    let mut rows = Vec::new();
    let mut within = 0;
    for (id, sensors) in COUNTED {
        let cell = cells
            .iter()
            .find(|(of, _)| *of == id)
            .and_then(|(_, cells)| cells.iter().find(|c| c.set.name == sensors && c.program.trials() > 0));
        let quantity = QUANTITIES.iter().find(|q| q.id == id);
        let (Some(cell), Some(quantity)) = (cell, quantity) else {
            rows.push(vec![id.to_owned(), sensors.to_owned(), "not given".to_owned()]);
            continue;
        };
        let e = &cell.program;
        let held = e.coverage() >= 0.90 && (0.9..=2.0).contains(&e.sharpness());
        within += usize::from(held);
        rows.push(vec![
            format!("{id}, {}", quantity.unit),
            sensors.to_owned(),
            format!("{} / {}", e.runners(), e.trials()),
            quantity.number(e.p95()),
            quantity.number(e.half_width()),
            number(e.sharpness(), 2),
            percent(e.coverage()),
            if held { "yes" } else { "**no**" }.to_owned(),
        ]);
    }
    let header =
        ["metric", "sensors", "runners / trials", "p95", "stated ±", "± / p95", "coverage", "within"];
    (table(&header, &rows), COUNTED.len() - within)
}
