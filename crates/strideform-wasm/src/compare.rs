//! Two runs, like `strideform compare`.

use strideform::compare::{self, Comparison};
use strideform::report::Saved;
use strideform_render::{html, json};

use crate::failure::{Failure, Outcome};

fn compared(before: &str, after: &str) -> Result<Comparison, Failure> {
    let before = Saved::from_json("before", before.as_bytes())?;
    let after = Saved::from_json("after", after.as_bytes())?;
    Ok(compare::compare(&before, &after))
}

/// The comparison as JSON.
pub(crate) fn json(before: &str, after: &str) -> Outcome {
    Ok(json::document(&compared(before, after)?)?)
}

/// The comparison as a page.
pub(crate) fn html(before: &str, after: &str) -> Outcome {
    let page = html::comparison(&compared(before, after)?)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
