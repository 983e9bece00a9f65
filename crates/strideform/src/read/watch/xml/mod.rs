//! XML: TCX and GPX of watches and portals, and Apple's health export.
//!
//! Everything is read in one pass, piece by piece, with bounds on depth, on the size of a piece and on the number of points;
//! a document that defines entities is refused.

mod apple;
mod gpx;
mod sport_by_speed;
mod tcx;
mod track;
mod walker;

use std::io::BufRead;

use crate::error::Error;
use crate::read::errors::{malformed, unusable};
use crate::recording::WatchRun;

use super::settle::{number, settle};
use walker::{Step, Walker};

/// True for the head of an XML document, decompressed.
pub(in crate::read) fn is_xml(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match head {
        [b'<', b'?' | b'!', ..] => true,
        [b'<', next, ..] => next.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Every activity of a document, of whatever sport.
///
/// # Errors
///
/// `Malformed` for what is not well formed or asks for too much, `Unusable` for a document of another kind or one
/// without an activity.
pub(in crate::read) fn runs(file: &str, source: impl BufRead) -> Result<Vec<WatchRun>, Error> {
    let mut walker = Walker::new(source);
    let (root, creator) = loop {
        match walker.next()? {
            Step::Open { name, attributes } => break (name.to_owned(), attributes.get("creator")),
            Step::End => {
                return Err(
                    malformed("the XML document has no element").with_remedy("export the activity again")
                );
            }
            _ => {}
        }
    };
    let mut runs = match root.as_str() {
        "TrainingCenterDatabase" => tcx::runs(&mut walker, file)?,
        "gpx" => gpx::runs(&mut walker, file, creator)?,
        "HealthData" => apple::runs(&mut walker, file)?,
        other => return Err(refused(other)),
    };
    runs.iter_mut().for_each(settle);
    number(&mut runs);
    Ok(runs)
}

/// A document of another kind, by its name.
fn refused(root: &str) -> Error {
    let short: String = root.chars().take(40).collect();
    let (what, instead) = match root.to_ascii_lowercase().as_str() {
        "kml" => (
            "a KML file, which holds a path without times of its points",
            "export the activity as FIT, TCX or GPX",
        ),
        "html" => (
            "a web page",
            "use the portal's export of the activity (FIT, TCX or GPX) instead of saving the page",
        ),
        "clinicaldocument" => (
            "the clinical part of Apple's health export, which holds no runs",
            "give the export.xml beside it, or the whole zip",
        ),
        "fitnessworkbook" | "pwx" => {
            ("a PWX file of TrainingPeaks", "download the original FIT file, or export it as TCX")
        }
        "sml" | "xml" | "openambitlog" | "sampledata" => {
            ("a Suunto log in XML", "export the move as FIT from the Suunto app")
        }
        "polar-exercise-data" => ("a Polar exercise in XML", "export the session as TCX from Polar Flow"),
        "trainingcenter" | "fitlog" | "fitnessworkbook.workbook" => {
            ("a workout log in XML", "export the activities as FIT or TCX")
        }
        "gpi" | "rss" | "svg" => ("not a training file", "export the activity as FIT, TCX or GPX"),
        _ => ("XML of a kind that is not known", "export the activity as FIT, TCX or GPX"),
    };
    unusable(format!("this is {what} (its first element is <{short}>)")).with_remedy(instead)
}

#[cfg(test)]
mod tests;
