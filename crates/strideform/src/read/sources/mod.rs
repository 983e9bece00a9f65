//! Inputs (files, bytes and sessions) and their content.

mod archive;
pub(in crate::read) mod contents;
mod folder;
pub(in crate::read) mod input;
pub(in crate::read) mod json_kinds;
pub(in crate::read) mod named_bytes;
pub(in crate::read) mod recording;
pub(in crate::read) mod session;
pub(in crate::read) mod source;
pub(in crate::read) mod watch_files;
