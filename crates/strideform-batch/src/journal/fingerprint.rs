//! Everything that changes results: an interrupted job goes on only where all of it is as it was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strideform_render::tables::{RUNS, STRIDES};

use super::args::BatchArgs;

/// Identifier and version of the journal's format.
const FORMAT: &str = "strideform.batch-journal/1";
/// Longer values are told apart, but not shown.
const SHOWN: usize = 60;

/// The first line of a journal: by option what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint {
    journal: String,
    settings: BTreeMap<String, String>,
}

impl Fingerprint {
    /// Of a command line and the table of rules it stands for.
    pub(super) fn of(args: &BatchArgs, rules: &str) -> Self {
        let mut settings = BTreeMap::new();
        let mut set = |name: &str, value: Option<String>| {
            settings.insert(name.to_owned(), value.unwrap_or_else(|| "not given".to_owned()));
        };
        let number = |value: Option<f64>| value.map(|v| v.to_string());
        set("the version of strideform", Some(env!("CARGO_PKG_VERSION").to_owned()));
        set("the tables", Some(format!("{RUNS} {STRIDES}")));
        set("--placement", args.read.placement.map(|p| p.to_string()));
        set("--rate", number(args.read.rate));
        set("--units", args.read.units.map(|u| format!("{u:?}")));
        set("--columns", args.read.columns.as_ref().map(|c| format!("{c:?}")));
        set("--skip-bad-rows", args.read.skip_bad_rows.then(|| "given".to_owned()));
        // Given only where it is, so that the journals of earlier versions can be gone on with.
        if args.read.outside_session {
            set("--outside-session", Some("given".to_owned()));
        }
        set("--mass", number(args.run.mass));
        set("--height", number(args.run.height));
        set("--leg-length", number(args.run.leg_length));
        set("--speed", number(args.run.speed));
        set("--slope", number(args.run.slope));
        set("--surface", args.run.surface.clone());
        set("--faults", Some(rules.to_owned()));
        let methods: Vec<String> = args.method.iter().map(|m| format!("{}={}", m.stage, m.id)).collect();
        set("--method", (!methods.is_empty()).then(|| methods.join(" ")));
        set("--shard", args.shard.map(|s| s.to_string()));
        // Which file and of which kind does not matter before the end.
        set("--strides", args.strides.as_ref().map(|_| "given".to_owned()));
        Self { journal: FORMAT.to_owned(), settings }
    }

    /// What differs, a line each; empty where nothing does.
    pub(super) fn differences(&self, now: &Self) -> String {
        if self.journal != now.journal {
            return format!("  the journal's format: {} then, {} now\n", self.journal, now.journal);
        }
        let names: std::collections::BTreeSet<&String> =
            self.settings.keys().chain(now.settings.keys()).collect();
        let mut out = String::new();
        for name in names {
            let (then, now) = (self.settings.get(name), now.settings.get(name));
            if then == now {
                continue;
            }
            let word = |value: Option<&String>| value.map_or("unknown", String::as_str).to_owned();
            let (then, now) = (word(then), word(now));
            if then.len().max(now.len()) > SHOWN {
                out.push_str(&format!("  {name} differs\n"));
            } else {
                out.push_str(&format!("  {name}: {then} then, {now} now\n"));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn of(more: &[&str], rules: &str) -> Fingerprint {
        let words = ["strideform", "batch", "runs", "--out", "a.csv"].iter().chain(more);
        let Ok(Cli { command: Command::Batch(args), .. }) = Cli::try_parse_from(words) else {
            panic!("{more:?}")
        };
        Fingerprint::of(&args, rules)
    }

    #[test]
    fn what_changes_results_is_named_and_nothing_else() {
        let then = of(&["--mass", "70"], "rules");
        let same = of(&["--mass", "70", "--jobs", "3", "--resume", "--failures", "f.csv"], "rules");
        assert_eq!(then.differences(&same), "");
        let now = of(&["--mass", "69", "--slope", "-2", "--shard", "1/2"], "rules");
        assert_eq!(
            then.differences(&now),
            "  --mass: 70 then, 69 now\n  --shard: not given then, 1/2 now\n  --slope: not given then, -2 now\n"
        );
        let long = of(&["--mass", "70"], &"x".repeat(100));
        assert_eq!(then.differences(&long), "  --faults differs\n");
    }
}
