//! The command line and its `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::batch::BatchArgs;
use crate::options::{InputArgs, RunArgs};

const STATUS: &str = "\
Exit status:
  0  done
  1  internal error, or a system error (disk full)
  2  incorrect usage
  3  an input cannot be read or used
  4  no running detected in the inputs
  5  rerun: inputs changed or results differ
130  interrupted (Ctrl-C, SIGTERM); no incomplete files are left";

/// Running-gait metrics with honest error bars from IMU and accelerometer exports.
#[derive(Debug, Parser)]
#[command(name = "strideform", version, max_term_width = 80, after_help = STATUS)]
#[command(propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Print more on standard error; repeat for debug output.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Analyse a run: ground contacts, metrics with their errors, form faults.
    Analyze(Box<AnalyzeArgs>),
    /// Show how a file was read, and how to override it.
    Inspect(InspectArgs),
    /// Analyse many runs into one table, one row per run.
    Batch(Box<BatchArgs>),
    /// Compare two runs: what changed by more than the error.
    Compare(CompareArgs),
    /// Track load and form over weeks.
    Trend(TrendArgs),
    /// Compare contacts with a reference: bias, limits of agreement, RMSE, ICC.
    Validate(ValidateArgs),
    /// Repeat a saved analysis, and say what differs.
    Rerun(RerunArgs),
    /// Generate a virtual run with known truth, for testing and teaching.
    Simulate(SimulateArgs),
    /// List all metrics: id, unit, definition.
    Metrics(CatalogueArgs),
    /// List the contact detection methods, and what each needs.
    Methods(CatalogueArgs),
    /// List the form faults and their rules.
    Faults(FaultsArgs),
    /// Print a shell completion script.
    Completions(CompletionsArgs),
}

/// The format of standard output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plain text in 80 columns.
    #[default]
    Text,
    /// JSON.
    Json,
}

/// Units of distances for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Units {
    /// Kilometres and minutes per kilometre.
    #[default]
    Metric,
    /// Miles and minutes per mile.
    Imperial,
}

impl From<Units> for strideform_render::UnitsOut {
    fn from(units: Units) -> Self {
        match units {
            Units::Metric => Self::Metric,
            Units::Imperial => Self::Imperial,
        }
    }
}

const ANALYZE_EXAMPLES: &str = "\
Examples:
  strideform analyze shank-left=run.csv
  strideform analyze foot-left=l.csv foot-right=r.csv --contacts contacts.csv
  strideform analyze --placement pelvis --speed 3.3 --slope -8.7 sacrum.csv
  strideform analyze session/ --json result.json --html report.html
  strideform analyze result.json --html report.html     # a saved analysis

