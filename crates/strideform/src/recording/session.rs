//! A run: the runner, the circumstances, the recordings.

use serde::{Deserialize, Serialize};

use super::caveat::Caveat;
use super::edits::Edits;
use super::inference::Inference;
use super::placement::Placement;
use super::signals::{Sensor, Signals};
use super::watch::WatchRun;

/// What is known about the runner; everything optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Runner {
    /// Name or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Body mass, kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mass_kg: Option<f64>,
    /// Height, cm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_cm: Option<f64>,
    /// Leg length (greater trochanter to floor), cm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leg_length_cm: Option<f64>,
    /// Earlier injuries: free text, or a list.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text_or_list")]
    pub history: Option<String>,
}

impl Runner {
    /// Names the runner.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// States the body mass, kg.
    #[must_use]
    pub fn with_mass_kg(mut self, mass_kg: impl Into<Option<f64>>) -> Self {
        self.mass_kg = mass_kg.into();
        self
    }

    /// States the height, cm.
    #[must_use]
    pub fn with_height_cm(mut self, height_cm: impl Into<Option<f64>>) -> Self {
        self.height_cm = height_cm.into();
        self
    }

    /// States the leg length, cm, from the greater trochanter to the floor.
    #[must_use]
    pub fn with_leg_length_cm(mut self, leg_length_cm: impl Into<Option<f64>>) -> Self {
        self.leg_length_cm = leg_length_cm.into();
        self
    }

    /// States earlier injuries.
    #[must_use]
    pub fn with_history(mut self, history: impl Into<String>) -> Self {
        self.history = Some(history.into());
        self
    }
}

/// What is known about the run; everything optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Run {
    /// Start, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// Mean speed, m/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_mps: Option<f64>,
    /// Distance, m, as a watch states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
    /// Time without pauses, s, as a watch states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Steps of both feet, as a watch states them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<f64>,
    /// Slope, per cent; uphill positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slope_percent: Option<f64>,
    /// Surface: `treadmill`, `road`, `track`, `trail`…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    /// Shoes, in the runner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shoes: Option<String>,
    /// What the runner was asked to do or think of: `quicker steps`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
}

impl Run {
    /// States the start, RFC 3339.
    #[must_use]
    pub fn with_started(mut self, started: impl Into<String>) -> Self {
        self.started = Some(started.into());
        self
    }

    /// States the mean speed, m/s.
    #[must_use]
    pub fn with_speed_mps(mut self, speed_mps: impl Into<Option<f64>>) -> Self {
        self.speed_mps = speed_mps.into();
        self
    }

    /// States the slope, per cent; uphill is positive.
    #[must_use]
    pub fn with_slope_percent(mut self, slope_percent: impl Into<Option<f64>>) -> Self {
        self.slope_percent = slope_percent.into();
        self
    }

    /// States the surface.
    #[must_use]
    pub fn with_surface(mut self, surface: impl Into<String>) -> Self {
        self.surface = Some(surface.into());
        self
    }
}

/// A note by the user, shown with the findings; never a diagnosis.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Symptom {
    /// `left`, `right` or `both`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// Where it hurts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When and how: free text, or a list such as `["worse-while-running", "night", "limp"]`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text_or_list")]
    pub behaviour: Option<String>,
    /// Since when, as noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// How strong, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<u8>,
    /// True with pain at night or at rest.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub night: bool,
    /// True where the runner limps.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub limp: bool,
}

/// A text, or several joined by semicolons.
fn text_or_list<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Noted {
        One(String),
        Many(Vec<String>),
    }
    let noted = Option::<Noted>::deserialize(from)?;
    Ok(noted.map(|n| match n {
        Noted::One(text) => text,
        Noted::Many(list) => list.join("; "),
    }))
}

/// How a recording's first sample relates to the clocks of others.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub enum Clock {
    /// No time column: the first sample defines zero.
    #[default]
    None,
    /// A counter of the device; comparable only where the devices share it.
    Counter {
        /// Seconds on the counter at the first sample.
        first_s: f64,
    },
    /// Wall clock.
    Absolute {
        /// Seconds since the Unix epoch at the first sample (local time treated as UTC if no zone is given).
        first_s: f64,
    },
}

