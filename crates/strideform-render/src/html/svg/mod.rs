//! The pictures of the page, each as inline SVG.

mod axis;
mod balance;
mod body;
mod canvas;
mod changes;
mod cycle;
mod dots;
mod season;
mod sparkline;

pub(super) use balance::{Difference, balance};
pub(super) use body::{Mark, body};
pub(super) use changes::{Change, changes};
pub(super) use cycle::cycle;
pub(super) use dots::{DotRow, Dots, dots};
pub(super) use season::{Bar, CoursePicture, course, weeks};
pub(super) use sparkline::sparkline;
