//! `strideform analyze INPUT...`.

use std::path::Path;

use strideform::pipeline::{self, AnalysisOptions};
use strideform::report::Analysis;

use super::{inputs, no_running, rules, saved, training_log};
use crate::cli::{AnalyzeArgs, Format};
use crate::exit::{Failure, Outcome};
use crate::output::{self, Target};
use strideform_render::tables::{self, TableFormat, TableWriter};
use strideform_render::{csv, html, json, text};

/// Reads, analyses, writes the files, then prints last: a closed pipe must not cost a file.
pub(crate) fn run(args: &AnalyzeArgs) -> Outcome {
    let files = Files::of(args)?;
    let mut given = inputs::paths(&args.input);
    given.extend(args.faults.clone());
    given.extend(args.log.iter().flat_map(|i| saved::paths(i)));
    output::check(&files.all(), &given)?;
    let mut options = AnalysisOptions::default();
    for choice in &args.method {
        options.choose(&choice.stage, &choice.id)?;
    }
    options.trust_placement = args.trust_placement;
    options.faults = rules::load(args.faults.as_deref())?.0;
    let mut analysis = match of_saved(args)? {
        Some(analysis) => analysis,
        None => analysed(args, &files, &options)?,
    };
    training_log::apply(&mut analysis, &args.log, &options.faults)?;
    output::write_all(&files.rendered(&analysis)?)?;
    output::print(&match args.format {
        Format::Text => text::analysis(&analysis),
        Format::Json => json::document(&analysis)?,
    })
}

fn analysed(args: &AnalyzeArgs, files: &Files, options: &AnalysisOptions) -> Result<Analysis, Failure> {
    let mut session = inputs::read(&args.input)?;
    output::check(&files.all(), &inputs::files(&session))?;
    args.run.apply(&mut session.runner, &mut session.run);
    let mut analysis = pipeline::analyze(&session, options);
    if !analysis.has_running() {
        return Err(Failure::NoRunning(no_running::explain(&analysis, &session)));
    }
    analysis.leave_out_folders();
    Ok(analysis)
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

    fn rendered(self, analysis: &Analysis) -> Result<Vec<(Target, Vec<u8>)>, Failure> {
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
            out.push((target, html::page(analysis)?));
        }
        Ok(out)
    }
}

fn format_of(path: &Path) -> Result<TableFormat, Failure> {
    TableFormat::of(path).ok_or_else(|| {
        Failure::Usage(format!("--strides {} must end in {}", path.display(), TableFormat::endings()))
    })
}
