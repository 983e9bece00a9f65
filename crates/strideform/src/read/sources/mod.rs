//! Inputs: files, bytes and sessions, and their content.

pub(in crate::read) mod contents;
mod folder;
pub(in crate::read) mod input;
pub(in crate::read) mod named_bytes;
pub(in crate::read) mod recording;
pub(in crate::read) mod session;
pub(in crate::read) mod source;
