//! Any bytes behind the head of a FIT file: an error or runs, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use strideform::read::{ReadOptions, Source, contents};

fuzz_target!(|data: &[u8]| {
    let source = Source::Bytes { name: "run.fit".into(), bytes: data.to_vec() };
    let _ = contents(&source, &ReadOptions::default());
    // The same with head and size put right, so that more than the head is looked at.
    let body = data.get(..data.len().min(1 << 20)).unwrap_or_default();
    let size = u32::try_from(body.len()).unwrap_or(0).to_le_bytes();
    let mut bytes = vec![14, 0x20, 0x5c, 0x08];
    bytes.extend(size);
    bytes.extend(b".FIT\0\0");
    bytes.extend(body);
    bytes.extend([0, 0]);
    let source = Source::Bytes { name: "run.fit".into(), bytes };
    let _ = contents(&source, &ReadOptions::default());
});
