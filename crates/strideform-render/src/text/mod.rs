//! The terminal version of the report: 80 columns, no colour, words before numbers.

mod compare;
mod findings;
mod inspection;
mod laps;
mod list;
mod metrics;
mod notes;
mod summary;
mod trend;
mod wrap;

use strideform::report::Analysis;

use crate::people::UnitsOut;

pub use crate::duration::duration;
pub use compare::comparison;
pub use inspection::inspection;
pub use trend::trend;
pub use wrap::wrapped;

/// An analysis as text for the terminal, in kilometres.
pub fn analysis(analysis: &Analysis) -> String {
    analysis_in(analysis, UnitsOut::Metric)
}

/// An analysis as text for the terminal, with distances and paces in these units.
pub fn analysis_in(analysis: &Analysis, units: UnitsOut) -> String {
    let parts = [
        notes::warning(analysis),
        summary::lines(analysis),
        summary::next(analysis),
        notes::plan(analysis),
        notes::edited(analysis),
        metrics::table(analysis),
        laps::table(analysis, units),
        findings::blocks(analysis),
        notes::not_assessed(analysis),
        notes::caveats(analysis),
        notes::symptoms(analysis),
        notes::clinician(),
    ];
    list::paragraphs(parts)
}