/// One sensor's recording.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Recording {
    /// The file as the user named it; `a.csv+b.csv` where two were merged.
    pub file: String,
    /// The device within the file, where it holds several.
    pub device: Option<String>,
    /// Where the sensor sits.
    pub placement: Placement,
    /// Samples on a uniform grid from the first to the last, SI.
    pub signals: Signals<Sensor>,
    /// Relation to other clocks.
    pub clock: Clock,
    /// Rows of data read from the file (before any repair).
    pub samples: usize,
    /// Share of samples at the accelerometer's limit, 0…1; the limit itself in m/s².
    pub clipping: Option<(f64, f64)>,
    /// Everything that was inferred rather than specified.
    pub inferences: Vec<Inference>,
    /// Known problems of the samples.
    pub caveats: Vec<Caveat>,
}

impl Recording {
    /// A recording of samples already in memory: no device, no clock, no inferences, no known problems.
    ///
    /// `file` is its name in messages. [`read`](crate::read) fills in gaps, clipping and clock; here the caller must set them in [`Signals::gaps`], [`clipping`](Self::clipping) and [`clock`](Self::clock).
    ///
    /// ```
    /// use strideform::recording::{Placement, Recording, Signals, Triad};
    ///
    /// let still = Triad::new(vec![0.0; 400], vec![9.81; 400], vec![0.0; 400]);
    /// let recording = Recording::new("belt", Placement::PELVIS, Signals::new(200.0, still));
    /// assert_eq!((recording.samples, recording.signals.seconds()), (400, 2.0));
    /// ```
    pub fn new(file: impl Into<String>, placement: Placement, signals: Signals<Sensor>) -> Self {
        Self {
            file: file.into(),
            device: None,
            placement,
            samples: signals.len(),
            signals,
            clock: Clock::None,
            clipping: None,
            inferences: Vec::new(),
            caveats: Vec::new(),
        }
    }
}

/// Everything that was recorded during one run.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Session {
    /// The runner.
    pub runner: Runner,
    /// The run.
    pub run: Run,
    /// Its recordings.
    pub recordings: Vec<Recording>,
    /// What watches, straps and pods computed themselves.
    pub watches: Vec<WatchRun>,
    /// The user's notes.
    pub symptoms: Vec<Symptom>,
    /// Corrections by hand, from `[edits]` of `session.toml`; the recordings are as they were read.
    pub edits: Edits,
}

impl Session {
    /// Sets what is known about the runner.
    #[must_use]
    pub fn with_runner(mut self, runner: Runner) -> Self {
        self.runner = runner;
        self
    }

    /// Sets what is known about the run.
    #[must_use]
    pub fn with_run(mut self, run: Run) -> Self {
        self.run = run;
        self
    }

    /// Sets the recordings.
    #[must_use]
    pub fn with_recordings(mut self, recordings: Vec<Recording>) -> Self {
        self.recordings = recordings;
        self
    }

    /// Sets what watches, straps and pods computed themselves.
    #[must_use]
    pub fn with_watches(mut self, watches: Vec<WatchRun>) -> Self {
        self.watches = watches;
        self
    }

    /// Adds the recordings of another part of the same run. Runner, run, symptoms and edits of the other part replace
    /// the present ones unless they are empty.
    pub fn append(&mut self, other: Self) {
        self.recordings.extend(other.recordings);
        self.watches.extend(other.watches);
        if other.runner != Runner::default() {
            self.runner = other.runner;
        }
        if other.run != Run::default() {
            self.run = other.run;
        }
        if !other.symptoms.is_empty() {
            self.symptoms = other.symptoms;
        }
        if !other.edits.is_empty() {
            self.edits = other.edits;
        }
    }

    /// Sets the corrections by hand.
    #[must_use]
    pub fn with_edits(mut self, edits: Edits) -> Self {
        self.edits = edits;
        self
    }

    /// Sets the user's notes.
    #[must_use]
    pub fn with_symptoms(mut self, symptoms: Vec<Symptom>) -> Self {
        self.symptoms = symptoms;
        self
    }
}
