//! `docs/METHODS.md` says what the code says: it is generated from the registry of methods and the catalogue of metrics.
//!
//! `STRIDEFORM_BLESS=1 cargo test -p strideform --test it methods_page` regenerates it.

use std::fmt::Write;
use std::path::Path;

use strideform::{contacts, metrics};

fn page() -> String {
    let mut text = String::from(
        "# Methods\n\nGenerated from the code by `crates/strideform/tests/it/repository/methods_page.rs`; do not edit.\n\n\
         Uncertainty of every metric: 95 % half-width 1.96·√(σ_bias² + σ_step²/n). σ_bias is how far the method is off from one \
         runner or trial to the next, σ_step the scatter of single steps, n the steps. Measured errors: \
         [VALIDATION.md](VALIDATION.md).\n\n## Metrics\n\n| id | unit | definition | from |\n|---|---|---|---|\n",
    );
    for m in metrics::catalogue() {
        let _ = writeln!(text, "| `{}` | {} | {} | {} |", m.id, m.unit, m.definition, m.from());
    }
    text.push_str(ORDINARY);
    for u in metrics::catalogue().iter().filter_map(|m| metrics::usual(m.id)) {
        let at = |v: f64| {
            let ends = u.range(Some(v)).map(|r| r.map(|x| format!("{x:.3}")));
            let middle = u.median(Some(v)).map(|x| format!("{x:.3}"));
            ends.zip(middle).map_or_else(String::new, |([low, high], m)| format!("{m} ({low} … {high})"))
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            u.metric,
            u.metric.unit(),
            at(2.5),
            at(3.5),
            at(4.5)
        );
    }
    text.push_str(
        "\n## Contact methods\n\nFor every segment the first that the recording allows is the default; another is chosen with \
         `--method contacts=ID`.\n",
    );
    for method in contacts::all() {
        entry(&mut text, &method.info(), &[]);
    }
    for (stage, heading) in [("orientation", "Orientation"), ("metrics", "Methods of metrics")] {
        let _ = writeln!(text, "\n## {heading}\n\nUsed wherever the sensors allow.");
        for method in metrics::metric_methods().iter().filter(|m| m.stage == stage) {
            entry(&mut text, &method.info, method.gives);
        }
    }
    text.push_str(WATCHES);
    text.push_str(FINDINGS);
    text.push_str(CHANGES);
    text
}

fn entry(text: &mut String, i: &contacts::MethodInfo, gives: &[strideform::metrics::MetricId]) {
    let segments: Vec<String> = i.segments.iter().map(|s| format!("{s:?}").to_lowercase()).collect();
    let gives: Vec<String> = gives.iter().map(|id| format!("`{id}`")).collect();
    let gives = if gives.is_empty() { String::new() } else { format!("- for: {}\n", gives.join(", ")) };
    let _ = writeln!(
        text,
        "\n### `{}`\n\n{}.\n\n- placement: {}\n- needs: {}, {} Hz or more\n{gives}- source: {}\n- points of deviation: {}",
        i.id,
        i.summary.trim_end_matches('.'),
        segments.join(", "),
        if i.needs_gyr { "accelerometer and gyroscope" } else { "accelerometer" },
        i.min_rate_hz,
        i.citation,
        i.deviations
    );
}

/// The ranges of ordinary runners.
const ORDINARY: &str = "
## Ordinary runners

Median and the range that holds a new runner with 95 % probability, from force plate and markers of 13 runners (39 trials, one
treadmill; Fukuchi, Fukuchi & Duarte 2017, doi:10.7717/peerj.3298). A straight line over speed, used from 2 to 5 m/s; the ends are
mean ± t(12)·SD·√(1 + 1/13), SD between and within runners. A guide and not a norm: `strideform::metrics::usual` also gives a
value's percentile with its 90 % confidence limits, which are wide for so few runners. How often a range holds a runner left out:
[validation/treadmill-26-runners.md](validation/treadmill-26-runners.md).

| id | unit | 2.5 m/s | 3.5 m/s | 4.5 m/s |
|---|---|---|---|---|
";

/// What concerns watches belongs to no registry.
const WATCHES: &str = "
## Watches, straps and pods

Their own values are used unchanged, under the same identifiers, with the device as the method: `garmin-running-dynamics`,
`stryd`, `runscribe`, `apple-watch`, `watch-records`. A value is the median over running records (cadence above 60
strides/min, values above zero). A FIT file's cadence counts strides and is doubled; contact balance is the left share; what
watches call stride length is a step. If a sensor recording gives the same metric, it takes precedence, and a difference
beyond both errors is reported.

- Half and double cadence: step length times cadence is speed; without these, a running cadence under 120 is treated as
  halved and one above 240 as doubled. Caveats `cadence-halved`, `cadence-doubled`, `step-length-halved`.
- Derived where missing: step length from speed and cadence; flight time and duty factor from cadence and contact time;
  vertical ratio from oscillation and step length; Apple's cadence from speed and step length.
