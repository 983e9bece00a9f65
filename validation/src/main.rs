//! Measures strideform against force plates and other references.
//!
//! `strideform-validation [--docs FOLDER] [--check] [--only PART]` writes `VALIDATION.md` and the pages of `validation/` into the
//! folder, or prints them. With `--check` it writes nothing and exits with 1 where accuracy is below what is required or a page of
//! the folder differs. The recordings are looked for in `STRIDEFORM_DATA`, else in `../shared/data` beside the repository; without
//! them it prints a note and exits with 0.

mod baselines;
mod cadence;
mod cells;
mod constants;
mod coverage;
mod ledger;
mod loading;
mod markers;
mod page;
mod plot;
mod published_figures;
mod run;
mod sacrum;
mod shank;
mod spring_mass;
mod stats;
mod summary;
mod timing;
mod treadmill;
mod truth;
mod virtual_runs;
mod watch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use page::Page;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = unknown(&arguments) {
        eprintln!("{unknown} is not understood; see the head of validation/src/main.rs");
        std::process::exit(2);
    }
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let value = |name: &str| {
        arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1)).map(String::as_str)
    };
    let only = value("--only");
    let mut page = Page::default();
    measure(&data, only, &mut page);
    if only.is_none_or(|o| o == "treadmill") {
        let file = |name| value(name).map(Path::new);
        treadmill::validate(&data, file("--bars"), file("--reference"), &mut page);
    }
    let files = if only.is_none() { all(&mut page) } else { documents(&page) };
    let check = arguments.iter().any(|a| a == "--check");
    match value("--docs").map(Path::new) {
        Some(folder) if check => page.failures.extend(differences(folder, &files)),
        Some(folder) => write(folder, &files).unwrap_or_else(|e| panic!("{}: {e}", folder.display())),
        None if check => {}
        None => files
            .iter()
            .filter(|f| f.0.extension().is_some_and(|e| e == "md"))
            .for_each(|f| println!("{}", f.1)),
    }
    for failure in &page.failures {
        eprintln!("failed: {failure}");
    }
    if check && !page.failures.is_empty() {
        std::process::exit(1);
    }
}

/// The first argument that is none of the known ones: pages are written over, so a slip of the hand must not count as a
/// plain call.
fn unknown(arguments: &[String]) -> Option<&String> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--check" => {}
            "--docs" | "--only" | "--bars" | "--reference" => {
                rest.next();
            }
            _ => return Some(argument),
        }
    }
    None
}

/// Every set of recordings, or one.
fn measure(data: &Path, only: Option<&str>, page: &mut Page) {
    let wanted = |part: &str| only.is_none_or(|o| o == part);
    if wanted("shank") {
        shank::validate(data, page);
    }
    let mut learned = None;
    if wanted("sacrum") || wanted("markers") {
        learned = Some(sacrum::validate(data, page));
    }
    if wanted("loading") {
        loading::validate(data, page);
    }
    if let Some(learned) = learned.filter(|_| wanted("markers")) {
        markers::validate(data, &learned, page);
    }
    if wanted("cadence") {
        cadence::validate(data, page);
    }
    if wanted("watch") {
        watch::validate(data, page);
    }
}

/// The pages that need all sets, and the summary: texts by their path below the folder of pages.
fn all(page: &mut Page) -> BTreeMap<PathBuf, String> {
    let ledger = std::mem::take(&mut page.ledger);
    ledger.write(page);
    let simulated = virtual_runs::rows();
    virtual_runs::write(&simulated, page);
    constants::write(page);
    published_figures::write(&ledger, page);
    let rows = coverage::rows(page, &ledger, &simulated);
    coverage::write(page, &rows);
    let mut files = documents(page);
    files.insert("VALIDATION.md".into(), summary::text(page, &ledger, &rows));
    files
}

/// The pages of the folder `validation` and their pictures.
fn documents(page: &Page) -> BTreeMap<PathBuf, String> {
    let folder = Path::new("validation");
    let pages = page
        .documents
        .iter()
        .map(|d| (folder.join(format!("{}.md", d.name)), d.text.trim_end().to_owned() + "\n"));
    pages.chain(page.pictures.iter().map(|(name, svg)| (folder.join(name), svg.clone()))).collect()
}

/// Files of the folder `validation` that no page writes any more.
fn left_over(folder: &Path, files: &BTreeMap<PathBuf, String>) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("validation")).into_iter().flatten().flatten();
    entries.map(|e| Path::new("validation").join(e.file_name())).filter(|f| !files.contains_key(f)).collect()
}

fn differences(folder: &Path, files: &BTreeMap<PathBuf, String>) -> Vec<String> {
    let differs = |(path, text): (&PathBuf, &String)| {
        let same = std::fs::read_to_string(folder.join(path)).is_ok_and(|there| there == *text);
        (!same).then(|| format!("{}: out of date; run scripts/validate", folder.join(path).display()))
    };
    let mut out: Vec<String> = files.iter().filter_map(differs).collect();
    let stale = left_over(folder, files);
    out.extend(
        stale
            .iter()
            .map(|f| format!("{}: no longer written; run scripts/validate", folder.join(f).display())),
    );
    out
}

fn write(folder: &Path, files: &BTreeMap<PathBuf, String>) -> std::io::Result<()> {
    std::fs::create_dir_all(folder.join("validation"))?;
    for stale in left_over(folder, files) {
        std::fs::remove_file(folder.join(stale))?;
    }
    files.iter().try_for_each(|(path, text)| std::fs::write(folder.join(path), text))
}
