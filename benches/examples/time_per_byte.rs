//! Time per byte of every kind of file at n, 2n and 4n: `cargo run --release -p strideform-benches --example time_per_byte`.
//!
//! Ends with an error where four times the bytes take more than [`MOST`] times as long per byte: reading is linear.

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use arrow_array::{ArrayRef, Float32Array, Float64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use strideform::read::{ReadOptions, Source, contents};

/// Ratio of the times per byte (*chosen*: caches and a busy machine stay below; a square would be 4).
const MOST: f64 = 1.6;
/// Messages of a kind in the smallest file.
const MESSAGES: u32 = 50_000;
/// Rounds, of which the fastest counts.
const ROUNDS: usize = 5;

fn definition(local: u8, message: u16, fields: &[[u8; 3]]) -> Vec<u8> {
    let [low, high] = message.to_le_bytes();
    let count = u8::try_from(fields.len()).unwrap_or(0);
    [&[0x40 | local, 0, 0, low, high, count], fields.concat().as_slice()].concat()
}

fn check_sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xA001 } else { c >> 1 })
    })
}

/// A file of records and laps, cut into sessions.
fn fit(messages: u32, sessions: u32) -> Vec<u8> {
    let mut body = definition(0, 18, &[[2, 4, 0x86], [5, 1, 0]]);
    body.extend(definition(1, 20, &[[253, 4, 0x86], [6, 2, 0x84], [4, 1, 2]]));
    body.extend(definition(2, 19, &[[2, 4, 0x86]]));
    let every = (messages / sessions).max(1);
    for second in 0..messages {
        let stamp = (1_000_000_000 + second).to_le_bytes();
        if second % every == 0 {
            body.extend([&[0], &stamp[..], &[1]].concat());
        }
        body.extend([&[1], &stamp[..], &[0xB8, 0x0B, 85], &[2], &stamp[..]].concat());
    }
    let size = u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes();
    let mut file = [&[14, 0x20, 0x54, 0x08][..], &size, b".FIT\0\0", &body].concat();
    let sum = check_sum(&file);
    file.extend(sum.to_le_bytes());
    file
}

/// Rows of samples in the smallest table.
const ROWS: u32 = 60_000;

/// Samples of a sensor that turns and trembles: time, then three axes of acceleration and of angular rate.
fn row(i: u32) -> [f64; 7] {
    let t = f64::from(i) / 200.0;
    let tremble = f64::from(i.wrapping_mul(2_654_435_761) >> 20) / 4096.0;
    let wave = |k: f64| (t * (2.0 + k)).sin() + 0.1 * tremble;
    [t, wave(0.0), 9.81 + wave(0.5), wave(1.0), wave(1.5), wave(2.0), wave(2.5)]
}

const NAMES: [&str; 7] =
    ["time_s", "acc_x_mps2", "acc_y_mps2", "acc_z_mps2", "gyr_x_rads", "gyr_y_rads", "gyr_z_rads"];

fn csv(n: u32) -> Made {
    let mut text = NAMES.join(",") + "\n";
    for i in 0..n * ROWS {
        text += &row(i).map(|v| format!("{v:.4}")).join(",");
        text.push('\n');
    }
    Ok(text.into_bytes())
}

fn packed(text: Vec<u8>) -> Made {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&text)?;
    Ok(encoder.finish()?)
}

fn columns(n: u32) -> Result<RecordBatch, Box<dyn std::error::Error>> {
    let column = |(k, name): (usize, &&'static str)| -> (&'static str, ArrayRef) {
        let values = (0..n * ROWS).map(|i| row(i).get(k).copied().unwrap_or(0.0));
        match k {
            0 => (name, Arc::new(Float64Array::from_iter_values(values))),
            _ => (name, Arc::new(Float32Array::from_iter_values(values.map(|v| v as f32)))),
        }
    };
    Ok(RecordBatch::try_from_iter(NAMES.iter().enumerate().map(column))?)
}

fn parquet_file(n: u32) -> Made {
    let batch = columns(n)?;
    let zstd = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(zstd))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(out)
}

fn arrow_file(n: u32) -> Made {
    let batch = columns(n)?;
    let mut out = Vec::new();
    let mut writer = arrow_ipc::writer::FileWriter::try_new(&mut out, &batch.schema())?;
    writer.write(&batch)?;
    writer.finish()?;
    drop(writer);
    Ok(out)
}

/// Trackpoints, one a second.
fn tcx(n: u32) -> Made {
    let mut out = String::from(
        "<?xml version=\"1.0\"?><TrainingCenterDatabase><Activities><Activity Sport=\"Running\">\
         <Id>2026-05-02T00:00:00Z</Id><Lap StartTime=\"2026-05-02T00:00:00Z\"><Track>",
    );
    for i in 0..n * 10_000 {
        let (hour, minute, second) = (i / 3600, i / 60 % 60, i % 60);
        out += &format!(
            "<Trackpoint><Time>2026-05-02T{hour:02}:{minute:02}:{second:02}Z</Time><DistanceMeters>{}</DistanceMeters>\
             <Extensions><TPX><RunCadence>85</RunCadence></TPX></Extensions></Trackpoint>",
            3 * i
        );
    }
    Ok((out + "</Track></Lap></Activity></Activities></TrainingCenterDatabase>").into_bytes())
}

/// Ten activities of a watch for every n.
fn zip_file(n: u32) -> Made {
    let one = fit(5_000, 1);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..n * 10 {
        archive.start_file(format!("activities/{i}.fit"), zip::write::SimpleFileOptions::default())?;
        archive.write_all(&one)?;
    }
    Ok(archive.finish()?.into_inner())
}

type Made = Result<Vec<u8>, Box<dyn std::error::Error>>;

fn seconds_per_byte(file: &str, bytes: Vec<u8>) -> Result<f64, strideform::Error> {
    let length = bytes.len() as f64;
    let source = Source::Bytes { name: file.into(), bytes };
    let options = ReadOptions::default().with_placement_if_unknown(strideform::recording::Placement::PELVIS);
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        contents(&source, &options)?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(best / length)
}

/// A kind of file: its name in the output, that of the file, and how it is made, n times as large.
type Kind = (&'static str, &'static str, fn(u32) -> Made);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let kinds: [Kind; 8] = [
        ("text", "run.csv", csv),
        ("gz", "run.csv.gz", |n| packed(csv(n)?)),
        ("Parquet", "run.parquet", parquet_file),
        ("Arrow", "run.arrow", arrow_file),
        ("FIT, one session", "run.fit", |n| Ok(fit(n * MESSAGES, 1))),
        ("FIT, 900 sessions", "run.fit", |n| Ok(fit(n * MESSAGES, 900))),
        ("TCX", "run.tcx", tcx),
        ("zip", "export.zip", zip_file),
    ];
    let mut worst = 0.0_f64;
    for (name, file, made) in kinds {
        let mut times = Vec::new();
        for n in [1, 2, 4] {
            times.push(seconds_per_byte(file, made(n)?)?);
        }
        let [first, second, fourth] = times.as_slice() else { continue };
        let ratio = fourth / first;
        println!(
            "{name}: {:.2}, {:.2}, {:.2} ns a byte at n, 2n, 4n: {ratio:.2}",
            first * 1e9,
            second * 1e9,
            fourth * 1e9
        );
        worst = worst.max(ratio);
    }
    if worst > MOST {
        return Err(format!("time per byte grows by a factor of {worst:.2} from n to 4n").into());
    }
    Ok(())
}
