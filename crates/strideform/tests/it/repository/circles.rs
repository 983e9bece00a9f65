//! Files that import each other in a circle can only be read together. Few are left, each for a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The circles that are left: the files (below `crates/`), and why they belong together.
const LEFT: [(&[&str], &str); 0] = [];

/// A module is the names on the way to it, the crate's first.
type Module = Vec<String>;

/// Files and modules of one crate.
struct Crate {
    files: Vec<PathBuf>,
    code: Vec<String>,
    /// The file of each module.
    modules: BTreeMap<Module, usize>,
}

/// One path of a `use`, with the name that it gets here; a glob's name is `*`.
struct Import {
    path: Vec<String>,
    name: String,
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Code without comments and without the tests at its foot.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("source");
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    code.lines().filter(|l| !l.trim_start().starts_with("//")).fold(String::new(), |all, l| all + l + "\n")
}

impl Crate {
    fn read(src: &Path) -> Self {
        let mut files = Vec::new();
        super::layers::rust_files(src, &mut files);
        files.sort();
        let modules = files.iter().enumerate().map(|(i, file)| {
            let inside = file.strip_prefix(src).expect("under src").with_extension("");
            let mut names: Module = inside.iter().map(|n| n.to_string_lossy().into_owned()).collect();
            names.pop_if(|last| matches!(last.as_str(), "mod" | "lib" | "main"));
            (names, i)
        });
        let modules = modules.collect();
        let code = files.iter().map(|f| code(f)).collect();
        Self { files, code, modules }
    }

    fn module(&self, file: usize) -> &Module {
        self.modules.iter().find(|(_, f)| **f == file).expect("every file is a module").0
    }

    /// The file in which `path`, as written in `here`, is defined; `None` outside of the crate.
    fn definition(&self, here: &Module, path: &[String], depth: usize) -> Option<usize> {
        let mut at = here.clone();
        let mut rest = path;
        let mut ours = false;
        while let Some((first, tail)) = rest.split_first() {
            match first.as_str() {
                "crate" => at.clear(),
                "super" => drop(at.pop()),
                "self" => {}
                _ => break,
            }
            (rest, ours) = (tail, true);
        }
        while let Some((first, tail)) = rest.split_first() {
            let mut child = at.clone();
            child.push(first.clone());
            if !self.modules.contains_key(&child) {
                break;
            }
            (at, rest, ours) = (child, tail, true);
        }
        let file = *self.modules.get(&at)?;
        let Some(name) = rest.first().filter(|_| ours) else {
            return ours.then_some(file);
        };
        // A name that the module only passes on is defined where the module has it from.
        let passed_on = imports(&self.code[file]).0.into_iter().filter(|i| i.name == *name || i.name == "*");
        passed_on
            .filter(|_| depth < 8)
            .find_map(|i| {
                let mut path = i.path;
                if i.name == "*" {
                    path.push(name.clone());
                    return self.definition(&at, &path, depth + 1).filter(|f| defines(&self.code[*f], name));
                }
                self.definition(&at, &path, depth + 1)
            })
            .or(Some(file))
    }

    /// The files that a file imports from; what it only passes on is no import.
    fn edges(&self, file: usize) -> BTreeSet<usize> {
        let here = self.module(file);
        let (_, used) = imports(&self.code[file]);
        used.iter().filter_map(|i| self.definition(here, &i.path, 0)).filter(|f| *f != file).collect()
    }
}

fn defines(code: &str, name: &str) -> bool {
    ["fn", "struct", "enum", "trait", "const", "type", "static"].iter().any(|kind| {
        code.match_indices(&format!("{kind} {name}")).any(|(at, found)| {
            !code[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        })
    })
}

/// What a file passes on (`pub use`) and what it uses, in `use` items or in paths from `crate` or `super`.
fn imports(code: &str) -> (Vec<Import>, Vec<Import>) {
    let (mut passed_on, mut used) = (Vec::new(), Vec::new());
    for (at, _) in code.match_indices("use ") {
        let before = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        if !before.is_empty() && !before.starts_with("pub") {
            continue;
        }
        let tree = code[at + 4..].split(';').next().unwrap_or_default();
        expand(tree, &[], if before.is_empty() { &mut used } else { &mut passed_on });
    }
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = &code[..at];
            // `pub(in crate::read)` says who may see, not what is used.
            if before.ends_with("pub(in ")
                || before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            {
                continue;
            }
            let end = code[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            let path = code[at..at + end.unwrap_or(code.len() - at)].trim_end_matches(':');
            let statement = before.rsplit([';', '}']).next().unwrap_or_default();
            if statement.contains("use ") {
                continue;
            }
            expand(path, &[], &mut used);
        }
    }
    (passed_on, used)
}

