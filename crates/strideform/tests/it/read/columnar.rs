//! Parquet and Arrow IPC: the same recording as from text, whatever the layout, and no harm from damaged files.

use std::collections::HashMap;
use std::sync::Arc;

use approx::assert_relative_eq;
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float32Array, Float64Array, Int64Array, RecordBatch, StringArray, StructArray,
    TimestampMicrosecondArray,
};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{Input, ReadOptions, Source, devices, recording_from_bytes};
use strideform::recording::{Recording, Session};
use strideform::{Error, ErrorKind};
use strideform_virtual::{CsvStyle, Params, SensorSpec, VirtualRun};

/// A run at the pelvis as text, and its columns by name.
fn run(seconds: f64) -> (Vec<u8>, Vec<(String, Vec<f64>)>) {
    let run = VirtualRun::new(Params { seconds, ..Params::default() }).expect("run");
    let mut text = Vec::new();
    run.record(&SensorSpec::pelvis()).write_csv(&mut text, CsvStyle::Units).expect("text");
    let mut rows = csv::Reader::from_reader(text.as_slice());
    let names: Vec<String> = rows.headers().expect("header").iter().map(str::to_owned).collect();
    let mut columns: Vec<(String, Vec<f64>)> = names.into_iter().map(|n| (n, Vec::new())).collect();
    for row in rows.records() {
        for (cell, column) in row.expect("row").iter().zip(&mut columns) {
            column.1.push(cell.parse().expect("number"));
        }
    }
    (text, columns)
}

fn batch(columns: Vec<(Field, ArrayRef)>) -> RecordBatch {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("batch")
}

fn doubles(columns: &[(String, Vec<f64>)]) -> RecordBatch {
    let of = |(name, values): &(String, Vec<f64>)| {
        let array: ArrayRef = Arc::new(Float64Array::from(values.clone()));
        (Field::new(name, DataType::Float64, true), array)
    };
    batch(columns.iter().map(of).collect())
}

fn parquet(batch: &RecordBatch, compression: Compression, rows: usize) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(rows))
        .build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).expect("writer");
    writer.write(batch).expect("written");
    writer.close().expect("closed");
    out
}

fn arrow(batch: &RecordBatch, file: bool, compression: Option<CompressionType>, rows: usize) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).expect("options");
    let parts =
        (0..batch.num_rows()).step_by(rows).map(|at| batch.slice(at, rows.min(batch.num_rows() - at)));
    let mut out = Vec::new();
    if file {
        let mut writer =
            FileWriter::try_new_with_options(&mut out, &batch.schema(), options).expect("writer");
        parts.for_each(|part| writer.write(&part).expect("written"));
        writer.finish().expect("finished");
    } else {
        let mut writer =
            StreamWriter::try_new_with_options(&mut out, &batch.schema(), options).expect("writer");
        parts.for_each(|part| writer.write(&part).expect("written"));
        writer.finish().expect("finished");
    }
    out
}

fn read(name: &str, bytes: &[u8]) -> Result<Recording, Error> {
    recording_from_bytes(name, bytes, &ReadOptions::default())
}

/// Equal but for the file's name and what is said of its format.
fn assert_same(a: &Recording, b: &Recording) {
    assert!(a.signals == b.signals, "the samples differ");
    assert_eq!((a.placement, a.clock, a.samples, a.clipping), (b.placement, b.clock, b.samples, b.clipping));
    assert_eq!(a.caveats, b.caveats);
}

#[test]
fn every_format_and_compression_gives_what_text_gives() {
    let (text, columns) = run(20.0);
    let text = read("pelvis.csv", &text).expect("text");
    let batch = doubles(&columns);
    let mut files = Vec::new();
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4_RAW,
    ] {
        files.push(("pelvis.parquet", parquet(&batch, compression, 1000)));
    }
    for compression in [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)] {
        files.push(("pelvis.arrow", arrow(&batch, true, compression, 700)));
        files.push(("pelvis.arrows", arrow(&batch, false, compression, 100_000)));
    }
    let folder = tempfile::tempdir().expect("folder");
    for (name, bytes) in files {
        assert_same(&read(name, &bytes).expect(name), &text);
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).expect("file");
        let session = Input::from_path(&path).read(&ReadOptions::default()).expect(name);
        assert_same(session.recordings.first().expect("one"), &text);
        assert_eq!(devices(&Source::File(path)).expect(name), [""]);
    }
}

