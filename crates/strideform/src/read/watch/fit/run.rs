//! Runs from sessions, laps and records.

use jiff::Timestamp;
use rustyfit::profile::mesgdef::{Activity, FileId, Lap, Record, Session};
use rustyfit::profile::typedef::{MesgNum, Sport as FitSport, SubSport};
use rustyfit::proto::Message;

use crate::recording::{Channel, RowKind, Sport, StartClock, WatchLap, WatchRun, WatchTotals};

use super::developer::Developer;
use super::message::{scaled, text};
use crate::read::watch::date_time::FIT_EPOCH_S;
use crate::read::watch::scale::value;
use crate::read::watch::tables::garmin;
use crate::read::watch::tables::per_second;

/// The frame of a session.
struct Frame {
    start: f64,
    sport: Sport,
    indoors: bool,
    totals: WatchTotals,
}

/// Seconds of the FIT clock as a moment.
pub(super) fn moment(seconds: f64) -> Option<Timestamp> {
    Timestamp::from_second(FIT_EPOCH_S + seconds as i64).ok()
}

/// Every session with its records; a single run if the file holds no session.
pub(super) fn runs(messages: &[Message], file: &str) -> Vec<WatchRun> {
    let mut developer = Developer::default();
    messages.iter().filter(|m| m.num == MesgNum::FIELD_DESCRIPTION).for_each(|m| developer.describe(m));
    let mut frames: Vec<Frame> =
        messages.iter().filter(|m| m.num == MesgNum::SESSION).filter_map(frame).collect();
    frames.sort_by(|a, b| a.start.total_cmp(&b.start));
    let stamp = |m: &Message| scaled(m, Record::TIMESTAMP, 1.0);
    let records: Vec<(f64, &Message)> =
        messages.iter().filter(|m| m.num == MesgNum::RECORD).filter_map(|m| Some((stamp(m)?, m))).collect();
    if frames.is_empty() {
        let Some((start, _)) = records.first() else { return Vec::new() };
        frames.push(Frame {
            start: *start,
            sport: sport_message(messages),
            indoors: false,
            totals: WatchTotals::default(),
        });
    }
    // Beside a leg that is called running, one without a sport is a transition, a warm-up in a hall, or a mistake.
    if frames.iter().any(|f| f.sport == Sport::Running) {
        for frame in frames.iter_mut().filter(|f| f.sport == Sport::Unknown) {
            frame.sport = Sport::Other("an activity without a sport".to_owned());
        }
    }
    let Worn { device, method, app } = worn(messages, &developer);
    let clock = clock(messages);
    let starts: Vec<f64> = frames.iter().map(|f| f.start).collect();
    let laps = messages.iter().filter(|m| m.num == MesgNum::LAP);
    let laps = laps.filter_map(|m| Some((scaled(m, Lap::START_TIME, 1.0)?, m))).collect();
    let own = partition(&starts, records).into_iter().zip(partition(&starts, laps));
    frames
        .into_iter()
        .zip(own)
        .flat_map(|(frame, (own, laps))| {
            let mut run = WatchRun::new(file, method, RowKind::Record);
            run.device = device.clone();
            run.started = moment(frame.start);
            run.clock = clock;
            run.sport = frame.sport;
            run.indoors = frame.indoors;
            run.totals = frame.totals;
            let origin = own.first().map_or(frame.start, |(t, _)| t.min(frame.start));
            let mut second = run.clone();
            for (t, message) in &own {
                let native = native(message);
                let fields = developer.values(message);
                // Two devices: the app's form values stand apart, with the speed and cadence of the watch where it has none.
                if app.is_some() {
                    let (form, rest): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(c, _)| is_form(*c));
                    let shared = completed(native.clone(), rest);
                    if !form.is_empty() {
                        let own = shared.iter().copied().filter(|(c, _)| !is_form(*c)).collect();
                        second.records.push(t - origin, &completed(form, own));
                    }
                    run.records.push(t - origin, &shared);
                } else {
                    run.records.push(t - origin, &completed(native, fields));
                }
            }
            complete(&mut run);
            run.laps = laps.into_iter().map(|(start, message)| lap(message, start - origin)).collect();
            let second = app.filter(|_| !second.records.is_empty()).map(|method| {
                second.method = method;
                second.device = Some(if method == per_second::METHOD { "app" } else { method }.to_owned());
                second.beside = true;
                second.totals = run.totals;
                second
            });
            std::iter::once(run).chain(second)
        })
        .collect()
}

/// What belongs to each session: everything from its start until the next one's, and to the first also what is earlier.
/// `starts` are sorted; the order of `items` within a session is kept.
fn partition<T>(starts: &[f64], items: Vec<(f64, T)>) -> Vec<Vec<(f64, T)>> {
    let mut out: Vec<Vec<(f64, T)>> = starts.iter().map(|_| Vec::new()).collect();
    for (t, item) in items {
        let at = starts.partition_point(|start| *start <= t).saturating_sub(1);
        if let Some(own) = out.get_mut(at) {
            own.push((t, item));
        }
    }
    out
}

