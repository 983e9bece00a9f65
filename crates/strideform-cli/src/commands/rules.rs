//! The table of rules behind the form faults: ours, or the user's.

use std::io::Read;
use std::path::Path;

use strideform::findings::RuleTable;
use strideform::{Error, ErrorKind};

/// Bytes of a table of rules (*chosen*: a hundred times ours).
const LARGEST: u64 = 4 << 20;

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
    let unreadable = |error: std::io::Error| failed(format!("cannot be read: {error}"));
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(failed(format!("is larger than {} MB, too large for a table of rules", LARGEST >> 20)));
    }
    let text = String::from_utf8(bytes).map_err(|_| failed("is not UTF-8 text".to_owned()))?;
    Ok((RuleTable::parse(&text, &name)?, text))
}