#[test]
fn single_precision_gives_the_same_analysis_within_its_digits() {
    let (text, columns) = run(60.0);
    let of = |(name, values): &(String, Vec<f64>)| {
        let array: ArrayRef = if name.starts_with("time") {
            Arc::new(Float64Array::from(values.clone()))
        } else {
            Arc::new(Float32Array::from_iter_values(values.iter().map(|v| *v as f32)))
        };
        (Field::new(name, array.data_type().clone(), false), array)
    };
    let bytes = parquet(&batch(columns.iter().map(of).collect()), Compression::SNAPPY, 4096);
    let analysis = |recording: Recording| {
        analyze(&Session::default().with_recordings(vec![recording]), &AnalysisOptions::default())
    };
    let a = analysis(read("pelvis.csv", &text).expect("text"));
    let b = analysis(read("pelvis.parquet", &bytes).expect("columns"));
    assert_eq!(a.metrics.len(), b.metrics.len());
    for (a, b) in a.metrics.iter().zip(&b.metrics) {
        assert_eq!((a.id, a.n), (b.id, b.n));
        // Samples with seven digits: medians over steps move in the sixth at most.
        assert_relative_eq!(a.value, b.value, max_relative = 1e-4, epsilon = 1e-5);
    }
}

#[test]
fn units_times_and_names_are_found_in_schema_and_metadata() {
    let (text, columns) = run(10.0);
    let text = read("pelvis.csv", &text).expect("text");
    let column = |at: usize| columns.get(at).map(|c| c.1.clone()).expect("column");
    let unit = |name: &str, unit: &str| {
        Field::new(name, DataType::Float64, true).with_metadata(HashMap::from([("unit".into(), unit.into())]))
    };
    let units = |name: &str| name.rsplit_once('_').map(|(_, unit)| unit.to_owned()).expect("unit");
    let names: Vec<String> = columns.iter().map(|c| c.0.clone()).collect();
    let instants: ArrayRef = Arc::new(
        TimestampMicrosecondArray::from_iter_values(
            column(0).iter().map(|t| 1_760_000_000_000_000 + (t * 1e6).round() as i64),
        )
        .with_timezone("Europe/Berlin"),
    );
    let bare = ["ax", "ay", "az", "gx", "gy", "gz"];
    let mut parts = vec![(Field::new("when", instants.data_type().clone(), false), instants)];
    for (at, name) in (1..).zip(bare) {
        let unit = unit(name, &units(names.get(at).expect("name")));
        parts.push((unit, Arc::new(Float64Array::from(column(at))) as ArrayRef));
    }
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = parts.into_iter().unzip();
    let metadata = HashMap::from([("placement".to_owned(), "pelvis".to_owned())]);
    let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
    let batch = RecordBatch::try_new(schema, arrays).expect("batch");
    for bytes in [parquet(&batch, Compression::SNAPPY, 500), arrow(&batch, true, None, 500)] {
        let recording = read("x1.bin", &bytes).expect("read");
        assert_eq!(recording.placement.to_string(), "pelvis");
        assert_relative_eq!(recording.signals.rate_hz, text.signals.rate_hz, max_relative = 1e-6);
        assert_relative_eq!(recording.signals.acc.mean().y, text.signals.acc.mean().y, max_relative = 1e-9);
        let strideform::recording::Clock::Absolute { first_s } = recording.clock else { panic!("a clock") };
        assert_relative_eq!(first_s, 1.76e9 + column(0).first().expect("row"), max_relative = 1e-12);
    }
}

