//! Running-gait metrics with honest error bars from the recordings that runners already have.
//!
//! The modules stand in the order in which data flow; each imports only modules above it:
//! [`signal`] (DSP that knows no gait), [`recording`] (what was measured), [`read`] (bytes to recordings),
//! `orient`, [`bouts`] (where the person runs), [`contacts`] (initial contact and toe-off), `strides`,
//! `metrics`, `findings`, `report`, and on reports [`compare`] (before against after) and [`trend`]
//! (weeks of training).
//!
//! Inside the library every quantity is SI: m/s², rad/s, seconds. The body frame is ISB's:
//! x anterior, y up (proximal), z to the runner's right; accelerometers give specific force (+1 g up at rest).

pub mod agreement;
pub mod bouts;
pub mod compare;
pub mod contacts;
pub mod error;
pub mod findings;
pub mod metrics;
pub mod orient;
pub mod pipeline;
pub mod read;
pub mod recording;
pub mod report;
pub mod signal;
pub mod strides;
pub mod trend;
pub mod units;

pub use error::{Error, ErrorKind, Position};
