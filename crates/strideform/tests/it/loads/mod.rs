//! Loads and arms, the whole way from samples to metrics on the virtual runner.

mod arms;
mod help;
mod loading_rate;
mod stiffness;
