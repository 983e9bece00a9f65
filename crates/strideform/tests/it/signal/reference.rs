//! The `signal` module against numpy and scipy (`testdata/reference/signal`, made by the script there).

use serde_json::Value;
use std::path::Path;
use strideform::signal::{self, Butterworth, CubicSpline, PeakOptions, Sos};

/// Agreement asked for, relative to the largest reference value. The files keep 13 digits; what is left is the
/// rounding of two programs that sum in different order.
const CLOSE: f64 = 1e-9;

fn file(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/reference/signal").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn numbers(v: &Value) -> Vec<f64> {
    let list = v.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(number).collect()
}

fn number(v: &Value) -> f64 {
    v.as_f64().unwrap_or_else(|| panic!("no number: {v}"))
}

fn count(v: &Value) -> usize {
    v.as_u64().unwrap_or_else(|| panic!("no count: {v}")) as usize
}

fn list(v: &Value) -> &[Value] {
    v.as_array().unwrap_or_else(|| panic!("no list: {v}"))
}

/// Largest difference relative to the largest reference value (at least `least`).
fn apart(ours: &[f64], theirs: &[f64], least: f64) -> f64 {
    assert_eq!(ours.len(), theirs.len());
    let scale = theirs.iter().fold(least, |m, v| m.max(v.abs()));
    let pairs = ours.iter().zip(theirs);
    pairs.map(|(a, b)| (a - b).abs() / scale).fold(0.0, f64::max)
}

fn assert_close(ours: &[f64], theirs: &[f64], what: &str) {
    let d = apart(ours, theirs, f64::MIN_POSITIVE);
    assert!(d < CLOSE, "{what}: {d:e}");
}

fn design(case: &Value, rate: f64) -> Sos {
    let (order, edges) = (count(&case["order"]), numbers(&case["edges"]));
    let sos = match case["kind"].as_str() {
        Some("lowpass") => Butterworth::lowpass(order, edges[0], rate),
        Some("highpass") => Butterworth::highpass(order, edges[0], rate),
        _ => Butterworth::bandpass(order, edges[0], edges[1], rate),
    };
    sos.unwrap_or_else(|e| panic!("{case}: {e}"))
}

/// The generator of the script, to the last bit.
fn noise(count: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let step = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 43) as f64 / f64::from(1 << 20) - 1.0
    };
    (0..count).map(step).collect()
}

#[test]
fn filters_of_every_order_kind_and_length() {
    let file = file("filters.json");
    let (rate, x) = (number(&file["rate"]), numbers(&file["x"]));
    let scale = x.iter().fold(0.0f64, |m, v| m.max(v.abs()));
    let cases = list(&file["filtfilt"]);
    assert_eq!(cases.len(), 8 * 6 + 5 + 28);
    for case in cases {
        let n = count(&case["count"]);
        let y = design(case, rate).filtfilt(&x[..n]);
        // Relative to the signal: what a high-pass leaves of three samples is small against what it removes.
        let d = apart(&y, &numbers(&case["y"]), scale);
        assert!(d < CLOSE, "{} {} {} {n}: {d:e}", case["kind"], case["order"], case["edges"]);
    }
    for case in list(&file["filter"]) {
        assert_close(&design(case, rate).filter(&x), &numbers(&case["y"]), "causal");
    }
}

#[test]
fn filters_over_an_hour() {
    let file = file("filters_long.json");
    let seed = number(&file["seed"]) as u64;
    let mut x = noise(count(&file["count"]), seed);
    for v in &mut x {
        *v = 9.81 + 5.0 * *v;
    }
    let places: Vec<usize> = list(&file["where"]).iter().map(count).collect();
    for case in list(&file["filtfilt"]) {
        let y = design(case, number(&case["rate"])).filtfilt(&x);
        let picked: Vec<f64> = places.iter().map(|&i| y[i]).collect();
        let d = apart(&picked, &numbers(&case["y"]), 14.81);
        assert!(d < CLOSE, "{} {} {}: {d:e}", case["kind"], case["order"], case["edges"]);
    }
}

#[test]
fn two_pass_filters_end_where_they_say() {
    let file = file("two_pass.json");
    let (rate, x) = (number(&file["rate"]), numbers(&file["x"]));
    for case in list(&file["cases"]) {
        let e = numbers(&case["edges"]);
        let y = match case["kind"].as_str() {
            Some("lowpass") => signal::zero_phase_lowpass(&x, e[0], rate),
            Some("highpass") => signal::zero_phase_highpass(&x, e[0], rate),
            _ => signal::zero_phase_bandpass(&x, e[0], e[1], rate),
        };
        assert_close(&y, &numbers(&case["y"]), &format!("{} {e:?}", case["kind"]));
    }
}

