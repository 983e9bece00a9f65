//! Samples a sensor: exact values first, then its errors in the order in which they occur: tissue, filter, axes, scale and
//! offset, noise, range, resolution, clock, transmission.

use super::VirtualRun;
use super::force::G;
use super::sensor::{Recorded, SensorSpec};
use nalgebra::{Rotation3, Vector3};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal, Uniform};

/// Tissue and filter are computed on a grid this many times finer than the sensor, and at 2 kHz or more.
const FINER: f64 = 10.0;

type Pair = (Vector3<f64>, Vector3<f64>);

/// Random draws from separate streams, so that one fault does not change another.
struct Dice(StdRng);

impl Dice {
    fn new(seed: u64, stream: u64) -> Self {
        Self(StdRng::seed_from_u64(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }
    fn normal(&mut self, sd: f64) -> f64 {
        if sd > 0.0 {
            let x: f64 = StandardNormal.sample(&mut self.0);
            sd * x
        } else {
            0.0
        }
    }
    fn triad(&mut self, sd: f64) -> Vector3<f64> {
        Vector3::new(self.normal(sd), self.normal(sd), self.normal(sd))
    }
    fn chance(&mut self, p: f64) -> bool {
        p > 0.0 && Uniform::new(0.0, 1.0).is_ok_and(|u| u.sample(&mut self.0) < p)
    }
}

/// A signal that is evaluated forward in time.
struct Source<'a> {
    run: &'a VirtualRun,
    spec: &'a SensorSpec,
    step: f64,
    /// The last two points of the fine grid.
    now: f64,
    before: Pair,
    after: Pair,
    state: Memory,
}

/// States of the soft tissue (displacement, velocity) and of the two filters (value, slope).
#[derive(Default)]
struct Memory {
    tissue: Option<(Vector3<f64>, Vector3<f64>)>,
    acc: Option<(Vector3<f64>, Vector3<f64>)>,
    gyr: Option<(Vector3<f64>, Vector3<f64>)>,
}

/// One step of x″ + 2ζω x′ + ω² x = u, exact for constant u (ζ < 1).
fn oscillate(s: &mut (Vector3<f64>, Vector3<f64>), u: Vector3<f64>, hz: f64, damping: f64, h: f64) {
    let w = 2.0 * std::f64::consts::PI * hz;
    let z = damping.clamp(0.0, 0.99);
    let wd = w * (1.0 - z * z).sqrt();
    let goal = u / (w * w);
    let x = s.0 - goal;
    let (sin, cos) = (wd * h).sin_cos();
    let e = (-z * w * h).exp();
    let b = (s.1 + x * (z * w)) / wd;
    let new = (x * cos + b * sin) * e;
    let slope = (b * cos - x * sin) * (wd * e) - new * (z * w);
    *s = (new + goal, slope);
}

impl<'a> Source<'a> {
    fn new(run: &'a VirtualRun, spec: &'a SensorSpec) -> Self {
        let step = 1.0 / (FINER * spec.rate_hz).max(2000.0);
        let now = spec.start_s - 0.5;
        let mut source = Self {
            run,
            spec,
            step,
            now,
            before: (Vector3::zeros(), Vector3::zeros()),
            after: (Vector3::zeros(), Vector3::zeros()),
            state: Memory::default(),
        };
        if spec.faults.has_memory() {
            // settle for half a second before the first sample
            source.after = source.fine(now);
            source.before = source.after;
        }
        source
    }

    fn exact(&self, t: f64) -> Pair {
        let (a, w) = self.run.exact(self.spec, t.max(0.0));
        (a.into(), w.into())
    }

    /// The next point of the fine grid, through tissue and filter.
    fn fine(&mut self, t: f64) -> Pair {
        let f = &self.spec.faults;
        let (mut a, mut w) = self.exact(t);
        let h = self.step;
        if let Some(k) = f.tissue {
            let omega = 2.0 * std::f64::consts::PI * k.hz;
            // base excitation: the sensor's mass is suspended from the bone, and reads the force of spring and damper
            let s = self.state.tissue.get_or_insert((-a / (omega * omega), Vector3::zeros()));
            oscillate(s, -a, k.hz, k.damping, h);
            let sensed = -s.0 * (omega * omega) - s.1 * (2.0 * k.damping * omega);
            a += (sensed - a) * k.share;
            w += Vector3::new(s.1.z, 0.0, -s.1.x) * (k.turn_per_m * k.share);
        }
        if let Some(hz) = f.bandwidth_hz {
            let omega2 = (2.0 * std::f64::consts::PI * hz).powi(2);
            let half = std::f64::consts::FRAC_1_SQRT_2;
            for (x, state) in [(&mut a, &mut self.state.acc), (&mut w, &mut self.state.gyr)] {
                let s = state.get_or_insert((*x, Vector3::zeros()));
                oscillate(s, *x * omega2, hz, half, h);
                *x = s.0;
            }
        }
        (a, w)
    }

