//! What a contact method returns: contacts with their validity, the sensor axes it found, and its timing errors.

use nalgebra::Vector3;
use serde::{Deserialize, Serialize};

use crate::recording::{Caveat, Placement, Side};

/// Which foot is on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContactSide {
    /// The runner's left foot.
    Left,
    /// The runner's right foot.
    Right,
    /// Unknown from this sensor.
    Unknown,
}

impl ContactSide {
    /// The side of a leg sensor; unknown for a sensor on the midline.
    pub fn of(side: Side) -> Self {
        match side {
            Side::Left => Self::Left,
            Side::Right => Self::Right,
            Side::Midline => Self::Unknown,
        }
    }

    /// `left`, `right` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Unknown => "unknown",
        }
    }
}

/// One foot on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Which foot.
    pub side: ContactSide,
    /// Initial contact, s since the recording's first sample.
    pub initial_contact_s: f64,
    /// Toe-off, s; `None` if it was not found or lies outside the running bout.
    pub toe_off_s: Option<f64>,
    /// False if the contact's times cannot be used for metrics.
    pub valid: bool,
    /// Why it is not valid, or why it has no toe-off.
    pub reason: Option<String>,
    /// The sensor that detected it.
    pub placement: Placement,
    /// Index of the running bout it belongs to, among the bouts given to the method.
    pub bout: usize,
}

impl Contact {
    /// Contact time in seconds, if both ends are known.
    pub fn contact_time_s(&self) -> Option<f64> {
        self.toe_off_s.map(|t| t - self.initial_contact_s)
    }
}

/// 1-σ errors of a time: between runners or trials (which does not average out) and between steps (which does).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimingError {
    /// Between-runner SD of the method's bias, s.
    pub bias_s: f64,
    /// Scatter of single steps around that bias, s.
    pub step_s: f64,
}

/// The 1-σ errors of a method's times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimingErrors {
    /// Error of initial contact.
    pub initial_contact: TimingError,
    /// Error of toe-off.
    pub toe_off: TimingError,
    /// Error of contact time (not the sum of the two: they correlate).
    pub contact_time: TimingError,
}

/// Directions found in the sensor's axes during one bout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoutAxes {
    /// Up (proximal along the segment), unit vector in sensor axes.
    pub up: Vector3<f64>,
    /// Anterior, unit vector perpendicular to `up`, if it could be found.
    pub anterior: Option<Vector3<f64>>,
}

/// What a contact method found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Contacts {
    /// In order of initial contact.
    pub contacts: Vec<Contact>,
    /// Axes per bout, in the order of the bouts given; `None` for a bout in which none were found.
    pub axes: Vec<Option<BoutAxes>>,
    /// Error of initial contact.
    pub initial_contact_error: TimingError,
    /// Error of toe-off.
    pub toe_off_error: TimingError,
    /// Error of contact time (not the sum of the two: they correlate).
    pub contact_time_error: TimingError,
    /// True if contact times are only lower bounds (flight not resolved).
    pub contact_time_is_bound: bool,
    /// Caveats for the user.
    pub caveats: Vec<Caveat>,
    /// Initial contact, s, and the probability of its side, where sides were inferred from the movement; otherwise empty.
    pub(crate) side_probabilities: Vec<(f64, f64)>,
    /// Humps of the vertical force per bout, if a pelvis method found them with the filters that the active peak was
    /// calibrated on; otherwise empty.
    pub(crate) humps: Vec<Vec<Hump>>,
}

impl Contacts {
    /// Contacts of a method with the 1-σ errors of its times, one entry per bout; no axes, no caveats.
    pub fn new(
        contacts: Vec<Contact>,
        bouts: usize,
        initial_contact_error: TimingError,
        toe_off_error: TimingError,
        contact_time_error: TimingError,
    ) -> Self {
        Self {
            contacts,
            axes: vec![None; bouts],
            initial_contact_error,
            toe_off_error,
            contact_time_error,
            contact_time_is_bound: false,
            caveats: Vec::new(),
            side_probabilities: Vec::new(),
            humps: Vec::new(),
        }
    }
}

/// One stance peak of the vertical force at the pelvis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hump {
    /// Rise through half a body weight, s since the recording's first sample.
    pub(crate) rise_s: f64,
    /// Highest low-passed force in mid-stance, body weights, if mid-stance lies within the samples.
    pub(crate) peak_bw: Option<f64>,
}
