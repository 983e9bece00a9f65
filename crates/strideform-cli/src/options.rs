//! Options that several commands share, and the parsers of their values.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use strideform::read::{ColumnOverrides, ReadOptions, UnitOverrides};
use strideform::recording::{Placement, Run, Runner};
use strideform::units::{height_from, leg_length_from, mass_from, speed_from};

/// Inputs and how to read them.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// A file (`-` for standard input), PLACEMENT=FILE, PLACEMENT=FILE#DEVICE,
    /// PLACEMENT=ACC.csv+GYR.csv, a session folder or its session.toml.
    ///
    /// Placements: foot-left, foot-right, shank-left, shank-right, thigh-left,
    /// thigh-right, pelvis, trunk, wrist-left, wrist-right.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// How to read them.
    #[command(flatten)]
    pub read: ReadArgs,
    /// Corrections by hand (TOML or JSON): spans left out, sides swapped,
    /// placements, contacts moved. They replace [edits] of a session.toml.
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    pub edits: Option<PathBuf>,
}

/// How to read inputs.
#[derive(Debug, Default, Args)]
pub(crate) struct ReadArgs {
    /// Where the sensor of a single file is worn, e.g. shank-left.
    #[arg(long, value_name = "PLACEMENT", help_heading = "Reading")]
    pub placement: Option<Placement>,
    /// Sampling rate of files without timestamps.
    #[arg(long, value_name = "HZ", allow_negative_numbers = true, value_parser = positive, help_heading = "Reading")]
    pub rate: Option<f64>,
    /// Units, e.g. time=ms,acc=g,gyr=deg/s; raw counts: acc=16384LSB/g.
    #[arg(long, value_name = "LIST", help_heading = "Reading")]
    pub units: Option<UnitOverrides>,
    /// Columns, e.g. time=t,acc=ax:ay:az,gyr=gx:gy:gz.
    #[arg(long, value_name = "LIST", help_heading = "Reading")]
    pub columns: Option<ColumnOverrides>,
    /// Skip rows that cannot be read, and report how many.
    #[arg(long, help_heading = "Reading")]
    pub skip_bad_rows: bool,
    /// Let a session.toml name files outside its folder.
    #[arg(long, help_heading = "Reading")]
    pub outside_session: bool,
}

impl ReadArgs {
    /// Converts these to options for the reader.
    pub(crate) fn options(&self) -> ReadOptions {
        ReadOptions::default()
            .with_rate_hz(self.rate)
            .with_units(self.units.unwrap_or_default())
            .with_columns(self.columns.clone().unwrap_or_default())
            .with_skip_bad_rows(self.skip_bad_rows)
            .with_placement(self.placement)
            .with_outside_session(self.outside_session)
    }
}

/// The runner and the run.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Body mass in kilograms, or with a unit: 154lb, 11st 4lb.
    #[arg(long, value_name = "KG", allow_negative_numbers = true, value_parser = mass_from, help_heading = "Runner and run")]
    pub mass: Option<f64>,
    /// Height in centimetres, or 1.75, 5'9", 69in.
    #[arg(long, value_name = "CM", allow_negative_numbers = true, value_parser = height_from, help_heading = "Runner and run")]
    pub height: Option<f64>,
    /// Leg length, hip (greater trochanter) to floor, in the same units.
    #[arg(long, value_name = "CM", allow_negative_numbers = true, value_parser = leg_length_from, help_heading = "Runner and run")]
    pub leg_length: Option<f64>,
    /// Mean speed in metres per second, or 5:33 (per km), 8:55/mi, 12km/h, 7.5mph.
    #[arg(long, value_name = "M/S", allow_negative_numbers = true, value_parser = speed_from, help_heading = "Runner and run")]
    pub speed: Option<f64>,
    /// Slope in per cent; uphill is positive.
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true, value_parser = slope,
          help_heading = "Runner and run")]
    pub slope: Option<f64>,
    /// Surface: treadmill, road, track, trail…
    #[arg(long, value_name = "NAME", help_heading = "Runner and run")]
    pub surface: Option<String>,
    /// Shoes, for the season page.
    #[arg(long, value_name = "NAME", help_heading = "Runner and run")]
    pub shoes: Option<String>,
    /// What the runner was asked to do, for the season page: "quicker steps".
    #[arg(long, value_name = "TEXT", help_heading = "Runner and run")]
    pub cue: Option<String>,
}

impl RunArgs {
    /// True if anything is stated.
    pub(crate) fn is_given(&self) -> bool {
        let numbers = [self.mass, self.height, self.leg_length, self.speed, self.slope];
        [&self.surface, &self.shoes, &self.cue].iter().any(|t| t.is_some())
            || numbers.iter().any(Option::is_some)
    }