    fn at(&mut self, t: f64) -> Pair {
        if !self.spec.faults.has_memory() {
            return self.exact(t);
        }
        while self.now < t {
            self.before = self.after;
            self.now += self.step;
            self.after = self.fine(self.now);
        }
        let x = ((t - self.now) / self.step + 1.0).clamp(0.0, 1.0);
        let mix = |a: Vector3<f64>, b: Vector3<f64>| a + (b - a) * x;
        (mix(self.before.0, self.after.0), mix(self.before.1, self.after.1))
    }
}

fn clip(x: f64, top: f64, step: f64, hit: &mut bool) -> f64 {
    *hit |= x.abs() > top;
    let x = x.clamp(-top, top);
    if step > 0.0 { (x / step).round() * step } else { x }
}

impl VirtualRun {
    /// What the sensor records over the whole session. Derivatives are analytic (second-order Taylor arithmetic through
    /// the whole chain), so every sample is exact at its instant; there is no anti-alias filter unless the faults set a
    /// bandwidth.
    pub fn record(&self, spec: &SensorSpec) -> Recorded {
        record(self, spec)
    }
}

fn record(run: &VirtualRun, spec: &SensorSpec) -> Recorded {
    let f = &spec.faults;
    let seed = f.seed ^ run.params().seed.rotate_left(17) ^ tag(&spec.placement());
    let mut dice: [Dice; 8] = std::array::from_fn(|i| Dice::new(seed, i as u64 + 1));
    let [noise, turn, walk, when, stamp, loss, burst, twice] = &mut dice;
    let n = ((run.seconds() - spec.start_s) * spec.rate_hz).floor().max(0.0) as usize + 1;
    let mut out = Recorded { placement: spec.placement(), ..Recorded::default() };
    let mut signal = Source::new(run, spec);
    let mut rates = Source::new(run, spec);
    let late = f.gyr_delay_s != 0.0;
    let period = 1.0 / spec.rate_hz;
    let turned = |deg: [f64; 3]| Rotation3::new(Vector3::from(deg.map(f64::to_radians)));
    let skew = turned(f.misalignment_deg);
    let slipped = f.slip.map(|s| (s.at_s, turned(s.turn_deg).inverse()));
    let mut drift = Vector3::zeros();
    let mut gone = 0usize;
    let tops = (
        f.acc_range_g.map_or(f64::INFINITY, |g| g * G),
        f.gyr_range_dps.map_or(f64::INFINITY, f64::to_radians),
    );
    let steps = (f.acc_step_g * G, f.gyr_step_dps.to_radians());
    for i in 0..n {
        let nominal = spec.start_s + i as f64 * period;
        // two instants never swap their order
        let t = nominal + when.normal(f.jitter_s).clamp(-0.45 * period, 0.45 * period);
        let (mut a, mut w) = signal.at(t);
        if late {
            w = rates.at(t - f.gyr_delay_s).1;
        }
        if let Some((_, back)) = slipped.filter(|s| t >= s.0) {
            (a, w) = (back * a, back * w);
        }
        drift += walk.triad(f.gyr_walk * period.sqrt());
        w += a * f.gyr_g_sensitivity + drift;
        a = skew * a;
        let (na, nw) = (noise.triad(f.acc_noise), turn.triad(f.gyr_noise));
        let mut hit = false;
        let mut row = [0.0; 6];
        for k in 0..3 {
            let x = a[k] * (1.0 + f.acc_scale[k]) + f.acc_bias[k] + na[k];
            let y = w[k] * (1.0 + f.gyr_scale[k]) + f.gyr_bias[k] + nw[k];
            row[k] = clip(x, tops.0, steps.0, &mut hit);
            row[k + 3] = clip(y, tops.1, steps.1, &mut hit);
        }
        if f.bursts.0 > 0.0 && gone == 0 && burst.chance(f.bursts.0 * period / 60.0) {
            let x: f64 = burst.normal(1.0);
            // exponential-like length from a squared normal, at least one sample
            gone = (f.bursts.1 * x * x).round().max(1.0) as usize;
        }
        let lost = loss.chance(f.lost) || gone > 0;
        gone = gone.saturating_sub(1);
        if lost {
            out.lost_s.push(t);
            continue;
        }
        let time = t * (1.0 + 1e-6 * f.clock_drift_ppm) + f.clock_offset_s;
        let time = time + stamp.normal(f.stamp_noise_s);
        for _ in 0..=usize::from(twice.chance(f.duplicated)) {
            if hit {
                out.clipped.push(out.time_s.len());
            }
            out.time_s.push(time);
            out.true_s.push(t);
            for k in 0..3 {
                out.acc[k].push(row[k]);
                out.gyr[k].push(row[k + 3]);
            }
        }
    }
    if f.batch > 1 {
        for chunk in out.time_s.chunks_mut(f.batch) {
            if let Some(&last) = chunk.last() {
                chunk.fill(last);
            }
        }
    }
    out
}

/// Hash of a name, so that every sensor of a session has its own noise.
fn tag(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::super::{Params, SensorFaults, Side, Slip, Tissue};
    use super::*;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    fn run() -> VirtualRun {
        let p = Params { seconds: 4.0, standing_s: [1.0, 0.5], ..Params::default() };
        VirtualRun::new(p).unwrap()
    }

    fn with(faults: SensorFaults) -> Recorded {
        run().record(&SensorSpec::shank(Side::Left).with(faults))
    }

    #[test]
    fn a_perfect_sensor_reads_the_exact_values() {
        let (run, spec) = (run(), SensorSpec::shank(Side::Left));
        let rec = run.record(&spec);
        for i in [0, 200, 333, 700] {
            let (a, w) = run.exact(&spec, i as f64 / 200.0);
            assert_eq!([rec.acc[0][i], rec.acc[1][i], rec.acc[2][i]], a);
            assert_eq!([rec.gyr[0][i], rec.gyr[1][i], rec.gyr[2][i]], w);
        }
        assert!(rec.clipped.is_empty() && rec.lost_s.is_empty());
    }

    #[test]
    fn one_fault_does_not_change_another() {
        let noisy = SensorFaults { acc_noise: 0.1, ..SensorFaults::default() };
        let both = SensorFaults { lost: 0.1, ..noisy.clone() };
        let (a, b) = (with(noisy), with(both));
        assert!(b.lost_s.len() > 50 && a.lost_s.is_empty());
        assert_eq!(a.time_s.len(), b.time_s.len() + b.lost_s.len());
        let i = a.true_s.iter().position(|&t| t == b.true_s[300]).unwrap();
        assert_eq!(a.acc[1][i], b.acc[1][300]);
    }

    #[test]
    fn range_step_duplicates_batches_and_clock() {
        let rec = with(SensorFaults {
            acc_range_g: Some(2.0),
            acc_step_g: 0.01,
            duplicated: 0.05,
            batch: 5,
            clock_offset_s: 0.25,
            clock_drift_ppm: 1000.0,
            ..SensorFaults::default()
        });
        assert!(!rec.clipped.is_empty());
        for x in &rec.acc[1] {
            // rounding of one division and one product
            assert!(
                x.abs() <= 2.0 * G + 1e-12
                    && abs_diff_eq!((x / G * 100.0).round(), x / G * 100.0, epsilon = 1e-9)
            );
        }
        assert!(rec.true_s.windows(2).any(|w| w[0] == w[1]));
        assert_eq!(rec.time_s[0], rec.time_s[4]);
        assert_abs_diff_eq!(rec.time_s[4] - rec.true_s[4] * 1.001, 0.25, epsilon = 1e-12);
    }

    #[test]
    fn tissue_rings_after_the_impact_and_leaves_standing_alone() {
        let rec = with(SensorFaults {
            tissue: Some(Tissue { hz: 18.0, damping: 0.15, share: 1.0, turn_per_m: 0.0 }),
            ..SensorFaults::default()
        });
        let plain = with(SensorFaults::default());
        // standing: the spring carries the weight
        assert_abs_diff_eq!(rec.acc[1][100], plain.acc[1][100], epsilon = 1e-6);
        let peak = |r: &Recorded| r.acc[1].iter().copied().fold(f64::MIN, f64::max);
        assert!(peak(&rec) > 1.05 * peak(&plain), "{} {}", peak(&rec), peak(&plain));
    }

    #[test]
    fn filter_smooths_and_delays() {
        let rec = with(SensorFaults { bandwidth_hz: Some(20.0), ..SensorFaults::default() });
        let plain = with(SensorFaults::default());
        let top = |r: &Recorded| (0..r.acc[1].len()).max_by(|&a, &b| r.gyr[2][a].total_cmp(&r.gyr[2][b]));
        let (a, b) = (top(&plain).unwrap(), top(&rec).unwrap());
        // a slow lobe is delayed by 2ζ/ω = 11 ms, that is 2 samples of 5 ms
        assert!((1..=4).contains(&(b as i64 - a as i64)), "{a} {b}");
    }

    #[test]
    fn a_slip_turns_the_axes() {
        let rec = with(SensorFaults {
            slip: Some(Slip { at_s: 0.5, turn_deg: [0.0, 0.0, 90.0] }),
            ..SensorFaults::default()
        });
        let plain = with(SensorFaults::default());
        assert_eq!(rec.acc[0][10], plain.acc[0][10]);
        // the new x axis is the old y axis
        assert_abs_diff_eq!(rec.acc[0][150], plain.acc[1][150], epsilon = 1e-12);
    }
}
