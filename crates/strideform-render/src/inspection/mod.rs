//! How recordings were read: the data behind `inspect`.

mod of_inputs;

use serde::Serialize;
use strideform::bouts::{self, Worn, worn_together};
use strideform::recording::{
    Caveat, Clock, Edits, Inference, Placement, Recording, RowKind, Segment, Side, WatchRun,
};
use strideform::units::to_g;

/// Identifier and version of the JSON format.
const SCHEMA: &str = "strideform.inspection/1";

/// How every input was read.
#[derive(Debug, Serialize)]
pub struct Inspection {
    pub(crate) schema: &'static str,
    pub(crate) version: &'static str,
    pub(crate) recordings: Vec<Described>,
    /// What an analysis would correct by hand; the recordings are shown as they were read.
    #[serde(skip_serializing_if = "Edits::is_empty")]
    pub(crate) edits: Edits,
    /// The same in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) edited: Vec<String>,
}

impl Inspection {
    /// The inspection of these recordings.
    pub fn new(mut recordings: Vec<Described>) -> Self {
        Described::compare(&mut recordings);
        let (edits, edited) = (Edits::default(), Vec::new());
        Self { schema: SCHEMA, version: env!("CARGO_PKG_VERSION"), recordings, edits, edited }
    }

    /// Shows the corrections by hand as well.
    #[must_use]
    pub fn with_edits(mut self, edits: Edits) -> Self {
        self.edited = edits.described();
        self.edits = edits;
        self
    }
}

/// What was inferred, and the edit that overrides it.
#[derive(Debug, Serialize)]
pub(crate) struct Understood {
    #[serde(flatten)]
    pub(crate) inference: Inference,
    /// A line for `[edits]`, to be filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) edit: Option<String>,
}

impl Understood {
    fn new(inference: &Inference, file: &str) -> Self {
        let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let sensor = serde_json::Value::from(base);
        let edit = match inference.about.as_str() {
            "placement" => {
                let other = opposite(&inference.conclusion);
                Some(format!("placement = {{ {sensor} = \"{other}\" }}"))
            }
            "axes" => Some(format!("axis = {{ {sensor} = {{ up = \"+y\", forward = \"+x\" }} }}")),
            _ => None,
        };
        Self { inference: inference.clone(), edit }
    }
}

/// An example of another placement: the other side, or the trunk instead of the pelvis.
fn opposite(placement: &str) -> String {
    match placement.parse::<Placement>() {
        Ok(Placement { segment: Segment::Pelvis, side: Side::Midline }) => Segment::Trunk.as_str().to_owned(),
        Ok(Placement { side: Side::Midline, .. }) | Err(_) => Segment::Pelvis.as_str().to_owned(),
        Ok(own) => Placement::new(own.segment, own.side.other()).to_string(),
    }
}

/// How one recording was read.
#[derive(Debug, Serialize)]
pub struct Described {
    pub(crate) file: String,
    pub(crate) device: Option<String>,
    /// Unknown if neither the file name, nor the header, nor the user specified it.
    pub(crate) placement: Option<String>,
    /// Where the signal says that the sensor was worn; absent where that cannot be decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) placement_guess: Option<PlacementGuess>,
    /// The stated placement and what the signal says, before the other sensors are considered.
    #[serde(skip)]
    worn: Option<(Placement, Worn)>,
    pub(crate) samples: usize,
    pub(crate) seconds: f64,
    pub(crate) rate_hz: f64,
    pub(crate) channels: Vec<&'static str>,
    /// Named after body axes (`acc_is`, `acc_pa`, `acc_ml`) rather than axes of the sensor housing.
    pub(crate) anatomical_axes: bool,
    /// The axes x, y, z that the accelerometer measured.
    pub(crate) measured_axes: Vec<&'static str>,
    pub(crate) gravity_included: bool,
    /// `none`, `counter` or `wall`.
    pub(crate) clock: &'static str,
    /// First sample on that clock, s.
    pub(crate) clock_first_s: Option<f64>,
    pub(crate) gaps: Vec<Span>,
    pub(crate) clipped_share: Option<f64>,
    pub(crate) clipped_at_g: Option<f64>,
    pub(crate) bouts: Vec<BoutSpan>,
    /// The activity as stated in the export; only for a watch file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) watch: Option<WatchFacts>,
    pub(crate) understood: Vec<Understood>,
    pub(crate) caveats: Vec<Caveat>,
}

