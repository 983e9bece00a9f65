//! Contacts from a sensor on the foot or shoe.
//!
//! With a gyroscope, everything is based on the pitch rate, the angular rate about the foot's medio-lateral axis: it has
//! one broad positive lobe per stride (the swing), and a negative spike after each end of the contact. Without one, an impact
//! once per stride are followed by the foot lying flat and by the push.

mod axes;
mod force;
mod impact_candidates;
mod impact_onset;
mod landing;
mod pitch_rate;
mod published;
mod slap_onset;
mod stride_events;
mod window;
mod zero_velocity;

pub use impact_onset::FootImpactOnset;
pub use published::{Benson2019, Falbriard2018, ResultantPeak};
pub use slap_onset::FootSlapOnset;
