//! What was measured: sensors, their placement, their samples on a uniform grid, and their known problems.

mod caveat;
mod edited;
mod edits;
mod inference;
mod placement;
mod session;
mod signals;
pub(crate) mod stored;
mod triad;
mod watch;

pub use caveat::{Caveat, CaveatId};
pub(crate) use edited::{is_sensor, names_file};
pub use edits::{AddedContact, Edits, Excluded, HousingAxis, Mounting, MovedContact, RemovedContact};
pub use inference::Inference;
pub use placement::{ParsePlacementError, Placement, Segment, Side};
pub use session::{Clock, Recording, Run, Runner, Session, Symptom};
pub use signals::{Axes, Body, Sensor, Signals, World};
pub use triad::Triad;
pub use watch::{
    Channel, RUNNING_CADENCE, RowKind, Sport, StartClock, WatchLap, WatchRecords, WatchRun, WatchTotals,
};
