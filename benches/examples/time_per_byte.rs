//! Time per byte of crafted FIT files at n, 2n and 4n: `cargo run --release -p strideform-benches --example time_per_byte`.
//!
//! Ends with an error where four times the bytes take more than [`MOST`] times as long per byte: reading is linear.

use std::time::Instant;

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

fn seconds_per_byte(bytes: Vec<u8>) -> Result<f64, strideform::Error> {
    let length = bytes.len() as f64;
    let source = Source::Bytes { name: "run.fit".into(), bytes };
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        contents(&source, &ReadOptions::default())?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(best / length)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut worst = 0.0_f64;
    for (name, sessions) in [("one session", 1), ("900 sessions", 900)] {
        let times: Vec<f64> = [1, 2, 4]
            .iter()
            .map(|times| seconds_per_byte(fit(times * MESSAGES, sessions)))
            .collect::<Result<_, _>>()?;
        let [first, second, fourth] = times.as_slice() else { continue };
        println!("{name}: {:.1}, {:.1}, {:.1} ns a byte", first * 1e9, second * 1e9, fourth * 1e9);
        worst = worst.max(fourth / first);
    }
    if worst > MOST {
        return Err(format!("time per byte grows by a factor of {worst:.2} from n to 4n").into());
    }
    Ok(())
}
