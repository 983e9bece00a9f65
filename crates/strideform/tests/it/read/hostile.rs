//! Bytes that nobody would write: no panic, and no more memory or time than the input deserves.

use proptest::prelude::*;
use strideform::read::{ReadOptions, UnitOverrides, placement_in, recording_from_bytes};

fn options() -> ReadOptions {
    ReadOptions::default().with_placement("shank-left".parse::<strideform::recording::Placement>().ok())
}

fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (-1e3..1e3f64).prop_map(|v| format!("{v:.3}")),
        2 => any::<i32>().prop_map(|v| v.to_string()),
        1 => Just(String::new()),
        1 => Just("NaN".to_owned()),
        1 => "[ -~]{0,12}",
        1 => Just("2021-04-06 15:43:00.000".to_owned()),
        1 => Just("9".repeat(400)),
    ]
}

proptest! {
    // Enough to meet every branch, few enough for a second (chosen).
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = recording_from_bytes("x.csv", &bytes, &options());
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[0-9a-z,;\t .:\"\n#-]{0,400}") {
        let _ = recording_from_bytes("x.csv", text.as_bytes(), &options());
    }

    #[test]
    fn arbitrary_tables_never_panic(
        rows in proptest::collection::vec(proptest::collection::vec(any_cell(), 0..6), 0..30),
        skip in any::<bool>(),
        rate in proptest::option::of(-1.0..500.0f64),
    ) {
        let body: String = rows.iter().map(|r| r.join(",") + "\n").collect();
        let text = format!("time,ax,ay,az\n0,1,2,3\n0.01,1,2,3\n0.02,1,2,4\n{body}");
        let options = options().with_skip_bad_rows(skip).with_rate_hz(rate);
        if let Ok(this) = recording_from_bytes("x.csv", text.as_bytes(), &options) {
            prop_assert!(this.signals.rate_hz.is_finite() && this.signals.rate_hz > 0.0);
            prop_assert!(this.signals.acc.columns().into_iter().flatten().all(|v| v.is_finite()));
            prop_assert!(this.signals.gaps.iter().all(|g| g.start < g.end && g.end <= this.signals.len()));
        }
    }

    #[test]
    fn stamps_of_any_pattern_give_a_finite_grid(
        steps in proptest::collection::vec(prop_oneof![Just(0.01), Just(0.0), 0.0..0.05f64, Just(3.0)], 2..200),
    ) {
        let mut t = 0.0;
        let mut text = String::from("time_s,ax,ay,az\n");
        for step in steps {
            text += &format!("{t:.4},0.1,0.2,{}\n", 9.8 + t % 0.3);
            t += step;
        }
        if let Ok(this) = recording_from_bytes("x.csv", text.as_bytes(), &options()) {
            prop_assert!(this.signals.acc.z.iter().all(|v| (9.0..11.0).contains(v)));
        }
    }

    #[test]
    fn options_never_panic(text in "[ -~]{0,40}") {
        let _ = text.parse::<UnitOverrides>();
        let _ = text.parse::<strideform::read::ColumnOverrides>();
        let _ = strideform::read::Input::from(text.as_str());
        let _ = placement_in(&text);
    }
}

#[test]
fn a_line_of_ten_megabytes_ends_in_an_error() {
    let mut text = b"time,x,y,z\n".to_vec();
    text.extend(std::iter::repeat_n(b'7', 10 << 20));
    assert!(recording_from_bytes("x.csv", &text, &options()).is_err());
    let mut quote = b"time,x,y,z\n0.00,1,2,3\n0.01,1,2,3\n\"".to_vec();
    quote.extend(std::iter::repeat_n(b'7', 10 << 20));
    quote.extend(b"\n0.03,1,2,3\n");
    let error = recording_from_bytes("x.csv", &quote, &options()).expect_err("quote");
    // The message shows where, not ten megabytes.
    assert!(error.to_string().len() < 500);
}

#[test]
fn a_hundred_thousand_columns_are_refused() {
    let row = vec!["1.5"; 100_000].join(",");
    let error = recording_from_bytes("x.csv", format!("{row}\n{row}\n{row}\n").as_bytes(), &options())
        .expect_err("columns");
    assert!(error.message().contains("columns"), "{error}");
}
