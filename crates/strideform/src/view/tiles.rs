//! Minima and maxima of the samples at every power-of-two resolution, so that any part of a long recording is drawn from a
//! few thousand numbers.
//!
//! The finest level holds the extremes of 16 samples, each further level those of two entries of the level before; what is
//! finer is read from the recording. The levels of one channel take a quarter of its samples, in single precision.

use serde::Serialize;

use crate::recording::{Recording, Sensor, Signals};

/// Samples of one entry of the finest level (*chosen*: the levels take a quarter of the samples; a view of 2000 buckets
/// reads at most 32 000 samples).
const FINEST: usize = 16;

/// Largest number of buckets of one view (*chosen*: more than any screen has columns).
const MAX_BUCKETS: usize = 16_384;

/// Extremes of one channel at one resolution.
#[derive(Debug, Clone, Default, PartialEq)]
struct Level {
    min: Vec<f32>,
    max: Vec<f32>,
}

/// One quantity of a sensor.
#[derive(Debug, Clone, Copy)]
struct Channel {
    id: &'static str,
    unit: &'static str,
    gyr: bool,
    /// The axis; `None` for the norm.
    axis: Option<usize>,
}

const fn channel(id: &'static str, gyr: bool, axis: Option<usize>) -> Channel {
    Channel { id, unit: if gyr { "rad/s" } else { "m/s²" }, gyr, axis }
}

const CHANNELS: [Channel; 8] = [
    channel("acc_x", false, Some(0)),
    channel("acc_y", false, Some(1)),
    channel("acc_z", false, Some(2)),
    channel("acc_norm", false, None),
    channel("gyr_x", true, Some(0)),
    channel("gyr_y", true, Some(1)),
    channel("gyr_z", true, Some(2)),
    channel("gyr_norm", true, None),
];

/// Extremes of a recording's samples at every resolution.
///
/// ```
/// use strideform::recording::{Placement, Recording, Signals, Triad};
/// use strideform::view::Tiles;
///
/// let wave: Vec<f64> = (0..200_000).map(|i| f64::from(i % 100)).collect();
/// let acc = Triad::new(wave.clone(), wave.clone(), wave);
/// let recording = Recording::new("belt", Placement::PELVIS, Signals::new(200.0, acc));
/// let tiles = Tiles::of(&recording);
///
/// let view = tiles.overview(&recording, 0.0, 1000.0, 800);
/// assert!(view.buckets <= 800);
/// assert_eq!((view.channels[0].id, view.channels[0].min[1], view.channels[0].max[1]), ("acc_x", 0.0, 99.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Tiles {
    /// Per channel, from fine to coarse.
    channels: Vec<Vec<Level>>,
}

/// Part of a recording in buckets of equal length.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Overview {
    /// Beginning of the first bucket, s since the recording's first sample.
    pub start_s: f64,
    /// Length of a bucket, s.
    pub bucket_s: f64,
    /// Number of buckets.
    pub buckets: usize,
    /// `acc_x`, `acc_y`, `acc_z`, `acc_norm`; with a gyroscope `gyr_x`, `gyr_y`, `gyr_z`, `gyr_norm` too.
    pub channels: Vec<OverviewChannel>,
}

/// Extremes of one quantity in every bucket.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OverviewChannel {
    /// Which quantity.
    pub id: &'static str,
    /// `m/s²` or `rad/s`.
    pub unit: &'static str,
    /// Smallest sample of every bucket; NaN (in JSON `null`) where nothing was measured.
    pub min: Vec<f32>,
    /// Largest sample.
    pub max: Vec<f32>,
}

impl Tiles {
    /// The extremes of a recording as it was read. They stay valid whatever is edited.
    pub fn of(recording: &Recording) -> Self {
        let signals = &recording.signals;
        let channels = channels(signals).map(|channel| {
            let count = signals.len().div_ceil(FINEST);
            let mut finest = Level { min: Vec::with_capacity(count), max: Vec::with_capacity(count) };
            let mut gaps = Gaps::new(signals);
            for k in 0..count {
                let (min, max) = samples(signals, channel, k * FINEST, (k + 1) * FINEST, &mut gaps);
                finest.min.push(min);
                finest.max.push(max);
            }
            let mut levels = vec![finest];
            while let Some(last) = levels.last().filter(|level| level.min.len() > 1) {
                let next = Level { min: pairs(&last.min, f32::min), max: pairs(&last.max, f32::max) };
                levels.push(next);
            }
            levels
        });
        Self { channels: channels.collect() }
    }

