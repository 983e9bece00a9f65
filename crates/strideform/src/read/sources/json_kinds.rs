//! JSON of portals and apps: not read, but refused by its name with what to give instead.

use crate::error::Error;
use crate::read::errors::unusable;

/// Keys that stand in the first bytes of such a file, what it is, and what to give instead.
const KINDS: [(&[&str], &str, &str); 19] = [
    (
        &["\"exportVersion\"", "\"exercises\""],
        "a Polar Flow session",
        "export the session as TCX or FIT from flow.polar.com",
    ),
    (&["\"DeviceLog\""], "a Suunto log", "export the activity as FIT from the Suunto app"),
    (
        &["\"TimeISO8601\"", "\"Attributes\""],
        "the samples of a Suunto activity",
        "export the activity as FIT from the Suunto app",
    ),
    (
        &["\"trainingSessionTargets\""],
        "a plan of Polar Flow, not a session",
        "export the session as TCX or FIT from flow.polar.com",
    ),
    (
        &["\"physicalInformationSnapshot\""],
        "a Polar Flow session",
        "export the session as TCX or FIT from flow.polar.com",
    ),
    (
        &["\"summarizedActivitiesExport\""],
        "the summary of Garmin's account export",
        "give the whole zip, or the FIT files in it",
    ),
    (&["\"summaryDTO\""], "an answer of Garmin Connect", "export the activity's original FIT file"),
    (
        &["\"moving_time\""],
        "an answer of Strava's interface",
        "give Strava's bulk export, or the activity's original file",
    ),
    (&["\"metricDescriptors\""], "an answer of Garmin Connect", "export the activity's original FIT file"),
    (
        &["\"velocity_smooth\""],
        "streams of Strava's interface",
        "give Strava's bulk export, or the activity's original file",
    ),
    (
        &["\"heartrate\"", "\"original_size\""],
        "streams of Strava's interface",
        "give Strava's bulk export, or the activity's original file",
    ),
    (
        &["\"sportType\"", "\"labelId\""],
        "an answer of COROS",
        "export the activity as FIT or TCX from the COROS app",
    ),
    (&["\"RIDE\""], "a GoldenCheetah activity", "export it as CSV, TCX or FIT from GoldenCheetah"),
    (&["\"data\"", "\"workouts\""], "a health export of an app", "give Apple's own export.xml or export.zip"),
    (&["\"active_duration_ms\""], "a Nike Run Club activity", "export it as GPX or TCX"),
    (&["\"fitnessActivity\""], "Google Fit's export", "give the TCX files beside it"),
    (
        &["\"FeatureCollection\""],
        "GeoJSON, which holds a path without cadence",
        "export the activity as FIT, TCX or GPX",
    ),
    (
        &["\"RIDES\""],
        "GoldenCheetah's list of activities",
        "export them as CSV, TCX or FIT from GoldenCheetah",
    ),
    (&["\"rMSSD\""], "a log of heart-rate variability", "export the activity as FIT, TCX or GPX"),
];

/// The error for JSON of a known kind that is not read; `None` for any other content.
pub fn foreign_json(head: &[u8]) -> Option<Error> {
    let text = String::from_utf8_lossy(head.get(..head.len().min(1 << 16)).unwrap_or(head));
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['{', '[']) || text.contains("\"strideform.") {
        return None;
    }
    let (_, what, instead) = KINDS.iter().find(|(keys, ..)| keys.iter().all(|key| text.contains(key)))?;
    Some(unusable(format!("this is {what} in JSON, which is not read")).with_remedy(*instead))
}

/// The error for any JSON where a recording is wanted; `None` for any other content.
pub(super) fn json(head: &[u8]) -> Option<Error> {
    if let Some(error) = foreign_json(head) {
        return Some(error);
    }
    let text = String::from_utf8_lossy(head.get(..head.len().min(1 << 12)).unwrap_or(head));
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let object = text.strip_prefix('[').unwrap_or(text).trim_start().strip_prefix('{')?.trim_start();
    let key = object.strip_prefix('"')?.split_once('"')?.1.trim_start();
    if !key.starts_with(':') {
        return None;
    }
    let ours = text.contains("\"strideform.analysis/");
    Some(match ours {
        true => unusable("this is a saved analysis, not a recording")
            .with_remedy("`analyze`, `compare` and `trend` take it as it is"),
        false => unusable("this is JSON of an unknown kind, which is not read")
            .with_remedy("export the activity as FIT, TCX, GPX or CSV"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_and_saved_analyses_are_not() {
        for (text, word) in [
            ("{\"exportVersion\": \"1\", \"exercises\": []}", "Polar"),
            ("[{\"summarizedActivitiesExport\": []}]", "Garmin"),
            ("\u{feff}{\"DeviceLog\": {}}", "Suunto"),
        ] {
            let error = foreign_json(text.as_bytes()).expect(text);
            assert!(error.message().contains(word) && error.remedy().is_some(), "{error}");
        }
        for text in
            ["{\"schema\": \"strideform.analysis/1\", \"moving_time\": 1}", "a,b\n1,2\n", "{\"x\": 1}"]
        {
            assert!(foreign_json(text.as_bytes()).is_none(), "{text}");
        }
        for (text, word) in [
            ("{\"schema\": \"strideform.analysis/1\"}", "saved analysis"),
            ("[ { \"x\" : 1}]", "unknown kind"),
        ] {
            assert!(json(text.as_bytes()).is_some_and(|e| e.message().contains(word)), "{text}");
        }
        for text in ["{a};{b}\n1;2\n", "[s],[g]\n1,2\n"] {
            assert!(json(text.as_bytes()).is_none(), "{text}");
        }
    }
}
