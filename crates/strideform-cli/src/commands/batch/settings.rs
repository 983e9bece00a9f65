//! The options that change results, for the journal: a job is resumed only with the same ones.

use strideform_batch::journal::Fingerprint;

use super::args::BatchArgs;

/// The fingerprint of a command line and the rule table it uses.
pub(super) fn fingerprint(args: &BatchArgs, rules: &str) -> Fingerprint {
    let number = |value: Option<f64>| value.map(|v| v.to_string());
    let given = |flag: bool| flag.then(|| "given".to_owned());
    let methods: Vec<String> = args.method.iter().map(|m| format!("{}={}", m.stage, m.id)).collect();
    let mut settings = vec![
        ("--placement", args.read.placement.map(|p| p.to_string())),
        ("--rate", number(args.read.rate)),
        ("--units", args.read.units.map(|u| format!("{u:?}"))),
        ("--columns", args.read.columns.as_ref().map(|c| format!("{c:?}"))),
        ("--skip-bad-rows", given(args.read.skip_bad_rows)),
        ("--mass", number(args.run.mass)),
        ("--height", number(args.run.height)),
        ("--leg-length", number(args.run.leg_length)),
        ("--speed", number(args.run.speed)),
        ("--slope", number(args.run.slope)),
        ("--surface", args.run.surface.clone()),
        ("--faults", Some(rules.to_owned())),
        ("--method", (!methods.is_empty()).then(|| methods.join(" "))),
        ("--shard", args.shard.map(|s| s.to_string())),
        // Its name and format only matter at the end.
        ("--strides", given(args.strides.is_some())),
    ];
    // Only if it is given, so that journals of earlier versions can be resumed.
    if args.read.outside_session {
        settings.push(("--outside-session", given(true)));
    }
    // As above.
    for (name, text) in [("--shoes", &args.run.shoes), ("--cue", &args.run.cue)] {
        if text.is_some() {
            settings.push((name, text.clone()));
        }
    }
    if args.trust_placement {
        settings.push(("--trust-placement", given(true)));
    }
    if let Some(manifest) = &args.manifest {
        let text = std::fs::read(manifest).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        settings.push(("--manifest", Some(text.unwrap_or_default())));
    }
    Fingerprint::new(settings)
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
        fingerprint(&args, rules)
    }

    #[test]
    fn what_changes_results_is_named_and_nothing_else() {
        let then = of(&["--mass", "70"], "rules");
        let same = of(&["--mass", "70", "--jobs", "3", "--resume", "--failures", "f.csv"], "rules");
        assert!(then.differences(&same).is_empty());
        let now = of(&["--mass", "69", "--slope", "-2", "--shard", "1/2"], "rules");
        assert_eq!(
            then.differences(&now),
            [
                "--mass: 70 then, 69 now",
                "--shard: not given then, 1/2 now",
                "--slope: not given then, -2 now"
            ]
        );
        let long = of(&["--mass", "70"], &"x".repeat(100));
        assert_eq!(then.differences(&long), ["--faults differs"]);
    }
}
