//! Pelvis methods against force plates. Run with `--nocapture` to see the tables that the constants come from.

mod contract;
mod devices;
mod fit;
mod force;
mod height;
mod robustness;
mod side_probability;
mod trials;

use self::fit::{dot, least_squares, mean, rms, sd};
use self::trials::{Pair, Trial};
use strideform::contacts::pelvis::{AfterRise, DutyBySpeed, PelvisTwoLevelSine};

/// A trial's steps without any correction: what constants are fitted to.
struct Bare {
    trial: Trial,
    pairs: Vec<Pair>,
    /// Mean step time, s.
    step_s: f64,
    /// Rise less one climb: initial contacts with shift 0 and one climb.
    climb_s: f64,
}

const BARE: PelvisTwoLevelSine = PelvisTwoLevelSine {
    duty_offset: 0.0,
    duty_by_speed: DutyBySpeed { at_zero: 0.0, per_mps: 0.0 },
    contact_after_rise: AfterRise { delay_s: 0.0, climbs: 0.0 },
    ..PelvisTwoLevelSine::FITTED
};

fn bare(trial: Trial) -> Bare {
    let contacts = trial.run(&BARE, false);
    let climbing = trial.run(
        &PelvisTwoLevelSine { contact_after_rise: AfterRise { delay_s: 0.0, climbs: 1.0 }, ..BARE },
        false,
    );
    let starts: Vec<f64> = contacts.contacts.iter().map(|c| c.initial_contact_s).collect();
    let step_s = (starts[starts.len() - 1] - starts[0]) / (starts.len() - 1) as f64;
    let last = climbing.contacts.last().expect("steps").initial_contact_s;
    let climb_s = starts[starts.len() - 1] - last;
    let pairs = trial.pairs(&contacts);
    Bare { pairs, step_s, climb_s, trial }
}

fn row(b: &Bare, with_speed: bool) -> Vec<f64> {
    if with_speed { vec![1.0, b.trial.speed_mps.clamp(2.5, 4.2)] } else { vec![1.0] }
}

/// Mean of truth less bare contact time, over the step time: what the correction of the duty should be.
fn wanted(b: &Bare) -> f64 {
    let left = b.pairs.iter().filter_map(|p| {
        let t = p.contact.contact_time_s()?;
        Some((p.truth.off_s - p.truth.on_s - t) / b.step_s)
    });
    mean(&left.collect::<Vec<_>>())
}

fn errors(b: &Bare, correction: f64) -> Vec<f64> {
    let one =
        |p: &Pair| Some(p.contact.contact_time_s()? + correction * b.step_s - (p.truth.off_s - p.truth.on_s));
    b.pairs.iter().filter_map(one).map(|e| 1e3 * e).collect()
}

fn fit_duty<'a>(trials: impl Iterator<Item = &'a Bare>, with_speed: bool) -> Vec<f64> {
    let (x, y): (Vec<_>, Vec<_>) = trials.map(|b| (row(b, with_speed), wanted(b))).unzip();
    least_squares(&x, &y)
}

/// RMSE of steps and of trial means, ms, with the group of each trial left out of the fit.
fn left_out(all: &[Bare], with_speed: bool, group: impl Fn(&Bare) -> String) -> (f64, f64) {
    let (mut steps, mut trials) = (Vec::new(), Vec::new());
    for b in all {
        let others = all.iter().filter(|o| group(o) != group(b));
        let errors = errors(b, dot(&fit_duty(others, with_speed), &row(b, with_speed)));
        trials.push(mean(&errors));
        steps.extend(errors);
    }
    (rms(&steps), rms(&trials))
}

#[test]
fn contact_times_reach_their_figures_with_the_judged_condition_left_out() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let all: Vec<Bare> = trials::treadmill(&data).into_iter().map(bare).collect();
    let other = bare(trials::markers(&data));
    println!("{} contacts of {}", all.iter().map(|b| b.pairs.len()).sum::<usize>(), 237);
    for with_speed in [false, true] {
        let fitted = fit_duty(all.iter(), with_speed);
        let trial = left_out(&all, with_speed, |b| b.trial.name.clone());
        let condition = left_out(&all, with_speed, |b| b.trial.condition.clone());
        let slope =
            left_out(&all, with_speed, |b| b.trial.condition.split(' ').next_back().unwrap_or("").into());
        let speed = left_out(&all, with_speed, |b| b.trial.speed_mps.to_string());
        let second = mean(&errors(&other, dot(&fitted, &row(&other, with_speed))));
        println!(
            "speed {with_speed}: duty + {fitted:.4?}; RMSE step/trial, ms: trial left out {trial:.1?} condition \
             {condition:.1?} slope {slope:.1?} speed {speed:.1?}; second man's bias {second:.1} ms"
        );
        // Figures asked for: 12 and 10.5 ms without speed, 9 and 7 ms with it.
        let (step, mean) = if with_speed { (9.0, 7.0) } else { (12.0, 10.5) };
        assert!(condition.0 <= step && condition.1 <= mean, "{condition:?}");
    }
}