/// Values of the foot's contact and of the body's rise, which two devices measure differently.
fn is_form(channel: Channel) -> bool {
    use Channel::*;
    matches!(
        channel,
        ContactTime
            | ContactTimeLeft
            | ContactTimeRight
            | ContactTimeBalance
            | DutyFactor
            | FlightTime
            | StepLength
            | VerticalOscillation
            | VerticalRatio
            | LegStiffness
    )
}

/// The clock of the runner, from the local time that the activity keeps beside UTC.
fn clock(messages: &[Message]) -> StartClock {
    let offset = messages.iter().filter(|m| m.num == MesgNum::ACTIVITY).find_map(|m| {
        Some(scaled(m, Activity::LOCAL_TIMESTAMP, 1.0)? - scaled(m, Activity::TIMESTAMP, 1.0)?)
    });
    // Zones differ by quarters of an hour, from −12 to +14 hours; anything else is a fault of the device.
    let quarter = offset.map(|o| (o / 900.0).round() * 900.0);
    match (offset, quarter) {
        (Some(offset), Some(quarter))
            if (offset - quarter).abs() <= 5.0 && (-43_200.0..=50_400.0).contains(&quarter) =>
        {
            StartClock::Offset(quarter as i32)
        }
        _ => StartClock::Utc,
    }
}

/// Sums that the session does not hold, from the records.
fn complete(run: &mut WatchRun) {
    let last = run.records.time_s.last().copied().unwrap_or(0.0);
    run.totals.seconds = run.totals.seconds.or((last > 0.0).then_some(last));
    if run.totals.distance_m.is_none()
        && let Some(column) = run.records.column(Channel::Distance)
    {
        let known = || column.iter().copied().filter(|d| d.is_finite());
        let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
        run.totals.distance_m = (high > low).then_some(high - low);
    }
}

fn sport_of(sport: Option<f64>, name: impl Fn(u8) -> String) -> Sport {
    match sport.map(|s| FitSport(s as u8)) {
        Some(FitSport::RUNNING) => Sport::Running,
        Some(FitSport::WALKING | FitSport::HIKING) => Sport::Walking,
        None | Some(FitSport::GENERIC) => Sport::Unknown,
        Some(other) => Sport::Other(name(other.0)),
    }
}

fn sport_name(number: u8) -> String {
    FitSport(number).to_string().replace('_', " ")
}

fn sport_message(messages: &[Message]) -> Sport {
    let sport = messages.iter().find(|m| m.num == MesgNum::SPORT).and_then(|m| scaled(m, 0, 1.0));
    sport_of(sport, sport_name)
}

/// Steps of both feet from a session's or a lap's cycles, which are strides.
fn steps(message: &Message, cycles: u8, fraction: u8, running: bool) -> Option<f64> {
    let whole = scaled(message, cycles, 1.0)?;
    // The profile's scale of the fractional cycles is 128.
    (running && whole > 0.0).then(|| 2.0 * (whole + scaled(message, fraction, 128.0).unwrap_or(0.0)))
}

fn frame(message: &Message) -> Option<Frame> {
    let start = scaled(message, Session::START_TIME, 1.0).or_else(|| {
        Some(
            scaled(message, Session::TIMESTAMP, 1.0)? - scaled(message, Session::TOTAL_ELAPSED_TIME, 1000.0)?,
        )
    })?;
    let sport = sport_of(scaled(message, Session::SPORT, 1.0), sport_name);
    let sub = scaled(message, Session::SUB_SPORT, 1.0).map(|s| SubSport(s as u8));
    Some(Frame {
        start,
        indoors: matches!(
            sub,
            Some(SubSport::TREADMILL | SubSport::INDOOR_RUNNING | SubSport::VIRTUAL_ACTIVITY)
        ),
        totals: WatchTotals {
            distance_m: scaled(message, Session::TOTAL_DISTANCE, 100.0).filter(|d| *d > 0.0),
            seconds: scaled(message, Session::TOTAL_TIMER_TIME, 1000.0).filter(|s| *s > 0.0),
            steps: steps(
                message,
                Session::TOTAL_CYCLES,
                Session::TOTAL_FRACTIONAL_CYCLES,
                sport.may_be_running(),
            ),
        },
        sport,
    })
}

fn lap(message: &Message, start_s: f64) -> WatchLap {
    WatchLap {
        start_s,
        totals: WatchTotals {
            distance_m: scaled(message, Lap::TOTAL_DISTANCE, 100.0),
            seconds: scaled(message, Lap::TOTAL_TIMER_TIME, 1000.0),
            steps: steps(message, Lap::TOTAL_CYCLES, Lap::TOTAL_FRACTIONAL_CYCLES, true),
        },
    }
}

