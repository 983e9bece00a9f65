//! Published methods for the pelvis, one file each; `scene` holds what they share.

mod auvinet_2002;
mod lee_2010;
mod patoz_2022;
mod scene;
mod wixted_2010;

pub use auvinet_2002::Auvinet2002;
pub use lee_2010::Lee2010;
pub use patoz_2022::Patoz2022;
pub use wixted_2010::Wixted2010;
