//! Compressed bytes, whole, cut off and damaged: an error or the same as without compression, never a panic.

use strideform::read::{ReadOptions, recording_from_bytes};

/// Text as gzip in one stored block: a compressor would take longer than everything that is tried here.
fn packed(text: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(text.len()).ok()?;
    let mut crc = flate2::Crc::new();
    crc.update(text);
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(text);
    out.extend(crc.sum().to_le_bytes());
    out.extend(u32::from(length).to_le_bytes());
    Some(out)
}

// The first two bytes say what is done with the rest: 0 and anything, it is compressed already; an odd number and a
// place, it is packed and cut off there; an even one and a place, it is packed and damaged there.
pub(crate) fn run(data: &[u8]) {
    let [how, place, text @ ..] = data else { return };
    let options =
        ReadOptions::default().with_placement("pelvis".parse::<strideform::recording::Placement>().ok());
    if *how == 0 {
        let _ = recording_from_bytes("run.csv.gz", text, &options);
        return;
    }
    let Some(mut bytes) = packed(text) else { return };
    let at = usize::from(*place) * bytes.len() / 256;
    if how % 2 == 1 && at > 0 {
        bytes.truncate(at);
    } else if *place > 0 {
        bytes[at] ^= how;
    } else {
        let plain = recording_from_bytes("run.csv", text, &options);
        let unpacked = recording_from_bytes("run.csv", &bytes, &options);
        match (plain, unpacked) {
            (Ok(plain), Ok(unpacked)) => assert_eq!(plain.signals, unpacked.signals),
            // Text that itself begins like gzip is unpacked only once.
            (plain, unpacked) => {
                assert!(plain.is_ok() == unpacked.is_ok() || text.starts_with(&[0x1f, 0x8b]))
            }
        }
        return;
    }
    let _ = recording_from_bytes("run.csv.gz", &bytes, &options);
}
