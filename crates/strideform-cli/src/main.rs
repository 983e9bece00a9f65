//! The strideform command line.

mod cli;
mod commands;
mod diagnose;
mod exit;
mod interrupt;
mod options;
mod output;

use std::process::ExitCode;

use clap::Parser;
use tracing::level_filters::LevelFilter;

use crate::cli::{Cli, Command};
use crate::exit::Outcome;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => {
            // Help and version exit with 0, mistakes with 2; a closed pipe is not an error.
            let _ = message.print();
            return ExitCode::from(u8::try_from(message.exit_code()).unwrap_or(2));
        }
    };
    log_to_standard_error(cli.verbose);
    interrupt::watch();
    let outcome = exit::catch_panics(move || run(&cli.command));
    interrupt::settled();
    if let Err(failure) = &outcome {
        diagnose::report(failure);
    }
    exit::code(&outcome)
}

fn run(command: &Command) -> Outcome {
    match command {
        Command::Inspect(args) => commands::inspect::run(args),
        Command::Simulate(args) => commands::simulate::run(args),
        Command::Validate(args) => commands::validate::run(args),
        Command::Analyze(args) => commands::analyze::run(args),
        Command::Batch(args) => commands::batch::run(args),
        Command::Compare(args) => commands::compare::run(args),
        Command::Rerun(args) => commands::rerun::run(args),
        Command::Trend(args) => commands::trend::run(args),
        Command::Metrics(args) => commands::catalogue::metrics(args),
        Command::Methods(args) => commands::catalogue::methods(args),
        Command::Faults(args) => commands::catalogue::faults(args),
        Command::Completions(args) => commands::completions::run(args),
    }
}

fn log_to_standard_error(verbose: u8) {
    let level = match verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(diagnose::colour())
        .without_time()
        .with_target(false)
        .init();
}
