//! Contacts from a shank sensor against the force plate.

mod accuracy;
mod agreement;
mod leave_one_out;
mod explore;
mod load;
mod rivals;
mod virtual_run;
