//! Contacts from a shank sensor against the force plate.

mod accuracy;
mod agreement;
mod computed;
mod contract;
mod invariance;
mod leave_one_out;
mod load;
mod rivals;
mod speed;
mod virtual_run;
