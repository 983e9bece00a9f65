//! The terminal version of the report: 80 columns, no colour, words before numbers.

mod compare;
mod findings;
mod inspection;
mod list;
mod metrics;
mod notes;
mod summary;
mod trend;
mod wrap;

use strideform::report::Analysis;

pub use crate::duration::duration;
pub use compare::comparison;
pub use inspection::inspection;
pub use trend::trend;
pub use wrap::wrapped;

/// An analysis as text for the terminal.
pub fn analysis(analysis: &Analysis) -> String {
    let parts = [
        notes::warning(analysis),
        summary::lines(analysis),
        notes::edited(analysis),
        metrics::table(analysis),
        findings::blocks(analysis),
        notes::not_assessed(analysis),
        notes::caveats(analysis),
        notes::symptoms(analysis),
    ];
    list::paragraphs(parts)
}