/// What a watch file states besides its values.
#[derive(Debug, Serialize)]
pub(crate) struct WatchFacts {
    /// `running`, `walking`, `unknown`, or the export's own word.
    pub(crate) sport: String,
    /// `record`, `lap` or `run`.
    pub(crate) row: &'static str,
    pub(crate) method: &'static str,
    pub(crate) started: Option<String>,
    pub(crate) distance_m: Option<f64>,
    pub(crate) steps: Option<f64>,
    pub(crate) laps: usize,
    /// Number of runs in the table.
    pub(crate) runs: usize,
    /// Columns with numbers that were not understood.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_understood: Vec<String>,
    pub(crate) running_s: f64,
}

/// A gap without samples, in seconds since the first.
#[derive(Debug, Serialize)]
pub(crate) struct Span {
    pub(crate) start_s: f64,
    pub(crate) end_s: f64,
}

/// Where a running sensor was worn, from its signal alone.
#[derive(Debug, Serialize)]
pub(crate) struct PlacementGuess {
    /// The likeliest segment, without a side: `pelvis` (which stands for pelvis and trunk), `thigh`, `shank`, `foot` or
    /// `wrist`.
    pub(crate) placement: &'static str,
    pub(crate) probability: f64,
    /// True if the stated placement hardly moves like this; no finding is then made.
    pub(crate) contradicts: bool,
    /// Every segment, the likeliest first.
    pub(crate) all: Vec<WornOn>,
}

impl PlacementGuess {
    fn of(worn: &Worn, stated: Option<Placement>) -> Option<Self> {
        let (segment, probability) = worn.likeliest()?;
        let contradicts = stated.is_some_and(|placement| worn.contradicts(placement.segment));
        let one = |(segment, probability): &(Segment, f64)| WornOn {
            placement: segment.as_str(),
            probability: *probability,
        };
        let all = worn.probabilities.iter().map(one).collect();
        Some(Self { placement: segment.as_str(), probability, contradicts, all })
    }
}

/// Probability that the sensor was worn on a segment.
#[derive(Debug, Serialize)]
pub(crate) struct WornOn {
    pub(crate) placement: &'static str,
    pub(crate) probability: f64,
}

/// A bout of one activity, in seconds since the first sample.
#[derive(Debug, Serialize)]
pub(crate) struct BoutSpan {
    pub(crate) activity: &'static str,
    /// Probability of running, for running and doubtful bouts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) running: Option<f64>,
    pub(crate) start_s: f64,
    pub(crate) end_s: f64,
}

