//! Every metric of the catalogue at every placement that gives it: on whom it was validated. A metric without an entry fails.

use std::collections::BTreeSet;

use strideform::metrics::{MetricInfo, Sensors, Source, catalogue};
use strideform::recording::Segment;

use crate::judged::{Ledger, Place, Set};
use crate::page::Page;
use crate::virtual_runs::Rows;

/// Sets of recordings, what heads their column, and the places that their sensors sit at.
const SETS: [(Set, &str, &[Place]); 5] = [
    (Set::Shank, "shank, force plate: 3 runners", &[Place::Shank]),
    (Set::Sacrum, "sacrum, force plate: 1 runner, 16 trials", &[Place::Pelvis, Place::ToldSpeed]),
    (
        Set::Markers,
        "computed from markers, force plate: 1 runner",
        &[Place::Foot, Place::Shank, Place::Pelvis, Place::ToldSpeed],
    ),
    (
        Set::Devices,
        "devices with a reference cadence: 5 recordings",
        &[Place::Foot, Place::Shank, Place::Pelvis, Place::Wrist],
    ),
    (Set::Watch, "watch files: 2, reading only", &[Place::Watch]),
];

/// Metrics and places that neither people nor the virtual runner validate, and why.
const NOT: [(&str, Place, &str); 11] = [
    ("flight_time", Place::Watch, "passed through as the device says"),
    ("vertical_ratio", Place::Watch, "passed through as the device says"),
    ("step_length", Place::Watch, "passed through as the device says"),
    ("speed", Place::Watch, "passed through as the device says"),
    ("speed", Place::ToldSpeed, "passed through as told"),
    ("contact_time_balance", Place::Watch, "passed through as the device says"),
    ("vertical_oscillation", Place::Watch, "passed through as the device says"),
    ("duty_factor", Place::Watch, "passed through as the device says"),
    ("contact_time", Place::Watch, "passed through as the device says"),
    ("cadence", Place::Watch, "passed through as the device says"),
    ("leg_stiffness", Place::Watch, "passed through as the device says"),
];

/// The places that a metric of the catalogue says it comes from.
fn places(metric: &MetricInfo) -> BTreeSet<Place> {
    let place = |segment: &Segment| match segment {
        Segment::Foot => Place::Foot,
        Segment::Shank => Place::Shank,
        Segment::Thigh => Place::Thigh,
        Segment::Pelvis => Place::Pelvis,
        Segment::Trunk => Place::Trunk,
        Segment::Wrist => Place::Wrist,
        Segment::Watch => Place::Watch,
    };
    let of_source = |source: &Source| -> Vec<Place> {
        match source.segments {
            [] => vec![Place::ToldSpeed],
            // Of several segments that are needed together the first names the row.
            [first, ..] if source.sensors == Sensors::All => vec![place(first)],
            any => any.iter().map(place).collect(),
        }
    };
    metric.sources.iter().flat_map(of_source).collect()
}

/// What one set says of a metric at a place: trials, and single steps where they are compared.
fn cell(
    page: &Page,
    ledger: &Ledger,
    (set, worn): (Set, &[Place]),
    place: Place,
    id: &'static str,
) -> String {
    let trials = ledger.trials(set, place, id);
    let of_set = |name: &str| match set {
        Set::Shank => name == "shank",
        Set::Sacrum => name == "sacrum, 2 axes",
        Set::Markers => ["markers, foot", "markers, shank", "markers, pelvis"].contains(&name),
        Set::Devices | Set::Watch => false,
    };
    let steps: usize = page
        .cells
        .iter()
        .filter(|(name, c)| of_set(name) && c.id == id && c.placement == place.name())
        .map(|(_, c)| c.n())
        .sum();
    match trials {
        0 if !worn.contains(&place) => String::new(),
        0 if page.reported.contains(&(set, place, id)) => "no truth".to_owned(),
        0 => "–".to_owned(),
        n if steps > n => format!("{n} ({steps} steps)"),
        n => n.to_string(),
    }
}

