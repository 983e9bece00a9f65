//! Running-gait metrics with honest error bars from the recordings that runners already have.
//!
//! A recording (a CSV export, columns of numbers, a watch's FIT file) goes in; an [`Analysis`](report::Analysis) comes
//! out: contacts, metrics with their 95 % interval, the gait cycle, form faults, and for whatever could not be computed
//! what it would need.
//!
//! ```
//! use strideform::pipeline::{AnalysisOptions, analyze};
//! use strideform::read::{ReadOptions, Source, recording};
//! use strideform::recording::Session;
//! # use strideform_virtual::{CsvStyle, Params, SensorSpec, Side, VirtualRun};
//! # let run = VirtualRun::new(Params { seconds: 20.0, cadence_spm: 172.0, ..Params::default() })?;
//! # let mut csv = Vec::new();
//! # run.record(&SensorSpec::shank(Side::Left)).write_csv(&mut csv, CsvStyle::Units)?;
//! # let source = Source::Bytes { name: "left_shank.csv".into(), bytes: csv };
//! # /*
//! let source = Source::File("left_shank.csv".into()); // placement, columns, units and rate are found in the file
//! # */
//!
//! let recording = recording(&source, &ReadOptions::default())?;
//! let session = Session::default().with_recordings(vec![recording]);
//! let analysis = analyze(&session, &AnalysisOptions::default());
//!
//! let cadence = analysis.metric("cadence").ok_or("nobody runs in this recording")?;
//! println!("{:.1} ± {:.1} {}", cadence.value, cadence.uncertainty, cadence.unit); // 172.0 ± 0.9 steps/min
//! # assert!((cadence.value - 172.0).abs() < cadence.uncertainty && cadence.uncertainty < 2.0);
//! # assert_eq!(cadence.unit, "steps/min");
//!
//! // What a single shank cannot tell is said, not guessed.
//! let drop = analysis.unavailable.iter().find(|u| u.id == "pelvic_drop_peak");
//! assert!(drop.is_some_and(|u| !u.needs.is_empty()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to go
//!
//! | to | look at |
//! |---|---|
//! | read files, bytes, columns | [`read`]; samples at hand: [`Recording::new`](recording::Recording::new) |
//! | analyse a run, choose a rival method | [`pipeline`] |
//! | find contacts with a method by name, or with your own | [`contacts`] and its trait [`ContactMethod`](contacts::ContactMethod) |
//! | get the attitude of a segment | [`orientation`] |
//! | use one metric by itself, list all of them | [`metrics`] |
//! | weigh form faults by a table of rules | [`findings`] |
//! | hold two runs, or weeks of runs, against each other | [`compare`], [`trend`] |
//! | judge a method against a reference | [`agreement`] |
//! | write text, JSON, tables, HTML | the crate `strideform-render` |
//! | make recordings whose truth is known | the crate `strideform-virtual` |
//!
//! The modules stand in the order in which data flow; each imports only modules above it:
//! [`signal`] (DSP that knows no gait), [`recording`] (what was measured), [`read`] (bytes to recordings),
//! [`orientation`], [`bouts`] (where the person runs), [`contacts`] (initial contact and toe-off), [`strides`],
//! [`metrics`], [`findings`], [`report`].
//!
//! # Conventions
//!
//! - Inside the library every quantity is SI: m/s², rad/s, seconds; names of fields say the unit where it is not the
//!   obvious one (`_s`, `_hz`, `_mps`, `_deg`). Metrics are in the unit of [`metrics::catalogue`].
//! - The body frame is ISB's: x anterior, y up (proximal), z to the runner's right. Accelerometers give specific force:
//!   +9.81 m/s² along up at rest.
//! - A *step* is from one foot to the other, a *stride* from one foot to the same again; cadence counts both feet.
//! - No input makes the library panic. What cannot go on is an [`Error`] with its place and a remedy; what can go on with a
//!   doubt is a [`Caveat`](recording::Caveat).
//! - An interval is 95 % and holds the bias between runners as well as the scatter of steps.
//!
//! # Features
//!
//! - `fit`: FIT files of watches.

pub mod agreement;
pub mod bouts;
pub mod compare;
pub mod contacts;
pub mod error;
pub mod findings;
pub mod metrics;
pub mod orientation;
pub mod pipeline;
pub mod read;
pub mod recording;
pub mod report;
pub mod signal;
pub mod strides;
pub mod trend;
pub mod tutorial;
pub mod units;

pub use error::{Error, ErrorKind, Position};
