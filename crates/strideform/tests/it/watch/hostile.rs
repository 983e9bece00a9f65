//! Damaged files: one clear error or a run, never a panic.

use proptest::prelude::*;
use strideform::ErrorKind;
use strideform::read::{ReadOptions, Source, contents};

use crate::watch::source;

fn bytes_of(name: &str) -> Vec<u8> {
    let Source::File(path) = source(name) else { return Vec::new() };
    std::fs::read(path).expect("fixture")
}

fn given(name: &str, bytes: Vec<u8>) -> Result<strideform::read::Contents, strideform::Error> {
    contents(&Source::Bytes { name: name.into(), bytes }, &ReadOptions::default())
}

fn check_sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xA001 } else { c >> 1 })
    })
}

/// The file with a check sum that agrees, so that the damage reaches the decoder.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len().saturating_sub(2);
    let sum = check_sum(&bytes[..end]).to_le_bytes();
    bytes[end..].copy_from_slice(&sum);
    bytes
}

#[test]
fn cut_off_and_damaged_files_say_so() {
    let whole = bytes_of("dynamics.fit");
    for end in [13, 14, 100, whole.len() / 2, whole.len() - 1] {
        let error = given("run.fit", whole[..end].to_vec()).expect_err("cut");
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert!(error.message().contains("truncated"), "{end}: {error}");
        assert!(error.to_string().starts_with("run.fit: "), "{error}");
        assert!(error.remedy().is_some());
    }
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 0x10;
    let error = given("run.fit", damaged).expect_err("damaged");
    assert!(error.message().contains("checksum"), "{error}");
}

#[test]
fn a_definition_of_a_type_that_does_not_exist_names_its_byte() {
    let mut bytes = bytes_of("dynamics.fit");
    // Head of 14, the definition's six bytes, then number, size and type of the first field.
    bytes[14 + 6 + 2] = 0x1F;
    let error = given("run.fit", resealed(bytes)).expect_err("type");
    assert!(error.message().starts_with("byte 15"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn flipped_bytes_under_a_good_check_sum_never_panic(
        which in 0..4_usize,
        flips in proptest::collection::vec((14..8000_usize, any::<u8>()), 1..12),
    ) {
        let name = ["dynamics.fit", "developer_fields.fit", "raw_samples.fit", "walk.fit"][which];
        let mut bytes = bytes_of(name);
        let body = bytes.len() - 2;
        for (at, value) in flips {
            // The first kilobyte holds the definitions: half of the damage goes there.
            let at = if at % 2 == 0 { 14 + at % 200 } else { 14 + at % (body - 14) };
            bytes[at] = value;
        }
        let _ = given("left_wrist.fit", resealed(bytes)).map(crate::watch::analyzed);
    }

    #[test]
    fn random_bytes_behind_a_fit_head_never_panic(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut bytes = vec![14, 0x20, 0x39, 0x08];
        bytes.extend((body.len() as u32).to_le_bytes());
        bytes.extend(b".FIT\0\0");
        bytes.extend(&body);
        bytes.extend([0, 0]);
        let _ = given("run.fit", bytes.clone());
        let _ = given("run.fit", resealed(bytes));
    }

    #[test]
    fn mutilated_tables_never_panic(
        which in 0..6_usize,
        cuts in proptest::collection::vec((0..2000_usize, any::<u8>()), 0..8),
        end in 0..3000_usize,
    ) {
        let name = [
            "activities_european.csv", "activities_german.csv", "laps_french.csv", "stryd.csv", "apple_samples.csv",
            "strap_and_pod_1hz.csv",
        ][which];
        let mut bytes = bytes_of(name);
        for (at, value) in cuts {
            let n = bytes.len();
            bytes[at % n] = value;
        }
        bytes.truncate(end.max(20));
        let _ = given(name, bytes).map(crate::watch::analyzed);
    }
}
