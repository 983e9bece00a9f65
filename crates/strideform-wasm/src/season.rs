//! Many runs, like `strideform trend`.

use strideform::files;
use strideform::pipeline::AnalysisOptions;
use strideform::read::NamedBytes;
use strideform::trend::Trend;

use crate::failure::Failure;

/// The trend of all runs in the files.
pub(crate) fn trend(files: &[NamedBytes]) -> Result<Trend, Failure> {
    Ok(files::trend(files, &AnalysisOptions::default())?)
}
