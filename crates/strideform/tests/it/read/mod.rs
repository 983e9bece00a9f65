//! Reading: dialects, bad and hostile files, arrays, sessions.

mod arrays;
mod bad_files;
mod dialects;
mod hostile;
mod recordings;
mod sessions;
mod variants;
