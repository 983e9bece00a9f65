//! The table of rules behind the form faults: ours, or the user's.

use std::path::Path;

use strideform::findings::RuleTable;
use strideform::{Error, ErrorKind};

/// The table and its text.
pub(crate) fn load(path: Option<&Path>) -> Result<(RuleTable, String), Error> {
    let Some(path) = path else {
        return Ok((RuleTable::embedded(), RuleTable::embedded_toml().to_owned()));
    };
    let name = path.display().to_string();
    let failed = |what: String| {
        Error::new(ErrorKind::Io, what)
            .in_file(&name)
            .with_remedy("give a table of rules, as `faults --format toml` prints it")
    };
    let bytes = std::fs::read(path).map_err(|error| failed(format!("cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| failed("is no UTF-8 text".to_owned()))?;
    Ok((RuleTable::parse(&text, &name)?, text))
}
