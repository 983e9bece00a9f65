//! The sampling rate that the lines above the header state.

/// Rate stated in the lines above the header: `at 100 Hz`, `Sample rate: 100`, a line with only a number.
pub(in crate::read) fn declared_rate(preamble: &[String]) -> Option<(f64, String)> {
    let plausible = |rate: f64| (1.0..=20_000.0).contains(&rate).then_some(rate);
    let number_at_end = |text: &str| -> Option<f64> {
        let text = text.trim_end();
        let start = text.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |i| i + 1);
        text.get(start..)?.parse().ok()
    };
    for line in preamble {
        let lower = line.to_lowercase();
        for (at, _) in lower.match_indices("hz") {
            if let Some(rate) = number_at_end(lower.get(..at).unwrap_or_default()).and_then(plausible) {
                return Some((rate, line.trim().to_owned()));
            }
        }
        if ["rate", "freq", "hz"].iter().any(|k| lower.contains(k)) && !lower.contains("filter") {
            let value = lower
                .split(|c: char| !(c.is_ascii_digit() || c == '.'))
                .filter_map(|t| t.parse::<f64>().ok())
                .find_map(plausible);
            if let Some(rate) = value {
                return Some((rate, line.trim().to_owned()));
            }
        }
    }
    preamble.iter().find_map(|line| {
        let alone = line.trim_end_matches([',', ';', '\t', ' ']).trim();
        alone.parse::<f64>().ok().and_then(plausible).map(|rate| (rate, format!("a line that holds {alone}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_in_preambles() {
        for (line, rate) in [
            (
                "--- Created By ActiGraph GT3X+ v6.13.4 date format dd/MM/yyyy at 100 Hz  Filter Normal ---",
                Some(100.0),
            ),
            ("Sample rate: 62.5", Some(62.5)),
            ("FREQUENCY\t240", Some(240.0)),
            ("250,,,,", Some(250.0)),
            ("Serial Number: TAS1F25160319", None),
            ("Epoch Period (hh:mm:ss) 00:00:00", None),
        ] {
            assert_eq!(declared_rate(&[line.to_owned()]).map(|r| r.0), rate, "{line}");
        }
    }
}