impl Described {
    /// The inspection of a sensor's recording. If the placement is not known, it was read with an assumed one, which is not shown.
    pub fn new(recording: &Recording, placement_known: bool) -> Self {
        let signals = &recording.signals;
        let time = |i: usize| signals.time_s(i);
        let mut channels = vec!["acc"];
        if signals.gyr.is_some() {
            channels.push("gyr");
        }
        let measured = ["x", "y", "z"].into_iter().zip(signals.axes.measured);
        let worn = bouts::worn(signals);
        let stated = placement_known.then_some(recording.placement);
        let (clock, clock_first_s) = match recording.clock {
            Clock::Counter { first_s } => ("counter", Some(first_s)),
            Clock::Absolute { first_s } => ("wall", Some(first_s)),
            _ => ("none", None),
        };
        Self {
            file: recording.file.clone(),
            device: recording.device.clone(),
            placement: placement_known.then(|| recording.placement.to_string()),
            placement_guess: worn.as_ref().and_then(|w| PlacementGuess::of(w, stated)),
            worn: stated.zip(worn),
            samples: recording.samples,
            seconds: signals.seconds(),
            rate_hz: signals.rate_hz,
            channels,
            anatomical_axes: signals.axes.anatomical,
            measured_axes: measured.filter(|(_, there)| *there).map(|(name, _)| name).collect(),
            gravity_included: !signals.gravity_free,
            clock,
            clock_first_s,
            gaps: signals.gaps.iter().map(|g| Span { start_s: time(g.start), end_s: time(g.end) }).collect(),
            clipped_share: recording.clipping.map(|(share, _)| share),
            clipped_at_g: recording.clipping.map(|(_, limit)| to_g(limit)),
            bouts: bouts::find(signals, recording.placement)
                .iter()
                .map(|b| BoutSpan {
                    activity: b.activity.as_str(),
                    running: b.running,
                    start_s: time(b.start),
                    end_s: time(b.end),
                })
                .collect(),
            understood: recording
                .inferences
                .iter()
                .filter(|i| placement_known || i.about != "placement")
                .map(|i| Understood::new(i, &recording.file))
                .collect(),
            watch: None,
            caveats: recording.caveats.clone(),
        }
    }

    /// Guesses each placement beside those of the others.
    fn compare(all: &mut [Self]) {
        let mut placed: Vec<&mut Self> = all.iter_mut().filter(|d| d.worn.is_some()).collect();
        let worn: Vec<(Placement, Option<Worn>)> =
            placed.iter().filter_map(|d| d.worn.clone()).map(|(at, worn)| (at, Some(worn))).collect();
        for ((described, (placement, _)), together) in placed.iter_mut().zip(&worn).zip(worn_together(&worn))
        {
            described.placement_guess = together.and_then(|w| PlacementGuess::of(&w, Some(*placement)));
        }
    }

    /// Sets the device if the recording does not name one.
    #[must_use]
    pub fn on_device(mut self, device: &str) -> Self {
        self.device.get_or_insert_with(|| device.to_owned());
        self
    }

    /// The inspection of a run computed by a watch, which has neither axes nor bouts.
    pub fn of_watch(run: &WatchRun) -> Self {
        let span = run.records.time_s.last().copied().unwrap_or(0.0);
        let rows = run.records.len();
        let is_record = run.rows == RowKind::Record && span > 0.0;
        Self {
            file: run.address(),
            device: run.device.clone().filter(|_| run.number == 0 || run.beside),
            placement: Some("watch".to_owned()),
            placement_guess: None,
            worn: None,
            samples: rows,
            seconds: run.totals.seconds.unwrap_or(span),
            rate_hz: if is_record { rows.saturating_sub(1) as f64 / span } else { 0.0 },
            channels: run.records.channels().into_iter().map(|c| c.name()).collect(),
            anatomical_axes: false,
            measured_axes: Vec::new(),
            gravity_included: false,
            clock: if run.started.is_some() { "wall" } else { "none" },
            clock_first_s: run.started.map(|t| t.as_second() as f64),
            gaps: Vec::new(),
            clipped_share: None,
            clipped_at_g: None,
            bouts: Vec::new(),
            watch: Some(WatchFacts {
                sport: run.sport.as_str().to_owned(),
                row: run.rows.as_str(),
                method: run.method,
                started: run.started_text(),
                distance_m: run.totals.distance_m,
                steps: run.steps(),
                laps: run.laps.len(),
                runs: run.runs,
                not_understood: run.not_understood.clone(),
                running_s: run.running_s(),
            }),
            understood: run
                .inferences
                .iter()
                .map(|i| Understood { inference: i.clone(), edit: None })
                .collect(),
            caveats: run.caveats.clone(),
        }
    }
}
