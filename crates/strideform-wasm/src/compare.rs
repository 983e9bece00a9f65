//! Two runs, like `strideform compare`.

use strideform::compare::{self, Comparison};
use strideform_render::{html, json};

use crate::failure::{Failure, Outcome};
use crate::saved;

fn compared(before: &str, after: &str) -> Result<Comparison, Failure> {
    let before = saved::of_text(before, "before")?;
    let after = saved::of_text(after, "after")?;
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
