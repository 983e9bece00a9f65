//! Running a cascade of second-order sections, causally or with zero phase.

use crate::signal::gaps::bridge;
use rustfft::num_complex::Complex64;
use std::f64::consts::PI;

/// One section `(b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²)`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Section {
    /// Numerator `[b0, b1, b2]`.
    pub b: [f64; 3],
    /// Denominator `[a1, a2]`.
    pub a: [f64; 2],
}

impl Section {
    /// Magnitude of the response at `angle` radians per sample.
    #[must_use]
    pub fn gain(&self, angle: f64) -> f64 {
        let z = Complex64::from_polar(1.0, -angle);
        let num = self.b[0] + z * (self.b[1] + z * self.b[2]);
        let den = 1.0 + z * (self.a[0] + z * self.a[1]);
        num.norm() / den.norm()
    }

    fn dc(&self) -> f64 {
        (self.b[0] + self.b[1] + self.b[2]) / (1.0 + self.a[0] + self.a[1])
    }
}

/// A filter as a cascade of second-order sections.
#[derive(Debug, Clone, PartialEq)]
pub struct Sos {
    sections: Vec<Section>,
    order: usize,
}

/// Last two inputs and outputs of a section.
#[derive(Clone, Copy, Default)]
struct Memory {
    x1: f64,
    x2: f64,
    y1: f64,
    y2: f64,
}

/// Number of sections run together in one pass: enough for order 8, few enough to stay in registers.
const GROUP: usize = 4;

impl Sos {
    /// Cascade of `sections` with `order` poles in total.
    #[must_use]
    pub fn new(sections: Vec<Section>, order: usize) -> Self {
        Self { sections, order }
    }

    /// The sections, in the order in which they run.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Magnitude of the response of one pass at `hz`.
    #[must_use]
    pub fn gain(&self, hz: f64, rate_hz: f64) -> f64 {
        let angle = 2.0 * PI * hz / rate_hz;
        self.sections.iter().map(|s| s.gain(angle)).product()
    }

    /// Samples of odd extension that [`Sos::filtfilt`] adds at each end of a signal long enough for it: three times the
    /// length of the filter polynomials, as in `scipy.signal.sosfiltfilt`.
    #[must_use]
    pub fn pad_len(&self) -> usize {
        3 * (self.order + 1)
    }

    /// Causal filter that starts at rest (as `scipy.signal.sosfilt`). Gaps are bridged as in [`Sos::filtfilt`].
    #[must_use]
    pub fn filter(&self, x: &[f64]) -> Vec<f64> {
        let mut out = bridge(x).into_owned();
        self.pass(0.0, &mut [&mut out], false);
        out
    }

    /// Causal filter that starts in the steady state of the first sample, so that a constant passes unchanged from the
    /// start. Gaps are bridged as in [`Sos::filtfilt`].
    #[must_use]
    pub fn filter_steady(&self, x: &[f64]) -> Vec<f64> {
        let mut out = bridge(x).into_owned();
        let first = out.first().copied().unwrap_or(0.0);
        self.pass(first, &mut [&mut out], false);
        out
    }

    /// Filters forward and backward: zero phase, with the magnitude response applied twice (so −6 dB at the designed
    /// edge).
    ///
    /// Ends are extended by point reflection over [`Sos::pad_len`] samples and each pass starts in the steady state of
    /// its first sample, as `scipy.signal.sosfiltfilt` does; a shorter signal is extended by as much as its length
    /// allows. Non-finite samples are bridged by a straight line first (held at the ends, zeros if no sample is
    /// finite), so the result is finite; callers that want to keep the gaps must mask them again.
    #[must_use]
    pub fn filtfilt(&self, x: &[f64]) -> Vec<f64> {
        let mut out = Vec::new();
        self.filtfilt_into(x, &mut out);
        out
    }