/// `a::{b, c as d}` as the paths `a::b` and `a::c`.
fn expand(tree: &str, before: &[String], out: &mut Vec<Import>) {
    let tree = tree.trim();
    let (head, group) = match tree.split_once('{') {
        Some((head, group)) => (head, Some(group.trim_end().trim_end_matches('}'))),
        None => (tree, None),
    };
    let mut path = before.to_vec();
    let (head, alias) = head.split_once(" as ").unwrap_or((head, ""));
    path.extend(head.split("::").map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned));
    let Some(group) = group else {
        let mut name = path.last().cloned().unwrap_or_default();
        if name == "self" || name == "*" {
            path.pop();
            name = if name == "*" { name } else { path.last().cloned().unwrap_or_default() };
        }
        let name = if alias.is_empty() { name } else { alias.trim().to_owned() };
        out.push(Import { path, name });
        return;
    };
    let (mut depth, mut item) = (0_usize, String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&std::mem::take(&mut item), &path, out);
                continue;
            }
            _ => {}
        }
        item.push(c);
    }
    if !item.trim().is_empty() {
        expand(&item, &path, out);
    }
}

/// Files that reach each other, in groups of two or more.
fn circles(edges: &[BTreeSet<usize>]) -> BTreeSet<Vec<usize>> {
    let reached: Vec<BTreeSet<usize>> = (0..edges.len())
        .map(|from| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
            while let Some(file) = next.pop() {
                next.extend(edges[file].iter().filter(|f| seen.insert(**f)));
            }
            seen
        })
        .collect();
    let circle =
        |a: usize| (0..edges.len()).filter(|b| reached[a].contains(b) && reached[*b].contains(&a)).collect();
    (0..edges.len()).map(circle).filter(|c: &Vec<usize>| c.len() > 1).collect()
}

#[test]
fn few_circles_of_imports_are_left() {
    let mut found = BTreeSet::new();
    for (name, _) in super::layers::CRATES {
        let this = Crate::read(&crates().join(name).join("src"));
        let edges: Vec<_> = (0..this.files.len()).map(|f| this.edges(f)).collect();
        let path =
            |f: &usize| this.files[*f].strip_prefix(crates()).expect("below crates/").display().to_string();
        found.extend(circles(&edges).iter().map(|c| c.iter().map(path).collect::<Vec<_>>()));
    }
    let known: BTreeSet<Vec<String>> =
        LEFT.iter().map(|(files, _)| files.iter().map(|f| (*f).to_owned()).collect()).collect();
    let show = |c: &Vec<String>| c.join(" ↔ ");
    let new: Vec<_> = found.difference(&known).map(show).collect();
    assert!(new.is_empty(), "new circles, move what they share into a file of its own:\n{}", new.join("\n"));
    let gone: Vec<_> = known.difference(&found).map(show).collect();
    assert!(gone.is_empty(), "no longer circles, take them from the list:\n{}", gone.join("\n"));
    assert!(LEFT.len() <= 5, "{} circles", LEFT.len());
}

#[test]
fn imports_are_read() {
    let text = "use crate::read::{a, b::{self, C as D}};\npub use rules::*;\nfn f() { super::x::y() }\n";
    let (passed_on, used) = imports(text);
    let shown = |all: &[Import]| -> Vec<String> {
        all.iter().map(|i| format!("{} as {}", i.path.join("::"), i.name)).collect()
    };
    assert_eq!(shown(&passed_on), ["rules as *"]);
    let expected =
        ["crate::read::a as a", "crate::read::b as b", "crate::read::b::C as D", "super::x::y as y"];
    assert_eq!(shown(&used), expected);
    let edges = [[1].into(), [2].into(), [0].into(), [0].into()];
    assert_eq!(circles(&edges), [vec![0, 1, 2]].into());
}
