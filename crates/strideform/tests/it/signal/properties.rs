//! Laws that the `signal` module keeps on any input.

use approx::abs_diff_eq;
use proptest::collection::vec;
use proptest::prelude::*;
use strideform::signal::{self, Butterworth, CubicSpline, PeakOptions, Sos};

/// Any sample a file could yield, the odd ones often.
fn sample() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -100.0..100.0f64,
        1 => Just(f64::NAN),
        1 => prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY)],
        1 => prop_oneof![Just(0.0), Just(f64::MAX), Just(f64::MIN_POSITIVE)],
        2 => (-3..3i32).prop_map(f64::from),
    ]
}

fn parameter() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..120.0f64, 1 => sample()]
}

fn sos() -> impl Strategy<Value = Sos> {
    (0..3u8, 1..9usize, 0.5..40.0f64, 1.2..2.2f64).prop_map(|(kind, order, lo, ratio)| {
        let sos = match kind {
            0 => Butterworth::lowpass(order, lo, 200.0),
            1 => Butterworth::highpass(order, lo, 200.0),
            _ => Butterworth::bandpass(order.min(4), lo, lo * ratio, 200.0),
        };
        sos.unwrap_or_else(|e| panic!("{e}"))
    })
}

proptest! {
    #[test]
    fn nothing_panics_and_lengths_are_kept(
        x in vec(sample(), 0..50),
        y in vec(sample(), 0..50),
        a in parameter(),
        b in parameter(),
        rate in parameter(),
        (i, j) in (0..60usize, 0..60usize),
    ) {
        let n = x.len();
        prop_assert_eq!(signal::zero_phase_lowpass(&x, a, rate).len(), n);
        prop_assert_eq!(signal::zero_phase_highpass(&x, a, rate).len(), n);
        prop_assert_eq!(signal::zero_phase_bandpass(&x, a, b, rate).len(), n);
        if let Ok(sos) = Butterworth::bandpass(i.min(8), a, b, rate) {
            prop_assert_eq!(sos.filtfilt(&x).len(), n);
        }
        let options = PeakOptions { height: Some(a), distance: Some(b), prominence: Some(rate) };
        let few = signal::find_peaks(&x, &options).len();
        prop_assert!(few <= signal::find_peaks(&x, &PeakOptions::default()).len());
        let _ = signal::refine_parabolic(&x, i);
        for f in [signal::first_rise, signal::last_rise, signal::first_fall, signal::last_fall] {
            if let Some(at) = f(&x, i, j, a) {
                prop_assert!(at >= i as f64 && at <= (j - 1) as f64 && at <= (n - 1) as f64);
            }
        }
        let spline = CubicSpline::uniform(&x);
        let _ = (spline.eval(a), spline.derivative(b), spline.resample(i % 7));
        prop_assert_eq!(signal::linear_uniform(&x, &y, a, b, i).len(), i);
        let _ = signal::to_rate(&x, a, b);
        prop_assert_eq!(signal::autocorrelation(&x, i).len(), n.min(i + 1));
        let _ = signal::autocorrelation_sum(&[&x, &y], j);
        let (f, p) = signal::welch(&x, rate, i);
        prop_assert_eq!(f.len(), p.len());
        prop_assert_eq!(signal::derivative(&x, a).len(), n);
        prop_assert_eq!(signal::cumulative_trapezoid(&x, a).len(), n);
        prop_assert_eq!(signal::detrend(&x).len(), n);
        prop_assert_eq!(signal::bridge(&x).len(), n);
        prop_assert_eq!(signal::norm(&[&x, &y]).len(), n.min(y.len()));
        let _ = signal::principal_axes(&x, &y, &x);
        let some = x.iter().any(|v| v.is_finite());
        prop_assert_eq!(signal::mean(&x).is_some(), some);
        prop_assert_eq!(signal::median(&x).is_some(), some);
        prop_assert_eq!(signal::mad(&x).is_some(), some);
        let _ = (signal::quantile(&x, a), signal::sd(&x), signal::rms(&x));
        let _ = (signal::weighted_mean(&x, &y), signal::linear_regression(&x, &y));
        let _ = signal::theil_sen(&x, &y);
    }

    #[test]
    fn odd_samples_do_not_poison_a_filter(sos in sos(), x in vec(sample(), 0..200)) {
        // Values near the largest float overflow in the sums themselves, so they stay out here.
        let x: Vec<f64> = x.into_iter().map(|v| if v == f64::MAX { f64::NAN } else { v }).collect();
        prop_assert!(sos.filtfilt(&x).iter().all(|v| v.is_finite()));
        prop_assert!(sos.filter(&x).iter().all(|v| v.is_finite()));
    }

    #[test]
    fn filtfilt_is_linear(
        sos in sos(),
        pairs in vec((-100.0..100.0f64, -100.0..100.0f64), 0..200),
        a in -3.0..3.0f64,
    ) {
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let mixed: Vec<f64> = pairs.iter().map(|(x, y)| x + a * y).collect();
        let parts = sos.filtfilt(&x).into_iter().zip(sos.filtfilt(&y));
        for (m, (x, y)) in sos.filtfilt(&mixed).iter().zip(parts) {
            // Values up to 400; narrow filters at low edges multiply rounding by up to 1e6.
            prop_assert!(abs_diff_eq!(*m, x + a * y, epsilon = 400.0 * 1e-9));
        }
    }

    #[test]
    fn filtfilt_of_a_reversed_signal_is_reversed_away_from_the_ends(
        order in 1..6usize,
        hz in 5.0..60.0f64,
        middle in vec(-100.0..100.0f64, 60),
    ) {
        let Ok(sos) = Butterworth::lowpass(order, hz, 200.0) else {
            unreachable!("a valid design")
        };
        // Quiet ends of 4 s: the slowest pole here, 9.7 per second (order 5 at 5 Hz), fades by e^-39.
        let mut x = vec![0.0; 800];
        x.extend(middle);
        x.extend([0.0; 800]);
        let forth = sos.filtfilt(&x);
        x.reverse();
        for (a, b) in forth.iter().rev().zip(sos.filtfilt(&x)) {
            // Values up to 100 times the rounding of poles within 0.05 of the unit circle.
            prop_assert!(abs_diff_eq!(*a, b, epsilon = 1e-10));
        }
    }

    #[test]
    fn splines_pass_through_their_samples(x in vec(-100.0..100.0f64, 1..50), k in 1..6usize) {
        let fine = CubicSpline::uniform(&x).resample(k);
        prop_assert_eq!(fine.len(), (x.len() - 1) * k + 1);
        for (a, b) in fine.iter().step_by(k).zip(&x) {
            // The division is exact at the samples; the cubic before a sample ends within rounding of it.
            prop_assert!(abs_diff_eq!(a, b, epsilon = 1e-9));
        }
    }

    #[test]
    fn peaks_mirror_with_the_signal(x in vec((-4..4i32).prop_map(f64::from), 0..80)) {
        let mirrored: Vec<f64> = x.iter().rev().copied().collect();
        let forth = signal::find_peaks(&x, &PeakOptions::default());
        let back = signal::find_peaks(&mirrored, &PeakOptions::default());
        prop_assert_eq!(forth.len(), back.len());
        for (a, b) in forth.iter().zip(back.iter().rev()) {
            prop_assert_eq!((a.height, a.prominence), (b.height, b.prominence));
            // Even plateaus round down from either side, so they may miss by one.
            let there = x.len() - 1 - b.index;
            prop_assert!(there - a.index <= 1);
        }
    }
}
