//! Durations for people.

/// `14 s`, `12 min 05 s`, `1 h 02 min`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_read_like_a_watch() {
        assert_eq!(duration(14.4), "14 s");
        assert_eq!(duration(725.0), "12 min 05 s");
        assert_eq!(duration(3725.0), "1 h 02 min");
    }
}
