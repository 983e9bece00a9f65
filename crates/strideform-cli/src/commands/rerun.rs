//! `strideform rerun ANALYSIS.json`: repeats a saved analysis and says what differs.

use std::path::Path;

use clap::Parser;
use serde_json::Value;
use strideform::report::{Analysis, InputHash};

use super::{analyze, saved};
use crate::cli::{AnalyzeArgs, Cli, Command, RerunArgs};
use crate::exit::{Failure, Outcome};
use crate::output;
use strideform_render::json;

/// Differences that are listed (*chosen*: a screenful).
const MAX_LISTED: usize = 20;

/// Relative difference of two numbers that are the same but for rounding (*chosen*: a hundred times what x86-64 and WebAssembly
/// differ by on the runs of the repository).
const ROUNDING: f64 = 1e-11;

/// Reads the saved analysis, repeats it, compares the two, and prints.
pub(crate) fn run(args: &RerunArgs) -> Outcome {
    let file = args.analysis.display();
    let before = saved::whole(&args.analysis)?
        .ok_or_else(|| Failure::Usage(format!("{file} is not a file that `analyze --json` wrote")))?;
    let made = before.provenance.as_ref().ok_or_else(|| {
        Failure::Usage(format!("{file} does not say how it was made (strideform {})", before.version))
    })?;
    let command = made.command.clone().ok_or_else(|| {
        let why = "samples from memory, standard input, changed parameters, or a contact method or events of its own";
        Failure::Usage(format!("{file} cannot be repeated by a command: it was made from {why}"))
    })?;
    let arguments = std::iter::once("strideform".to_owned()).chain(command.iter().cloned());
    let parsed = Cli::try_parse_from(arguments).map_err(|_| {
        Failure::Usage(format!("the command in {file} is not understood: {}", command.join(" ")))
    })?;
    let Command::Analyze(mut again) = parsed.command else {
        return Err(Failure::Usage(format!("the command in {file} is not `analyze`")));
    };
    inputs(&mut again, args);
    let after = analyze::made(&again, &command)?;

    let mut report = format!("strideform {}\n", command.join(" "));
    let changed = changed_inputs(&made.inputs, after.provenance.as_ref().map_or(&[], |p| &p.inputs));
    let other = format!("written by strideform {}, repeated by {}", before.version, after.version);
    let differing = differences(&before, &after)?;
    if before.version != after.version {
        report.push_str(&format!("{other}\n"));
    }
    for line in &changed {
        report.push_str(&format!("input changed: {line}\n"));
    }
    if differing.is_empty() && changed.is_empty() {
        return output::print(&format!("{report}same inputs, same results\n"));
    }
    // Another processor, system or browser computes sines that differ in their last digit.
    if changed.is_empty() && differing.iter().all(|d| d.is_rounding) {
        let n = differing.len();
        return output::print(&format!(
            "{report}same inputs, same results; {n} numbers differ in their last digits\n"
        ));
    }
    let differing: Vec<Difference> = differing.into_iter().filter(|d| !d.is_rounding).collect();
    for Difference { text, .. } in differing.iter().take(MAX_LISTED) {
        report.push_str(&format!("differs: {text}\n"));
    }
    if differing.len() > MAX_LISTED {
        report.push_str(&format!("… and {} more\n", differing.len() - MAX_LISTED));
    }
    output::print(&report)?;
    Err(Failure::Differs(format!("{} inputs changed, {} values differ", changed.len(), differing.len())))
}

/// The inputs given now, or those of the command, looked for beside the analysis if they are not here.
fn inputs(again: &mut AnalyzeArgs, args: &RerunArgs) {
    if !args.inputs.is_empty() {
        again.input.inputs.clone_from(&args.inputs);
        return;
    }
    let beside = args.analysis.parent().unwrap_or(Path::new(""));
    let found = |text: &str| text.split('+').all(|part| Path::new(part).exists());
    for input in &mut again.input.inputs {
        let (head, rest) = match input.split_once('=') {
            Some((placement, rest)) => (format!("{placement}="), rest.to_owned()),
            None => (String::new(), input.clone()),
        };
        let there: Vec<String> =
            rest.split('+').map(|part| beside.join(part).display().to_string()).collect();
        let there = there.join("+");
        if !found(&rest) && found(&there) {
            *input = format!("{head}{there}");
        }
    }
}

