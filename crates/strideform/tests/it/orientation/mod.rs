//! Attitude and the metrics that stand on it: against markers and force plate (one man on a treadmill, sensors computed
//! from the markers) in random attitudes and with the faults of cheap sensors, and on the virtual runner.

mod foot;
mod hostile;
mod markers;
mod others;
mod pelvis;
mod virtual_runner;