#[test]
fn structs_dictionaries_nulls_and_texts_are_read_or_refused_by_name() {
    let (text, columns) = run(10.0);
    let text = read("pelvis.csv", &text).expect("text");
    let name = |at: usize| columns.get(at).map(|c| c.0.clone()).expect("name");
    let values = |at: usize| columns.get(at).map(|c| c.1.clone()).expect("column");
    let double = |at: usize| -> (Field, ArrayRef) {
        (Field::new(name(at), DataType::Float64, true), Arc::new(Float64Array::from(values(at))))
    };
    // Times as text in a dictionary of their own, and the gyroscope within a struct.
    let stamps: Vec<String> = values(0).iter().map(|t| format!("10:00:{t:06.3}")).collect();
    let stamps: ArrayRef = Arc::new(StringArray::from(stamps));
    let short = |at: usize| Field::new(name(at).trim_start_matches("gyr_"), DataType::Float64, true);
    let inner = (4..7).map(|at| (Arc::new(short(at)), double(at).1)).collect::<Vec<_>>();
    let gyr: ArrayRef = Arc::new(StructArray::from(inner));
    let label: DictionaryArray<Int8Type> = vec![Some("run"); values(0).len()].into_iter().collect();
    let label: ArrayRef = Arc::new(label);
    let mut parts = vec![
        (Field::new("time", DataType::Utf8, true), stamps),
        double(1),
        double(2),
        double(3),
        (Field::new("gyr", gyr.data_type().clone(), true), gyr),
        (Field::new("note", label.data_type().clone(), true), label),
    ];
    let whole = batch(parts.clone());
    for bytes in [parquet(&whole, Compression::SNAPPY, 500), arrow(&whole, false, None, 500)] {
        let recording = read("pelvis.bin", &bytes).expect("read");
        assert!(recording.signals.acc == text.signals.acc);
        assert!(recording.signals.gyr == text.signals.gyr);
    }
    // A missing cell is bridged as in a text; a whole number is a number.
    let mut holes: Vec<Option<f64>> = values(1).into_iter().map(Some).collect();
    holes.iter_mut().skip(1000).take(2).for_each(|v| *v = None);
    if let Some(part) = parts.get_mut(1) {
        part.1 = Arc::new(Float64Array::from(holes));
    }
    let recording =
        read("pelvis.parquet", &parquet(&batch(parts.clone()), Compression::SNAPPY, 500)).expect("read");
    assert_eq!(recording.signals.len(), text.signals.len());
    assert!(recording.signals.acc != text.signals.acc);
    // A cell that is no number, at its row and column.
    let mut words: Vec<String> = values(1).iter().map(ToString::to_string).collect();
    if let Some(cell) = words.get_mut(41) {
        *cell = "abc".into();
    }
    if let Some(part) = parts.get_mut(1) {
        *part = (Field::new(name(1), DataType::Utf8, true), Arc::new(StringArray::from(words)));
    }
    let bytes = parquet(&batch(parts.clone()), Compression::SNAPPY, 500);
    let error = read("pelvis.parquet", &bytes).expect_err("a word");
    assert_eq!((error.position().line, error.position().column), (Some(42), Some(2)));
    assert_eq!(error.position().column_name.as_deref(), Some(name(1).as_str()));
    assert!(error.message().contains("`abc` is not a number"), "{error}");
    let skipped =
        recording_from_bytes("pelvis.parquet", &bytes, &ReadOptions::default().with_skip_bad_rows(true));
    assert_eq!(skipped.expect("skipped").samples, text.samples - 1);
    // Lists are named.
    let list = arrow_array::ListArray::from_iter_primitive::<arrow_array::types::Float64Type, _, _>(
        values(1).iter().map(|v| Some(vec![Some(*v)])),
    );
    if let Some(part) = parts.get_mut(1) {
        *part = (Field::new(name(1), arrow_array::Array::data_type(&list).clone(), true), Arc::new(list));
    }
    let error = read("pelvis.parquet", &parquet(&batch(parts), Compression::SNAPPY, 500)).expect_err("lists");
    assert!(error.message().contains("lists, not numbers"), "{error}");
}