    /// The extremes between two times, s since the recording's first sample, in at most `max_buckets` buckets. The span is
    /// widened to whole buckets; beyond the recording there are none.
    ///
    /// `recording` is the one that the tiles were made of: single samples are read from it.
    pub fn overview(&self, recording: &Recording, from_s: f64, to_s: f64, max_buckets: usize) -> Overview {
        let signals = &recording.signals;
        let max_buckets = max_buckets.clamp(1, MAX_BUCKETS);
        let sample = |t: f64| (t * signals.rate_hz).clamp(0.0, signals.len() as f64);
        let first = sample(from_s).floor() as usize;
        let end = (sample(to_s).ceil() as usize).max(first);
        // Whole buckets: aligned with the levels, so that panning does not make the picture flicker.
        let mut size = 1;
        while buckets(first, end, size) > max_buckets {
            size *= 2;
        }
        let count = buckets(first, end, size);
        let start = first / size * size;
        let channels = channels(signals).zip(&self.channels).map(|(channel, levels)| {
            let (min, max) = match (size >= FINEST).then(|| (size / FINEST).ilog2() as usize) {
                Some(level) => {
                    let at = |list: &Vec<f32>| {
                        (start / size..start / size + count)
                            .map(|k| list.get(k).copied().unwrap_or(f32::NAN))
                            .collect()
                    };
                    // A view coarser than the last level has a single bucket.
                    let level = levels.get(level).or(levels.last());
                    level.map(|l| (at(&l.min), at(&l.max))).unwrap_or_default()
                }
                None => {
                    let mut gaps = Gaps::new(signals);
                    (0..count)
                        .map(|k| {
                            let from = start + k * size;
                            samples(signals, channel, from, from + size, &mut gaps)
                        })
                        .unzip()
                }
            };
            OverviewChannel { id: channel.id, unit: channel.unit, min, max }
        });
        Overview {
            start_s: signals.time_s(start),
            bucket_s: size as f64 / signals.rate_hz,
            buckets: count,
            channels: channels.collect(),
        }
    }
}

/// Number of buckets of `size` samples that hold the samples from `first` to before `end`.
fn buckets(first: usize, end: usize, size: usize) -> usize {
    if end > first { end.div_ceil(size) - first / size } else { 0 }
}

fn channels(signals: &Signals<Sensor>) -> impl Iterator<Item = Channel> {
    let gyr = signals.gyr.is_some();
    CHANNELS.into_iter().filter(move |c| gyr || !c.gyr)
}

/// Goes through the gaps once, in ascending order of samples.
struct Gaps<'a> {
    rest: &'a [std::ops::Range<usize>],
}

impl<'a> Gaps<'a> {
    fn new(signals: &'a Signals<Sensor>) -> Self {
        Self { rest: &signals.gaps }
    }

    /// True if the sample was not measured.
    fn hold(&mut self, sample: usize) -> bool {
        while let [first, rest @ ..] = self.rest {
            if first.end > sample {
                return first.start <= sample;
            }
            self.rest = rest;
        }
        false
    }
}

/// Extremes of the measured samples in a range; NaN if there are none.
fn samples(
    signals: &Signals<Sensor>,
    channel: Channel,
    from: usize,
    to: usize,
    gaps: &mut Gaps<'_>,
) -> (f32, f32) {
    let triad = if channel.gyr { signals.gyr.as_ref() } else { Some(&signals.acc) };
    let Some(triad) = triad else { return (f32::NAN, f32::NAN) };
    let axis = channel.axis.and_then(|k| triad.columns().get(k).copied());
    let (mut min, mut max) = (f32::NAN, f32::NAN);
    for i in from..to.min(triad.len()) {
        if gaps.hold(i) {
            continue;
        }
        let value = axis.map_or_else(|| triad.at(i).norm(), |a| a.get(i).copied().unwrap_or(f64::NAN)) as f32;
        // The other number where one is NaN.
        min = min.min(value);
        max = max.max(value);
    }
    (min, max)
}

