//! Numbers for people: as many digits as the error justifies, and a typographic minus.

use strideform::findings::ReferenceRange;

/// The minus sign, U+2212.
pub const MINUS: char = '\u{2212}';

/// `value` with the given decimals; never `−0`.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|b| matches!(b, b'0' | b'.')) => digits.to_owned(),
        Some(digits) => format!("{MINUS}{digits}"),
        None => text,
    }
}

/// Both ends of a range of most runners, with the digits that its width justifies; `factor` into the unit shown.
pub(crate) fn typical_range(range: &ReferenceRange, factor: f64) -> String {
    let digits = decimals(0.25 * factor * (range.high - range.low));
    format!("{}…{}", fixed(range.low * factor, digits), fixed(range.high * factor, digits))
}

/// Decimals that a 95 % half-width justifies: its first digit, or two if that digit is a 1; none if it is zero (a share
/// that no error can change).
pub(crate) fn decimals(uncertainty: f64) -> usize {
    if !(uncertainty.is_finite() && uncertainty > 0.0) {
        return if uncertainty == 0.0 { 0 } else { 2 };
    }
    let mut exponent = uncertainty.log10().floor();
    let leading = uncertainty / 10f64.powf(exponent);
    if leading < 1.95 {
        exponent -= 1.0; // two digits while a single one would round by a quarter
    } else if leading >= 9.5 {
        exponent += 1.0;
    }
    (-exponent).clamp(0.0, 6.0) as usize
}

/// The narrow no-break space between a number and its unit, U+202F.
pub(crate) const THIN: char = '\u{202f}';

/// A unit as written after a number: `°` directly, `%` and others after a narrow space, none for shares.
pub(crate) fn unit_after(unit: &str) -> String {
    match unit {
        "" => String::new(),
        "°" => unit.to_owned(),
        "% left" => format!("{THIN}%"),
        other => format!("{THIN}{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minus_is_true_and_zero_has_none() {
        assert_eq!(fixed(-1.25, 1), "\u{2212}1.2");
        assert_eq!(fixed(-0.04, 1), "0.0");
        assert_eq!(fixed(12.0, 0), "12");
    }

    #[test]
    fn digits_follow_the_error() {
        for (half_width, want) in
            [(2.3, 0), (1.2, 1), (0.4, 1), (0.012, 3), (0.05, 2), (14.0, 0), (0.97, 0), (250.0, 0)]
        {
            assert_eq!(decimals(half_width), want, "{half_width}");
        }
        assert_eq!((decimals(0.0), decimals(f64::NAN)), (0, 2));
    }
}
