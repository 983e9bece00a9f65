//! Reading: dialects, bad and hostile files, arrays, sessions.

mod arrays;
mod bad_files;
#[cfg(feature = "columnar")]
pub(crate) mod columnar;
mod dialects;
mod hostile;
mod phones;
mod recordings;
mod sessions;
mod variants;
