//! Every relative link of the repository's pages leads somewhere, and no page of a package has any: a registry shows those
//! without the repository around them.

use std::fs;
use std::path::{Path, PathBuf};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All pages below a folder; hidden folders, build products and installed packages are passed over.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry")) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') || ["target", "node_modules", "corpus"].contains(&name.as_str()) {
            continue;
        }
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            pages(&path, found);
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// The text outside blocks and spans of code.
fn prose(text: &str) -> String {
    let mut code = false;
    let mut out = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        } else if !code {
            out.extend(line.split('`').step_by(2));
            out.push('\n');
        }
    }
    out
}

/// Targets of `[text](target)` and `![text](target)`.
fn targets(text: &str) -> Vec<String> {
    let prose = prose(text);
    let after = prose.split("](").skip(1);
    after.filter_map(|rest| rest.split([')', ' ']).next()).map(str::to_owned).collect()
}

/// The anchors of a page's headings, as the usual sites make them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|l| l.starts_with('#'));
    let slug = |heading: &str| -> String {
        let words = heading.trim_start_matches('#').trim().to_lowercase();
        words
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    headings.map(slug).collect()
}

fn is_elsewhere(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

#[test]
fn relative_links_resolve() {
    let mut found = Vec::new();
    pages(&workspace(), &mut found);
    let (mut broken, mut links) = (Vec::new(), 0);
    for page in &found {
        let text = fs::read_to_string(page).expect("UTF-8");
        for target in targets(&text).into_iter().filter(|t| !is_elsewhere(t)) {
            links += 1;
            let (file, anchor) =
                target.split_once('#').map_or((target.as_str(), None), |(f, a)| (f, Some(a)));
            let to = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            let there = to.exists()
                && anchor.is_none_or(|anchor| {
                    fs::read_to_string(&to).is_ok_and(|text| anchors(&text).iter().any(|a| a == anchor))
                });
            if !there {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    // The README alone has more: a search that finds none would pass.
    assert!(found.len() > 8 && links > 10, "{} pages, {links} links", found.len());
}

#[test]
fn pages_of_packages_stand_alone() {
    for package in
        ["strideform", "strideform-render", "strideform-batch", "strideform-cli", "strideform-virtual"]
    {
        let page = workspace().join("crates").join(package).join("README.md");
        let text = fs::read_to_string(&page).expect("a README");
        let relative: Vec<String> = targets(&text).into_iter().filter(|t| !is_elsewhere(t)).collect();
        assert!(relative.is_empty(), "{package}: {relative:?}");
    }
}
