//! Every integration test of the library, in one binary: linking forty took longer than running them.

mod bouts;
mod contract;
mod cycle_curves;
mod edits;
mod end_to_end;
mod faults;
mod foot;
mod fuzz;
mod grid;
mod loads;
mod orientation;
mod pelvis;
mod read;
mod repository;
mod shank;
mod signal;
mod study;
#[cfg(feature = "fit")]
mod watch;
