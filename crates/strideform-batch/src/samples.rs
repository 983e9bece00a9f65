//! Rows for tests: those of one short virtual run, under any name.

use std::path::Path;
use std::sync::OnceLock;

use strideform::read::{Input, Source};
use strideform_virtual::{CsvStyle, Params, SensorSpec, Side, VirtualRun};

use crate::inputs::BatchInput;
use crate::rows::{FailureRow, InputRows, InputTask};

/// Rows of an input of this name.
pub(crate) fn rows(name: &str) -> InputRows {
    static ONE: OnceLock<InputRows> = OnceLock::new();
    let one = ONE.get_or_init(|| {
        let run = VirtualRun::new(Params { seconds: 12.0, ..Params::default() }).expect("a run");
        let mut bytes = Vec::new();
        run.record(&SensorSpec::shank(Side::Left)).write_csv(&mut bytes, CsvStyle::Units).expect("written");
        let source = Source::Bytes { name: "shank-left.csv".into(), bytes };
        let input = Input::Recording { source, placement: None, device: None };
        let task = InputTask { strides: true, ..InputTask::default() };
        let mut rows = task.rows("a run", &input, |_, _| {}).expect("it is analysed");
        // Fewer make a smaller journal, whose bytes are all tried.
        rows.strides = rows.strides.map(|batch| batch.slice(0, 2));
        rows.run.metrics.retain(|id, _| id.starts_with('c'));
        rows
    });
    let mut run = one.run.clone();
    run.input = name.to_owned();
    InputRows { run, strides: one.strides.clone() }
}

/// The result of an input: its rows, or a failure where its name says so.
pub(crate) fn result(input: &BatchInput) -> Result<InputRows, FailureRow> {
    if input.name.contains("bad") { Err(FailureRow::new("it is bad")) } else { Ok(rows(&input.name)) }
}

/// Inputs whose files are in a folder; the last one is bad.
pub(crate) fn inputs(folder: &Path) -> Vec<BatchInput> {
    ["a.csv", "b.csv", "c-bad.csv"]
        .map(|name| {
            let path = folder.join(name);
            std::fs::write(&path, name).expect("a file");
            BatchInput::new(name, Input::from_path(&path))
        })
        .to_vec()
}
