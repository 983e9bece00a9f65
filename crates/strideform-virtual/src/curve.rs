//! The building blocks of the motion: quintic polynomials and raised-cosine pulses with exact integrals.

use super::jet::Jet;
use std::f64::consts::PI;

/// A polynomial of degree five in the time since `start`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Quintic {
    start: f64,
    c: [f64; 6],
}

impl Quintic {
    /// The one quintic that meets position, velocity and acceleration at both ends.
    pub(crate) fn between(start: f64, a: Jet, end: f64, b: Jet) -> Self {
        let h = end - start;
        let (dp, v0, v1) = (b.v - a.v, a.d * h, b.d * h);
        let (a0, a1) = (a.dd * h * h, b.dd * h * h);
        let k3 = 10.0 * dp - 6.0 * v0 - 4.0 * v1 - 1.5 * a0 + 0.5 * a1;
        let k4 = -15.0 * dp + 8.0 * v0 + 7.0 * v1 + 1.5 * a0 - a1;
        let k5 = 6.0 * dp - 3.0 * v0 - 3.0 * v1 - 0.5 * a0 + 0.5 * a1;
        let h3 = h * h * h;
        Self { start, c: [a.v, a.d, 0.5 * a.dd, k3 / h3, k4 / (h3 * h), k5 / (h3 * h * h)] }
    }

    pub(crate) fn at(&self, t: f64) -> Jet {
        let u = t - self.start;
        let [c0, c1, c2, c3, c4, c5] = self.c;
        Jet::new(
            c0 + u * (c1 + u * (c2 + u * (c3 + u * (c4 + u * c5)))),
            c1 + u * (2.0 * c2 + u * (3.0 * c3 + u * (4.0 * c4 + u * 5.0 * c5))),
            2.0 * c2 + u * (6.0 * c3 + u * (12.0 * c4 + u * 20.0 * c5)),
        )
    }
}

impl Quintic {
    /// Third and fourth derivative.
    fn higher(&self, t: f64) -> (f64, f64) {
        let u = t - self.start;
        let [_, _, _, c3, c4, c5] = self.c;
        (6.0 * c3 + u * (24.0 * c4 + u * 60.0 * c5), 24.0 * c4 + u * 120.0 * c5)
    }

    /// The minimum-jerk curve from `a` through position `p` at `via` to `b`: two quintics that meet with equal third and
    /// fourth derivatives.
    pub(crate) fn through(start: f64, a: Jet, via: f64, p: f64, end: f64, b: Jet) -> [Self; 2] {
        let make = |v, acc| {
            let m = Jet::new(p, v, acc);
            [Self::between(start, a, via, m), Self::between(via, m, end, b)]
        };
        // the mismatch is linear in the unknown velocity and acceleration
        let miss = |v, acc| {
            let [one, two] = make(v, acc);
            let (x, y) = (one.higher(via), two.higher(via));
            (x.0 - y.0, x.1 - y.1)
        };
        let (m0, mv, ma) = (miss(0.0, 0.0), miss(1.0, 0.0), miss(0.0, 1.0));
        let (a11, a21) = (mv.0 - m0.0, mv.1 - m0.1);
        let (a12, a22) = (ma.0 - m0.0, ma.1 - m0.1);
        let det = a11 * a22 - a12 * a21;
        let v = (-m0.0 * a22 + m0.1 * a12) / det;
        let acc = (-m0.1 * a11 + m0.0 * a21) / det;
        make(v, acc)
    }
}

/// A smooth step from 0 to 1 between `start` and `end`, constant outside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ramp {
    pub(crate) start: f64,
    pub(crate) end: f64,
}

impl Ramp {
    pub(crate) fn at(&self, t: f64) -> Jet {
        if t <= self.start {
            Jet::constant(0.0)
        } else if t >= self.end {
            Jet::constant(1.0)
        } else {
            Quintic::between(self.start, Jet::default(), self.end, Jet::constant(1.0)).at(t)
        }
    }
    /// ∫ of the ramp from minus infinity to `t`, seconds.
    pub(crate) fn integral(&self, t: f64) -> f64 {
        let h = self.end - self.start;
        let s = ((t - self.start) / h).clamp(0.0, 1.0);
        h * s.powi(4) * (2.5 - 3.0 * s + s * s) + (t - self.end).max(0.0)
    }
}

/// A raised cosine: from 0 up to `2·mean` in `rise`, back to 0 in `fall`; its area is `mean·(rise + fall)`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pulse {
    pub(crate) mean: f64,
    pub(crate) rise: f64,
    pub(crate) fall: f64,
}

