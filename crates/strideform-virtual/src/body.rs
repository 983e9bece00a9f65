//! What the planned motion and the curves of people share.

use super::jet::Jet;

/// Standing hip-to-ankle distance over leg length (*chosen*: knees almost straight).
pub(crate) const UPRIGHT: f64 = 0.99;

/// Where the pelvis is, and how it is turned but for its obliquity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pelvis {
    /// To the left, radians.
    pub(crate) yaw: Jet,
    /// Of the path, m.
    pub(crate) right: Jet,
    /// Front down, degrees.
    pub(crate) tilt: Jet,
    pub(crate) up: Jet,
    pub(crate) forward: Jet,
}

/// The last of `all`, in order of time, that has started at `t`; the first before that.
pub(crate) fn last<T>(all: &[T], t: f64, start: impl Fn(&T) -> f64) -> Option<&T> {
    let i = all.partition_point(|x| start(x) <= t);
    all.get(i.saturating_sub(1))
}
