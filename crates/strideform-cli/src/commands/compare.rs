//! `strideform compare BEFORE AFTER`.

use std::path::PathBuf;

use strideform::compare;

use super::saved;
use crate::cli::{CompareArgs, Format};
use crate::exit::Outcome;
use crate::output::{self, Target};
use strideform_render::{html, json, text};

/// Reads both inputs, compares them, writes the files, then prints the result.
pub(crate) fn run(args: &CompareArgs) -> Outcome {
    let json_file = Target::wanted("--json", args.json.as_ref());
    let html_file = Target::wanted("--html", args.html.as_ref());
    let targets: Vec<Target> = [&json_file, &html_file].into_iter().flatten().cloned().collect();
    let inputs: Vec<PathBuf> =
        [&args.before, &args.after].into_iter().flat_map(|i| saved::paths(i)).collect();
    output::check(&targets, &inputs)?;
    let before = saved::load(&args.before, args.placement)?;
    let after = saved::load(&args.after, args.placement)?;
    // The files named in a session.toml are known only now.
    let files = before.recordings.iter().chain(&after.recordings);
    let files: Vec<PathBuf> = files.flat_map(|r| r.file.split('+').map(PathBuf::from)).collect();
    output::check(&targets, &files)?;
    let comparison = compare::compare(&before, &after);
    let mut out = Vec::new();
    if let Some(target) = json_file {
        out.push((target, json::document(&comparison)?.into_bytes()));
    }
    if let Some(target) = html_file {
        out.push((target, html::comparison(&comparison)?));
    }
    output::write_all(&out)?;
    output::print(&match args.format {
        Format::Text => text::comparison(&comparison),
        Format::Json => json::document(&comparison)?,
    })
}
