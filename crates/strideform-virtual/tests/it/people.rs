//! Runners drawn from people are as people are: means and spread over 40 drawn runners against the 13 of the data.

use strideform_virtual::{Params, Scatter, SensorSpec, Side, VirtualRun};

const SPEEDS: [f64; 3] = [2.5, 3.5, 4.5];

fn mean_sd(x: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    (mean, (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

fn drawn(speed: f64, n: u64) -> Vec<VirtualRun> {
    let make = |seed| VirtualRun::new(Params { seconds: 10.0, ..Params::drawn(seed, speed) });
    (1..=n).map(|seed| make(seed).expect("an ordinary runner")).collect()
}

/// Standard deviation of the pelvis's acceleration along its own anterior axis over two strides, m/s².
fn fore_aft(run: &VirtualRun) -> f64 {
    let c: Vec<_> = run.contacts().into_iter().filter(|c| c.steady).collect();
    let (a, b) = (c[0].initial_contact_s, c[4].initial_contact_s);
    let at = |i: i32| run.exact(&SensorSpec::pelvis(), a + (b - a) * f64::from(i) / 400.0).0[0];
    mean_sd(&(0..400).map(at).collect::<Vec<_>>()).1
}

#[test]
fn means_and_spread_are_those_of_people() {
    // mean and standard deviation over the 13 runners at 2.5, 3.5 and 4.5 m/s, both sides, from force plate and markers
    let people: [(&str, [f64; 3], [f64; 3]); 11] = [
        ("cadence", [161.4, 172.1, 184.3], [8.7, 8.5, 10.3]),
        ("contact_time", [0.258, 0.217, 0.190], [0.022, 0.017, 0.014]),
        ("foot_strike_angle", [9.28, 13.00, 14.85], [8.87, 9.11, 9.54]),
        ("shank_angle_at_contact", [9.18, 12.49, 14.68], [2.79, 3.23, 3.36]),
        ("hip_extension_at_toe_off", [3.41, 6.05, 8.56], [3.91, 4.21, 4.53]),
        ("pelvic_drop_at_contact", [0.34, 0.59, 1.10], [0.76, 1.03, 1.47]),
        ("pelvic_drop_excursion", [2.12, 2.16, 2.17], [0.82, 0.97, 1.06]),
        ("pelvic_drop_midstance", [1.87, 2.18, 2.79], [1.30, 1.22, 1.35]),
        ("pelvic_tilt_range", [8.24, 8.81, 9.37], [1.95, 1.85, 2.11]),
        ("vertical_oscillation", [11.21, 10.47, 9.03], [1.55, 1.42, 1.35]),
        ("peak_vertical_force", [2.43, 2.65, 2.77], [0.14, 0.15, 0.17]),
    ];
    for (k, speed) in SPEEDS.into_iter().enumerate() {
        let runs = drawn(speed, 40);
        let medians: Vec<_> = runs.iter().map(|r| r.truth().medians).collect();
        for (id, mean, sd) in people {
            let (m, s) = mean_sd(&medians.iter().map(|m| m[id].value).collect::<Vec<_>>());
            // 40 draws: standard error 0.16 SD. The force is the simulator's own; the range of tilt lacks what differs
            // from step to step and between the sides
            let off = match id {
                "peak_vertical_force" => 1.5,
                "pelvic_tilt_range" => 1.0,
                _ => 0.5,
            };
            assert!((m - mean[k]).abs() < off * sd[k], "{id} at {speed}: {m:.3}, people {}", mean[k]);
            // SD of 40 against SD of 13: a factor of 1.5 either way is within two standard errors of the ratio
            let ratio = s / sd[k];
            assert!((0.5..1.6).contains(&ratio), "{id} at {speed}: SD {s:.3}, people {}", sd[k]);
        }
        // Measured on the pelvis sensors of the same recordings
        let (m, _) = mean_sd(&runs.iter().map(fore_aft).collect::<Vec<_>>());
        let want = [3.8, 5.2, 6.9][k];
        assert!((m / want - 1.0).abs() < 0.15, "fore-aft at {speed}: {m:.2}, people {want}");
    }
}

#[test]
fn the_shank_swings_and_turns_when_peoples_does() {
    for speed in [2.0, 2.5, 3.5, 4.5, 5.0] {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for run in drawn(speed, 12) {
            let c = run.contacts().into_iter().find(|c| c.steady && c.side == Side::Left).unwrap();
            let rate = |t: f64| run.exact(&SensorSpec::shank(Side::Left), t).1[2];
            let ms = |range: std::ops::Range<i32>, from: f64| range.map(move |i| from + 0.001 * f64::from(i));
            let end = ms(-100..20, c.initial_contact_s).rfind(|&t| rate(t) * rate(t + 0.001) < 0.0).unwrap();
            before.push(1000.0 * (c.initial_contact_s - end));
            let turn = |t: f64| (rate(t + 0.002) - rate(t - 0.002)).abs();
            let steep = ms(-60..100, c.toe_off_s).max_by(|&a, &b| turn(a).total_cmp(&turn(b))).unwrap();
            after.push(1000.0 * (steep - c.toe_off_s));
        }
        // in people the swing forward ends 26.3 ms before contact (SD 6), the steepest turn is 24 ms after toe-off (SD 7);
        // slower and faster the curves are only continued
        let (before, after) = (mean_sd(&before).0, mean_sd(&after).0);
        let wide = if (2.5..=4.5).contains(&speed) { 0.0 } else { 8.0 };
        assert!((before - 26.3).abs() < 6.0 + wide, "{speed}: {before:.0} ms");
        assert!((after - 24.0).abs() < 8.0 + wide, "{speed}: {after:.0} ms");
    }
}

#[test]
fn a_heel_striker_has_the_shank_farther_ahead() {
    let shank = |change: &dyn Fn(&mut Params)| {
        let mut p = Params { seconds: 10.0, scatter: Scatter::none(), ..Params::drawn(1, 3.5) };
        change(&mut p);
        VirtualRun::new(p).unwrap().truth().medians["shank_angle_at_contact"]
    };
    let own = shank(&|_| ());
    let heel = shank(&|p| p.strike_angle_deg = p.strike_angle_deg.map(|s| s + 10.0));
    // 0.13 degrees per degree between runners
    assert!((heel.value - own.value - 1.34).abs() < 0.1, "{own:?} {heel:?}");
    let over = shank(&|p| p.person.as_mut().unwrap().shank_ahead_deg[0] += 7.0);
    // the added lean is at its full height at contact; the plane of the leg is tilted by a few degrees
    assert!((over.left - own.left - 7.0).abs() < 0.1 && (over.right - own.right).abs() < 0.1, "{over:?}");
}

#[test]
fn one_side_can_pound() {
    let p = Params {
        seconds: 10.0,
        scatter: Scatter::none(),
        ankle_speed_added_mps: [1.0, 0.0],
        ..Params::default()
    };
    let peak = VirtualRun::new(p).unwrap().truth().medians["peak_tibial_acceleration"];
    assert!(peak.left > 1.3 * peak.right, "{peak:?}");
}