#[test]
fn epoch_nanoseconds_and_whole_numbers_are_read() {
    let (text, columns) = run(10.0);
    let text = read("pelvis.csv", &text).expect("text");
    let of = |(at, (name, values)): (usize, &(String, Vec<f64>))| {
        let array: ArrayRef = if at == 0 {
            let nanos = |t: &f64| 1_760_000_000_000_000_000 + (t * 1e9).round() as i64;
            Arc::new(Int64Array::from_iter_values(values.iter().map(nanos)))
        } else {
            Arc::new(Float64Array::from(values.clone()))
        };
        (Field::new(if at == 0 { "timestamp" } else { name }, array.data_type().clone(), false), array)
    };
    let bytes = parquet(&batch(columns.iter().enumerate().map(of).collect()), Compression::SNAPPY, 10_000);
    let recording = read("pelvis.parquet", &bytes).expect("read");
    assert_relative_eq!(recording.signals.rate_hz, text.signals.rate_hz, max_relative = 1e-6);
}

/// Small files of every format.
pub(crate) fn small() -> Vec<(&'static str, Vec<u8>)> {
    let (_, columns) = run(2.0);
    let thin: Vec<(String, Vec<f64>)> =
        columns.into_iter().take(4).map(|(n, v)| (n, v.into_iter().step_by(16).collect())).collect();
    let batch = doubles(&thin);
    vec![
        ("a.parquet", parquet(&batch, Compression::SNAPPY, 30)),
        ("b.parquet", parquet(&batch, Compression::ZSTD(ZstdLevel::default()), 1000)),
        ("c.arrow", arrow(&batch, true, Some(CompressionType::LZ4_FRAME), 30)),
        ("d.arrows", arrow(&batch, false, None, 30)),
    ]
}

/// Every byte of small files with one bit or all bits flipped, and cuts all over: an answer or an error, never a panic.
#[test]
fn damaged_files_are_refused_without_a_panic() {
    let options = ReadOptions::default().with_placement(strideform::recording::Placement::PELVIS);
    for (name, whole) in small() {
        recording_from_bytes(name, &whole, &options).expect(name);
        let mut refused = 0;
        for at in 0..whole.len() {
            // Every byte in one of three ways: all of them at each would take a minute.
            let mask = [0x01, 0x80, 0xff].get(at % 3).copied().unwrap_or(0xff);
            let mut bytes = whole.clone();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= mask;
            }
            refused += usize::from(recording_from_bytes(name, &bytes, &options).is_err());
            // Without its end a Parquet file has no footer; of an Arrow file whole messages remain.
            if at % 7 == 0 {
                let cut = recording_from_bytes(name, whole.get(..at).expect("cut"), &options);
                assert!(cut.is_err() || name.contains("arrow"), "{name} cut at {at}");
            }
        }
        assert!(refused > 10, "{name}: {refused}");
    }
}

#[test]
fn claims_beyond_the_size_of_a_file_are_refused() {
    // The number of rows in the footer of a file without any row group.
    let (_, columns) = run(2.0);
    let bytes = parquet(&doubles(&columns), Compression::SNAPPY, 1000);
    let error = read("pelvis.parquet", bytes.get(..bytes.len() - 1).expect("cut")).expect_err("cut");
    assert_eq!(error.kind(), ErrorKind::Malformed);
    // Two million equal rows take a few hundred bytes.
    let rows = 2 << 20;
    let names = ["time_s", "acc_x_g", "acc_y_g", "acc_z_g"];
    let still: Vec<(String, Vec<f64>)> = names.map(|n| (n.to_owned(), vec![0.5; rows])).into();
    let bytes = parquet(&doubles(&still), Compression::ZSTD(ZstdLevel::default()), rows);
    assert!(bytes.len() < 50_000, "{}", bytes.len());
    let error = read("pelvis.parquet", &bytes).expect_err("too many rows");
    assert!(error.message().contains("too small"), "{error}");
    let bytes = arrow(&doubles(&still), true, Some(CompressionType::ZSTD), rows);
    // Sixteen megabytes a column are harmless, more are not.
    let error = read("pelvis.arrow", &bytes).expect_err("a clock that stands");
    assert!(!error.message().contains("unpacks"), "{error}");
    let more: Vec<(String, Vec<f64>)> = names.map(|n| (n.to_owned(), vec![0.5; 5 << 20])).into();
    let bytes = arrow(&doubles(&more), true, Some(CompressionType::ZSTD), 5 << 20);
    let error = read("pelvis.arrow", &bytes).expect_err("too large");
    assert!(error.message().contains("unpacks to more than"), "{error}");
}
