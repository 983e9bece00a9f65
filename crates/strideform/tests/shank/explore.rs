use super::agreement::{compare, mean, sd};
use super::load::{RUNNING, detect, trials};
use strideform::contacts::shank::ShankTwoOnsets;
use strideform::recording::{Sensor, Track, Triad};
use strideform::signal::to_rate;

fn row(name: &str, f: impl Fn(&Track<Sensor>) -> Track<Sensor>) {
    let Some(trials) = trials(&RUNNING) else { return };
    print!("{name:<22}");
    for t in &trials {
        let c = detect(&ShankTwoOnsets::MEASURED, &f(&t.track));
        let a = compare(&c, &t.truth);
        let ids: Vec<_> = c.caveats.iter().map(|c| c.id.as_str()).collect();
        print!(" | {:2}/{:2}+{} IC {:5.1}±{:4.1} TO {:5.1}±{:4.1} n{:2} {ids:?}", a.found, a.truth, a.extra, mean(&a.initial_contact), sd(&a.initial_contact), mean(&a.toe_off), sd(&a.toe_off), a.toe_off.len());
    }
    println!();
}

struct Lcg(u64);
impl Lcg {
    fn u(&mut self) -> f64 { self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); ((self.0 >> 33) as f64 + 0.5) / (1u64 << 31) as f64 }
    fn n(&mut self) -> f64 { (-2.0 * self.u().ln()).sqrt() * (std::f64::consts::TAU * self.u()).cos() }
}

#[test]
fn perturb() {
    let g = 9.80665;
    row("as is", |t| t.clone());
    for hz in [60.0, 75.0, 100.0, 120.0, 200.0, 400.0, 1000.0, 1600.0] {
        row(&format!("{hz} Hz"), |t| Track::new(hz, t.acc.map(|x| to_rate(x, t.rate_hz, hz))));
    }
    for c in [8.0, 6.0, 4.0, 3.0, 2.0] {
        row(&format!("clip {c}"), |t| Track::new(t.rate_hz, t.acc.map(|x| x.iter().map(|v| v.clamp(-c * g, c * g)).collect())));
    }
    for s in [0.1, 0.2, 0.5, 1.0] {
        row(&format!("noise {s} g"), |t| { let mut r = Lcg(7); let mut k = |x: &[f64]| x.iter().map(|v| v + s * g * r.n()).collect::<Vec<_>>(); Track::new(t.rate_hz, Triad::new(k(&t.acc.x), k(&t.acc.y), k(&t.acc.z))) });
    }
    for o in [0.1, 0.2, 0.3, 0.5] {
        for axis in 0..3 { for sign in [1.0, -1.0] {
            row(&format!("offset {o} {axis} {sign}"), |t| { let mut a = t.acc.clone(); let x = match axis { 0 => &mut a.x, 1 => &mut a.y, _ => &mut a.z }; for v in x { *v += sign * o * g; } Track::new(t.rate_hz, a) });
        } }
    }
    for k in [3, 20, 60, 100, 200] {
        row(&format!("drop first {k}"), |t| { let mut a = t.acc.slice(k..t.len()); let mut pad = a.clone(); pad.x.clear(); let _ = &mut a; Track::new(t.rate_hz, t.acc.slice(0..t.len() - k)) });
    }
    row("stand before", |t| {
        let u = t.acc.mean().normalize() * g;
        let k = 700; let mut r = Lcg(3);
        let mut add = |m: f64, x: &[f64]| { let mut v: Vec<f64> = (0..k).map(|_| m + 0.02 * g * r.n()).collect(); v.extend_from_slice(x); v };
        // truth shifts; judged by count only
        Track::new(t.rate_hz, Triad::new(add(u.x, &t.acc.x), add(u.y, &t.acc.y), add(u.z, &t.acc.z)))
    });
}
