//! Units and names as people read them; files keep the catalogue's.

/// Factor and unit in which a unit of the catalogue is shown.
pub(crate) fn shown(unit: &str) -> (f64, &str) {
    match unit {
        "s" => (1000.0, "ms"),
        "1" => (1.0, ""),
        other => (1.0, other),
    }
}

/// The name of a metric, for the first column of a table and for sentences; the identifier where it is unknown.
pub(crate) fn metric_name(id: &str) -> String {
    strideform::metrics::info(id).map_or_else(|| id.replace('_', " "), |info| info.name.to_owned())
}
