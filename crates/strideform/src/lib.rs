//! Running-gait metrics with honest error bars, from the recordings that runners already have.
//!
//! The input is a recording: a CSV export, a Parquet or Arrow file, columns of numbers, or a watch's FIT file. The result is an
//! [`Analysis`](report::Analysis): ground contacts, metrics with 95 % intervals, the gait cycle, form faults, and for every
//! metric that could not be computed, what it needs.
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
//! let source = Source::File("left_shank.csv".into()); // placement, columns, units and rate are inferred from the file
//! # */
//!
//! let recording = recording(&source, &ReadOptions::default())?;
//! let session = Session::default().with_recordings(vec![recording]);
//! let analysis = analyze(&session, &AnalysisOptions::default());
//!
//! let cadence = analysis.metric("cadence").ok_or("no running detected in this recording")?;
//! println!("{:.1} ± {:.1} {}", cadence.value, cadence.uncertainty, cadence.unit); // 172.0 ± 0.9 steps/min
//! # assert!((cadence.value - 172.0).abs() < cadence.uncertainty && cadence.uncertainty < 2.0);
//! # assert_eq!(cadence.unit, "steps/min");
//!
//! // What a single shank sensor cannot measure is listed, not guessed.
//! let drop = analysis.unavailable.iter().find(|u| u.id == "pelvic_drop_peak");
//! assert!(drop.is_some_and(|u| !u.needs.is_empty()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! | Task | Module |
//! |---|---|
//! | read files, bytes or columns | [`read`]; for samples in memory, [`Recording::new`](recording::Recording::new) |
//! | analyse a run, choose another method | [`pipeline`] |
//! | detect contacts with a named method, or with your own | [`contacts`] and its trait [`ContactMethod`](contacts::ContactMethod) |
//! | estimate the orientation of a segment | [`orientation`] |
//! | compute one metric, or list all of them | [`metrics`] |
//! | assess form faults with a rule table | [`findings`] |
//! | compare two runs, or follow weeks of running | [`compare`], [`trend`]; from the contents of files [`season`] |
//! | measure the agreement of a method with a reference | [`agreement`] |
//! | correct a recording by hand | [`recording::Edits`] |
//! | draw long recordings | [`view`] |
//! | follow weeks of running without a file system | [`season`] |
//! | write text, JSON, tables or HTML | the crate `strideform-render` |
//! | simulate recordings with known ground truth | the crate `strideform-virtual` |
//!
//! Data flows through the modules in this order, and each module imports only those before it:
//! [`signal`] (signal processing, independent of gait), [`recording`] (what was measured), [`read`] (bytes to recordings),
//! [`orientation`], [`bouts`] (when the person is running), [`contacts`] (initial contact and toe-off), [`strides`],
//! [`metrics`], [`findings`], [`report`].
//!
//! # Conventions
//!
//! - Quantities inside the library are in SI units (m/s², rad/s, s); field names carry the unit as a suffix (`_s`, `_hz`,
//!   `_mps`, `_deg`). Metrics are in the units listed in [`metrics::catalogue`].
//! - The body frame follows the ISB: x anterior, y up (proximal), z to the runner's right. Accelerometers measure specific
//!   force: +9.81 m/s² upwards at rest.
//! - A *step* goes from one foot to the other, a *stride* from one foot to the next contact of the same foot; cadence counts
//!   both feet.
//! - No input makes the library panic. What cannot be processed is an [`Error`] with its position and a remedy; what can be
//!   processed with reservations carries a [`Caveat`](recording::Caveat).
//! - Intervals are 95 % intervals. They cover the bias between runners as well as the scatter of steps.
//!
//! # Features
//!
//! - `fit`: reads watches' FIT files.
//! - `columnar` (default): reads Parquet and Arrow IPC files. Zstandard is not part of it on the web.
//! - `rayon` (default): works on several threads. Without it, everything runs on the calling thread, for embedding and
//!   WebAssembly; the results are the same to the last bit.

pub mod agreement;
pub mod bouts;
pub mod compare;
pub mod contacts;
pub mod error;
pub mod findings;
pub mod metrics;
pub mod orientation;
mod parallel;
pub mod pipeline;
pub mod read;
pub mod recording;
pub mod report;
pub mod season;
pub mod signal;
pub mod strides;
pub mod trend;
pub mod tutorial;
pub mod units;
pub mod view;

pub use error::{Error, ErrorKind, Position};