    /// As [`Sos::filtfilt`], replacing the contents of `out`, whose memory is reused.
    pub fn filtfilt_into(&self, x: &[f64], out: &mut Vec<f64>) {
        out.clear();
        out.extend_from_slice(&bridge(x));
        let (Some(&first), Some(&last)) = (out.first(), out.last()) else {
            return;
        };
        let pad = self.pad_len().min(out.len() - 1);
        let ahead = out.iter().skip(1).take(pad).rev();
        let mut head: Vec<f64> = ahead.map(|v| 2.0 * first - v).collect();
        let behind = out.iter().rev().skip(1).take(pad);
        let mut tail: Vec<f64> = behind.map(|v| 2.0 * last - v).collect();

        let start = head.first().copied().unwrap_or(first);
        self.pass(start, &mut [&mut head, out, &mut tail], false);
        let start = tail.last().or(out.last()).copied().unwrap_or(last);
        // The contents of the head after the backward pass are never read.
        self.pass(start, &mut [out, &mut tail], true);
    }

    /// Runs the cascade in place over `parts` as one signal, from the steady state of the value `start`.
    fn pass(&self, start: f64, parts: &mut [&mut [f64]], reverse: bool) {
        let mut level = start;
        for group in self.sections.chunks(GROUP) {
            match *group {
                [a] => run(&[a], &mut level, parts, reverse),
                [a, b] => run(&[a, b], &mut level, parts, reverse),
                [a, b, c] => run(&[a, b, c], &mut level, parts, reverse),
                [a, b, c, d] => run(&[a, b, c, d], &mut level, parts, reverse),
                _ => {}
            }
        }
    }
}

fn run<const N: usize>(sections: &[Section; N], level: &mut f64, parts: &mut [&mut [f64]], reverse: bool) {
    let mut memory = [Memory::default(); N];
    for (m, s) in memory.iter_mut().zip(sections) {
        (m.x1, m.x2) = (*level, *level);
        *level *= s.dc();
        (m.y1, m.y2) = (*level, *level);
    }
    if reverse {
        for part in parts.iter_mut().rev() {
            sweep(sections, &mut memory, part.iter_mut().rev());
        }
    } else {
        for part in parts.iter_mut() {
            sweep(sections, &mut memory, part.iter_mut());
        }
    }
}

/// Direct form I, summed so that only one product and one difference depend on the previous sample: a third faster than
/// the transposed form and equal to it within rounding.
#[inline]
fn sweep<'a, const N: usize>(
    sections: &[Section; N],
    memory: &mut [Memory; N],
    samples: impl Iterator<Item = &'a mut f64>,
) {
    let mut state = *memory;
    for sample in samples {
        let mut v = *sample;
        for (s, m) in sections.iter().zip(state.iter_mut()) {
            let feed = s.b[0] * v + (s.b[1] * m.x1 + s.b[2] * m.x2);
            let y = (feed - s.a[1] * m.y2) - s.a[0] * m.y1;
            (m.x2, m.x1) = (m.x1, v);
            (m.y2, m.y1) = (m.y1, y);
            v = y;
        }
        *sample = v;
    }
    *memory = state;
}

#[cfg(test)]
mod tests {
    use crate::signal::Butterworth;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    #[test]
    fn a_constant_passes_a_lowpass_from_the_first_sample() {
        for n in 0..60 {
            let Ok(sos) = Butterworth::lowpass(5, 3.0, 100.0) else { unreachable!("a valid design") };
            let x = vec![9.81; n];
            for y in [sos.filtfilt(&x), sos.filter_steady(&x)] {
                assert_eq!(y.len(), n);
                // Gain at 0 Hz is exact to the rounding of 1 + a1 + a2, here 1e-2.
                assert!(y.iter().all(|v| abs_diff_eq!(*v, 9.81, epsilon = 1e-11)));
            }
        }
    }

    #[test]
    fn gaps_are_bridged() {
        let Ok(sos) = Butterworth::lowpass(2, 10.0, 100.0) else { unreachable!("a valid design") };
        let ramp: Vec<f64> = (0..80).map(f64::from).collect();
        let mut holed = ramp.clone();
        holed[30..35].fill(f64::NAN);
        holed[50] = f64::NEG_INFINITY;
        let pairs = sos.filtfilt(&ramp).into_iter().zip(sos.filtfilt(&holed));
        // The bridge over a ramp is the ramp itself within rounding.
        for (a, b) in pairs {
            assert_abs_diff_eq!(a, b, epsilon = 1e-11);
        }
    }
}
