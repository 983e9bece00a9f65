//! Weeks of running from the contents of files, without a file system: what `strideform trend` does with paths.

use crate::error::{Error, ErrorKind};
use crate::pipeline::{AnalysisOptions, log_from_bytes, season};
use crate::read::NamedBytes;
use crate::trend::Trend;

/// The trend of the runs in these files: saved analyses, exports of watches, zips of those, recordings, and sessions (a
/// `session.toml` with the files it names). What became of every file is in [`Trend::files`].
///
/// # Errors
///
/// [`Usage`](ErrorKind::Usage) without files; [`Unusable`](ErrorKind::Unusable) if no file holds a run; the first file's own
/// error if none can be read.
pub fn trend(files: &[NamedBytes], options: &AnalysisOptions) -> Result<Trend, Error> {
    if files.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there are no files to read"));
    }
    let log = log_from_bytes(files, options);
    // With nothing that can be read, the first error says more than "no running".
    let failed = log.iter().find_map(|f| f.sessions.as_ref().err()).cloned();
    let all_failed = log.iter().all(|f| f.sessions.is_err());
    let trend = season(log, &options.faults);
    if trend.sessions.is_empty() {
        return Err(failed.filter(|_| all_failed).unwrap_or_else(|| {
            Error::new(ErrorKind::Unusable, "no running detected in any of the inputs")
                .with_remedy("add an export of a watch, an analysis, or a recording of running")
        }));
    }
    Ok(trend)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::FileUse;

    fn saved(day: u32) -> NamedBytes {
        let json = format!(
            r#"{{"schema": "strideform.analysis/1", "run": {{"started": "2026-05-{day:02}T10:00:00Z", "speed_mps": 3.0}},
            "recordings": [{{"file": "a.csv", "placement": "pelvis", "seconds": 1800, "running_s": 1700}}]}}"#
        );
        NamedBytes::new(format!("{day}.json"), json)
    }

    #[test]
    fn every_file_is_accounted_for() {
        let files =
            [saved(3), saved(10), NamedBytes::new("notes.txt", "no table"), NamedBytes::new("b.json", "{}")];
        let trend = trend(&files, &AnalysisOptions::default()).expect("a trend");
        assert_eq!(trend.sessions.len(), 2);
        let uses: Vec<FileUse> = trend.files.iter().map(|f| f.used).collect();
        assert_eq!(uses, [FileUse::Used, FileUse::Used, FileUse::NotUnderstood, FileUse::NotUnderstood]);
    }

    #[test]
    fn a_single_file_that_cannot_be_read_is_said_in_full() {
        let options = AnalysisOptions::default();
        assert_eq!(trend(&[], &options).expect_err("nothing").kind(), ErrorKind::Usage);
        let error = trend(&[NamedBytes::new("b.json", "{\"schema\": 3}")], &options).expect_err("broken");
        assert_eq!((error.kind(), error.position().line), (ErrorKind::Malformed, Some(1)));
    }
}
