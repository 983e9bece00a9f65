//! Contacts from a foot: one man on a force treadmill, a radio sensor that lost packets, the virtual runner.

mod help;
mod lost_packets;
mod markers;
mod robustness;
mod virtual_runner;
