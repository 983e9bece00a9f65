//! The library's errors as exceptions of `strideform._errors`.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use strideform::{Error, ErrorKind};

/// The exception for the kind of error, with its position.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    let class = match error.kind() {
        ErrorKind::Io => "FileError",
        ErrorKind::Malformed => "MalformedError",
        ErrorKind::Ambiguous => "AmbiguousError",
        ErrorKind::Unusable => "UnusableError",
        ErrorKind::Usage => "UsageError",
        _ => "StrideformError",
    };
    let place = error.position();
    let made = || {
        let fields = PyDict::new(py);
        fields.set_item("file", &place.file)?;
        fields.set_item("line", place.line)?;
        fields.set_item("column", place.column)?;
        fields.set_item("column_name", &place.column_name)?;
        fields.set_item("cell", &place.cell)?;
        fields.set_item("remedy", error.remedy().map(in_python))?;
        let class = py.import("strideform._errors")?.getattr(class)?;
        class.call((in_python(error.message()),), Some(&fields))
    };
    match made() {
        Ok(exception) => PyErr::from_value(exception),
        Err(failed) => failed,
    }
}

/// An internal error.
pub(crate) fn internal(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(format!("internal error of strideform: {error}"))
}

/// Command-line options in a message as Python arguments: `--rate 100` becomes `rate_hz=100`.
pub(crate) fn in_python(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("--") {
        let (before, option) = rest.split_at(at);
        out.push_str(before);
        let end = option
            .char_indices()
            .skip(2)
            .find(|(_, c)| !c.is_ascii_alphanumeric() && *c != '-')
            .map_or(option.len(), |(i, _)| i);
        let (name, after) = option.split_at(end);
        let value = after.strip_prefix(' ').map(|v| v.split(char::is_whitespace).next().unwrap_or_default());
        let value = value.map(|v| v.trim_end_matches([',', ';', '.', ')', '`']));
        let (argument, quoted) = match name {
            "--rate" => ("rate_hz", false),
            "--units" => ("units", true),
            "--columns" => ("columns", true),
            "--placement" => ("placement", true),
            "--skip-bad-rows" | "--outside-session" => {
                out.push_str(&name[2..].replace('-', "_"));
                out.push_str("=True");
                rest = after;
                continue;
            }
            _ => {
                out.push_str(name);
                rest = after;
                continue;
            }
        };
        out.push_str(argument);
        let is_value = |v: &str| match argument {
            "rate_hz" => v == "HZ" || v.parse::<f64>().is_ok(),
            "placement" => v == "P",
            _ => v.contains('='),
        };
        rest = match value.filter(|v| is_value(v)) {
            Some(v) => {
                out.push_str(&if quoted { format!("=\"{v}\"") } else { format!("={v}") });
                after.get(1 + v.len()..).unwrap_or_default()
            }
            None => after,
        };
    }
    out + rest
}
