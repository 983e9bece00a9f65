//! One contract for every registered contact method, whatever its placement.

mod hostile;
mod runner;
mod same;
