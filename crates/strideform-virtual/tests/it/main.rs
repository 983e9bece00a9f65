//! The virtual runner against the mechanics it is built from.

mod loads;
mod mechanics;
mod people;
mod sessions;