- Errors: contact time σ = 10.8 ms, because two good consumer devices differ by −7.6 ± 13.3 ms on one run; vertical
  oscillation σ = 2.1 cm, because a chest strap and a foot pod on one run differ by 3.0 cm (both: public running data of
  J. J. Davis); speed and step length 3 %, cadence 1 step/min, balance 0.8 % by judgement. No device was validated here.
- Tables of runs: numerals in either notation, headers in eight languages, units inferred from the size of the values, kilometres and miles from
  steps times step length; rows whose length differs from the header's keep only date, sport, distance and time.
- Raw samples in FIT files: orientation matrix · (raw − level shift − offset) · factor / divisor (FIT protocol), then the
  stages above.
";

#[test]
fn the_page_is_what_the_code_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/METHODS.md");
    let page = page();
    if std::env::var_os("STRIDEFORM_BLESS").is_some() {
        std::fs::write(&file, &page).expect("docs/METHODS.md");
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == page, "docs/METHODS.md is out of date: STRIDEFORM_BLESS=1 regenerates it");
}

/// Comparisons and trends have no registry: what holds for all of them.
const CHANGES: &str = "
## Before and after

`compare` compares each change, of both sides together and of each side, with the minimal detectable change (95 %).

- Same segment and method: 1.96·√(f²·(σ₁² + σ₂²) + s₁²/n₁ + s₂²/n₂), for similar runs √2·1.96·√(f²·σ_bias² + σ_step²/n). The part
  of the bias that belongs to the runner cancels. f, the share that is new in every session, is 0.5 (*chosen*: inertial
  joint angles of runners differ by about 2° RMS from day to day, 1.4° per day, compared with errors of 3.1 to 7.7°, Yamamoto 2022)
  and 1 for impacts and for left compared with right, whose bias comes from the mounting itself.
- Another segment or method: the half-widths in quadrature; nothing cancels.
- Speed: as given, otherwise measured. Where the reference curves of cadence (Patoz 2022, Lieberman 2015) and contact time (Patoz 2022,
  Alcantara 2022, Ammann 2016) give it, also for step and stride time, duty factor, step and stride length, the change
  explained by speed is removed and half of it added to the limit in quadrature (*chosen*). Other metrics that depend on
  speed are not compared if speeds differ by more than 5 %, or slopes by 2 % or more (*chosen*).
- Recordings that overlap by more than half of the shorter one are the same run: differences come from the sensors, not from form.

## Weeks

`trend` sorts sessions by the clock in which their start was written (FIT files: UTC); weeks begin on Monday.

- A run's ratio is its distance (or time, if distances are unknown) divided by the longest of the 30 calendar days before.
  The hazard ratio of injury was 1.64 above a ratio of 1.10, 1.52 above 1.30 and 2.28 above 2 (Frandsen 2025, 5205 runners,
  observational). The finding is that of the largest ratio in the last 30 days of the log; fewer than four runs or a gap
  of more than a week (*chosen*) in the days before are reported with it. Weekly change is shown without a warning, because no
  association was found.
- One run in several files counts once: starts within 2 min, overlap of more than half of the shorter, or the same
  distance and time to within 1 %, with starts a whole number of quarter hours apart (local time against UTC) (*chosen*).
- Load per side: half of the steps times the side's median impact (`peak_tibial_acceleration`, else `peak_vertical_force`);
  for description only, without a threshold.
- A metric over time: sessions with the most common segment and method whose speed lies within 5 % of their median; Theil–Sen
  slope with its 95 % interval, given five sessions or more.
";

/// Findings and the course of the run: their rules are a table, and this is how it is applied.
const FINDINGS: &str = "\n## Findings

Rules, thresholds, sources and grades of evidence: `strideform faults`. A fault is present where the probability that its metric lies beyond
the mild threshold, Φ((value − threshold)/σ) with σ = half-width/1.96, is 0.9 or more, absent at 0.1 or less, otherwise too close to call.
The marked threshold sets the severity.

- A difference between sides is assessed with the error of a difference. Hip extension and arm crossover have no published limit: only
  a difference between the sides can be shown, never the absence of a fault.
- Other metrics only change the confidence: each one that is clear of its error doubles or halves the odds, all together by at most a factor of four (*chosen*).
- Functional leg length: reported only if impact, strike angle and height of the hip at mid-stance all point to the same side, each
  by more than the error of its difference.
- Camber: left minus right in both halves of a run of two minutes or more; if the difference switches sides or disappears by
  more than its error, camber is listed first among the other explanations.
- Load: the length of the run divided by that of the longest in the 30 days before (Frandsen et al. 2025), error 3 % (*chosen*).

## Form over the run

Needs six minutes of running. From 15 minutes, minutes 2–6 are compared with the last five; otherwise the fifth after the first
half minute with the last fifth (*chosen*). A method's bias cancels within a run; the error of a change is the scatter of blocks of
30 or 60 s about a straight line, increased for the correlation between neighbours, with Student's t. If speed is known over the
run and varies between blocks by more than 1 %, the metric's own slope on speed is removed and the error of that slope added. The
slope of the ground over the run is not known. `form-drift` is present where, with independent errors, the probability of two changes beyond
the mild thresholds or one beyond the marked is 0.9 or more.
";
