//! The command line: what may be written, and what `--help` says about it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::batch::BatchArgs;
use crate::options::{InputArgs, RunArgs};

const STATUS: &str = "\
Exit status:
  0  done
  1  a fault of strideform or of the machine
  2  wrong usage of the command line
  3  an input that cannot be read or used
  4  everything was read, but nobody runs in it
130  interrupted (Ctrl-C, SIGTERM); no half file is left";

/// Running-gait metrics with honest error bars from IMU and accelerometer exports.
#[derive(Debug, Parser)]
#[command(name = "strideform", version, max_term_width = 80, after_help = STATUS)]
#[command(propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Say more on standard error; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Measure a run: contacts, metrics with their error, form faults.
    Analyze(Box<AnalyzeArgs>),
    /// Show what was understood of a file, and how to overrule it.
    Inspect(InspectArgs),
    /// Measure many runs into one table, one row each.
    Batch(Box<BatchArgs>),
    /// Hold two runs against each other: what changed by more than its error.
    Compare(CompareArgs),
    /// Follow load and form over weeks.
    Trend(TrendArgs),
    /// Compare contacts with a reference: bias, limits of agreement, RMSE, ICC.
    Validate(ValidateArgs),
    /// Make a virtual run with its truth, for tests and teaching.
    Simulate(SimulateArgs),
    /// List every metric: id, unit, definition.
    Metrics(CatalogueArgs),
    /// List the methods that find contacts, and what each needs.
    Methods(CatalogueArgs),
    /// List the form faults and the rules behind them.
    Faults(FaultsArgs),
    /// Print a completion script for a shell.
    Completions(CompletionsArgs),
}

/// What standard output holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plain text in 80 columns.
    #[default]
    Text,
    /// JSON.
    Json,
}

const ANALYZE_EXAMPLES: &str = "\
Examples:
  strideform analyze shank-left=run.csv
  strideform analyze foot-left=l.csv foot-right=r.csv --contacts contacts.csv
  strideform analyze --placement pelvis --speed 3.3 --slope -8.7 sacrum.csv
  strideform analyze session/ --json result.json --html report.html

A session is a folder with a session.toml; every key but `file` is optional,
and the options above go before it:

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
  [[recording]]                 # one for each sensor
  file = \"left_shank.csv\"       # or \"acc.csv+gyr.csv\"
  placement = \"shank-left\"
  device = \"TS-01902\"           # where one file holds several
  rate_hz = 100.0               # where there are no time stamps
  columns = { time = \"t\", acc = [\"ax\", \"ay\", \"az\"] }
  units = { time = \"ms\", acc = \"g\" }
  [[symptom]]                   # shown beside the findings
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
    /// Runs before this one (saved analyses, watch exports, folders of them), to judge a sudden rise in load.
    #[arg(long, value_name = "INPUT", help_heading = "The run")]
    pub log: Vec<String>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// Write the whole analysis as JSON.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json: Option<PathBuf>,
    /// Write every contact as CSV.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub contacts: Option<PathBuf>,
    /// Write every contact with its metrics; FILE ends in .csv or .parquet.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub strides: Option<PathBuf>,
    /// Write the report as one page (HTML) to read, hand over or print.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub html: Option<PathBuf>,
    /// Use another table of rules for the form faults (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Methods")]
    pub faults: Option<PathBuf>,
    /// Use another method for a stage, e.g. contacts=ID (see `methods`).
    #[arg(long, value_name = "STAGE=ID", help_heading = "Methods")]
    pub method: Vec<crate::options::MethodChoice>,
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
where speed, height or units have to be told.

A change counts when it exceeds the minimal detectable change: with the same
sensor place and method the part of the error that belongs to the runner
cancels, otherwise both errors count in full. Metrics that depend on speed are
compared at like speed (within 5 %), or less what the speed explains.

Examples:
  strideform compare before.json after.json --html change.html
  strideform compare shank-left=old_shoes.csv shank-left=new_shoes.csv
  strideform compare watch.fit session/         # two devices on one run";

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_HELP)]
pub(crate) struct CompareArgs {
    /// The run before: a saved analysis or an input of `analyze`.
    #[arg(value_name = "BEFORE")]
    pub before: String,
    /// The run after.
    #[arg(value_name = "AFTER")]
    pub after: String,
    /// Where the sensor of a single file sits, e.g. shank-left.
    #[arg(long, value_name = "PLACEMENT", help_heading = "Reading")]
    pub placement: Option<strideform::recording::Placement>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// Write the comparison as JSON.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json: Option<PathBuf>,
    /// Write the comparison as one page (HTML).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub html: Option<PathBuf>,
}

const TREND_HELP: &str = "\
INPUT is an analysis saved with `analyze --json`, a watch's export (FIT file,
table of activities), a session folder, or a folder of those. Only running
counts; one run in several files counts once; a file that cannot be read costs
one line on standard error.