#[test]
fn peaks_and_their_prominence() {
    let file = file("peaks.json");
    for case in list(&file["cases"]) {
        let x = numbers(&file[case["signal"].as_str().unwrap_or_default()]);
        let asked = &case["options"];
        let options = PeakOptions {
            height: asked["height"].as_f64(),
            distance: asked["distance"].as_f64(),
            prominence: asked["prominence"].as_f64(),
        };
        let found = signal::find_peaks(&x, &options);
        let at: Vec<usize> = found.iter().map(|p| p.index).collect();
        let theirs: Vec<usize> = list(&case["index"]).iter().map(count).collect();
        assert_eq!(at, theirs, "{asked}");
        assert!(!at.is_empty());
        let prominence: Vec<f64> = found.iter().map(|p| p.prominence).collect();
        assert_close(&prominence, &numbers(&case["prominence"]), "prominence");
    }
}

#[test]
fn splines_and_their_derivatives() {
    let file = file("spline.json");
    let x = numbers(&file["x"]);
    for case in list(&file["cases"]) {
        let n = count(&case["count"]);
        let (spline, t) = (CubicSpline::uniform(&x[..n]), numbers(&case["t"]));
        let over = |f: &dyn Fn(f64) -> f64| -> Vec<f64> { t.iter().map(|&t| f(t)).collect() };
        let least = 1.0;
        for (ours, theirs) in [
            (over(&|t| spline.eval(t)), &case["y"]),
            (over(&|t| spline.derivative(t)), &case["dy"]),
            (over(&|t| spline.second_derivative(t)), &case["ddy"]),
        ] {
            // A line has second derivative 0, so its rounding is judged against 1.
            let d = apart(&ours, &numbers(theirs), least);
            assert!(d < CLOSE, "{n} samples: {d:e}");
        }
    }
}

#[test]
fn spectra_and_correlations() {
    let file = file("spectra.json");
    let (x, y) = (numbers(&file["x"]), numbers(&file["y"]));
    let r = numbers(&file["autocorrelation"]);
    assert_close(&signal::autocorrelation(&x, r.len() - 1), &r, "autocorrelation");
    let sum = signal::autocorrelation_sum(&[&x, &y], r.len() - 1);
    assert_close(&sum, &numbers(&file["sum"]), "sum of autocorrelations");
    for case in list(&file["welch"]) {
        let length = count(&case["length"]);
        let (f, p) = signal::welch(&x, number(&file["rate"]), length);
        assert_close(&f, &numbers(&case["f"]), "frequencies");
        let d = apart(&p, &numbers(&case["p"]), 1e-9);
        assert!(d < CLOSE, "density, segments of {length}: {d:e}");
    }
}

#[test]
fn statistics_slopes_and_axes() {
    let file = file("rest.json");
    let get = |name: &str| numbers(&file[name]);
    let (x, y, z, t) = (get("x"), get("y"), get("z"), get("t"));
    let weights: Vec<f64> = z.iter().map(|v| v.abs()).collect();
    for (name, ours) in [
        ("mean", signal::mean(&x)),
        ("sd", signal::sd(&x)),
        ("rms", signal::rms(&x)),
        ("median", signal::median(&x)),
        ("mad", signal::mad(&x)),
        ("weighted_mean", signal::weighted_mean(&x, &weights)),
    ] {
        assert_close(ours.as_slice(), &[number(&file[name])], name);
    }
    let quantiles: Vec<f64> = get("q").iter().filter_map(|&q| signal::quantile(&x, q)).collect();
    assert_close(&quantiles, &get("quantiles"), "quantiles");
    for (name, line) in
        [("regression", signal::linear_regression(&t, &y)), ("theil_sen", signal::theil_sen(&t, &y))]
    {
        let both: Vec<f64> = line.iter().flat_map(|l| [l.slope, l.intercept]).collect();
        assert_close(&both, &get(name), name);
    }
    let dt = number(&file["dt"]);
    assert_close(&signal::derivative(&x, dt), &get("gradient"), "derivative");
    assert_close(&signal::cumulative_trapezoid(&x, dt), &get("trapezoid"), "integral");
    assert_close(&signal::detrend(&y), &get("detrend"), "detrend");
    assert_close(&signal::norm3(&x, &y, &z), &get("norm"), "norm");
    assert_close(&signal::norm(&[&x, &y, &z]), &get("norm"), "norm");
    let grid = get("grid");
    let line = signal::linear_uniform(&t, &y, grid[0], grid[1], grid[2] as usize);
    assert_close(&line, &get("interp"), "linear interpolation");
    let (axes, variances) = signal::principal_axes(&x, &y, &z);
    assert_close(&variances, &get("variances"), "variances");
    for (axis, theirs) in axes.iter().zip(list(&file["axes"])) {
        assert_close(axis.as_slice(), &numbers(theirs), "axis");
    }
}
