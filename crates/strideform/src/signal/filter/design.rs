//! Butterworth design by the bilinear transform with pre-warped edges.

use super::sos::{Section, Sos};
use rustfft::num_complex::Complex64;
use std::f64::consts::PI;
use thiserror::Error;

/// Highest order designed (*chosen*: steeper slopes ring and are of no use for motion signals).
pub const MAX_ORDER: usize = 16;

/// Why a filter cannot be designed.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum DesignError {
    /// The order is zero or above [`MAX_ORDER`].
    #[error("filter order {0} is not within 1 to {MAX_ORDER}")]
    Order(usize),
    /// The sampling rate is not a positive number.
    #[error("sampling rate {0} Hz is not a positive number")]
    Rate(f64),
    /// A cut-off is not strictly between zero and half the sampling rate.
    #[error("cut-off {cutoff_hz} Hz is not between 0 and half the sampling rate of {rate_hz} Hz")]
    Cutoff {
        /// The requested cut-off, in hertz.
        cutoff_hz: f64,
        /// The sampling rate, in hertz.
        rate_hz: f64,
    },
    /// The lower edge of a band is not below the upper one.
    #[error("band from {lo_hz} Hz to {hi_hz} Hz is empty")]
    Band {
        /// Lower edge in hertz.
        lo_hz: f64,
        /// Upper edge in hertz.
        hi_hz: f64,
    },
}

/// Designs Butterworth filters; the gain at each edge is −3 dB for one pass.
#[derive(Debug, Clone, Copy)]
pub struct Butterworth;

impl Butterworth {
    /// Low-pass of `order` with its −3 dB point at `cutoff_hz`.
    ///
    /// # Errors
    /// [`DesignError`] when the order, the rate or the cut-off is out of range.
    pub fn lowpass(order: usize, cutoff_hz: f64, rate_hz: f64) -> Result<Sos, DesignError> {
        check(order, rate_hz)?;
        Ok(lowpass_warped(order, warp(cutoff_hz, rate_hz)?))
    }

    /// High-pass of `order` with its −3 dB point at `cutoff_hz`.
    ///
    /// # Errors
    /// As for [`Butterworth::lowpass`].
    pub fn highpass(order: usize, cutoff_hz: f64, rate_hz: f64) -> Result<Sos, DesignError> {
        check(order, rate_hz)?;
        Ok(highpass_warped(order, warp(cutoff_hz, rate_hz)?))
    }

    /// Band-pass with −3 dB at both edges; `order` counts the prototype, so it has `2 · order` poles.
    ///
    /// # Errors
    /// As for [`Butterworth::lowpass`], and [`DesignError::Band`] unless `lo_hz < hi_hz`.
    pub fn bandpass(order: usize, lo_hz: f64, hi_hz: f64, rate_hz: f64) -> Result<Sos, DesignError> {
        check(order, rate_hz)?;
        let (lo, hi) = (warp(lo_hz, rate_hz)?, warp(hi_hz, rate_hz)?);
        if lo >= hi {
            return Err(DesignError::Band { lo_hz, hi_hz });
        }
        Ok(bandpass_warped(order, lo, hi))
    }
}

fn check(order: usize, rate_hz: f64) -> Result<(), DesignError> {
    if order == 0 || order > MAX_ORDER {
        return Err(DesignError::Order(order));
    }
    if !(rate_hz.is_finite() && rate_hz > 0.0) {
        return Err(DesignError::Rate(rate_hz));
    }
    Ok(())
}

/// Analogue frequency, in units of twice the rate, that the bilinear transform maps to `cutoff_hz`.
pub(super) fn warp(cutoff_hz: f64, rate_hz: f64) -> Result<f64, DesignError> {
    let w = (PI * cutoff_hz / rate_hz).tan();
    if cutoff_hz > 0.0 && cutoff_hz < 0.5 * rate_hz && w.is_finite() && w > 0.0 {
        Ok(w)
    } else {
        Err(DesignError::Cutoff { cutoff_hz, rate_hz })
    }
}

/// Damping `2ζ` of each conjugate pole pair of the unit Butterworth prototype; an odd order has an additional real pole
/// at −1.
fn dampings(order: usize) -> impl Iterator<Item = f64> {
    (0..order / 2).map(move |k| 2.0 * ((2 * k + 1) as f64 * PI / (2 * order) as f64).sin())
}

