//! `strideform validate --contacts FILE --truth FILE`.

mod table;
mod text;
mod trials;

use serde::Serialize;
use strideform::agreement::{Agreement, compare};
use strideform::{Error, ErrorKind};

use crate::cli::{Format, ValidateArgs};
use crate::exit::{Failure, Outcome};
use crate::output::{self, Target};
use strideform_render::json;

/// What `--json` writes: `strideform.agreement/1`. All times in seconds; differences are contacts minus truth.
#[derive(Debug, Serialize)]
struct Report {
    schema: &'static str,
    version: &'static str,
    contacts: String,
    truth: String,
    trial: Option<String>,
    #[serde(flatten)]
    agreement: Agreement,
}

/// Compares the two files.
pub(crate) fn run(args: &ValidateArgs) -> Outcome {
    let target = Target::wanted("--json", args.json.as_ref());
    output::check(target.as_slice(), &[args.contacts.clone(), args.truth.clone()])?;
    let found = table::read(&args.contacts)?;
    let truth = table::read(&args.truth)?;
    let names = || (args.contacts.display().to_string(), args.truth.display().to_string());
    if args.trial.is_none() {
        let (contacts, file) = names();
        if let Some(report) = trials::compare((contacts, &found), (file, &truth), args.window) {
            let json = json::document(&report)?;
            return finish(args, target, json, || trials::render(&report));
        }
    }
    let trial = choose_trial(args, &truth)?;
    let (found, truth) = (found.of_trial(trial.as_deref()), truth.of_trial(trial.as_deref()));
    if truth.is_empty() {
        let what = format!("{} has no contacts to compare with", args.truth.display());
        return Err(Error::new(ErrorKind::Unusable, what).into());
    }
    let (contacts, file) = names();
    let report = Report {
        schema: "strideform.agreement/1",
        version: env!("CARGO_PKG_VERSION"),
        contacts,
        truth: file,
        agreement: compare(&found, &truth, args.window),
        trial,
    };
    let json = json::document(&report)?;
    finish(args, target, json, || text::render(&report))
}

/// Writes and prints the report.
fn finish(
    args: &ValidateArgs,
    target: Option<Target>,
    json: String,
    text: impl FnOnce() -> String,
) -> Outcome {
    if let Some(target) = target {
        output::write_all(&[(target, json.clone().into_bytes())])?;
    }
    output::print(&match args.format {
        Format::Json => json,
        Format::Text => text(),
    })
}

/// The trial to compare: the chosen one, or the only one in the reference. If both files name their trials, all are
/// compared and none needs to be chosen.
fn choose_trial(args: &ValidateArgs, truth: &table::Table) -> Result<Option<String>, Failure> {
    let names = truth.trials();
    let listed = names.join(", ");
    let refuse = |what: String, remedy: String| {
        let file = args.truth.display().to_string();
        Err(Error::new(ErrorKind::Ambiguous, what).with_remedy(remedy).in_file(file).into())
    };
    match (&args.trial, names.as_slice()) {
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some(only.clone())),
        (None, trials) => {
            refuse(format!("contains {} trials", trials.len()), format!("choose one with --trial: {listed}"))
        }
        (Some(wanted), []) => {
            refuse(format!("has no trial column to look up `{wanted}` in"), "omit --trial".to_owned())
        }
        (Some(wanted), names) if names.contains(wanted) => Ok(Some(wanted.clone())),
        (Some(wanted), _) => refuse(format!("has no trial `{wanted}`"), format!("choose one of: {listed}")),
    }
}
