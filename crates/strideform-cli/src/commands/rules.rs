//! The rule table for form faults: the built-in one, or the user's.

use std::io::Read;
use std::path::Path;

use strideform::findings::RuleTable;
use strideform::{Error, ErrorKind};

/// Maximum size of a rule table, bytes (*chosen*: a hundred times the built-in one).
const MAX_BYTES: u64 = 4 << 20;

/// The table and its source text.
pub(crate) fn load(path: Option<&Path>) -> Result<(RuleTable, String), Error> {
    let Some(path) = path else {
        return Ok((RuleTable::embedded(), RuleTable::embedded_toml().to_owned()));
    };
    let name = path.display().to_string();
    let failed = |what: String| {
        Error::new(ErrorKind::Io, what)
            .in_file(&name)
            .with_remedy("give a rule table like the one that `faults --format toml` prints")
    };
    let unreadable = |error: std::io::Error| failed(format!("cannot be read: {error}"));
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(failed(format!("is larger than {} MB, too large for a rule table", MAX_BYTES >> 20)));
    }
    let text = String::from_utf8(bytes).map_err(|_| failed("is not UTF-8 text".to_owned()))?;
    Ok((RuleTable::parse(&text, &name)?, text))
}