pub(super) fn lowpass_warped(order: usize, w: f64) -> Sos {
    let mut sections = Vec::with_capacity(order.div_ceil(2));
    if order % 2 == 1 {
        let g = w / (1.0 + w);
        sections.push(Section { b: [g, g, 0.0], a: [(w - 1.0) / (1.0 + w), 0.0] });
    }
    for d in dampings(order) {
        let s = 1.0 / (1.0 + d * w + w * w);
        let g = w * w * s;
        sections
            .push(Section { b: [g, 2.0 * g, g], a: [2.0 * (w * w - 1.0) * s, (1.0 - d * w + w * w) * s] });
    }
    Sos::new(sections, order)
}

pub(super) fn highpass_warped(order: usize, w: f64) -> Sos {
    let mut sections = Vec::with_capacity(order.div_ceil(2));
    if order % 2 == 1 {
        let g = 1.0 / (1.0 + w);
        sections.push(Section { b: [g, -g, 0.0], a: [(w - 1.0) / (1.0 + w), 0.0] });
    }
    for d in dampings(order) {
        let s = 1.0 / (1.0 + d * w + w * w);
        sections
            .push(Section { b: [s, -2.0 * s, s], a: [2.0 * (w * w - 1.0) * s, (1.0 - d * w + w * w) * s] });
    }
    Sos::new(sections, order)
}

pub(super) fn bandpass_warped(order: usize, lo: f64, hi: f64) -> Sos {
    let (width, centre2) = (hi - lo, lo * hi);
    // The analogue centre maps to this point of the unit circle, where every section gets unit gain.
    let angle = 2.0 * centre2.sqrt().atan();
    let mut sections = Vec::with_capacity(order);
    if order % 2 == 1 {
        // The real prototype pole gives s² + width·s + centre², whether or not its roots are real.
        let s = 1.0 / (1.0 + width + centre2);
        sections.push(unit_gain_at(angle, [2.0 * (centre2 - 1.0) * s, (1.0 - width + centre2) * s]));
    }
    for d in dampings(order) {
        let pole = Complex64::new(-0.5 * d, (1.0 - 0.25 * d * d).max(0.0).sqrt());
        let half = pole * (0.5 * width);
        let root = (half * half - centre2).sqrt();
        for s in [half + root, half - root] {
            let z = (1.0 + s) / (1.0 - s);
            sections.push(unit_gain_at(angle, [-2.0 * z.re, z.norm_sqr()]));
        }
    }
    Sos::new(sections, 2 * order)
}

/// Section with zeros at 0 Hz and at half the rate, poles given by `a`, and gain 1 at `angle`.
fn unit_gain_at(angle: f64, a: [f64; 2]) -> Section {
    let section = Section { b: [1.0, 0.0, -1.0], a };
    let g = 1.0 / section.gain(angle);
    Section { b: [g, 0.0, -g], a }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    #[test]
    fn edges_are_half_power_at_every_order() -> Result<(), DesignError> {
        let half = 0.5f64.sqrt();
        for order in 1..=8 {
            let low = Butterworth::lowpass(order, 12.0, 200.0)?;
            let high = Butterworth::highpass(order, 12.0, 200.0)?;
            let band = Butterworth::bandpass(order, 2.0, 30.0, 200.0)?;
            // The coefficients round at 1e-16 and poles lie within 0.1 of the unit circle.
            for (filter, f) in [(&low, 12.0), (&high, 12.0), (&band, 2.0), (&band, 30.0)] {
                assert!(abs_diff_eq!(filter.gain(f, 200.0), half, epsilon = 1e-11), "{order} {f}");
            }
            assert_abs_diff_eq!(low.gain(0.0, 200.0), 1.0, epsilon = 1e-11);
            assert!(high.gain(0.0, 200.0) < 1e-11);
        }
        Ok(())
    }

    #[test]
    fn impossible_designs_are_refused() {
        use DesignError as E;
        let low = |n, c, r| Butterworth::lowpass(n, c, r).map(|_| ());
        assert_eq!(low(0, 1.0, 10.0), Err(E::Order(0)));
        assert_eq!(low(2, 1.0, 0.0), Err(E::Rate(0.0)));
        assert!(matches!(low(2, 5.0, 10.0), Err(E::Cutoff { .. })));
        assert!(matches!(low(2, f64::NAN, 10.0), Err(E::Cutoff { .. })));
        let band = Butterworth::bandpass(2, 3.0, 3.0, 10.0).map(|_| ());
        assert!(matches!(band, Err(E::Band { .. })));
    }
}
