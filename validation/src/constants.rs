//! Every fitted constant, the data it was fitted on, and the test that leaves those data out.

use crate::page::Page;

/// Method, constants, what they were fitted on, how they are tested.
const FITTED: [[&str; 4]; 12] = [
    [
        "`shank-two-onsets`",
        "lead of initial contact, lag of toe-off",
        "shank set, 3 runners",
        "runner left out ([shank](shank.md)); another person ([markers](markers.md))",
    ],
    [
        "`shank-two-onsets`",
        "low-passes and levels",
        "chosen after seeing the shank set",
        "chosen again without the test runner ([shank](shank.md))",
    ],
    [
        "`pelvis-two-level-sine`",
        "offset of the step duty; with speed, its slope",
        "sacrum set, 1 runner; shifted towards the man of the marker recording",
        "condition left out; the other runner's constants, in both directions",
    ],
    [
        "`pelvis-two-level-sine`",
        "initial contact after the rise (constant, share of the climb)",
        "sacrum set",
        "condition left out; the other runner's, in both directions",
    ],
    [
        "`pelvis-two-level-sine`",
        "low-passes and levels; share of a step's own width",
        "chosen after seeing the sacrum set",
        "low-passes and levels chosen again without the test condition; the share is not refitted (it moves single steps, not runs)",
    ],
    [
        "`pelvis-active-peak-10hz`",
        "intercept and slope",
        "sacrum set and marker recording, 2 runners",
        "condition left out; the other runner's line ([markers](markers.md))",
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
        "stride left out ([markers](markers.md), accelerometer alone): the same man, so no evidence about another",
    ],
    [
        "pelvic drop",
        "low-pass of 12 Hz, share of the stance in which the drop begins",
        "chosen after seeing the marker recording",
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
        "none in the models; the 110 % of the interval was set after seeing the force of the sacrum set",
        "–",
        "[loading rate](loading.md): model as it is; factor and regression with the condition left out",
    ],
    [
        "stated σ of every method",
        "spreads in the source code (`errors.rs` and the constants beside each metric)",
        "rounded up from the left-out errors here and the published ones",
        "the ledger: intervals contain the truth with shipped and with left-out constants",
    ],
];

pub(crate) fn write(page: &mut Page) {
    page.start(
        "constants",
        "What was fitted, and where it is tested without those data",
        "Every fitted constant, the data it was fitted on, and the test that leaves those data out",
    );
    let rows: Vec<Vec<String>> = FITTED.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect();
    page.table(&["method", "constants", "fitted on", "tested"], &rows);
}