/// The matrix.
pub(crate) fn table(page: &mut Page, ledger: &Ledger, virtual_rows: &Rows) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for metric in catalogue() {
        let places = places(metric);
        page.check(
            !places.is_empty(),
            format!("coverage: no placement understood in `{}` of {}", metric.from(), metric.id),
        );
        for place in places {
            let id = metric.id.as_str();
            let mut row = vec![id.to_owned(), place.name().to_owned()];
            row.extend(SETS.iter().map(|(set, _, worn)| cell(page, ledger, (*set, *worn), place, id)));
            let simulated = virtual_rows.get(&(place, id));
            row.push(simulated.map_or("–".to_owned(), |r| format!("{} of {}", r.held, r.n())));
            let people = |set: Set| ledger.0.iter().any(|j| (j.set, j.place, j.id) == (set, place, id));
            let force = [Set::Shank, Set::Sacrum].into_iter().any(people);
            let why = NOT.iter().find(|n| (n.0, n.1) == (id, place)).map(|n| n.2);
            let verdict = match () {
                () if force => "people".to_owned(),
                () if people(Set::Devices) => {
                    "people, cadence against another sensor or autocorrelation".to_owned()
                }
                () if people(Set::Markers) && place == Place::ToldSpeed => {
                    "people (the cadence in it)".to_owned()
                }
                () if people(Set::Markers) => "one person, computed sensor".to_owned(),
                () if people(Set::Watch) => "reading only".to_owned(),
                () if simulated.is_some() => "**virtual runner only**".to_owned(),
                () => match why {
                    Some(why) => format!("**not validated**: {why}"),
                    None => "**not validated**".to_owned(),
                },
            };
            let known = force
                || simulated.is_some()
                || why.is_some()
                || [Set::Devices, Set::Markers, Set::Watch].into_iter().any(people);
            page.check(
                known,
                format!(
                    "coverage: {} from {} has no truth in any set; add one, or say why not in validation/src/coverage.rs",
                    metric.id,
                    place.name()
                ),
            );
            row.push(verdict);
            rows.push(row);
        }
    }
    rows
}

/// The head of the page.
pub(crate) fn write(page: &mut Page, rows: &[Vec<String>]) {
    page.heading("What has been validated on whom");
    page.paragraph(
        "Every metric of `strideform metrics` at every placement that gives it. A number is the count of trials whose value is held against a \
         truth (and of the single steps compared); *no truth*: the program reports it from these recordings and nothing there tells \
         whether it is right; –: not given from these sensors; empty: no such sensor. *Virtual runner* is how many stated intervals \
         hold its exact truth, which says nothing about people. Made from the catalogue: a metric without an entry fails \
         `scripts/validate --check`.",
    );
    let mut header = vec!["metric", "from"];
    header.extend(SETS.iter().map(|s| s.1));
    header.extend(["virtual runner", "validated on"]);
    page.table(&header, rows);
}

/// What only the virtual runner, or nothing, validates.
pub(crate) fn list(page: &mut Page, rows: &[Vec<String>]) {
    for (verdict, said) in [
        ("virtual runner only", "On the virtual runner only"),
        ("not validated", "Neither on people nor on the virtual runner"),
        ("reading only", "Read as the device wrote it, the device itself not validated"),
    ] {
        let of: Vec<String> = rows
            .iter()
            .filter(|r| r.last().is_some_and(|v| v.contains(verdict)))
            .filter_map(|r| Some(format!("{} ({})", r.first()?, r.get(1)?)))
            .collect();
        if !of.is_empty() {
            page.paragraph(&format!("{said}: {}.", of.join(", ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_the_catalogue() {
        let of = |id: &str| strideform::metrics::info(id).map(places).unwrap_or_default();
        assert_eq!(of("stride_length"), [Place::Foot, Place::ToldSpeed].into());
        assert_eq!(of("leg_stiffness"), [Place::Foot, Place::Shank, Place::Pelvis].into());
        assert_eq!(of("hip_extension_at_toe_off"), [Place::Thigh].into());
        assert_eq!(of("vertical_ratio"), [Place::Pelvis, Place::Watch].into());
        assert_eq!(of("cadence").len(), 7);
        assert!(catalogue().iter().all(|m| !places(m).is_empty()));
    }
}
