//! Errors in one line: n, bias, SD, limits of agreement, RMSE.

use strideform::signal::stats;

/// Errors (estimate − truth) of one group.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors(pub(crate) Vec<f64>);

impl Errors {
    pub(crate) fn n(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn bias(&self) -> f64 {
        stats::mean(&self.0).unwrap_or(f64::NAN)
    }

    pub(crate) fn sd(&self) -> f64 {
        stats::sd(&self.0).unwrap_or(f64::NAN)
    }

    pub(crate) fn rmse(&self) -> f64 {
        stats::rms(&self.0).unwrap_or(f64::NAN)
    }

    /// Every error minus `bias`: what the method would have given with its constant shifted by that amount.
    pub(crate) fn less(&self, bias: f64) -> Self {
        Self(self.0.iter().map(|e| e - bias).collect())
    }

    /// `bias ± SD` with `digits` decimals after multiplication by `scale`.
    pub(crate) fn plus_minus(&self, scale: f64, digits: usize) -> String {
        format!("{:+.digits$} ± {:.digits$}", scale * self.bias(), scale * self.sd())
    }

    /// 95 % limits of agreement.
    pub(crate) fn limits(&self, scale: f64, digits: usize) -> String {
        let (b, s) = (self.bias(), 1.96 * self.sd());
        format!("{:+.digits$}…{:+.digits$}", scale * (b - s), scale * (b + s))
    }
}
