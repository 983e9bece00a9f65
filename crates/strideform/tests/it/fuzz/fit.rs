//! Any bytes behind the head of a FIT file: an error or runs, never a panic.

use strideform::read::{ReadOptions, Source, contents};

/// CRC-16/ARC, which FIT files end with: without it nothing behind the head would be looked at.
fn check_sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0_u16, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xA001 } else { c >> 1 })
    })
}

pub(crate) fn run(data: &[u8]) {
    let source = Source::Bytes { name: "run.fit".into(), bytes: data.to_vec() };
    let _ = contents(&source, &ReadOptions::default());
    let size = u32::try_from(data.len()).unwrap_or(0).to_le_bytes();
    let mut bytes = vec![14, 0x20, 0x5c, 0x08];
    bytes.extend(size);
    bytes.extend(b".FIT\0\0");
    bytes.extend(data);
    bytes.extend(check_sum(&bytes).to_le_bytes());
    let source = Source::Bytes { name: "run.fit".into(), bytes };
    let _ = contents(&source, &ReadOptions::default());
}
