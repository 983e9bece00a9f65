//! The fast path, used for nearly all rows: numbers between delimiters, without quotes. `row` handles any other row.

use crate::read::rows::row::MAX_VALUE;
use crate::read::text::cells::{missing, number, trimmed};
use crate::read::text::dialect::Dialect;
use crate::read::time::column::TimeCells;
use crate::read::time::timestamp::{self, Order};

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Target {
    Nothing,
    Time,
    Stamp(Order),
    Channel(usize),
}

/// What to do with the cells of a plain row.
#[derive(Debug, Clone)]
pub(in crate::read) struct Plan {
    delimiter: u8,
    decimal_comma: bool,
    targets: Vec<Target>,
}

/// Powers of ten that a double represents exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

impl Plan {
    /// `None` if the rows of a file need the slow path.
    pub(in crate::read) fn of(
        dialect: &Dialect,
        time: Option<TimeCells>,
        channels: &[usize],
    ) -> Option<Self> {
        let mut targets = vec![Target::Nothing; dialect.columns];
        let mut set = |column: usize, target: Target| {
            let slot = targets.get_mut(column).filter(|t| **t == Target::Nothing)?;
            *slot = target;
            Some(())
        };
        match time {
            Some(TimeCells::Number { column }) => set(column, Target::Time)?,
            Some(TimeCells::Stamp { column, of_day: None, order }) => set(column, Target::Stamp(order))?,
            Some(TimeCells::Stamp { .. }) => return None,
            None => {}
        }
        for (i, &column) in channels.iter().enumerate() {
            set(column, Target::Channel(i))?;
        }
        (!dialect.collapse && dialect.grouping.is_none()).then_some(Self {
            delimiter: dialect.delimiter,
            decimal_comma: dialect.decimal_comma && dialect.delimiter != b',',
            targets,
        })
    }

    /// Reads the row that begins at `at` into `values` and returns its time and where the next line begins; `None` if
    /// the row is not plain.
    pub(in crate::read) fn row(
        &self,
        text: &[u8],
        mut at: usize,
        values: &mut [f64],
        first_nanos: &mut Option<i64>,
    ) -> Option<(f64, usize)> {
        if text.get(at) == Some(&b'#') {
            return None;
        }
        let mut time = f64::NAN;
        // A row without any value may be blank.
        let mut filled = false;
        let mut columns = self.targets.iter();
        let mut target = columns.next()?;
        loop {
            let end = match target {
                Target::Nothing => self.cell_end(text, at),
                Target::Time => {
                    let (value, end) = self.number(text, at)?;
                    time = value;
                    filled |= !value.is_nan();
                    end
                }
                Target::Stamp(order) => {
                    let end = self.cell_end(text, at);
                    let cell = text.get(at..end)?;
                    if !missing(cell) {
                        let nanos = timestamp::parse(trimmed(cell), *order)?.nanos;
                        time = (nanos - *first_nanos.get_or_insert(nanos)) as f64 * 1e-9;
                        filled = true;
                    }
                    end
                }
                Target::Channel(i) => {
                    let (value, end) = self.number(text, at)?;
                    if value.abs() > MAX_VALUE {
                        return None;
                    }
                    filled |= !value.is_nan();
                    *values.get_mut(*i)? = value;
                    end
                }
            };
            match columns.next() {
                Some(next) if text.get(end) == Some(&self.delimiter) => {
                    target = next;
                    at = end + 1;
                }
                Some(_) => return None,
                None => return self.line_end(text, end).filter(|_| filled).map(|next| (time, next)),
            }
        }
    }

    /// The number in the cell that begins at `at`, NaN if it is missing, and the cell's end.
    fn number(&self, text: &[u8], mut at: usize) -> Option<(f64, usize)> {
        while text.get(at) == Some(&b' ') {
            at += 1;
        }
        if let Some((value, end)) = plain_number(text, at, self.decimal_comma)
            && text.get(end).is_none_or(|b| *b == self.delimiter || matches!(b, b'\n' | b'\r'))
        {
            return Some((value, end));
        }
        let end = self.cell_end(text, at);
        let cell = text.get(at..end)?;
        match number(cell, self.decimal_comma) {
            Some(value) => Some((value, end)),
            None => missing(cell).then_some((f64::NAN, end)),
        }
    }

    fn cell_end(&self, text: &[u8], at: usize) -> usize {
        let rest = text.get(at..).unwrap_or_default();
        at + rest
            .iter()
            .position(|b| *b == self.delimiter || matches!(b, b'\n' | b'\r'))
            .unwrap_or(rest.len())
    }

    /// Start of the next line, if at most one more delimiter is left in this one.
    fn line_end(&self, text: &[u8], end: usize) -> Option<usize> {
        let end = end + usize::from(text.get(end) == Some(&self.delimiter));
        match (text.get(end), text.get(end + 1)) {
            (None, _) => Some(end),
            (Some(b'\n'), _) => Some(end + 1),
            (Some(b'\r'), Some(b'\n')) => Some(end + 2),
            _ => None,
        }
    }
}

