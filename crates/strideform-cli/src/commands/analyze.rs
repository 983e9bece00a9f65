//! `strideform analyze INPUT...`.

use std::path::Path;

use strideform::pipeline::{self, AnalysisOptions};
use strideform::report::{Analysis, Command};

use super::{inputs, no_running, rules, saved, training_log};
use crate::cli::{AnalyzeArgs, Format};
use crate::exit::{Failure, Outcome};
use crate::output::{self, Target};
use strideform_render::tables::{self, TableFormat, TableWriter};
use strideform_render::{UnitsOut, csv, html, json, text};

/// Reads, analyses, writes the files, then prints last: a closed pipe must not cost a file.
pub(crate) fn run(args: &AnalyzeArgs) -> Outcome {
    let files = Files::of(args)?;
    let mut given = inputs::paths(&args.input);
    given.extend(args.faults.clone());
    given.extend(args.log.iter().flat_map(|i| saved::paths(i)));
    output::check(&files.all(), &given)?;
    let (options, rules) = options(args)?;
    let mut analysis = match of_saved(args)? {
        Some(analysis) => analysis,
        None => {
            let raw: Vec<String> =
                std::env::args_os().map(|text| text.to_string_lossy().into_owned()).collect();
            analysed(args, &files, (&options, rules.as_deref()), &raw)?
        }
    };
    training_log::apply(&mut analysis, &args.log, &options.faults)?;
    output::write_all(&files.rendered(&analysis, args.units_out.into())?)?;
    output::print(&match args.format {
        Format::Text => text::analysis_in(&analysis, args.units_out.into()),
        Format::Json => json::document(&analysis)?,
    })
}

/// The options, and the text of the rules if they are not the embedded ones.
fn options(args: &AnalyzeArgs) -> Result<(AnalysisOptions, Option<String>), Failure> {
    let mut options = AnalysisOptions::default();
    for choice in &args.method {
        options.choose(&choice.stage, &choice.id)?;
    }
    options.trust_placement = args.trust_placement;
    options.faults = rules::load(args.faults.as_deref())?.0;
    Ok((options, args.faults.as_deref().and_then(|path| std::fs::read_to_string(path).ok())))
}

/// The analysis without its files, for `rerun`; `raw` are the arguments as they were written.
pub(super) fn made(args: &AnalyzeArgs, raw: &[String]) -> Result<Analysis, Failure> {
    let (options, rules) = options(args)?;
    let mut analysis = analysed(args, &Files::of(args)?, (&options, rules.as_deref()), raw)?;
    training_log::apply(&mut analysis, &args.log, &options.faults)?;
    Ok(analysis)
}

fn analysed(
    args: &AnalyzeArgs,
    files: &Files,
    (options, rules): (&AnalysisOptions, Option<&str>),
    raw: &[String],
) -> Result<Analysis, Failure> {
    let mut session = inputs::read(&args.input)?;
    output::check(&files.all(), &inputs::files(&session))?;
    args.run.apply(&mut session.runner, &mut session.run);
    let inputs = inputs::inputs(&args.input)?;
    // Hashing reads the files once more, which another thread does meanwhile.
    let (mut analysis, hashes) =
        rayon::join(|| pipeline::analyze(&session, options), || pipeline::input_hashes(&session, &inputs));
    if !analysis.has_running() {
        return Err(Failure::NoRunning(no_running::explain(&analysis, &session)));
    }
    let mut how = pipeline::provenance(&analysis, options, rules, hashes);
    let piped = args.input.inputs.iter().any(|input| input == "-" || input.ends_with("=-"));
    how.command = (!piped).then(|| Command::from_arguments(arguments(args, raw)).into_arguments());
    analysis.provenance = Some(how);
    analysis.leave_out_folders();
    Ok(analysis)
}

