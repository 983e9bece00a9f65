//! Compressed bytes, whole, cut off and damaged: an error or the same as without compression, never a panic.
#![no_main]

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use strideform::read::{ReadOptions, recording_from_bytes};

fuzz_target!(|data: &[u8]| {
    let [place, value, text @ ..] = data else { return };
    let options = ReadOptions { placement: "pelvis".parse().ok(), ..ReadOptions::default() };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).expect("memory");
    let mut packed = encoder.finish().expect("memory");
    let plain = recording_from_bytes("run.csv", text, &options);
    let unpacked = recording_from_bytes("run.csv", &packed, &options);
    match (plain, unpacked) {
        (Ok(plain), Ok(unpacked)) => assert_eq!(plain.track, unpacked.track),
        // Text that itself begins like gzip is unpacked only once.
        (plain, unpacked) => assert!(plain.is_ok() == unpacked.is_ok() || text.starts_with(&[0x1f, 0x8b])),
    }
    let at = usize::from(*place) % packed.len();
    if value % 2 == 0 {
        packed.truncate(at);
    } else {
        packed[at] ^= value;
    }
    let _ = recording_from_bytes("run.csv.gz", &packed, &options);
    let _ = recording_from_bytes("run.csv.gz", data, &options);
});