#[test]
fn initial_contacts() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let all: Vec<Bare> = trials::treadmill(&data).into_iter().map(bare).collect();
    let other = bare(trials::markers(&data));
    let shift = |b: &Bare| {
        mean(&b.pairs.iter().map(|p| p.truth.on_s - p.contact.initial_contact_s).collect::<Vec<_>>())
    };
    let fit = |of: Vec<&Bare>| {
        let (x, y): (Vec<_>, Vec<_>) = of.iter().map(|b| (vec![1.0, -b.climb_s], shift(b))).unzip();
        least_squares(&x, &y)
    };
    let mut errors = Vec::new();
    for b in &all {
        let c = fit(all.iter().filter(|o| o.trial.condition != b.trial.condition).collect());
        let at = c[0] - c[1] * b.climb_s;
        errors.extend(b.pairs.iter().map(|p| 1e3 * (p.contact.initial_contact_s + at - p.truth.on_s)));
    }
    let c = fit(all.iter().collect());
    let second = 1e3 * (c[0] - c[1] * other.climb_s - shift(&other));
    println!(
        "initial contact: {c:.4?}, condition left out {:.1} ± {:.1} ms, second man {second:.1} ms",
        mean(&errors),
        sd(&errors)
    );
}

#[test]
fn defaults_on_every_trial() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let mut cadence = Vec::new();
    for trial in trials::treadmill(&data).into_iter().chain([trials::markers(&data)]) {
        let found = trial.run(&PelvisTwoLevelSine::FITTED, true);
        let blind = trial.run(&PelvisTwoLevelSine::FITTED, false);
        let pairs = trial.pairs(&found);
        let starts: Vec<f64> = found.contacts.iter().map(|c| c.initial_contact_s).collect();
        let steps = 60.0 * (starts.len() - 1) as f64 / (starts[starts.len() - 1] - starts[0]);
        cadence.push((steps - trial.cadence).abs());
        let error = |pairs: &[Pair]| {
            let all: Vec<f64> = pairs
                .iter()
                .filter_map(|p| Some(1e3 * (p.contact.contact_time_s()? - (p.truth.off_s - p.truth.on_s))))
                .collect();
            (mean(&all), sd(&all), all.len())
        };
        let right = pairs.iter().filter(|p| p.truth.side == p.contact.side.as_str().chars().next()).count();
        println!(
            "{:28} contacts {} truth {} paired {}; cadence {:+.2}; contact time {:.1?} without speed {:.1?} ± {:.1} claimed; side right {right}; axes {:.2?} {:?}",
            trial.name,
            found.contacts.len(),
            trial.truth.len(),
            pairs.len(),
            steps - trial.cadence,
            error(&pairs),
            error(&trial.pairs(&blind)),
            1e3 * blind.contact_time_error.bias_s,
            found.axes,
            found.caveats.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(),
        );
    }
    println!("cadence off by {:.2} steps/min in the mean", mean(&cadence));
}

#[test]
fn rivals_on_the_same_steps() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let mut all = trials::treadmill(&data);
    let second = vec![trials::markers(&data)];
    for (set, trials) in [("treadmill", std::mem::take(&mut all)), ("markers", second)] {
        let truths: usize = trials.iter().map(|t| t.truth.len()).sum();
        for method in strideform::contacts::all() {
            if !method.info().segments.contains(&strideform::recording::Segment::Pelvis) {
                continue;
            }
            let (mut on, mut off, mut contact, mut means, mut found, mut right) =
                (vec![], vec![], vec![], vec![], 0, 0);
            for trial in &trials {
                let contacts = trial.run(*method, false);
                let pairs = trial.pairs(&contacts);
                found += pairs.len();
                right +=
                    pairs.iter().filter(|p| p.truth.side == p.contact.side.as_str().chars().next()).count();
                on.extend(pairs.iter().map(|p| 1e3 * (p.contact.initial_contact_s - p.truth.on_s)));
                let ends = |p: &Pair| Some((p.contact.toe_off_s?, p.truth));
                let own: Vec<_> =
                    pairs.iter().filter_map(|p| Some((ends(p)?, p.contact.initial_contact_s))).collect();
                off.extend(own.iter().map(|((to, t), _)| 1e3 * (to - t.off_s)));
                let times: Vec<f64> =
                    own.iter().map(|((to, t), ic)| 1e3 * (to - ic - (t.off_s - t.on_s))).collect();
                if !times.is_empty() {
                    means.push(mean(&times));
                }
                contact.extend(times);
            }
            let line = |e: &[f64]| {
                if e.len() > 1 { format!("{:+.0} ± {:.0}", mean(e), sd(e)) } else { "none".into() }
            };
            println!(
                "{set} {}: {found} of {truths} contacts, IC {} ms, TO {} ms ({}), contact {} ms, RMSE step {:.1} \
                 trial {:.1} ms, sides {right}",
                method.info().id,
                line(&on),
                line(&off),
                off.len(),
                line(&contact),
                rms(&contact),
                rms(&means),
            );
            assert!(found as f64 > 0.8 * truths as f64, "{}", method.info().id);
        }
    }
}

#[test]
fn an_hour_takes_little_time() {
    // Speed is judged in release; here only that time grows with length and no faster.
    let seconds = 3600.0;
    let n = (seconds * 200.0) as usize;
    let force = |i: usize| {
        let p = (i as f64 / 200.0).rem_euclid(0.34) / 0.24;
        if p < 1.0 { 9.81 * 2.225 * (p * std::f64::consts::PI).sin() } else { 0.0 }
    };
    let x = (0..n).map(|i| (i as f64 * 0.01).sin()).collect();
    let signals = strideform::recording::Signals::new(
        200.0,
        strideform::recording::Triad::new(x, (0..n).map(force).collect(), vec![0.1; n]),
    );
    let began = std::time::Instant::now();
    let found =
        contract::detect(&PelvisTwoLevelSine::FITTED, &signals, strideform::recording::Placement::PELVIS);
    let took = began.elapsed();
    println!("an hour at 200 Hz: {took:?}");
    assert!(found.expect("a pelvis").contacts.len() > 10_000);
    // 0.3 s is asked for in release; ten times that without optimisation on a busy machine.
    assert!(took.as_secs_f64() < 3.0, "{took:?}");
}