A session is a folder whose files are named after their placements, such as
left_shank.csv, or that has a session.toml. Every key of it except `file` is
optional; the options above override it:

  [runner]
  id = \"A17\"
  mass_kg = 69.0
  height_cm = 169.0
  leg_length_cm = 88.0
  [run]
  started = 2026-05-10T10:35:22+08:00
  speed_mps = 2.36
  slope_percent = 0.0
  surface = \"treadmill\"
  [[recording]]                 # one per sensor
  file = \"left_shank.csv\"       # or \"acc.csv+gyr.csv\"
  placement = \"shank-left\"
  device = \"TS-01902\"           # if the file has several
  rate_hz = 100.0               # if it has no timestamps
  columns = { time = \"t\", acc = [\"ax\", \"ay\", \"az\"] }
  units = { time = \"ms\", acc = \"g\" }
  [edits]                       # corrections by hand; --edits FILE
  version = 1
  exclude = [{ from_s = 62.0, to_s = 95.5, why = \"traffic light\" }]
  swap_sides = [\"shank\"]        # by segment, placement or file
  placement = { \"IMU_3.csv\" = \"pelvis\" }
  axis = { pelvis = { up = \"+y\", forward = \"-z\" } }
  moved = [{ at_s = 12.34, to_s = 12.36, toe_off_s = 12.61 }]
  added = [{ at_s = 13.05, toe_off_s = 13.29, side = \"left\" }]
  removed = [{ at_s = 14.4 }]
  [[symptom]]                   # shown with the findings
  side = \"left\"
  place = \"outer hip\"
  behaviour = \"worse after the run\"";

/// Arguments of `analyze`.
#[derive(Debug, Args)]
#[command(after_help = ANALYZE_EXAMPLES)]
pub(crate) struct AnalyzeArgs {
    /// Inputs and how to read them.
    #[command(flatten)]
    pub input: InputArgs,
    /// The runner and the run.
    #[command(flatten)]
    pub run: RunArgs,
    /// Earlier runs (saved analyses, watch exports, folders of them), to assess a sudden rise in load.
    #[arg(long, value_name = "INPUT", help_heading = "Runner and run")]
    pub log: Vec<String>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// Write the complete analysis as JSON.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json: Option<PathBuf>,
    /// Units of distances and paces in text and page; files keep metres.
    #[arg(long, value_enum, default_value_t, value_name = "UNITS", help_heading = "Output")]
    pub units_out: Units,
    /// Write every contact as CSV.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub contacts: Option<PathBuf>,
    /// Write every contact with its metrics to a .csv or .parquet file.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub strides: Option<PathBuf>,
    /// Write the report as an HTML page to read, share or print.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub html: Option<PathBuf>,
    /// Use a custom table of rules for the form faults (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Methods")]
    pub faults: Option<PathBuf>,
    /// Use a different method for a stage, e.g. contacts=ID (see `methods`).
    #[arg(long, value_name = "STAGE=ID", help_heading = "Methods")]
    pub method: Vec<crate::options::MethodChoice>,
    /// Judge form even where a sensor's movement contradicts its placement.
    #[arg(long, help_heading = "Methods")]
    pub trust_placement: bool,
}

/// Arguments of `rerun`.
#[derive(Debug, Args)]
pub(crate) struct RerunArgs {
    /// A file that `analyze --json` wrote.
    #[arg(value_name = "ANALYSIS")]
    pub analysis: PathBuf,
    /// Where the inputs are now; by default those of the saved command, here or beside the analysis.
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// Inputs and how to read them.
    #[command(flatten)]
    pub input: InputArgs,
    /// Standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
}

const COMPARE_HELP: &str = "\
BEFORE and AFTER are analyses saved with `analyze --json`, or inputs of
`analyze`: a file, PLACEMENT=FILE, a session folder. Save an analysis first
if speed, height or units must be given.

A change counts if it exceeds the minimal detectable change. With the same
sensor placement and method, the part of the error that belongs to the runner
cancels out; otherwise both errors count in full. Metrics that depend on speed
are compared at a comparable speed (within 5 %), or after subtracting the effect
of speed.

Examples:
  strideform compare before.json after.json --html change.html
  strideform compare shank-left=old_shoes.csv shank-left=new_shoes.csv
  strideform compare watch.fit session/         # two devices on one run";

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_HELP)]
pub(crate) struct CompareArgs {
    /// The earlier run: a saved analysis or an input of `analyze`.
    #[arg(value_name = "BEFORE")]
    pub before: String,
    /// The later run, in either form.
    #[arg(value_name = "AFTER")]
    pub after: String,
    /// Where the sensor of a single file is worn, e.g. shank-left.
    #[arg(long, value_name = "PLACEMENT", help_heading = "Reading")]
    pub placement: Option<strideform::recording::Placement>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// Write the comparison as JSON.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json: Option<PathBuf>,
    /// Write the comparison as an HTML page.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub html: Option<PathBuf>,
}

const TREND_HELP: &str = "\
INPUT is an analysis saved with `analyze --json`, a watch export (FIT, TCX or
GPX, table of activities, Apple's export.xml), a zip or folder of those, or a
session folder. Only running counts, and a run in several files counts once.
What became of every file is listed: used, duplicate of another, no running,
or not understood. Files that cannot be read are reported on standard error.

The rule that evidence supports: a single run more than 10 % longer than the
longest of the 30 days before. Weekly change is shown, but is not a warning.
Metrics are tracked over sessions at a comparable speed (within 5 %).

Examples:
  strideform trend Activities.csv --html season.html
  strideform trend export.zip --units-out imperial
  strideform trend watch/*.fit analyses/ --format json";

/// Arguments of `trend`.
#[derive(Debug, Args)]
#[command(after_help = TREND_HELP)]
pub(crate) struct TrendArgs {
    /// Saved analyses, watch exports, session folders, folders of those.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// Write sessions, weeks and the course of each metric as JSON.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json: Option<PathBuf>,
    /// Write the season as an HTML page: load by week, form at a comparable speed, a row a run.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub html: Option<PathBuf>,
    /// Units of text and page; JSON keeps metres and seconds.
    #[arg(long, value_enum, default_value_t, value_name = "UNITS", help_heading = "Output")]
    pub units_out: Units,
    /// Use a custom table of rules for the form faults (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Methods")]
    pub faults: Option<PathBuf>,
}

const VALIDATE_HELP: &str = "\
Both files are CSV tables with initial_contact_s (or contact_on_s) and, if
known, toe_off_s (or contact_off_s), side (or foot), trial. Other columns are
ignored. The output of `analyze --contacts` can be used directly; contacts that
it marks as not valid are not compared.";

/// Arguments of `validate`.
#[derive(Debug, Args)]
#[command(after_help = VALIDATE_HELP)]
pub(crate) struct ValidateArgs {
    /// Contacts to validate, as written by `analyze --contacts`.
    #[arg(long, value_name = "FILE")]
    pub contacts: PathBuf,
    /// The reference contacts.
    #[arg(long, value_name = "FILE")]
    pub truth: PathBuf,
    /// Use only this trial of a file with a trial column [default: every trial in both files].
    #[arg(long, value_name = "NAME")]
    pub trial: Option<String>,
    /// Pair contacts at most this far apart [default: half the median interval].
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = crate::options::positive)]
    pub window: Option<f64>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// Write the agreement as JSON.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json: Option<PathBuf>,
}

const SIMULATE_HELP: &str = "\
Writes session.toml, one CSV per sensor, truth_contacts.csv and truth.json to
DIR. A virtual run tests the program, not its accuracy on people.

With --person the runner moves as people do: curves of 13 runners by speed, and
the seed draws how this one differs. Cadence, contact time, foot strike and
height are then this person's, unless they are given.

Faults (add -left or -right to the first four for one side):
  hip-drop              drop of the pelvis from contact to its peak, degrees
  overstride            shank at contact beyond what is usual at the speed,
                        degrees; needs --person
  heel-pounding         downward speed of the ankle at contact, m/s
  arm-crossover         hands across the midline, cm
  contact-time-balance  share of the left foot, %
  step-time-asymmetry   left minus right, in % of their mean
  oscillation           vertical, more than this runner's own, cm: shorter
                        contacts, and a lower cadence where they do not suffice
  trunk-lean            degrees forward
  contact-time-drift    % per hour
  cadence-drift         steps/min per hour

Examples:
  strideform simulate --out run --fault hip-drop-left=9
  strideform simulate --out run --person 4 --fault overstride=7
  strideform analyze run --contacts contacts.csv
  strideform validate --contacts contacts.csv --truth run/truth_contacts.csv";

/// Arguments of `simulate`.
#[derive(Debug, Args)]
#[command(after_help = SIMULATE_HELP)]
pub(crate) struct SimulateArgs {
    /// Folder to create; it must not exist yet, or be empty.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Random seed.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Seconds of running, after 5 s and before 3 s of standing.
    #[arg(long, value_name = "S", default_value_t = 60.0, allow_negative_numbers = true, value_parser = crate::options::positive)]
    pub seconds: f64,
    /// Samples per second.
    #[arg(long, value_name = "HZ", default_value_t = 200.0, allow_negative_numbers = true, value_parser = crate::options::positive)]
    pub rate: f64,
    /// Where a sensor is worn, or both sides (feet); repeat for several [default: feet, shanks, pelvis].
    #[arg(long, value_name = "PLACEMENT")]
    pub placement: Vec<crate::options::Placements>,
    /// Ideal sensors: no noise, no offsets, axes aligned with the body.
    #[arg(long)]
    pub perfect: bool,
    /// Move as people do, in the way of the person that this seed draws.
    #[arg(long, value_name = "SEED", help_heading = "The runner")]
    pub person: Option<u64>,
    /// Speed in metres per second, or 5:33 (per km), 8:55/mi, 12km/h, 7.5mph.
    #[arg(long, value_name = "M/S", default_value_t = 3.0, allow_negative_numbers = true, value_parser = crate::options::virtual_speed,
          help_heading = "The runner")]
    pub speed: f64,
    /// Steps per minute [default: 168].
    #[arg(long, value_name = "SPM", allow_negative_numbers = true, value_parser = crate::options::positive,
          help_heading = "The runner")]
    pub cadence: Option<f64>,
    /// Contact time in seconds [default: 0.25].
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = crate::options::positive,
          help_heading = "The runner")]
    pub contact_time: Option<f64>,
    /// Foot strike angle in degrees, toes up positive [default: 12].
    #[arg(long, value_name = "DEG", allow_negative_numbers = true, help_heading = "The runner")]
    pub strike_angle: Option<f64>,
    /// Height in centimetres, or 1.75, 5'9" [default: 175].
    #[arg(long, value_name = "CM", allow_negative_numbers = true, value_parser = strideform::units::height_from,
          help_heading = "The runner")]
    pub height: Option<f64>,
    /// Mass in kilograms, or 154lb.
    #[arg(long, value_name = "KG", default_value_t = 70.0, allow_negative_numbers = true, value_parser = strideform::units::mass_from,
          help_heading = "The runner")]
    pub mass: f64,
    /// Add a fault, e.g. hip-drop-left=9; repeat for several (listed below).
    #[arg(long, value_name = "NAME=VALUE", help_heading = "The runner")]
    pub fault: Vec<crate::options::FaultChoice>,
}

/// Arguments of `metrics` and `methods`.
#[derive(Debug, Args)]
pub(crate) struct CatalogueArgs {
    /// Standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Arguments of `faults`.
#[derive(Debug, Args)]
pub(crate) struct FaultsArgs {
    /// Show (and check) a custom table of rules (TOML).
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: FaultsFormat,
}

/// The content of the standard output of `faults`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FaultsFormat {
    /// Plain text in 80 columns.
    #[default]
    Text,
    /// JSON.
    Json,
    /// The table itself, as a starting point for a custom one for --faults.
    Toml,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn negative_values_can_be_separate_arguments() {
        let cli = Cli::try_parse_from(["strideform", "analyze", "--slope", "-8.7", "pelvis=run.csv"]);
        let Ok(Cli { command: Command::Analyze(args), .. }) = cli else { panic!("{cli:?}") };
        assert_eq!(args.run.slope, Some(-8.7));
        assert_eq!(args.input.inputs, ["pelvis=run.csv"]);
    }

    #[test]
    fn help_fits_in_80_columns() {
        let mut command = Cli::command();
        command.build();
        for sub in std::iter::once(command.clone()).chain(command.get_subcommands().cloned()) {
            for line in sub.clone().render_long_help().to_string().lines() {
                assert!(line.chars().count() <= 80, "{}: {line}", sub.get_name());
            }
        }
    }
}
