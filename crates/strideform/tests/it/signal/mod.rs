//! Signal processing against scipy's results, and its properties.

mod properties;
mod reference;
