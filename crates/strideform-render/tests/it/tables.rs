//! The Arrow tables of a real analysis: stable columns, units, the same content in every format.

use std::path::Path;

use strideform::findings::RuleTable;
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{self, ReadOptions};
use strideform::report::Analysis;
use strideform_render::tables::{self, RunRow, RunStatus, RunValues, TableFormat, TableWriter};

fn analysis() -> Analysis {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sessions/easy-run");
    let session = read::session(&folder, &ReadOptions::default()).expect("the session reads");
    analyze(&session, &AnalysisOptions::default())
}

fn csv_of(rows: &tables::RecordBatch) -> String {
    let mut writer = TableWriter::new(Vec::new(), TableFormat::Csv, rows.schema()).expect("a header");
    writer.write(rows).expect("rows");
    String::from_utf8(writer.finish().expect("a table")).expect("UTF-8")
}

#[test]
fn runs_have_the_columns_that_the_format_names_with_their_units() {
    let rules = RuleTable::embedded();
    let cadence = 172.25;
    let mut row = RunRow::new("a run", RunStatus::Done);
    let mut values = RunValues::default();
    values.value = Some(cadence);
    row.metrics.insert("cadence".to_owned(), values);
    let rows = tables::runs_batch(&[row], &rules).expect("a table");
    let schema = rows.schema();
    let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
    assert_eq!(
        names[..8],
        ["input", "placement", "status", "reason", "samples", "seconds", "running_s", "rate_hz"]
    );
    for metric in strideform::metrics::catalogue() {
        for suffix in ["", "_uncertainty", "_left", "_right"] {
            let field = schema
                .field_with_name(&format!("{}{suffix}", metric.id))
                .unwrap_or_else(|_| panic!("{}", metric.id));
            assert_eq!(field.metadata().get("unit").map(String::as_str), Some(metric.unit), "{}", metric.id);
        }
    }
    assert!(names.contains(&"fault_hip_drop") && names.contains(&"fault_left_right_imbalance"));
    let text = csv_of(&rows);
    assert!(text.contains(&format!("{cadence:.6}")), "{text}");
    assert_eq!(text.lines().count(), 2);
}

#[test]
fn strides_of_a_batch_lose_no_value_of_a_step() {
    let analysis = analysis();
    let wide = tables::strides_batch("a run", &analysis).expect("a table");
    assert_eq!(wide.schema(), tables::strides_schema());
    assert_eq!(wide.num_rows(), analysis.contacts.len());
    for (id, _) in analysis.contacts.iter().flat_map(|row| &row.values) {
        assert!(wide.schema().field_with_name(id.as_str()).is_ok(), "{id} has no column");
    }
    // One analysis alone: the same as --strides writes.
    let own = csv_of(&tables::strides(&analysis).expect("a table"));
    let direct = strideform_render::csv::strides(&analysis).expect("a table");
    assert_eq!(own.into_bytes(), direct);
}

#[test]
fn every_table_of_an_analysis_has_a_row_for_each_entry() {
    let analysis = analysis();
    let metrics = tables::metrics(&analysis).expect("a table");
    assert_eq!(metrics.num_rows(), analysis.metrics.len());
    assert_eq!(tables::findings(&analysis).expect("a table").num_rows(), analysis.findings.len());
    assert_eq!(tables::recordings(&analysis).expect("a table").num_rows(), analysis.recordings.len());
    assert_eq!(tables::unavailable(&analysis).expect("a table").num_rows(), analysis.unavailable.len());
    assert_eq!(tables::contacts(&analysis).expect("a table").num_rows(), analysis.contacts.len());
    let of_metrics: usize = analysis.metrics.iter().map(|m| m.caveats.len()).sum();
    assert!(tables::caveats(&analysis).expect("a table").num_rows() >= of_metrics);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_the_same_bytes_for_the_same_table() {
    let rows = tables::strides(&analysis()).expect("a table");
    let write = || {
        let mut writer = TableWriter::new(Vec::new(), TableFormat::Parquet, rows.schema()).expect("a file");
        writer.write(&rows).expect("rows");
        writer.finish().expect("a table")
    };
    let bytes = write();
    assert_eq!(&bytes[..4], b"PAR1");
    assert_eq!(bytes, write());
}

#[test]
fn text_cannot_become_a_formula() {
    for text in ["=1+1", "+1", "-1", "@x", "\t=1"] {
        assert_eq!(strideform_render::csv::safe_text(text), format!("'{text}"));
    }
    assert_eq!(strideform_render::csv::safe_text("run-1.csv"), "run-1.csv");
}