/// The arguments that decide about the results, in one order; units and columns as they were written.
fn arguments(args: &AnalyzeArgs, raw: &[String]) -> Vec<String> {
    let written = |name: &str| {
        let at = raw.iter().position(|text| text == name).and_then(|i| raw.get(i + 1)).cloned();
        let joined =
            || raw.iter().find_map(|text| text.strip_prefix(name)?.strip_prefix('=').map(str::to_owned));
        at.or_else(joined)
    };
    let number = |value: Option<f64>| value.map(|v| v.to_string());
    let (read, run) = (&args.input.read, &args.run);
    let mut out = args.input.inputs.clone();
    let mut option = |name: &str, value: Option<String>| {
        out.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
    };
    option("--placement", read.placement.map(|p| p.to_string()));
    option("--rate", number(read.rate));
    option("--units", read.units.and_then(|_| written("--units")));
    option("--columns", read.columns.as_ref().and_then(|_| written("--columns")));
    for (name, given) in [
        ("--skip-bad-rows", read.skip_bad_rows),
        ("--outside-session", read.outside_session),
        ("--trust-placement", args.trust_placement),
    ] {
        if given {
            out.push(name.to_owned());
        }
    }
    let mut option = |name: &str, value: Option<String>| {
        out.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
    };
    option("--edits", args.input.edits.as_ref().map(|path| path.display().to_string()));
    option("--mass", number(run.mass));
    option("--height", number(run.height));
    option("--leg-length", number(run.leg_length));
    option("--speed", number(run.speed));
    option("--slope", number(run.slope));
    option("--surface", run.surface.clone());
    for choice in &args.method {
        option("--method", Some(format!("{}={}", choice.stage, choice.id)));
    }
    option("--faults", args.faults.as_ref().map(|path| path.display().to_string()));
    for log in &args.log {
        option("--log", Some(log.clone()));
    }
    out
}

/// A saved analysis, to be rendered once more.
fn of_saved(args: &AnalyzeArgs) -> Result<Option<Analysis>, Failure> {
    let [input] = args.input.inputs.as_slice() else { return Ok(None) };
    let Some(analysis) = saved::whole(Path::new(input))? else { return Ok(None) };
    let refused = [
        ("--contacts", args.contacts.is_some()),
        ("--strides", args.strides.is_some()),
        ("--faults", args.faults.is_some()),
        ("--method", !args.method.is_empty()),
        ("a runner or run", args.run.is_given()),
        ("--placement", args.input.read.placement.is_some()),
        ("--edits", args.input.edits.is_some()),
    ];
    match refused.into_iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Failure::Usage(format!(
            "{input} is a saved analysis, which holds results but no samples: {option} needs the recording itself"
        ))),
        None => Ok(Some(analysis)),
    }
}

/// The files that the options ask for.
struct Files {
    json: Option<Target>,
    contacts: Option<Target>,
    strides: Option<(Target, TableFormat)>,
    html: Option<Target>,
}

impl Files {
    fn of(args: &AnalyzeArgs) -> Result<Self, Failure> {
        let strides = match Target::wanted("--strides", args.strides.as_ref()) {
            Some(target) => {
                let format = format_of(&target.path)?;
                Some((target, format))
            }
            None => None,
        };
        Ok(Self {
            json: Target::wanted("--json", args.json.as_ref()),
            contacts: Target::wanted("--contacts", args.contacts.as_ref()),
            strides,
            html: Target::wanted("--html", args.html.as_ref()),
        })
    }

    fn all(&self) -> Vec<Target> {
        let strides = self.strides.as_ref().map(|(target, _)| target);
        [self.json.as_ref(), self.contacts.as_ref(), strides, self.html.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }

    fn rendered(self, analysis: &Analysis, units: UnitsOut) -> Result<Vec<(Target, Vec<u8>)>, Failure> {
        let mut out = Vec::new();
        if let Some(target) = self.json {
            out.push((target, json::document(analysis)?.into_bytes()));
        }
        if let Some(target) = self.contacts {
            out.push((target, csv::contacts(analysis)?));
        }
        if let Some((target, format)) = self.strides {
            let bytes = match format {
                TableFormat::Csv => csv::strides(analysis)?,
                _ => {
                    let rows = tables::strides(analysis)?;
                    let mut writer = TableWriter::new(Vec::new(), format, rows.schema())?;
                    writer.write(&rows)?;
                    writer.finish()?
                }
            };
            out.push((target, bytes));
        }
        if let Some(target) = self.html {
            out.push((target, html::page_in(analysis, units)?));
        }
        Ok(out)
    }
}

fn format_of(path: &Path) -> Result<TableFormat, Failure> {
    TableFormat::of(path).ok_or_else(|| {
        Failure::Usage(format!("--strides {} must end in {}", path.display(), TableFormat::endings()))
    })
}
