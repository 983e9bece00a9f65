//! Who is running: the parameters of a person.

use serde::{Deserialize, Serialize};

/// How many principal components a person has.
pub const COMPONENTS: usize = 7;

/// How a person moves, beside what the other parameters say. Draw one with [`Params::drawn`](crate::Params::drawn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Scores on the principal components of people, in standard deviations (−4…4); all zero is the mean runner.
    pub scores: [f64; COMPONENTS],
    /// How much farther the foot is ahead of the knee at contact than in this person's curves, degrees of the shank
    /// (−20…25), left and right.
    pub shank_ahead_deg: [f64; 2],
}
