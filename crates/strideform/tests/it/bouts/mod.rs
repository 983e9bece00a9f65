//! Where running is found: on recordings of people and on the virtual runner.

mod recordings;
mod virtual_runner;