fn pairs(values: &[f32], of: fn(f32, f32) -> f32) -> Vec<f32> {
    values.chunks(2).map(|pair| pair.iter().copied().fold(f32::NAN, of)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::{Placement, Triad};
    use proptest::prelude::*;

    fn recording(n: usize, gyr: bool, gaps: &[(usize, usize)]) -> Recording {
        // Numbers that repeat nowhere and change quickly.
        let column = |k: usize| (0..n).map(|i| ((i * (31 + k) + k) % 1009) as f64 - 500.0).collect();
        let triad = |k: usize| Triad::new(column(k), column(k + 1), column(k + 2));
        let mut signals = Signals::new(100.0, triad(0));
        if gyr {
            signals = signals.with_gyr(triad(5));
        }
        let mut end = 0;
        for (from, length) in gaps {
            let start = (end + from).min(n);
            end = (start + length).min(n);
            if start < end {
                signals.gaps.push(start..end);
            }
        }
        Recording::new("a.csv", Placement::PELVIS, signals)
    }

    fn brute(recording: &Recording, channel: usize, from: usize, to: usize) -> (f32, f32) {
        let signals = &recording.signals;
        let triad = if channel < 4 { &signals.acc } else { signals.gyr.as_ref().expect("a gyroscope") };
        let all = match channel % 4 {
            3 => triad.norm(),
            axis => triad.columns()[axis].to_vec(),
        };
        let measured = (from..to.min(all.len())).filter(|i| !signals.gaps.iter().any(|g| g.contains(i)));
        measured.map(|i| all[i] as f32).fold((f32::NAN, f32::NAN), |(a, b), v| (a.min(v), b.max(v)))
    }

    proptest! {
        #[test]
        fn every_bucket_holds_the_extremes_of_its_samples(
            n in 0_usize..5000,
            gyr in any::<bool>(),
            gaps in prop::collection::vec((1_usize..900, 1_usize..300), 0..4),
            from in -5.0_f64..50.0,
            length in 0.0_f64..60.0,
            max in 0_usize..700,
        ) {
            let recording = recording(n, gyr, &gaps);
            let view = Tiles::of(&recording).overview(&recording, from, from + length, max);
            prop_assert!(view.buckets <= max.max(1));
            prop_assert_eq!(view.channels.len(), if gyr { 8 } else { 4 });
            let size = (view.bucket_s * 100.0).round() as usize;
            let start = (view.start_s * 100.0).round() as usize;
            // The span is covered, and not more than twice as finely as asked.
            let covered = view.buckets as f64 * view.bucket_s;
            let (a, b) = (f64::max(from, 0.0), (from + length).min(n as f64 / 100.0));
            prop_assert!(b <= a || (view.start_s <= a + 1e-9 && view.start_s + covered >= b - 1e-9));
            prop_assert!(size == 1 || 2 * view.buckets + 2 > max);
            for (k, channel) in view.channels.iter().enumerate() {
                prop_assert_eq!((channel.min.len(), channel.max.len()), (view.buckets, view.buckets));
                for i in 0..view.buckets {
                    let (min, max) = brute(&recording, k, start + i * size, start + (i + 1) * size);
                    let same = |x: f32, y: f32| x == y || x.is_nan() && y.is_nan();
                    prop_assert!(same(channel.min[i], min) && same(channel.max[i], max));
                }
            }
        }
    }

    #[test]
    fn a_single_bucket_holds_the_whole_recording() {
        let recording = recording(1546, false, &[]);
        let view = Tiles::of(&recording).overview(&recording, 0.0, 15.46, 1);
        let (min, max) = brute(&recording, 0, 0, 1546);
        assert_eq!((view.buckets, view.channels[0].min[0], view.channels[0].max[0]), (1, min, max));
    }

    #[test]
    fn the_levels_take_a_quarter_of_the_samples() {
        let tiles = Tiles::of(&recording(100_000, true, &[]));
        let held: usize = tiles.channels.iter().flatten().map(|l| l.min.len() + l.max.len()).sum();
        assert!(held <= 8 * 100_000 / 4 + 200, "{held}");
    }
}
