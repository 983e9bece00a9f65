//! Signals that the parent process asked to ignore, found without unsafe code.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

/// Those of `signals` that this process ignores. Ask before any of them is handled.
pub(super) fn among(signals: &[i32]) -> Vec<i32> {
    let mask = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| mask(&status));
    signals
        .iter()
        .copied()
        .filter(|signal| mask.map_or_else(|| by_trial(*signal), |m| holds(m, *signal)))
        .collect()
}

/// The mask of ignored signals in Linux's `/proc/PID/status`.
fn mask(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(line.trim(), 16).ok()
}

fn holds(mask: u64, signal: i32) -> bool {
    u32::try_from(signal - 1).is_ok_and(|bit| mask.checked_shr(bit).unwrap_or(0) & 1 == 1)
}

/// Elsewhere a child tells: it ignores what its parent ignores, and survives that signal.
fn by_trial(signal: i32) -> bool {
    let mut child = Command::new("/bin/sh");
    child.args(["-c", &format!("kill -{signal} $$")]);
    child.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    child.status().is_ok_and(|status| status.signal() != Some(signal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_is_read_bit_by_bit() {
        let status = "Name:\tx\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001003\nSigCgt:\t0\n";
        let mask = mask(status).expect("a mask");
        let found: Vec<i32> = (0..70).filter(|signal| holds(mask, *signal)).collect();
        assert_eq!(found, [1, 2, 13]);
        assert_eq!(super::mask("Name:\tx\n"), None);
    }

    /// Both ways find the same for the test's own process, whatever its parent asked for.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_tells_the_same_as_proc() {
        for signal in [1, 2, 15] {
            assert_eq!(among(&[signal]).contains(&signal), by_trial(signal), "signal {signal}");
        }
    }
}
