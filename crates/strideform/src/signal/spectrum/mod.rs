//! Autocorrelation and power spectra by fast Fourier transform.

mod correlation;
mod power;

pub use correlation::{autocorrelation, autocorrelation_near, autocorrelation_sum};
pub use power::welch;

use rustfft::{Fft, FftPlanner};
use std::cell::RefCell;
use std::sync::Arc;

thread_local! {
    // Planned once, because planning takes longer than transforming one of the thousands of short windows.
    static PLANNER: RefCell<FftPlanner<f64>> = RefCell::new(FftPlanner::new());
}

fn forward(size: usize) -> Arc<dyn Fft<f64>> {
    PLANNER.with_borrow_mut(|p| p.plan_fft_forward(size))
}

fn inverse(size: usize) -> Arc<dyn Fft<f64>> {
    PLANNER.with_borrow_mut(|p| p.plan_fft_inverse(size))
}
