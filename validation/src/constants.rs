//! Every constant that was fitted, on what, and where it is judged without that.

use crate::page::Page;

/// Method, constants, what they were fitted on, how they are judged.
const FITTED: [[&str; 4]; 12] = [
    [
        "`shank-two-onsets`",
        "lead of initial contact, lag of toe-off",
        "shank set, 3 runners",
        "runner left out (Shank); another person (From markers)",
    ],
    [
        "`shank-two-onsets`",
        "low-passes and levels",
        "chosen with sight of the shank set",
        "chosen anew without the judged runner (Shank, last paragraph of its first part)",
    ],
    [
        "`pelvis-two-level-sine`",
        "offset of the duty; with speed its slope",
        "sacrum set, 1 runner; shifted towards the marker recording's man",
        "condition left out; the other runner's constants, both ways",
    ],
    [
        "`pelvis-two-level-sine`",
        "initial contact after the rise (constant, share of the climb)",
        "sacrum set",
        "condition left out; the other runner's, both ways",
    ],
    [
        "`pelvis-two-level-sine`",
        "low-passes and levels; share of a step's own width",
        "chosen with sight of the sacrum set",
        "low-passes and levels chosen anew without the judged condition; the share is not refitted (it moves single steps, not runs)",
    ],
    [
        "`pelvis-active-peak-10hz`",
        "intercept and slope",
        "sacrum set and marker recording, 2 runners",
        "condition left out; the other runner's line (From markers)",
    ],
    [
        "`foot-slap-onset`",
        "offset of initial contact, share of toe-off",
        "marker recording, 9 strides of one man",
        "stride left out: the same man, so no evidence about another",
    ],
    [
        "`foot-impact-onset`",
        "two offsets",
        "marker recording, and a recording without force plate",
        "stride left out (From markers, accelerometer alone): the same man, so no evidence about another",
    ],
    [
        "pelvic drop",
        "low-pass of 12 Hz, share of the stance in which the drop begins",
        "chosen with sight of the marker recording",
        "nothing fitted: no offset, no scale",
    ],
    [
        "foot strike angle, stride length, oscillation, leg stiffness, cadence, step and stride time",
        "none",
        "–",
        "nothing fitted (the strike angle is read at the foot's fitted initial contact)",
    ],
    [
        "loading rate",
        "none in the models; the 110 % of the interval was set with sight of the sacrum set's force",
        "–",
        "Loading rate: model as it is; factor and regression with the condition left out",
    ],
    [
        "stated σ of every method",
        "spreads in the sources (`errors.rs` and the constants beside each metric)",
        "rounded up from the left-out errors here and the published ones",
        "the ledger: intervals hold the truth with shipped and with left-out constants",
    ],
];

pub(crate) fn write(page: &mut Page) {
    page.heading("What was fitted, and where it is judged without that");
    let rows: Vec<Vec<String>> = FITTED.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect();
    page.table(&["method", "constants", "fitted on", "judged"], &rows);
}
