//! The CSV output of `--contacts` and `--strides`, and the format of its cells.

use strideform::report::{Analysis, ContactRow};

use crate::RenderError;

/// Columns of `--contacts`.
const CONTACTS: [&str; 9] = [
    "side",
    "initial_contact_s",
    "toe_off_s",
    "contact_time_s",
    "flight_time_s",
    "valid",
    "reason",
    "placement",
    "side_probability",
];

/// The output of `--contacts`: UTF-8 with a header, times in seconds.
///
/// # Errors
/// None that an analysis can cause.
pub fn contacts(analysis: &Analysis) -> Result<Vec<u8>, RenderError> {
    table(&CONTACTS.map(str::to_owned), analysis.contacts.iter().map(contact))
}

/// The output of `--strides`: the same rows with every metric of the step, in the unit of the catalogue.
///
/// # Errors
/// None that an analysis can cause.
pub fn strides(analysis: &Analysis) -> Result<Vec<u8>, RenderError> {
    let ids = step_metrics(analysis);
    let header: Vec<String> =
        CONTACTS.iter().map(|name| (*name).to_owned()).chain(ids.iter().map(|id| (*id).to_owned())).collect();
    let rows = analysis.contacts.iter().map(|row| {
        let mut cells = contact(row);
        cells.extend(ids.iter().map(|id| number(step_value(row, id))));
        cells
    });
    table(&header, rows)
}

/// Identifiers of metrics that at least one step has, in the catalogue's order.
pub(crate) fn step_metrics(analysis: &Analysis) -> Vec<&'static str> {
    let has = |id: &str| analysis.contacts.iter().any(|row| step_value(row, id).is_some());
    strideform::metrics::catalogue().iter().map(|info| info.id.as_str()).filter(|id| has(id)).collect()
}

/// A metric of one step, in the catalogue's unit.
pub(crate) fn step_value(row: &ContactRow, id: &str) -> Option<f64> {
    let value = row.values.iter().find(|(name, _)| *name == id).map(|(_, value)| *value);
    value.or_else(|| match id {
        "contact_time" => row.contact.contact_time_s(),
        "flight_time" => row.flight_s,
        _ => None,
    })
}

fn contact(row: &ContactRow) -> Vec<String> {
    let c = &row.contact;
    vec![
        c.side.as_str().to_owned(),
        number(Some(c.initial_contact_s)),
        number(c.toe_off_s),
        number(c.contact_time_s()),
        number(row.flight_s),
        c.valid.to_string(),
        safe_text(c.reason.as_deref().unwrap_or_default()),
        c.placement.to_string(),
        number(row.side_probability),
    ]
}

/// Text that a spreadsheet shows but never evaluates: anything that would start a formula gets a leading apostrophe.
///
/// Full-width signs also start a formula in some locales, and some programs drop spaces, tabs and line breaks before a
/// sign.
pub fn safe_text(text: &str) -> String {
    let formula = text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

/// Six decimals: a microsecond, a thousandth of the resolution of any method.
pub(crate) fn number(value: Option<f64>) -> String {
    value.filter(|v| v.is_finite()).map_or_else(String::new, |v| {
        let text = format!("{v:.6}");
        if text == "-0.000000" { "0.000000".to_owned() } else { text }
    })
}

fn table(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, RenderError> {
    let failed = |error: &dyn std::fmt::Display| RenderError::new("CSV", error);
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(|e| failed(&e))?;
    for row in rows {
        writer.write_record(&row).map_err(|e| failed(&e))?;
    }
    writer.into_inner().map_err(|e| failed(&e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_starts_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "\n=1", "  =cmd|' /C calc'!A0", "＝1"]
        {
            assert_eq!(safe_text(text), format!("'{text}"));
        }
        for text in ["", "study/run=1.csv", "left-right", " blank", "1-2"] {
            assert_eq!(safe_text(text), text);
        }
    }

    #[test]
    fn unknown_is_an_empty_cell_and_zero_has_no_sign() {
        assert_eq!(number(None), "");
        assert_eq!(number(Some(f64::NAN)), "");
        assert_eq!(number(Some(-1e-9)), "0.000000");
        assert_eq!(number(Some(0.273_530_4)), "0.273530");
    }
}
