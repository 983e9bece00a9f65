//! Decodes the messages of a FIT file.
//!
//! The crate `rustyfit` decodes; `guard` checks the structure first, so that a damaged file gives one clear error.

use rustyfit::proto::Message;
use rustyfit::{DecoderBuilder, DecoderEvent};

use crate::error::Error;
use crate::read::channels::assemble;
use crate::read::channels::device;
use crate::read::errors::{malformed, unusable};
use crate::read::options::ReadOptions;
use crate::read::placement::placement_in;
use crate::read::watch::settle::{number, settle};
use crate::recording::{Caveat, Placement, Recording, Segment, Side};

use super::kept::Kept;
use super::{Decoded, guard, run, samples};

/// Decodes a file.
///
/// # Errors
///
/// A file that is truncated or damaged, or that holds neither records nor samples.
pub(super) fn decode(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Decoded, Error> {
    guard::check(bytes)?;
    let mut kept = Kept::default();
    // Components are spread over other fields in ways that this reader does not need; the checksums are checked already.
    let mut decoder = DecoderBuilder::new().checksum(false).expand_components(false).build(bytes);
    loop {
        let more = decoder.decode_with(|event| {
            if let DecoderEvent::Message(message) = event {
                kept.push(message);
            }
        });
        match more {
            Ok(true) => {}
            Ok(false) => break,
            // Zeros after the last file are padding.
            Err(_) if !kept.is_empty() => break,
            Err(_) => return Err(malformed("the FIT file cannot be decoded").with_remedy("export it again")),
        }
    }
    let messages = kept.into_messages()?;
    let mut runs = run::runs(&messages, name);
    runs.retain(|r| !r.records.is_empty() || r.totals.distance_m.is_some());
    runs.iter_mut().for_each(settle);
    number(&mut runs);
    let recording = recording(&messages, name, options)?;
    if runs.is_empty() && recording.is_none() {
        return Err(unusable("the FIT file holds neither activity records nor accelerometer samples")
            .with_remedy("export the activity itself, not a course, a workout or the settings"));
    }
    Ok(Decoded { runs, recording })
}

/// The raw samples as a recording; `None` if there are none.
fn recording(messages: &[Message], name: &str, options: &ReadOptions) -> Result<Option<Recording>, Error> {
    let acc = samples::accelerometer(messages)?;
    if acc.len() < 2 {
        return Ok(None);
    }
    let gyr = samples::gyroscope(messages)?;
    let stem = std::path::Path::new(name).file_stem().map(|s| s.to_string_lossy().into_owned());
    let own_name = || stem.as_deref().and_then(placement_in);
    let given = options.placement.or_else(own_name).or(options.placement_if_unknown);
    let given = given.or_else(|| options.placed(name, ""));
    // The FIT profile fixes columns and units; only the placement is up to the user.
    let own = ReadOptions {
        placement: Some(given.unwrap_or(Placement::new(Segment::Wrist, Side::Left))),
        outside_session: options.outside_session,
        ..ReadOptions::default()
    };
    let acc = samples::table(&acc, ["acc_x_g", "acc_y_g", "acc_z_g"]);
    let mut sheets = vec![(name.to_owned(), device::read(name, acc.as_bytes(), &own)?)];
    if gyr.len() >= 2 {
        let gyr = samples::table(&gyr, ["gyr_x_dps", "gyr_y_dps", "gyr_z_dps"]);
        sheets.push((name.to_owned(), device::read(name, gyr.as_bytes(), &own)?));
    }
    let mut recording = assemble::merged(sheets, name, &own)?;
    if given.is_none() {
        let text = "the file does not say where the sensor was worn: a watch on the left wrist is assumed; override with --placement";
        recording.caveats.push(Caveat::new("placement-assumed", text));
        for inference in recording.inferences.iter_mut().filter(|i| i.about == "placement") {
            inference.because = "FIT files are recorded by watches".into();
        }
    } else if options.placement.is_none() {
        for inference in recording.inferences.iter_mut().filter(|i| i.about == "placement") {
            inference.because = "the file's name".into();
        }
    }
    Ok(Some(recording))
}
