//! GPX: tracks of positions; cadence and heart rate in extensions of many makers.

use std::io::BufRead;

use crate::error::Error;
use crate::read::errors::unusable;
use crate::read::time::timestamp::Order;
use crate::recording::{Sport, WatchRun};

use super::track::{MAX_POINTS, Point, Track, planned, too_many_points};
use super::walker::{Attributes, Step, Walker};
use crate::read::watch::date_time::stamped;
use crate::read::watch::vocabulary::sport;

/// Tracks that follow each other within this time are parts of one run (*chosen*: half an hour, longer than any rest).
const REST_S: f64 = 1800.0;

/// The tracks of the document, of which the outermost element is open.
pub(super) fn runs<R: BufRead>(
    walker: &mut Walker<R>,
    file: &str,
    creator: Option<String>,
) -> Result<Vec<WatchRun>, Error> {
    let mut tracks: Vec<Track> = Vec::new();
    let mut point = Point::default();
    let (mut points, mut in_point, mut routes, mut moments) = (0, false, false, 0);
    loop {
        match walker.next()? {
            Step::End => break,
            Step::Open { name: "trk", .. } => tracks.push(Track::default()),
            Step::Open { name: "rte", .. } => routes = true,
            Step::Open { name: "trkpt", attributes } => {
                in_point = true;
                point = position(&attributes);
            }
            Step::Open { .. } => {}
            Step::Close { name: "trkpt", .. } => {
                in_point = false;
                points += 1;
                if points > MAX_POINTS {
                    return Err(too_many_points());
                }
                moments += usize::from(point.at.is_some());
                if let Some(track) = tracks.last_mut() {
                    track.points.push(std::mem::take(&mut point));
                }
            }
            Step::Close { name: "time", parent: "trkpt", text } => point.at = stamped(text, Order::DayFirst),
            Step::Close { name, text, .. } if in_point => point.extension(name, text),
            Step::Close { name, parent: "trk", text } if !text.is_empty() => {
                let Some(track) = tracks.last_mut() else { continue };
                match name {
                    "name" => track.title = Some(text.chars().take(80).collect()),
                    "type" => {
                        let (found, indoors) = sport::sport(text);
                        // A word that no vocabulary knows, such as the portal's name, says nothing.
                        let known = !matches!(found, Sport::Other(_)) || sport::is_other(text);
                        (track.sport, track.indoors) =
                            if known { (found, indoors) } else { (Sport::Unknown, false) };
                    }
                    "src" => track.device = Some(text.chars().take(80).collect()),
                    _ => {}
                }
            }
            Step::Close { .. } => {}
        }
    }
    if tracks.iter().all(|t| t.points.is_empty()) {
        return Err(match routes {
            true => planned("GPX file"),
            false => unusable("this GPX file holds no track").with_remedy("export the activity, not places"),
        });
    }
    if moments == 0 {
        return Err(planned("GPX file"));
    }
    let tracks = joined(tracks);
    let mut runs: Vec<WatchRun> = tracks
        .into_iter()
        .map(|mut track| {
            track.device = track.device.or_else(|| creator.clone());
            track.into_run(file)
        })
        .collect();
    runs.retain(|run| !run.records.is_empty());
    Ok(runs)
}

fn position(attributes: &Attributes<'_>) -> Point {
    let mut point = Point::default();
    attributes.each(|name, value| match name {
        "lat" => point.latitude = value.trim().parse().ok().filter(|v: &f64| v.abs() <= 90.0),
        "lon" => point.longitude = value.trim().parse().ok().filter(|v: &f64| v.abs() <= 180.0),
        _ => {}
    });
    point
}

/// Tracks of one run as one: some exporters begin a new one after every pause.
fn joined(tracks: Vec<Track>) -> Vec<Track> {
    let mut out: Vec<Track> = Vec::new();
    for track in tracks.into_iter().filter(|t| !t.points.is_empty()) {
        let end = out.last().and_then(|t| t.points.iter().rev().find_map(|p| p.at));
        let start = track.points.iter().find_map(|p| p.at);
        let rest = end
            .zip(start)
            .map(|((end, _), (start, _))| (start.as_millisecond() - end.as_millisecond()) as f64 / 1000.0);
        match out.last_mut() {
            Some(before)
                if before.sport == track.sport && rest.is_some_and(|s| (0.0..=REST_S).contains(&s)) =>
            {
                before.points.extend(track.points);
            }
            _ => out.push(track),
        }
    }
    out
}