The rule with evidence: a single run more than 10 % longer than the longest of
the 30 days before. Weekly change is shown, but is no alarm. Metrics are
followed over sessions at like speed (within 5 %).

Examples:
  strideform trend Activities.csv
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
    /// Write sessions, weeks and courses as JSON.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json: Option<PathBuf>,
    /// Use another table of rules for the form faults (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Methods")]
    pub faults: Option<PathBuf>,
}

const VALIDATE_HELP: &str = "\
Both files are CSV tables with initial_contact_s (or contact_on_s) and, where
known, toe_off_s (or contact_off_s), side (or foot), trial. Further columns are
ignored. The output of `analyze --contacts` can be used as it is; contacts that
it marks as not valid are not compared.";

/// Arguments of `validate`.
#[derive(Debug, Args)]
#[command(after_help = VALIDATE_HELP)]
pub(crate) struct ValidateArgs {
    /// Contacts to judge, as written by `analyze --contacts`.
    #[arg(long, value_name = "FILE")]
    pub contacts: PathBuf,
    /// The reference contacts.
    #[arg(long, value_name = "FILE")]
    pub truth: PathBuf,
    /// Take only the rows of this trial from a file with a trial column [default: every trial that both files name].
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
DIR gets session.toml, one CSV a sensor, truth_contacts.csv and truth.json.
A virtual run checks the program; it says nothing about accuracy on people.

Faults (add -left or -right to the first two for one side):
  hip-drop              peak drop of the pelvis in stance, degrees
  arm-crossover         hands across the midline, cm
  contact-time-balance  share of the left foot, %
  step-time-asymmetry   left minus right over their mean, %
  heel-pounding         downward speed of the ankle at contact, m/s
  trunk-lean            degrees forward
  contact-time-drift    % an hour
  cadence-drift         steps/min an hour

Examples:
  strideform simulate --out run --fault hip-drop-left=9
  strideform analyze run --contacts contacts.csv
  strideform validate --contacts contacts.csv --truth run/truth_contacts.csv";

/// Arguments of `simulate`.
#[derive(Debug, Args)]
#[command(after_help = SIMULATE_HELP)]
pub(crate) struct SimulateArgs {
    /// Folder to make; it must not exist or be empty.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Seconds of running, between five of standing before and three after.
    #[arg(long, value_name = "S", default_value_t = 60.0, allow_negative_numbers = true, value_parser = crate::options::positive)]
    pub seconds: f64,
    /// Samples per second.
    #[arg(long, value_name = "HZ", default_value_t = 200.0, allow_negative_numbers = true, value_parser = crate::options::positive)]
    pub rate: f64,
    /// A sensor; repeat for several [default: feet, shanks, pelvis].
    #[arg(long, value_name = "PLACEMENT")]
    pub placement: Vec<strideform::recording::Placement>,
    /// No noise, no offsets, axes along the body: a sensor that cannot be bought.
    #[arg(long)]
    pub perfect: bool,
    /// Speed in metres per second.
    #[arg(long, value_name = "M/S", default_value_t = 3.0, allow_negative_numbers = true, value_parser = crate::options::positive,
          help_heading = "The runner")]
    pub speed: f64,
    /// Steps per minute.
    #[arg(long, value_name = "SPM", default_value_t = 168.0, allow_negative_numbers = true, value_parser = crate::options::positive,
          help_heading = "The runner")]
    pub cadence: f64,
    /// Contact time in seconds.
    #[arg(long, value_name = "S", default_value_t = 0.25, allow_negative_numbers = true, value_parser = crate::options::positive,
          help_heading = "The runner")]
    pub contact_time: f64,
    /// Foot strike angle in degrees, toes up positive.
    #[arg(
        long,
        value_name = "DEG",
        default_value_t = 12.0,
        allow_negative_numbers = true,
        help_heading = "The runner"
    )]
    pub strike_angle: f64,
    /// Height in centimetres.
    #[arg(long, value_name = "CM", default_value_t = 175.0, allow_negative_numbers = true, value_parser = crate::options::positive,
          help_heading = "The runner")]
    pub height: f64,
    /// Mass in kilograms.
    #[arg(long, value_name = "KG", default_value_t = 70.0, allow_negative_numbers = true, value_parser = crate::options::positive,
          help_heading = "The runner")]
    pub mass: f64,
    /// Build in a fault, e.g. hip-drop-left=9; repeat for several (list below).
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
    /// Show (and check) another table of rules (TOML).
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: FaultsFormat,
}

/// What standard output of `faults` holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FaultsFormat {
    /// Plain text in 80 columns.
    #[default]
    Text,
    /// JSON.
    Json,
    /// The table itself: a start for one of your own, for --faults.
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
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn negative_values_stand_as_words_of_their_own() {
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
