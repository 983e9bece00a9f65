//! The inputs of a job, found in files, folders, patterns and lists; each counts once.

mod batch_input;
mod dedup;
mod expand;
mod manifest;
mod shard;
mod walk;

pub use batch_input::{BatchInput, Stamp};
pub use dedup::{Described, Identity, dedup};
pub use expand::{Discovery, Found, Inputs, discover, discover_with, missing};
pub use manifest::Manifest;
pub use shard::Shard;