impl Pulse {
    /// Centre of the area, seconds after the start.
    pub(crate) fn centroid(&self) -> f64 {
        let (r, f) = (self.rise, self.fall);
        let k = 2.0 / (PI * PI);
        (r * r * (0.5 + k) + f * (r + f * (0.5 - k))) / (r + f)
    }
    /// (second integral, first integral, value) at `u` seconds after the start, from rest.
    pub(crate) fn at(&self, u: f64) -> Jet {
        let (r, f) = (self.rise, self.fall);
        if u <= 0.0 || r + f <= 0.0 {
            return Jet::default();
        }
        if u <= r {
            return half(self.mean, r, u, 1.0);
        }
        let first = half(self.mean, r, r, 1.0);
        let w = u - r;
        let x = w.min(f);
        let second = half(self.mean, f, x, -1.0);
        let rest = w - x;
        let v = first.d + second.d;
        Jet::new(first.v + first.d * x + second.v + v * rest, v, if rest > 0.0 { 0.0 } else { second.dd })
    }
}

/// Half a raised cosine of length `w`, rising (`sign` = 1) or falling (−1), with its integrals from rest.
fn half(mean: f64, w: f64, u: f64, sign: f64) -> Jet {
    let k = w / PI;
    let (s, c) = (u / k).sin_cos();
    Jet::new(
        mean * (0.5 * u * u + sign * k * k * (c - 1.0)),
        mean * (u - sign * k * s),
        mean * (1.0 - sign * c),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    #[test]
    fn quintic_meets_both_ends() {
        let (a, b) = (Jet::new(1.0, -2.0, 3.0), Jet::new(0.5, 4.0, -6.0));
        let q = Quintic::between(2.0, a, 2.3, b);
        for (t, want) in [(2.0, a), (2.3, b)] {
            let got = q.at(t);
            // rounding of six terms of size ~100
            assert_abs_diff_eq!(got.v, want.v, epsilon = 1e-12);
            assert_abs_diff_eq!(got.d, want.d, epsilon = 1e-11);
            assert_abs_diff_eq!(got.dd, want.dd, epsilon = 1e-9);
        }
    }

    #[test]
    fn least_jerk_curve_is_smooth_at_the_way_point() {
        let (a, b) = (Jet::new(1.0, -2.0, 3.0), Jet::new(0.5, 4.0, -6.0));
        let [p, q] = Quintic::through(2.0, a, 2.2, 0.7, 2.5, b);
        assert_abs_diff_eq!(p.at(2.2).v, 0.7, epsilon = 1e-12);
        assert_abs_diff_eq!(q.at(2.2).v, 0.7, epsilon = 1e-12);
        let (x, y) = (p.higher(2.2), q.higher(2.2));
        // third and fourth derivatives are of size 1e3 and 1e5: rounding
        assert!(
            abs_diff_eq!(x.0, y.0, epsilon = 1e-7) && abs_diff_eq!(x.1, y.1, epsilon = 1e-4),
            "{x:?} {y:?}"
        );
        // if the waypoint lies on the plain quintic, both curves equal that quintic
        let plain = Quintic::between(2.0, a, 2.5, b);
        let [p, q] = Quintic::through(2.0, a, 2.2, plain.at(2.2).v, 2.5, b);
        for t in [2.05, 2.15, 2.3, 2.45] {
            let r = if t < 2.2 { p } else { q };
            assert_abs_diff_eq!(r.at(t).dd, plain.at(t).dd, epsilon = 1e-8);
        }
    }

    #[test]
    fn pulse_integrals_agree_with_sums() {
        let p = Pulse { mean: 1.4, rise: 0.11, fall: 0.13 };
        let (n, end) = (200_000, 0.3);
        let h = end / f64::from(n);
        let (mut v, mut x, mut m) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let u = (f64::from(i) + 0.5) * h;
            let f = p.at(u).dd;
            x += v * h + 0.5 * f * h * h;
            v += f * h;
            m += u * f * h;
        }
        let e = p.at(end);
        // midpoint sums of 1.5 µs: error about h²/24·f″
        assert_abs_diff_eq!(e.d, v, epsilon = 1e-9);
        assert_abs_diff_eq!(e.v, x, epsilon = 1e-9);
        assert_abs_diff_eq!(e.d, 1.4 * 0.24, epsilon = 1e-12);
        assert_abs_diff_eq!(m / v, p.centroid(), epsilon = 1e-9);
    }

    #[test]
    fn ramp_integral_is_its_area() {
        let r = Ramp { start: 1.0, end: 1.6 };
        let sum: f64 = (0..20_000).map(|i| r.at(0.9 + (f64::from(i) + 0.5) * 5e-5).v * 5e-5).sum();
        // midpoint sum, step 50 µs
        assert_abs_diff_eq!(sum, r.integral(1.9), epsilon = 1e-8);
    }
}
