//! Published methods for the foot, one file each.

mod benson_2019;
mod falbriard_2018;
mod resultant_peak;

pub use benson_2019::Benson2019;
pub use falbriard_2018::Falbriard2018;
pub use resultant_peak::ResultantPeak;
