//! Any bytes as a Parquet or Arrow file: an error or a recording whose samples are finite, never a panic.

use strideform::read::{ReadOptions, recording_from_bytes};

pub(crate) fn run(data: &[u8]) {
    let Some((flags, bytes)) = data.split_first() else { return };
    let options = ReadOptions::default()
        .with_placement("pelvis".parse::<strideform::recording::Placement>().ok())
        .with_rate_hz((flags & 2 != 0).then_some(100.0))
        .with_skip_bad_rows(flags & 4 != 0);
    if let Ok(recording) = recording_from_bytes("run", bytes, &options) {
        assert!(recording.signals.rate_hz.is_finite() && recording.signals.rate_hz > 0.0);
        assert!(recording.signals.acc.columns().into_iter().flatten().all(|v| v.is_finite()));
    }
}
