//! Output: standard output, and files that are written completely or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::exit::{Failure, Outcome};
use crate::interrupt;
use strideform_render::visible;

/// Writes results to standard output; if its reader has closed the pipe, the program ends quietly.
pub(crate) fn print(text: &str) -> Outcome {
    let text = visible::text(text);
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::BrokenPipe),
        Err(error) => Err(Failure::Internal(format!("cannot write to standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// A file requested by an option.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The option that requested it, for messages: `--json`.
    pub option: &'static str,
    /// Its path.
    pub path: PathBuf,
}

impl Target {
    /// A target if the option was given.
    pub(crate) fn wanted(option: &'static str, path: Option<&PathBuf>) -> Option<Self> {
        path.map(|path| Self { option, path: path.clone() })
    }
}

/// Checks every target before any work is done: its folder exists, it is not an input, and no two are the same.
///
/// # Errors
/// Status 2: the command line asks for something impossible.
pub(crate) fn check(targets: &[Target], inputs: &[PathBuf]) -> Outcome {
    let inputs: Vec<PathBuf> = inputs.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let mut seen: Vec<(PathBuf, &str)> = Vec::new();
    for Target { option, path } in targets {
        let shown = path.display();
        if path.as_os_str() == "-" {
            return usage(format!("{option} needs a file; `--format json` writes to standard output"));
        }
        if path.is_dir() {
            return usage(format!("{option} {shown} is a folder, not a file"));
        }
        let folder = folder_of(path);
        let Ok(folder) = fs::canonicalize(folder) else {
            let folder = folder.display();
            return usage(format!("{option} {shown}: the folder {folder} does not exist; create it first"));
        };
        let Some(name) = path.file_name() else {
            return usage(format!("{option} {shown} is not a file name"));
        };
        // An existing target may be a link: compare what it points to.
        let real = fs::canonicalize(path).unwrap_or_else(|_| folder.join(name));
        if inputs.contains(&real) {
            return usage(format!("{option} {shown} would overwrite an input; choose another name"));
        }
        if let Some((_, other)) = seen.iter().find(|(earlier, _)| *earlier == real && !is_special(&real)) {
            return usage(format!("{option} and {other} name the same file, {shown}"));
        }
        seen.push((real, option));
    }
    Ok(())
}

/// Writes all files, each first to a temporary file in the same folder, and renames them once all are complete.
///
/// # Errors
/// Status 1 on a disk error; no target has then changed unless a rename itself failed.
pub(crate) fn write_all(files: &[(Target, Vec<u8>)]) -> Outcome {
    let mut staged = Vec::new();
    for (target, bytes) in files {
        let failed = |error: io::Error| {
            Failure::Internal(format!("cannot write {} {}: {error}", target.option, target.path.display()))
        };
        let real = fs::canonicalize(&target.path).unwrap_or_else(|_| target.path.clone());
        if is_special(&real) {
            // A pipe or a device (/dev/null, /dev/stdout) must never be replaced by a file.
            match fs::OpenOptions::new().write(true).open(&real).and_then(|mut file| file.write_all(bytes)) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                other => other.map_err(failed)?,
            }
            continue;
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".strideform-").suffix(".tmp");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // minus the umask
        let mut file = interrupt::staged(|| builder.tempfile_in(folder_of(&real))).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
        if let Ok(existing) = fs::metadata(&real) {
            fs::set_permissions(file.path(), existing.permissions()).map_err(failed)?;
        }
        staged.push((file, real, target));
    }
    interrupt::placed(|| {
        for (file, real, target) in staged {
            file.persist(&real).map_err(|error| {
                let (option, path) = (target.option, target.path.display());
                Failure::Internal(format!("cannot write {option} {path}: {}", error.error))
            })?;
            tracing::info!("wrote {}", target.path.display());
        }
        Ok(())
    })
}

fn usage(text: String) -> Outcome {
    Err(Failure::Usage(text))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: PathBuf) -> Target {
        Target { option: "--json", path }
    }

    #[test]
    fn nothing_is_written_when_one_of_two_fails() {
        let dir = tempfile::tempdir().expect("a folder");
        let good = target(dir.path().join("good.json"));
        let bad = target(dir.path().join("missing").join("bad.json"));
        let outcome = write_all(&[(good, b"{}".to_vec()), (bad, b"{}".to_vec())]);
        assert_eq!(outcome.expect_err("the folder is missing").status(), 1);
        assert_eq!(fs::read_dir(dir.path()).expect("listing").count(), 0, "no file, no temporary file");
    }

    #[test]
    fn an_input_is_never_a_target_not_even_through_a_link() {
        let dir = tempfile::tempdir().expect("a folder");
        let input = dir.path().join("run.csv");
        fs::write(&input, "t,x").expect("write");
        let same = dir.path().join(".").join("run.csv");
        assert_eq!(check(&[target(same)], std::slice::from_ref(&input)).expect_err("same file").status(), 2);
        #[cfg(unix)]
        {
            let link = dir.path().join("link.csv");
            std::os::unix::fs::symlink(&input, &link).expect("link");
            assert_eq!(check(&[target(link)], &[input]).expect_err("link").status(), 2);
        }
    }

    #[test]
    fn two_targets_must_differ_and_their_folder_exist() {
        let dir = tempfile::tempdir().expect("a folder");
        let a = target(dir.path().join("a.json"));
        assert!(check(&[a.clone(), a.clone()], &[]).is_err());
        assert!(check(&[target(dir.path().join("no").join("a.json"))], &[]).is_err());
        assert!(check(&[target(dir.path().to_path_buf())], &[]).is_err());
        assert!(check(&[a], &[]).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_stays_a_device() {
        write_all(&[(target("/dev/null".into()), b"x".to_vec())]).expect("written");
        assert!(is_special(Path::new("/dev/null")));
    }
}
