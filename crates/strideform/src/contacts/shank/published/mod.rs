//! Published methods for the shank, one file each.

mod aubol_milner_2020;
mod fadillioglu_2020;
mod mercer_2003;
mod purcell_2005;

pub use aubol_milner_2020::AubolMilner2020;
pub use fadillioglu_2020::Fadillioglu2020;
pub use mercer_2003::Mercer2003;
pub use purcell_2005::Purcell2005;