/// Files whose bytes are not those of the saved analysis.
fn changed_inputs(before: &[InputHash], after: &[InputHash]) -> Vec<String> {
    let name =
        |input: &InputHash| Path::new(&input.file).file_name().map(|n| n.to_string_lossy().into_owned());
    let same = |a: &InputHash, b: &InputHash| name(a) == name(b);
    let mut out = Vec::new();
    for old in before {
        match after.iter().find(|new| same(old, new)) {
            None => out.push(format!("{} was not read", old.file)),
            Some(new) if new.sha256 != old.sha256 => {
                out.push(format!("{} ({} bytes, then {})", old.file, old.bytes, new.bytes));
            }
            Some(_) => {}
        }
    }
    let fresh = after.iter().filter(|new| !before.iter().any(|old| same(old, new)));
    out.extend(fresh.map(|new| format!("{} is new", new.file)));
    out
}

/// Places in which the two documents differ, apart from versions and the names of files.
fn differences(before: &Analysis, after: &Analysis) -> Result<Vec<Difference>, Failure> {
    let document = |analysis: &Analysis| -> Result<Value, Failure> {
        let text = json::document(analysis)?;
        let parsed: Result<Value, _> = serde_json::from_str(&text);
        let mut value = parsed.map_err(|e| Failure::Internal(e.to_string()))?;
        if let Some(all) = value.as_object_mut() {
            all.remove("version");
            if let Some(made) = all.get_mut("provenance").and_then(Value::as_object_mut) {
                made.remove("command");
                made.remove("inputs");
            }
            let recordings = all.get_mut("recordings").and_then(Value::as_array_mut);
            for recording in recordings.into_iter().flatten().filter_map(Value::as_object_mut) {
                recording.remove("file");
            }
        }
        Ok(value)
    };
    let mut out = Vec::new();
    differ("", &document(before)?, &document(after)?, &mut out);
    Ok(out)
}

struct Difference {
    text: String,
    /// The last digits of a number only.
    is_rounding: bool,
}

fn differ(at: &str, before: &Value, after: &Value, out: &mut Vec<Difference>) {
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|k| !a.contains_key(*k)));
            for key in keys {
                let place = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                differ(&place, a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), out);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (old, new)) in a.iter().zip(b).enumerate() {
                // Metrics, findings and curves have an identifier, which says more than a number.
                let id = ["id", "fault"].iter().find_map(|k| old.get(k).and_then(Value::as_str));
                differ(&format!("{at}[{}]", id.map_or(i.to_string(), str::to_owned)), old, new, out);
            }
        }
        (old, new) if old != new => {
            let is_rounding = old.as_f64().zip(new.as_f64()).is_some_and(|(a, b)| rounds(a, b));
            out.push(Difference { text: format!("{at}: {} → {}", short(old), short(new)), is_rounding });
        }
        _ => {}
    }
}

/// Whether two numbers are equal but for rounding.
fn rounds(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * a.abs().max(b.abs())
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_are_named_by_identifier() {
        let before = json!({"metrics": [{"id": "cadence", "value": 172.0, "n": 3}], "a": [1, 2]});
        let after = json!({"metrics": [{"id": "cadence", "value": 171.0, "n": 3}], "a": [1]});
        let mut out = Vec::new();
        differ("", &before, &after, &mut out);
        let mut out: Vec<String> = out.into_iter().map(|d| d.text).collect();
        out.sort();
        assert_eq!(out, ["a: [1,2] → [1]", "metrics[cadence].value: 172.0 → 171.0"]);
    }

    #[test]
    fn last_digits_are_rounding_and_others_are_not() {
        let mut out = Vec::new();
        differ("", &json!({"a": 0.1, "b": 0.1}), &json!({"a": 0.1 + 1e-15, "b": 0.1 + 1e-9}), &mut out);
        assert_eq!(out.iter().map(|d| d.is_rounding).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn inputs_are_compared_by_name_and_hash() {
        let of = |file: &str, sha: &str| {
            serde_json::from_value::<InputHash>(json!({"file": file, "bytes": 1, "sha256": sha}))
                .expect("a hash")
        };
        assert!(changed_inputs(&[of("a/x.csv", "1")], &[of("x.csv", "1")]).is_empty());
        assert_eq!(changed_inputs(&[of("x.csv", "1")], &[of("x.csv", "2")]), ["x.csv (1 bytes, then 1)"]);
        assert_eq!(changed_inputs(&[of("x.csv", "1")], &[]), ["x.csv was not read"]);
    }
}
