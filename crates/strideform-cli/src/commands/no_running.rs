//! The message of status 4: everything was read, but no running was detected.

use strideform::recording::{CaveatId, Session};
use strideform::report::Analysis;
use strideform_batch::rows::activities;
use strideform_render::text;

/// Why there are no results, input by input: the activities that were found instead.
pub(crate) fn explain(analysis: &Analysis, session: &Session) -> String {
    let mut text = match analysis.recordings.len() {
        0 | 1 => "no running detected in this recording, so there is nothing to measure\n".to_owned(),
        n => format!("no running detected in any of the {n} recordings, so there is nothing to measure\n"),
    };
    for (summary, recording) in analysis.recordings.iter().zip(&session.recordings) {
        let seconds = text::duration(summary.seconds);
        let done = activities(recording);
        text.push_str(&format!("  {} ({}, {seconds}): {done}\n", summary.file, summary.placement));
        for caveat in summary.caveats.iter().filter(|caveat| caveat.id != CaveatId::NoRunning) {
            text.push_str(&text::wrapped("    - ", &caveat.text));
        }
    }
    for summary in analysis.recordings.iter().skip(session.recordings.len()) {
        text.push_str(&format!("  {}\n", summary.file));
        for caveat in &summary.caveats {
            text.push_str(&text::wrapped("    - ", &caveat.text));
        }
    }
    text.push_str("  help: `strideform inspect` shows how the file was understood");
    text
}
