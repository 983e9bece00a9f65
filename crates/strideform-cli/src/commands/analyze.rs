//! `strideform analyze INPUT...`.

use std::path::Path;

use strideform::pipeline::{self, Options};
use strideform::recording::Session;
use strideform::report::Analysis;

use super::{log, rules, saved, session};
use crate::cli::{AnalyzeArgs, Format};
use crate::exit::{Failure, Outcome};
use crate::output::{self, Target};
use strideform_render::tables::{self, TableFormat, TableWriter};
use strideform_render::{csv, html, json, text};

/// Reads, analyses, writes the files, then prints: a reader that goes away early takes no file with it.
pub(crate) fn run(args: &AnalyzeArgs) -> Outcome {
    let files = Files::of(args)?;
    let mut inputs = session::paths(&args.input);
    inputs.extend(args.faults.clone());
    inputs.extend(args.log.iter().flat_map(|i| saved::paths(i)));
    output::check(&files.all(), &inputs)?;
    let mut options = Options::default();
    for choice in &args.method {
        options.choose(&choice.stage, &choice.id)?;
    }
    options.faults = rules::load(args.faults.as_deref())?.0;
    let mut session = session::read(&args.input)?;
    output::check(&files.all(), &session::files(&session))?;
    args.run.apply(&mut session.runner, &mut session.run);
    let mut analysis = pipeline::analyze(&session, &options);
    if !analysis.has_running() {
        return Err(Failure::NoRunning(nobody(&analysis, &session)));
    }
    log::apply(&mut analysis, &args.log, &options.faults)?;
    output::write_all(&files.rendered(&analysis)?)?;
    output::print(&match args.format {
        Format::Text => text::analysis(&analysis),
        Format::Json => json::document(&analysis)?,
    })
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

/// Why there is nothing to analyse, for each input: what is done there instead of running.
pub(crate) fn nobody(analysis: &Analysis, session: &Session) -> String {
    let mut text = match analysis.recordings.len() {
        0 | 1 => "nobody runs in this recording, so there is nothing to measure\n".to_owned(),
        n => format!("nobody runs in any of the {n} recordings, so there is nothing to measure\n"),
    };
    for (summary, recording) in analysis.recordings.iter().zip(&session.recordings) {
        let seconds = text::duration(summary.seconds);
        let done = tables::activities(recording);
        text.push_str(&format!("  {} ({}, {seconds}): {done}\n", summary.file, summary.placement));
        for caveat in summary.caveats.iter().filter(|caveat| caveat.id != "no-running") {
            text.push_str(&text::wrapped("    - ", &caveat.text));
        }
    }
    for summary in analysis.recordings.iter().skip(session.recordings.len()) {
        text.push_str(&format!("  {}\n", summary.file));
        for caveat in &summary.caveats {
            text.push_str(&text::wrapped("    - ", &caveat.text));
        }
    }
    text.push_str("  help: `strideform inspect` shows what was understood of the file");
    text
}
