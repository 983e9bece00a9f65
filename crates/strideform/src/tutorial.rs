//! A tutorial: from a first run to a study. Each step is a complete program.
//!
//! The programs generate their recordings with the crate `strideform-virtual`, so that they run anywhere and the truth is known;
//! with your own recordings, omit the lines that generate the data.
//!
//! 1. [A first run](#a-first-run)
//! 2. [Units and frames](#units-and-frames)
//! 3. [Your own contact detector](#your-own-contact-detector)
//! 4. [A study of many runs](#a-study-of-many-runs)
//!
//! # A first run
//!
//! An [`Input`](crate::read::Input) is what a user would type: a file, `placement=file`, a session folder. Reading gives a
//! [`Session`](crate::recording::Session): sensors, runner and run. The analysis holds a value for every metric that these
//! sensors can provide, and for each of the others, what it would need.
//!
//! ```
//! use strideform::pipeline::{AnalysisOptions, analyze};
//! use strideform::read::{NamedBytes, ReadOptions, session_from_bytes};
//! # use strideform_virtual::{CsvStyle, Params, SensorSpec, VirtualRun};
//! # let run = VirtualRun::new(Params { seconds: 20.0, ..Params::default() })?;
//! # let mut pelvis_csv = Vec::new();
//! # run.record(&SensorSpec::pelvis()).write_csv(&mut pelvis_csv, CsvStyle::Units)?;
//!
//! // From files: "pelvis=run.csv".parse::<Input>()?.read(&ReadOptions::default())?
//! let files = [
//!     NamedBytes::new("run/session.toml", "[[recording]]\nfile = \"belt.csv\"\nplacement = \"pelvis\"\n"),
//!     NamedBytes::new("run/belt.csv", pelvis_csv),
//! ];
//! let session = session_from_bytes(&files, &ReadOptions::default())?;
//! let analysis = analyze(&session, &AnalysisOptions::default());
//!
//! let bounce = analysis.metric("vertical_oscillation").ok_or("no running detected")?;
//! println!("{:.1} ± {:.1} {}", bounce.value, bounce.uncertainty, bounce.unit);
//! for missing in &analysis.unavailable {
//!     println!("{}: needs {}", missing.id, missing.needs);
//! }
//! # assert!(analysis.metric("foot_strike_angle").is_none());
//! # assert!(analysis.unavailable.iter().any(|u| u.id.to_string() == "foot_strike_angle"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Units and frames
//!
//! Samples in memory are passed unchanged, in SI units and in the sensor's own axes: m/s² (specific force, so +9.81 along up at
//! rest) and rad/s. The orientation of the sensor on the body is found from gravity and movement. Results are in the
//! body frame of the ISB (x anterior, y up, z to the runner's right); the frame is part of the type, so that signals of the
//! [`Sensor`](crate::recording::Sensor) frame cannot be mistaken for those of the [`Body`](crate::recording::Body) frame.
//!
//! ```
//! use strideform::pipeline::{AnalysisOptions, analyze};
//! use strideform::recording::{Placement, Recording, Run, Session, Signals, Triad};
//! # use strideform_virtual::{Params, SensorSpec, VirtualRun};
//! # let made = VirtualRun::new(Params { seconds: 20.0, ..Params::default() })?.record(&SensorSpec::pelvis());
//! # let ([ax, ay, az], [gx, gy, gz]) = (made.acc, made.gyr);
//!
//! let signals = Signals::new(200.0, Triad::new(ax, ay, az)).with_gyr(Triad::new(gx, gy, gz));
//! let session = Session::default()
//!     .with_run(Run::default().with_speed_mps(3.0))
//!     .with_recordings(vec![Recording::new("belt", Placement::PELVIS, signals)]);
//! let analysis = analyze(&session, &AnalysisOptions::default());
//! assert!(analysis.metric("pelvic_drop_excursion").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Your own contact detector
//!
//! A detector is a type that implements [`ContactMethod`](crate::contacts::ContactMethod): it says what it needs and turns the
//! running bouts of one sensor into contacts. [`Contacts::from_events`](crate::contacts::Contacts::from_events) handles what every
//! method has in common: which bout an event belongs to, gaps in the recording, the end of a bout. The errors that you state
//! determine the intervals of every metric that is based on the contacts.
//!
//! ```
//! use std::sync::Arc;
//! use strideform::contacts::{
//!     ContactInput, ContactMethod, ContactSide, Contacts, Event, MethodInfo, Missing, TimingError, TimingErrors,
//! };
//! use strideform::pipeline::{AnalysisOptions, analyze};
//! use strideform::recording::Segment;
//! # use strideform::read::{ReadOptions, Source, recording};
//! # use strideform::recording::Session;
//! # use strideform_virtual::{CsvStyle, Params, SensorSpec, Side, VirtualRun};
//! # let run = VirtualRun::new(Params { seconds: 20.0, ..Params::default() })?;
//! # let mut bytes = Vec::new();
//! # run.record(&SensorSpec::shank(Side::Left)).write_csv(&mut bytes, CsvStyle::Units)?;
//! # let shank = recording(&Source::Bytes { name: "left_shank.csv".into(), bytes }, &ReadOptions::default())?;
//! # let session = Session::default().with_recordings(vec![shank]);
//!
//! /// The largest acceleration of every stride; no toe-off.
//! struct LargestPeaks;
//!
//! impl ContactMethod for LargestPeaks {
//!     fn info(&self) -> MethodInfo {
//!         MethodInfo {
//!             id: "largest-peaks",
//!             summary: "the largest acceleration of every stride",
//!             segments: &[Segment::Shank],
//!             needs_gyr: false,
//!             min_rate_hz: 100.0,
//!             citation: "an example",
//!             deviations: "none",
//!         }
//!     }
//!
//!     fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
//!         self.require(input)?;
//!         let norm = input.signals.acc.norm();
//!         let mut events = Vec::new();
//!         for bout in input.bouts {
//!             let stride = (bout.stride_s.unwrap_or(0.7) * input.signals.rate_hz) as usize;
//!             let mut from = bout.start;
//!             while from + stride <= bout.end {
//!                 let largest = (from..from + stride).max_by(|a, b| norm[*a].total_cmp(&norm[*b]));
//!                 if let Some(at) = largest {
//!                     let side = ContactSide::of(input.placement.side);
//!                     events.push(Event::from_samples(side, at as f64, None, input.signals.rate_hz));
//!                 }
//!                 from += stride;
//!             }
//!         }
//!         // Peaks come some 30 ms after contact: an error that is not known must not look small.
//!         let unknown = TimingError { bias_s: 0.03, step_s: 0.01 };
//!         let errors = TimingErrors { initial_contact: unknown, toe_off: unknown, contact_time: unknown };
//!         Ok(Contacts::from_events(input, &events, errors))
//!     }
//! }
//!
//! let options = AnalysisOptions::default().with_contact_method(Arc::new(LargestPeaks));
//! let analysis = analyze(&session, &options);
//! assert!(analysis.contacts.len() > 10);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Contacts that come from elsewhere, such as a force plate or a video, go in with
//! [`AnalysisOptions::with_events`](crate::pipeline::AnalysisOptions::with_events).
//!
//! # A study of many runs
//!
//! Keep one value per run with its half-width: an interval covers the spread of the method's bias between runners, so
//! runs of one runner are not independent, and a mixed model with the runner as random effect is the usual choice. For
//! agreement with a reference, [`agreement`](crate::agreement) accounts for the trials.
//!
//! ```
//! use strideform::agreement::{Event, TrialEvents, compare_trials};
//! # use strideform::pipeline::{AnalysisOptions, analyze};
//! # use strideform::read::{ReadOptions, Source, recording};
//! # use strideform::recording::Session;
//! # use strideform_virtual::{CsvStyle, Params, SensorSpec, Side, VirtualRun};
//! # let analysed = |speed_mps: f64| -> Result<_, Box<dyn std::error::Error>> {
//! #     let run = VirtualRun::new(Params { seconds: 15.0, speed_mps, ..Params::default() })?;
//! #     let mut bytes = Vec::new();
//! #     run.record(&SensorSpec::foot(Side::Left)).write_csv(&mut bytes, CsvStyle::Units)?;
//! #     let foot = recording(&Source::Bytes { name: "left_foot.csv".into(), bytes }, &ReadOptions::default())?;
//! #     let session = Session::default().with_recordings(vec![foot]);
//! #     let truth: Vec<Event> = run.truth().contacts.iter().filter(|c| c.side == Side::Left)
//! #         .map(|c| Event::new(c.initial_contact_s).with_toe_off(c.toe_off_s)).collect();
//! #     Ok((analyze(&session, &AnalysisOptions::default()), truth))
//! # };
//!
//! let mut trials = Vec::new();
//! for speed_mps in [2.8, 3.2, 3.6] {
//!     let (analysis, truth) = analysed(speed_mps)?; // your recording and your force plate
//!     let found: Vec<Event> = analysis
//!         .contacts
//!         .iter()
//!         .filter_map(|row| Some(Event::new(row.contact.initial_contact_s).with_toe_off(row.contact.toe_off_s?)))
//!         .collect();
//!     trials.push(TrialEvents { found, truth });
//! }
//! let agreement = compare_trials(&trials, None);
//! for quantity in &agreement.pooled {
//!     let [low, high] = quantity.limits;
//!     println!("{}: bias {:+.1} ms, limits {:.1} to {:.1} ms", quantity.id, 1e3 * quantity.bias, 1e3 * low, 1e3 * high);
//! }
//! # assert_eq!(agreement.pooled.len(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! For folders with thousands of recordings, use the crate `strideform-batch`, which writes one row per run, keeps
//! finished work, and can resume.