const WHOLE_POWERS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// A number of at most 19 digits without an exponent, and its end. A 53-bit integer over an exact power of ten is rounded
/// once, so the result is the correctly rounded one.
fn plain_number(text: &[u8], mut at: usize, comma: bool) -> Option<(f64, usize)> {
    let negative = text.get(at) == Some(&b'-');
    at += usize::from(negative || text.get(at) == Some(&b'+'));
    let mut mantissa = 0_u64;
    let begin = at;
    // Most numbers have few digits before the decimal point.
    while let Some(digit) = text.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    let (mut count, mut decimals) = (at - begin, 0);
    if text.get(at).is_some_and(|b| *b == b'.' || comma && *b == b',') {
        let begin = at + 1;
        at = digits(text, begin, &mut mantissa);
        decimals = at - begin;
        count += decimals;
    }
    if !(1..=19).contains(&count) || mantissa > 1 << 53 {
        return None;
    }
    let value = mantissa as f64 / POWERS.get(decimals)?;
    Some((if negative { -value } else { value }, at))
}

/// Appends the digits from `at` on to a number and returns where they end. Overflow wraps around.
fn digits(text: &[u8], mut at: usize, mantissa: &mut u64) -> usize {
    while let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let values = u64::from_le_bytes(*eight) ^ 0x3030_3030_3030_3030;
        // The high bit of every byte that is not a digit.
        let other = (values.wrapping_add(0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080;
        let many = (other.trailing_zeros() / 8) as usize;
        if many == 0 {
            return at;
        }
        *mantissa = mantissa
            .wrapping_mul(WHOLE_POWERS.get(many).copied().unwrap_or(0))
            .wrapping_add(eight_digits(values << (8 * (8 - many))));
        at += many;
        if many < 8 {
            return at;
        }
    }
    while let Some(digit) = text.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10) {
        *mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    at
}

/// The number whose eight digits are the bytes, the first in the lowest byte: digits are combined into pairs, pairs into
/// groups of four, and those into the whole.
fn eight_digits(bytes: u64) -> u64 {
    const PAIRS: u64 = 0x0000_00ff_0000_00ff;
    let pairs = bytes.wrapping_mul(10).wrapping_add(bytes >> 8);
    let upper = (pairs & PAIRS).wrapping_mul(100 + (1_000_000 << 32));
    let lower = ((pairs >> 16) & PAIRS).wrapping_mul(1 + (10_000 << 32));
    upper.wrapping_add(lower) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::text::dialect::sniff;

    #[test]
    fn numbers_are_those_of_the_careful_parser() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 11
        };
        for i in 0..20_000 {
            let x = (next() as f64 / (1_u64 << 53) as f64 - 0.5) * 10_f64.powi((i % 14) - 4);
            for text in [format!("{x:.*}", (i % 17) as usize), format!("{x}"), format!("{}", next())] {
                if let Some((value, end)) = plain_number(text.as_bytes(), 0, false) {
                    let careful = number(text.as_bytes(), false).expect("a number");
                    assert_eq!((value.to_bits(), end), (careful.to_bits(), text.len()), "{text}");
                    // Within a row, where the parser reads eight bytes at a time.
                    for after in [",-1.234567\n", "\n0,1234567.8", "\u{ff0c}x:/e9 "] {
                        let row = plain_number(format!("{text}{after}").as_bytes(), 0, false);
                        assert_eq!(row.map(|(v, end)| (v.to_bits(), end)), Some((value.to_bits(), end)));
                    }
                } else {
                    assert!(text.len() > 16, "{text}");
                }
            }
        }
        for (text, value) in
            [("-0", Some(-0.0)), (".5", Some(0.5)), ("5.", Some(5.0)), ("-", None), (".", None)]
        {
            let found = plain_number(text.as_bytes(), 0, false).map(|v| v.0.to_bits());
            assert_eq!(found, value.map(f64::to_bits), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_alone() {
        let dialect = sniff(b"t,x,y\n0,1,2\n1,2,3\n").expect("dialect");
        let plan = Plan::of(&dialect, Some(TimeCells::Number { column: 0 }), &[2]).expect("plan");
        let of = |text: &str| {
            let mut values = [0.0];
            let row = plan.row(text.as_bytes(), 0, &mut values, &mut None);
            row.map(|(t, next)| (t, values[0], next))
        };
        assert_eq!(of("0,1,2\r\n"), Some((0.0, 2.0, 7)));
        assert_eq!(of(" 1.5 ,abc,-2e1,\n"), Some((1.5, -20.0, 16)));
        assert!(of("1,,\n").is_some_and(|r| r.1.is_nan()));
        for text in
            ["1,2\n", "1,2,3,4\n", "1,2,x\n", "#1,2,3\n", ",,\n", "1,2,1e10\n", "1,2,3\r4,5,6\n", "1,\n2,3"]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