/// The native fields of a record.
fn native(message: &Message) -> Vec<(Channel, f64)> {
    let mut out: Vec<(Channel, f64)> = Vec::new();
    // Field, and the profile's scale times the factor to the channel's unit.
    let native = [
        (Channel::Distance, Record::DISTANCE, 100.0, None),
        (Channel::Speed, Record::ENHANCED_SPEED, 1000.0, None),
        (Channel::Speed, Record::SPEED, 1000.0, None),
        (Channel::HeartRate, Record::HEART_RATE, 1.0, None),
        (Channel::Power, Record::POWER, 1.0, None),
        (Channel::VerticalOscillation, Record::VERTICAL_OSCILLATION, 100.0, Some("cm")),
        (Channel::ContactTime, Record::STANCE_TIME, 10_000.0, Some("s")),
        (Channel::DutyFactor, Record::STANCE_TIME_PERCENT, 10_000.0, None),
        (Channel::VerticalRatio, Record::VERTICAL_RATIO, 100.0, None),
        (Channel::ContactTimeBalance, Record::STANCE_TIME_BALANCE, 100.0, None),
        (Channel::StepLength, Record::STEP_LENGTH, 10_000.0, Some("m")),
    ];
    for (channel, num, scale, unit) in native {
        if !out.iter().any(|(c, _)| *c == channel)
            && let Some(v) = scaled(message, num, scale).and_then(|raw| value(channel, unit, raw))
        {
            out.push((channel, v));
        }
    }
    // Strides per minute, whole and fraction (scale 128), or in one field of scale 256.
    let strides = scaled(message, Record::CADENCE, 1.0)
        .map(|whole| whole + scaled(message, Record::FRACTIONAL_CADENCE, 128.0).unwrap_or(0.0))
        .or_else(|| scaled(message, Record::CADENCE256, 256.0));
    out.extend(strides.and_then(|s| value(Channel::Cadence, None, 2.0 * s)).map(|v| (Channel::Cadence, v)));
    out
}

/// Values, completed with those of another source where they are missing.
fn completed(mut out: Vec<(Channel, f64)>, other: Vec<(Channel, f64)>) -> Vec<(Channel, f64)> {
    for (channel, v) in other {
        // A zero from the watch means missing where the app has a value.
        match out.iter_mut().find(|(c, _)| *c == channel) {
            Some(slot) if slot.1 == 0.0 => slot.1 = v,
            Some(_) => {}
            None => out.push((channel, v)),
        }
    }
    out
}

/// What was worn.
struct Worn {
    device: Option<String>,
    /// Of the values that the file's records hold themselves.
    method: &'static str,
    /// Of an app's values, where the watch has its own values of form beside them.
    app: Option<&'static str>,
}

/// Name of the device and the methods of its values.
fn worn(messages: &[Message], developer: &Developer) -> Worn {
    let id = messages.iter().find(|m| m.num == MesgNum::FILE_ID);
    let maker = id.and_then(|m| scaled(m, FileId::MANUFACTURER, 1.0)).map(|v| v as u16);
    // Numbers of the profile's list of manufacturers.
    let (name, method) = match maker {
        Some(1) => (Some("Garmin"), garmin::METHOD),
        Some(95) => (Some("Stryd"), per_second::STRYD),
        Some(23) => (Some("Suunto"), per_second::METHOD),
        Some(32) => (Some("Wahoo"), per_second::METHOD),
        Some(123) => (Some("Polar"), per_second::METHOD),
        Some(294) => (Some("Coros"), per_second::METHOD),
        _ => (None, per_second::METHOD),
    };
    let product = id.and_then(|m| text(m, FileId::PRODUCT_NAME));
    let device = match (name, product) {
        (Some(name), Some(product)) if !product.to_lowercase().contains(&name.to_lowercase()) => {
            Some(format!("{name} {product}"))
        }
        (_, Some(product)) => Some(product),
        (Some(name), None) => Some(name.to_owned()),
        (None, None) => None,
    };
    // Whose values of form are they? A strap's fields are the watch's own; an app's stand apart from them.
    let own = messages
        .iter()
        .filter(|m| m.num == MesgNum::RECORD)
        .any(|m| native(m).iter().any(|(c, v)| is_form(*c) && *v > 0.0));
    let app = developer.method();
    if own && developer.measures(is_form) {
        return Worn { device, method, app: Some(app.unwrap_or(per_second::METHOD)) };
    }
    Worn { device, method: app.filter(|_| !own).unwrap_or(method), app: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// One pass gives what a search of everything for each session gives, also where sessions begin at once.
        #[test]
        fn a_partition_is_that_of_a_search(
            starts in proptest::collection::vec(0..20_u8, 1..8),
            times in proptest::collection::vec(0..24_u8, 0..40),
        ) {
            let mut starts: Vec<f64> = starts.into_iter().map(|t| f64::from(t) + 2.0).collect();
            starts.sort_by(f64::total_cmp);
            let items: Vec<(f64, usize)> = times.iter().enumerate().map(|(i, t)| (f64::from(*t), i)).collect();
            let searched: Vec<Vec<(f64, usize)>> = (0..starts.len())
                .map(|i| {
                    let from = if i == 0 { f64::NEG_INFINITY } else { starts[i] };
                    let to = starts.get(i + 1).copied().unwrap_or(f64::INFINITY);
                    items.iter().filter(|(t, _)| *t >= from && *t < to).copied().collect()
                })
                .collect();
            prop_assert_eq!(partition(&starts, items), searched);
        }
    }
}
