//! Draws the picture in the README: vertical acceleration of the pelvis over a few steps, contacts shaded.
//!
//! `cargo run -p strideform-examples --example picture > docs/contacts.svg`

use std::fmt::Write;

use strideform::contacts::ContactSide;
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{self, ReadOptions, Source};
use strideform::recording::{Run, Session};
use strideform::signal::zero_phase_lowpass;
use strideform::units::to_g;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 42.0;
const FROM_S: f64 = 12.0;
const SECONDS: f64 = 2.3;
const LOW_G: f64 = -0.5;
const HIGH_G: f64 = 3.5;

fn x(t: f64) -> f64 {
    LEFT + (t - FROM_S) / SECONDS * (WIDTH - LEFT - RIGHT)
}

fn y(g: f64) -> f64 {
    TOP + (HIGH_G - g.clamp(LOW_G, HIGH_G)) / (HIGH_G - LOW_G) * (HEIGHT - TOP - BOTTOM)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = strideform_examples::session().join("pelvis.csv");
    let recording = read::recording(&Source::File(file), &ReadOptions::default())?;
    let signals = recording.signals.clone();
    // The speed makes contact times from a pelvis more accurate.
    let run = Run::default().with_speed_mps(3.0);
    let session = Session::default().with_run(run).with_recordings(vec![recording]);
    let analysis = analyze(&session, &AnalysisOptions::default());

    // Up: the mean specific force of running, which works in any orientation.
    let up = signals.acc.slice(signals.index(10.0)..signals.index(20.0)).mean().normalize();
    let vertical: Vec<f64> =
        zero_phase_lowpass(&signals.acc.along(&up), 20.0, signals.rate_hz).into_iter().map(to_g).collect();

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Vertical acceleration of a virtual runner's pelvis with the contacts that were found</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n"
    );
    let inside = |t: f64| (FROM_S..FROM_S + SECONDS).contains(&t);
    for row in &analysis.contacts {
        let contact = &row.contact;
        let (on, Some(off)) = (contact.initial_contact_s, contact.toe_off_s) else { continue };
        if !(inside(on) && inside(off)) {
            continue;
        }
        let (a, b) = (x(on), x(off));
        let base = HEIGHT - BOTTOM;
        let (colour, side) = match contact.side {
            ContactSide::Left => ("#0072B2", "left"),
            ContactSide::Right => ("#D55E00", "right"),
            ContactSide::Unknown => ("#555555", "contact"),
        };
        write!(
            svg,
            "<rect x=\"{a:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{colour}\" fill-opacity=\"0.14\"/>\n\
             <path d=\"M{a:.1} {TOP}V{base}\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n\
             <path d=\"M{b:.1} {TOP}V{base}\" stroke=\"{colour}\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>\n\
             <text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#333333\">{side} {:.0} ms</text>\n",
            b - a,
            base - TOP,
            0.5 * (a + b),
            TOP - 8.0,
            1e3 * (off - on)
        )?;
    }
    for g in [0, 1, 2, 3] {
        let at = y(f64::from(g));
        writeln!(
            svg,
            "<path d=\"M{LEFT} {at:.1}H{}\" stroke=\"#dddddd\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#333333\">{} g</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            at + 4.0,
            g.to_string().replace('-', "−")
        )?;
    }
    let mut path = String::new();
    for (i, g) in vertical.iter().enumerate().filter(|(i, _)| inside(signals.time_s(*i))) {
        let letter = if path.is_empty() { 'M' } else { 'L' };
        write!(path, "{letter}{:.1} {:.1}", x(signals.time_s(i)), y(*g))?;
    }
    writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"#222222\" stroke-width=\"1.6\"/>")?;
    writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#333333\">vertical acceleration of the pelvis over {SECONDS} s \
         (virtual runner); solid line: initial contact, dashed: toe-off</text>\n</svg>",
        0.5 * WIDTH,
        HEIGHT - 14.0
    )?;
    print!("{svg}");
    Ok(())
}
