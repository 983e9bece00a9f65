//! Where running is found: on recordings of people and on the virtual runner.

mod activities;
mod recordings;
mod virtual_runner;
mod worn;
