//! How files were read, like `strideform inspect`.

use strideform::read::{self, NamedBytes, Source};
use strideform::recording::Session;
use strideform::report::Analysis;
use strideform_render::inspection::{Described, Inspection};
use strideform_render::json;

use crate::failure::Outcome;
use crate::options::Options;

/// What a file holds, by its name and its first bytes.
pub(crate) fn kind(file: &NamedBytes) -> &'static str {
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    let text = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    if name == "session.toml" {
        "session"
    } else if file.bytes.starts_with(b"PK\x03\x04") {
        "zip"
    } else if text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
        "saved"
    } else if read::is_watch(&source(file)) {
        "watch"
    } else {
        "samples"
    }
}

/// The inspection of one file.
pub(crate) fn file(file: &NamedBytes, options: &Options) -> Outcome {
    let described = Described::of_source(&source(file), &options.read()?)?;
    Ok(json::document(&Inspection::new(described))?)
}

/// The inspection of a session.
pub(crate) fn session(session: &Session) -> Outcome {
    let inspection = Inspection::new(Described::of_session(session)).with_edits(session.edits.clone());
    Ok(json::document(&inspection)?)
}

/// Why there are no results.
pub(crate) fn no_running(analysis: &Analysis) -> String {
    match analysis.recordings.len() {
        0 | 1 => "no running detected in this recording, so there is nothing to measure".to_owned(),
        n => format!("no running detected in any of the {n} recordings, so there is nothing to measure"),
    }
}

fn source(file: &NamedBytes) -> Source {
    Source::Bytes { name: file.name.clone(), bytes: file.bytes.clone() }
}
