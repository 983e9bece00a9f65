//! strideform without a file system: the engine of the page in `app/`, compiled to WebAssembly.
//!
//! An [`Engine`] holds named files. Its functions take options as JSON and return JSON: the documents of the command line,
//! byte for byte, or `{"error": …}` with the message of the command line. Nothing is computed here.

mod compare;
mod demo;
mod engine;
mod failure;
mod inspect;
mod options;
mod signals;

pub use engine::Engine;
