//! Every metric of the catalogue at every placement that gives it, and on whom it was validated. A missing metric is an error.

use std::collections::BTreeSet;

use strideform::metrics::{MetricInfo, Sensors, Source, catalogue};
use strideform::recording::Segment;

use crate::ledger::{Ledger, Place, Set};
use crate::page::Page;
use crate::virtual_runs::Rows;

/// Sets of recordings, the titles of their columns, and the placements of their sensors.
const SETS: [(Set, &str, &[Place]); 5] = [
    (Set::Shank, "shank, force plate: 3 runners", &[Place::Shank]),
    (Set::Sacrum, "sacrum, force plate: 1 runner, 16 trials", &[Place::Pelvis, Place::KnownSpeed]),
    (
        Set::Markers,
        "computed from markers, force plate: 1 runner",
        &[Place::Foot, Place::Shank, Place::Pelvis, Place::KnownSpeed],
    ),
    (
        Set::Devices,
        "devices with a reference cadence: 5 recordings",
        &[Place::Foot, Place::Shank, Place::Pelvis, Place::Wrist],
    ),
    (Set::Watch, "watch files: 2, reading only", &[Place::Watch]),
];

/// Metrics and placements validated neither on people nor on the virtual runner, and why.
const NOT: [(&str, Place, &str); 11] = [
    ("flight_time", Place::Watch, "passed through as the device reports it"),
    ("vertical_ratio", Place::Watch, "passed through as the device reports it"),
    ("step_length", Place::Watch, "passed through as the device reports it"),
    ("speed", Place::Watch, "passed through as the device reports it"),
    ("speed", Place::KnownSpeed, "passed through as given"),
    ("contact_time_balance", Place::Watch, "passed through as the device reports it"),
    ("vertical_oscillation", Place::Watch, "passed through as the device reports it"),
    ("duty_factor", Place::Watch, "passed through as the device reports it"),
    ("contact_time", Place::Watch, "passed through as the device reports it"),
    ("cadence", Place::Watch, "passed through as the device reports it"),
    ("leg_stiffness", Place::Watch, "passed through as the device reports it"),
];

/// The placements that the catalogue lists as a metric's sources.
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
            [] => vec![Place::KnownSpeed],
            // Of several segments that are needed together the first names the row.
            [first, ..] if source.sensors == Sensors::All => vec![place(first)],
            any => any.iter().map(place).collect(),
        }
    };
    metric.sources.iter().flat_map(of_source).collect()
}

/// What one set of recordings contributes to a metric at a placement: trials, and single steps where they are compared.
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

/// On whom a metric from one placement was validated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Runners on a force plate.
    People,
    /// Runners, cadence against another sensor or the signal's autocorrelation.
    OtherSensor,
    /// Derived from a given speed and a cadence that was validated on people.
    GivenSpeed,
    /// One runner, the sensor computed from optical markers.
    OnePerson,
    /// Files of devices: reading them, not what the device measures.
    ReadingOnly,
    VirtualRunnerOnly,
    /// With the reason, if there is one.
    NotValidated(Option<&'static str>),
}

impl Verdict {
    fn text(self) -> String {
        match self {
            Self::People => "people".to_owned(),
            Self::OtherSensor => "people, cadence against another sensor or autocorrelation".to_owned(),
            Self::GivenSpeed => "people (the cadence in it)".to_owned(),
            Self::OnePerson => "one person, computed sensor".to_owned(),
            Self::ReadingOnly => "reading only".to_owned(),
            Self::VirtualRunnerOnly => "**virtual runner only**".to_owned(),
            Self::NotValidated(Some(why)) => format!("**not validated**: {why}"),
            Self::NotValidated(None) => "**not validated**".to_owned(),
        }
    }
}

/// One metric at one placement.
pub(crate) struct Row {
    pub(crate) metric: &'static str,
    pub(crate) place: Place,
    /// One cell per set of recordings, and that of the virtual runner.
    cells: Vec<String>,
    pub(crate) verdict: Verdict,
}

/// The matrix.
pub(crate) fn rows(page: &mut Page, ledger: &Ledger, virtual_rows: &Rows) -> Vec<Row> {
    let mut rows = Vec::new();
    for metric in catalogue() {
        let places = places(metric);
        page.check(
            !places.is_empty(),
            format!("coverage: no placement understood in `{}` of {}", metric.from(), metric.id),
        );
        for place in places {
            let id = metric.id.as_str();
            let mut cells: Vec<String> =
                SETS.iter().map(|(set, _, worn)| cell(page, ledger, (*set, *worn), place, id)).collect();
            let simulated = virtual_rows.get(&(place, id));
            cells.push(simulated.map_or("–".to_owned(), |r| format!("{} of {}", r.held, r.n())));
            let people = |set: Set| ledger.0.iter().any(|j| (j.set, j.place, j.id) == (set, place, id));
            let why = NOT.iter().find(|n| (n.0, n.1) == (id, place)).map(|n| n.2);
            let verdict = match () {
                () if [Set::Shank, Set::Sacrum].into_iter().any(people) => Verdict::People,
                () if people(Set::Devices) => Verdict::OtherSensor,
                () if people(Set::Markers) && place == Place::KnownSpeed => Verdict::GivenSpeed,
                () if people(Set::Markers) => Verdict::OnePerson,
                () if people(Set::Watch) => Verdict::ReadingOnly,
                () if simulated.is_some() => Verdict::VirtualRunnerOnly,
                () => Verdict::NotValidated(why),
            };
            page.check(
                verdict != Verdict::NotValidated(None),
                format!(
                    "coverage: {} from {} has no truth in any set; add one, or say why not in validation/src/coverage.rs",
                    metric.id,
                    place.name()
                ),
            );
            rows.push(Row { metric: id, place, cells, verdict });
        }
    }
    rows
}

/// The page of the matrix.
pub(crate) fn write(page: &mut Page, rows: &[Row]) {
    page.start(
        "coverage",
        "What has been validated on whom",
        "Every metric at every placement: trials and steps with a truth, by set of recordings",
    );
    page.paragraph(
        "Every metric of `strideform metrics` at every placement that gives it. A number is the count of trials whose value is compared \
         with a truth (and of the single steps compared); *no truth*: the program reports it from these recordings and there is no \
         reference for it; –: not given from these sensors; empty: no such sensor. *Virtual runner* is how many stated intervals hold \
         its exact truth, which says nothing about people. Generated from the catalogue: a metric without an entry fails \
         `scripts/validate --check`.",
    );
    let mut header = vec!["metric", "from"];
    header.extend(SETS.iter().map(|s| s.1));
    header.extend(["virtual runner", "validated on"]);
    let of = |row: &Row| {
        let mut out = vec![row.metric.to_owned(), row.place.name().to_owned()];
        out.extend(row.cells.iter().cloned());
        out.push(row.verdict.text());
        out
    };
    page.table(&header, &rows.iter().map(of).collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_the_catalogue() {
        let of = |id: &str| strideform::metrics::info(id).map(places).unwrap_or_default();
        assert_eq!(of("stride_length"), [Place::Foot, Place::KnownSpeed].into());
        assert_eq!(of("leg_stiffness"), [Place::Foot, Place::Shank, Place::Pelvis].into());
        assert_eq!(of("hip_extension_at_toe_off"), [Place::Thigh].into());
        assert_eq!(of("vertical_ratio"), [Place::Pelvis, Place::Watch].into());
        assert_eq!(of("cadence").len(), 7);
        assert!(catalogue().iter().all(|m| !places(m).is_empty()));
    }
}
