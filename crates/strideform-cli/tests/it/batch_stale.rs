//! `strideform batch --resume` where tables are there already: of this job, of another one, or damaged.

use crate::batch_common::study;
use crate::common::stderr;

#[test]
fn tables_of_other_options_or_inputs_are_not_taken_as_complete() {
    for kind in ["csv", "parquet"] {
        let here = study();
        let (out, strides) = (format!("runs.{kind}"), format!("strides.{kind}"));
        let job = ["batch", "study", "--out", &out, "--strides", &strides, "--failures", "f.csv"];
        assert_eq!(here.run(&job).status.code(), Some(0));
        let tables = [out.as_str(), &strides, "f.csv"];
        let read = || tables.map(|name| std::fs::read(here.path(name)).expect("a table"));
        let whole = read();
        let resume = |more: &[&str]| {
            let out = here.command(&job).arg("--resume").args(more).output().expect("it runs");
            (out.status.code(), stderr(&out))
        };
        let (status, said) = resume(&[]);
        assert!(status == Some(0) && said.contains("is complete"), "{kind}: {said}");
        let refused = |more: &[&str], part: &str| {
            let before = tables.map(|name| std::fs::read(here.path(name)).ok());
            let (status, said) = resume(more);
            assert_eq!(status, Some(2), "{kind} {more:?}: {said}");
            assert!(said.contains("is stale") && said.contains(part), "{kind} {more:?}: `{part}`: {said}");
            assert_eq!(
                tables.map(|name| std::fs::read(here.path(name)).ok()),
                before,
                "{kind}: nothing changed"
            );
        };
        for name in tables {
            // In place, so that whatever is kept beside the content stays there.
            let content = std::fs::read(here.path(name)).expect("a table");
            let mut damaged = content.clone();
            damaged[content.len() / 2] ^= 1;
            std::fs::write(here.path(name), damaged).expect("a table");
            refused(&[], name);
            std::fs::write(here.path(name), &content).expect("a table");
        }
        refused(&["--mass", "70"], "--mass: not given then, 70 now");
        refused(&["--shard", "1/2"], "--shard: not given then, 1/2 now");
        for name in tables {
            let content = std::fs::read(here.path(name)).expect("a table");
            std::fs::remove_file(here.path(name)).expect("gone");
            std::fs::write(here.path(name), "garbage").expect("a file");
            refused(&[], name);
            std::fs::remove_file(here.path(name)).expect("gone");
            let (status, said) = resume(&[]);
            assert_eq!(status, Some(0), "{kind}: a missing table is made anew: {said}");
            assert!(std::fs::read(here.path(name)).expect("a table") == content, "{kind} {name}");
        }
        // One more input, and one that grew.
        let copy = here.path("study/shank-left_new.csv");
        std::fs::copy(here.path("study/deep/down/shank-left_1.csv"), &copy).expect("a copy");
        refused(&[], "inputs: 13 then, 14 now");
        std::fs::remove_file(copy).expect("gone");
        let (status, said) = resume(&[]);
        assert!(status == Some(0) && said.contains("is complete"), "{kind}: {said}");
        let grown = here.path("study/deep/down/shank-left_1.csv");
        let text = std::fs::read(&grown).expect("a file");
        std::fs::write(&grown, [&text[..], b"\n"].concat()).expect("it grows");
        refused(&[], "differ");
        // The same size as before, but newer.
        std::fs::write(&grown, &text).expect("as before");
        refused(&[], "changed after");
        assert_eq!(here.run(&job).status.code(), Some(0));
        assert_eq!(resume(&[]).0, Some(0));
        assert!(read() == whole, "{kind}: copies of inputs give the same bytes");
    }
}
