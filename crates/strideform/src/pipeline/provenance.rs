//! What it takes to repeat an analysis, from the analysis and its options.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::contacts;
use crate::findings::RuleTable;
use crate::read::Input;
use crate::recording::Session;
use crate::report::{Analysis, InputHash, Provenance};

use super::options::AnalysisOptions;

/// How an analysis was made: methods with their parameters, and the hashes of `inputs`, of the rules and of the errors.
/// `rules` is the text of the rule table if it is not the embedded one.
///
/// `command` is left out; a program with a command line adds it, unless the options hold what no command line can say.
pub fn provenance(
    analysis: &Analysis,
    options: &AnalysisOptions,
    rules: Option<&str>,
    inputs: Vec<InputHash>,
) -> Provenance {
    let mut parameters = BTreeMap::new();
    for id in analysis.metrics.iter().map(|m| m.method.as_str()) {
        let Some(mut known) = contacts::parameters(id) else { continue };
        if let Some((_, changes)) = options.changed_parameters().find(|(changed, _)| *changed == id) {
            known.extend(changes.clone());
        }
        parameters.insert(id.to_owned(), known);
    }
    let errors = analysis.metrics.iter().fold(String::new(), |mut text, m| {
        let _ = writeln!(text, "{}\t{}\t{}", m.id, m.method, m.error_source);
        text
    });
    let rules = rules.unwrap_or_else(|| RuleTable::embedded_toml());
    Provenance {
        command: None,
        methods: options.methods.clone(),
        parameters,
        own_method: options.own_method().map(str::to_owned),
        events: options.placements_with_events().map(|p| p.to_string()).collect(),
        inputs,
        rules_sha256: InputHash::of_bytes("", [rules.as_bytes()]).sha256,
        errors_sha256: InputHash::of_bytes("", [errors.as_bytes()]).sha256,
    }
}

/// Hashes of the files that a session was read from, and of the `session.toml` of its inputs; each once, by name.
///
/// Call it before [`Analysis::leave_out_folders`]. Samples in memory have no file: see [`InputHash::of_bytes`].
pub fn input_hashes(session: &Session, inputs: &[Input]) -> Vec<InputHash> {
    let described = inputs.iter().filter_map(|input| match input {
        Input::Session(path) if path.is_file() => Some(path.clone()),
        Input::Session(path) => Some(path.join("session.toml")).filter(|p| p.is_file()),
        Input::Recording { .. } => None,
    });
    let described: Vec<String> = described.map(|p| p.display().to_string()).collect();
    let recordings = session.recordings.iter().map(|r| r.file.as_str());
    let watches = session.watches.iter().map(|w| w.file.as_str());
    InputHash::of_files(recordings.chain(watches).chain(described.iter().map(String::as_str)))
}