    /// Lets the options override what a session file specifies.
    pub(crate) fn apply(&self, runner: &mut Runner, run: &mut Run) {
        let set = |to: &mut Option<f64>, from: Option<f64>| *to = from.or(*to);
        set(&mut runner.mass_kg, self.mass);
        set(&mut runner.height_cm, self.height);
        set(&mut runner.leg_length_cm, self.leg_length);
        set(&mut run.speed_mps, self.speed);
        set(&mut run.slope_percent, self.slope);
        if self.surface.is_some() {
            run.surface.clone_from(&self.surface);
        }
        if self.shoes.is_some() {
            run.shoes.clone_from(&self.shoes);
        }
        if self.cue.is_some() {
            run.cue.clone_from(&self.cue);
        }
    }
}

/// `--method stage=id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MethodChoice {
    /// The stage: `contacts`.
    pub stage: String,
    /// The method's id.
    pub id: String,
}

impl FromStr for MethodChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((stage, id)) if !stage.trim().is_empty() && !id.trim().is_empty() => {
                Ok(Self { stage: stage.trim().to_owned(), id: id.trim().to_owned() })
            }
            _ => Err("write it as STAGE=ID, e.g. contacts=shank-two-onsets".to_owned()),
        }
    }
}

/// `simulate --fault NAME=VALUE`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FaultChoice {
    /// The fault, optionally with `-left` or `-right`.
    pub name: String,
    /// Its size, in the unit given in `--help`.
    pub value: f64,
}

impl FromStr for FaultChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                Ok(Self { name: name.trim().to_owned(), value: number(value)? })
            }
            _ => Err("write it as NAME=VALUE, e.g. hip-drop-left=9".to_owned()),
        }
    }
}

/// A finite number above zero.
pub(crate) fn positive(text: &str) -> Result<f64, String> {
    match number(text)? {
        value if value > 0.0 => Ok(value),
        _ => Err("must be above 0".to_owned()),
    }
}

fn number(text: &str) -> Result<f64, String> {
    // People paste the typographic minus sign.
    match text.trim().replace('\u{2212}', "-").parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ if text.contains(',') => Err("not a number; write the decimal point as `.`".to_owned()),
        _ => Err("not a number".to_owned()),
    }
}

fn within(text: &str, low: f64, high: f64, hint: &str) -> Result<f64, String> {
    match number(text)? {
        value if (low..=high).contains(&value) => Ok(value),
        _ => Err(format!("must be between {low} and {high} {hint}")),
    }
}

/// A speed of a virtual runner: any number above zero, or a speed with its unit; physics is checked later.
pub(crate) fn virtual_speed(text: &str) -> Result<f64, String> {
    positive(text).or_else(|_| speed_from(text))
}

/// Placements of `simulate`: one, or both sides as `feet`, `shanks`, `thighs`, `wrists`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placements(pub Vec<Placement>);

impl FromStr for Placements {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = match text.parse::<Placement>() {
            Ok(placement) => return Ok(Self(vec![placement])),
            Err(unknown) => format!("{unknown}; both sides: feet, shanks, thighs, wrists"),
        };
        let lower = text.trim().to_ascii_lowercase();
        let one = if lower == "feet" { "foot" } else { lower.strip_suffix('s').ok_or(unknown.clone())? };
        let sides = ["left", "right"].map(|side| format!("{one}-{side}").parse::<Placement>());
        sides.into_iter().collect::<Result<_, _>>().map(Self).map_err(|_| unknown)
    }
}

fn slope(text: &str) -> Result<f64, String> {
    within(text.trim_end_matches('%'), -100.0, 100.0, "per cent")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_numbers_are_rejected() {
        assert_eq!(slope("\u{2212}8.7"), Ok(-8.7));
        assert_eq!(slope("-8.7%"), Ok(-8.7));
        for text in ["nan", "inf", "0", "-1", "", "3,5", "x"] {
            assert!(positive(text).is_err(), "{text}");
        }
        assert!(number("3,5").expect_err("comma").contains('.'));
        assert_eq!(virtual_speed("20"), Ok(20.0));
        assert_eq!(virtual_speed("5:00"), speed_from("12km/h"));
    }

    #[test]
    fn both_sides_have_a_plural() {
        let of = |text: &str| {
            text.parse::<Placements>().map(|p| p.0.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(of("feet"), Ok(vec!["foot-left".to_owned(), "foot-right".to_owned()]));
        assert_eq!(of("Shanks"), Ok(vec!["shank-left".to_owned(), "shank-right".to_owned()]));
        assert_eq!(of("pelvis"), Ok(vec!["pelvis".to_owned()]));
        assert!(of("noses").is_err() && of("foot").is_err());
    }

    #[test]
    fn options_override_the_session_and_leave_the_rest() {
        let mut runner = Runner::default().with_mass_kg(70.0).with_height_cm(180.0);
        let mut run = Run::default().with_speed_mps(3.0);
        let args = RunArgs {
            mass: Some(69.0),
            height: None,
            leg_length: None,
            speed: None,
            slope: Some(-2.0),
            surface: Some("track".into()),
            shoes: None,
            cue: None,
        };
        args.apply(&mut runner, &mut run);
        assert_eq!((runner.mass_kg, runner.height_cm), (Some(69.0), Some(180.0)));
        assert_eq!((run.speed_mps, run.slope_percent), (Some(3.0), Some(-2.0)));
        assert_eq!(run.surface.as_deref(), Some("track"));
    }
}
