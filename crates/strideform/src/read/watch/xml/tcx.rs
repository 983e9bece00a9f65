//! TCX (Training Center XML): activities with laps and points; cadence in an extension.

use std::io::BufRead;

use jiff::Timestamp;

use crate::error::Error;
use crate::read::errors::unusable;
use crate::read::time::timestamp::Order;
use crate::recording::{Sport, StartClock, WatchRun, WatchTotals};

use super::track::{MAX_POINTS, Point, Track, planned, too_many_points};
use super::walker::{Step, Walker};
use crate::read::watch::date_time::stamped;
use crate::read::watch::vocabulary::sport;
use crate::recording::Channel;

fn moment(text: &str) -> Option<(Timestamp, StartClock)> {
    stamped(text, Order::DayFirst)
}

/// The activities of the document.
pub(super) fn runs<R: BufRead>(walker: &mut Walker<R>, file: &str) -> Result<Vec<WatchRun>, Error> {
    let mut tracks: Vec<Track> = Vec::new();
    let mut point = Point::default();
    let mut lap: Option<(Option<Timestamp>, WatchTotals)> = None;
    let (mut points, mut in_point, mut courses) = (0, false, false);
    loop {
        match walker.next()? {
            Step::End => break,
            Step::Open { name: "Activity", attributes } => {
                let stated = attributes.get("Sport").unwrap_or_default();
                // `Other` is what portals write for everything that is neither a run nor a ride.
                let (sport, indoors) = match stated.as_str() {
                    "Other" => (Sport::Unknown, false),
                    stated => sport::sport(stated),
                };
                tracks.push(Track { sport, indoors, ..Track::default() });
            }
            Step::Open { name: "Course" | "Workout", .. } => courses = true,
            Step::Open { name: "Lap", attributes } => {
                let at = attributes.get("StartTime").and_then(|t| moment(&t)).map(|(at, _)| at);
                lap = Some((at, WatchTotals::default()));
            }
            Step::Open { name: "Trackpoint", .. } => {
                in_point = true;
                point = Point::default();
            }
            Step::Open { .. } => {}
            Step::Close { name: "Trackpoint", .. } => {
                in_point = false;
                points += 1;
                if points > MAX_POINTS {
                    return Err(too_many_points());
                }
                if let Some(track) = tracks.last_mut() {
                    track.points.push(std::mem::take(&mut point));
                }
            }
            Step::Close { name, parent, text } if in_point => match (name, parent) {
                ("Time", _) => point.at = moment(text),
                ("LatitudeDegrees", _) => point.latitude = text.parse().ok(),
                ("LongitudeDegrees", _) => point.longitude = text.parse().ok(),
                ("DistanceMeters", _) => {
                    point.values.extend(
                        text.parse::<f64>().ok().filter(|d| *d >= 0.0).map(|d| (Channel::Distance, d)),
                    );
                }
                ("Value", "HeartRateBpm") => point.extension("hr", text),
                // The cadence of a foot pod in files before the extension, and of the pedals in rides: strides as well.
                ("Cadence", "Trackpoint") if point.strides.is_none() => point.extension("RunCadence", text),
                ("AltitudeMeters" | "SensorState", _) => {}
                _ => point.extension(name, text),
            },
            Step::Close { name: "Lap", .. } => {
                if let (Some(track), Some(lap)) = (tracks.last_mut(), lap.take()) {
                    track.laps.push(lap);
                }
            }
            Step::Close { name: "Id", parent: "Activity", text } => {
                if let Some(track) = tracks.last_mut() {
                    track.started = moment(text);
                }
            }
            Step::Close { name: "Name", parent: "Creator", text } => {
                if let Some(track) = tracks.last_mut().filter(|_| !text.is_empty()) {
                    track.device = Some(text.to_owned());
                }
            }
            Step::Close { name: "Notes", parent: "Activity", text } => {
                let line = text.lines().next().unwrap_or_default().trim();
                if let Some(track) = tracks.last_mut().filter(|_| !line.is_empty()) {
                    track.title = Some(line.chars().take(80).collect());
                }
            }
            Step::Close { name, text, .. } => {
                let Some((_, totals)) = lap.as_mut() else { continue };
                let number = text.parse::<f64>().ok().filter(|v| v.is_finite() && *v > 0.0);
                match name {
                    "TotalTimeSeconds" => totals.seconds = number,
                    "DistanceMeters" => totals.distance_m = number,
                    "Steps" => totals.steps = number,
                    _ => {}
                }
            }
        }
    }
    if tracks.is_empty() {
        return Err(match courses {
            true => planned("TCX file"),
            false => unusable("this TCX file holds no activity").with_remedy("export the activity itself"),
        });
    }
    let mut runs: Vec<WatchRun> = tracks.into_iter().map(|track| track.into_run(file)).collect();
    runs.retain(|run| !run.records.is_empty());
    if runs.is_empty() {
        return Err(unusable("this TCX file holds an activity without points and sums")
            .with_remedy("export the activity again, or its FIT file"));
    }
    Ok(runs)
}
