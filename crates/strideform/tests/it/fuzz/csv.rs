//! Any bytes as a table of samples: an error or a recording whose samples are finite, never a panic.

use strideform::read::{ReadOptions, recording_from_bytes};

pub(crate) fn run(data: &[u8]) {
    let Some((flags, bytes)) = data.split_first() else { return };
    let options = ReadOptions::default()
        .with_placement(
            (flags & 1 == 0).then(|| "shank-left".parse::<strideform::recording::Placement>().ok()).flatten(),
        )
        .with_rate_hz((flags & 2 != 0).then_some(100.0))
        .with_skip_bad_rows(flags & 4 != 0);
    if let Ok(recording) = recording_from_bytes("run.csv", bytes, &options) {
        let signals = &recording.signals;
        assert!(signals.rate_hz.is_finite() && signals.rate_hz > 0.0);
        assert!(signals.acc.columns().into_iter().flatten().all(|v| v.is_finite()));
        assert!(signals.gaps.iter().all(|g| g.start < g.end && g.end <= signals.len()));
    }
}
