//! What the gyroscope adds to the onsets: contacts whose impact is missing or misleading, and a second contact time.

use crate::contacts::HALF_BETWEEN_LABORATORIES;
use crate::contacts::events::Event;
use crate::contacts::shank::scene::Scene;
use crate::contacts::shank::turns::Turn;
use crate::signal::median;

/// Furthest an onset's contact may lie from the rotation's to be of the same stride, share of the stride (*chosen*: mistaken
/// onsets of late swing come 0.2 of a stride early).
const SAME_STRIDE: f64 = 0.3;
/// An onset this far from the rotation's contact is not the landing's, s (2.5 standard deviations of the rotation's; *measured*
/// on 13 runners).
const FAR_S: f64 = 0.015;
/// The same where onsets that disagree are shifted by what all of them are late or early, s (*chosen*: twice that).
const FAR_IF_SHIFTED_S: f64 = 0.030;
/// The same where the onsets agree and the rotation is unlike a runner's: only a gross failure is replaced (*chosen*).
const GROSSLY_FAR_S: f64 = 0.060;
/// Rotation is like a runner's where its contact time is within this of what is usual for the rhythm, in its logarithm
/// (*chosen*: one and a half standard deviations between runners).
const LIKE: f64 = 0.15;
/// Two landings of one leg lie further apart than this, share of the stride (*chosen*).
const STRIDE_APART: f64 = 0.75;
/// An onset this near is of the same event, share of the stride: where which way is forward is uncertain, most onsets must be.
const NEAR: f64 = 0.12;
/// Standard deviations of the logarithm of contact time by rotation and by onsets that disagree (*chosen* on 13 runners).
const DISAGREEING: (f64, f64) = (0.05, 0.25);
/// The same where the onsets agree: a sharp impact is reliable.
const AGREEING: (f64, f64) = (0.12, 0.06);
/// Share and standard deviation of gross failures of either (*chosen*).
const GROSS: (f64, f64) = (0.10, 0.40);
/// Logarithm of contact time (s) over the logarithm of stride time over 0.7 s in the same runners: at 0.7 s, slope, and twice the
/// predictive standard deviation.
const RHYTHM: (f64, f64, f64) = (-1.498_168_6, 2.010_363_6, 0.195);

/// Why a contact has no toe-off.
const UNSEEN: &str = "no unloading seen";

/// The contacts of a bout from onsets and rotation together; the onsets' own where there is no usable rotation.
pub(super) fn merged(scene: &Scene<'_>, onsets: Vec<Event>, disagree: bool) -> Vec<Event> {
    let turns = scene.turns;
    if turns.is_empty() || !(scene.stretch.sense_is_sure || mostly_near(turns, &onsets)) {
        return onsets;
    }
    let by_onset = median_contact_time(&onsets);
    let by_rotation =
        median(&turns.iter().filter_map(|t| Some(t.toe_off_s? - t.contact_s)).collect::<Vec<_>>());
    let stride = median(&turns.iter().map(|t| t.stride_s).collect::<Vec<_>>());
    let is_like = |(time, stride): (f64, f64)| time > 0.0 && (time.ln() - usual(stride)).abs() <= LIKE;
    let is_like = by_rotation.zip(stride).is_some_and(is_like);
    let far_s = match (disagree, is_like) {
        (true, _) => FAR_IF_SHIFTED_S,
        (false, true) => FAR_S,
        (false, false) => GROSSLY_FAR_S,
    };
    let mut used = vec![false; onsets.len()];
    let mut matched: Vec<(&Turn, Option<&Event>)> = Vec::new();
    for turn in turns {
        let nearest = nearest(&onsets, turn, &used);
        if let Some(i) = nearest
            && let Some(flag) = used.get_mut(i)
        {
            *flag = true;
        }
        matched.push((turn, nearest.and_then(|i| onsets.get(i))));
    }
    // Onsets that disagree are late or early by much the same in every stride: they keep their own scatter, which is less than
    // that of the rotation.
    let late = |(turn, own): &(&Turn, Option<&Event>)| Some(turn.contact_s - own.as_ref()?.initial_contact_s);
    let shift_s = if disagree { median(&matched.iter().filter_map(late).collect::<Vec<_>>()) } else { None };
    let landings_s: Vec<f64> =
        matched.iter().filter(|(_, own)| own.is_some()).map(|(turn, _)| turn.contact_s).collect();
    let mut out: Vec<Event> = matched
        .iter()
        .filter(|(turn, own)| own.is_some() || is_a_stride_from_others(turn, &landings_s))
        .map(|(turn, own)| event(scene, turn, *own, (far_s, shift_s.unwrap_or(0.0))))
        .collect();
    // At the edges a stride may have an impact without its swing.
    let (first, last) = (turns.first(), turns.last());
    let outside = |e: &Event| {
        let gap = 0.6 * e.stride_s;
        first.is_some_and(|t| t.contact_s - e.initial_contact_s > gap)
            || last.is_some_and(|t| e.initial_contact_s - t.contact_s > gap)
    };
    // They are late or early by as much as the others.
    let shifted =
        |e: &Event| Event { initial_contact_s: e.initial_contact_s + shift_s.unwrap_or(0.0), ..e.clone() };
    out.extend(onsets.iter().zip(&used).filter(|(e, used)| !**used && outside(e)).map(|(e, _)| shifted(e)));
    out.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
    if !(disagree || is_like) {
        return out;
    }
    if let (Some(stride), Some(now)) = (stride, median_contact_time(&out))
        && let Some(fused) = contact_time(stride, by_rotation, by_onset, disagree)
    {
        for event in &mut out {
            let at = event.initial_contact_s;
            event.toe_off_s = event.toe_off_s.map(|off| at + (off - at) * fused / now);
        }
    }
    out
}

/// A swing without an impact counts where it is a stride from every one that has one: between two landings there is no third.
fn is_a_stride_from_others(turn: &Turn, landings_s: &[f64]) -> bool {
    let after = landings_s.partition_point(|t| *t < turn.contact_s);
    let around = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|i| landings_s.get(i));
    around.map(|t| (t - turn.contact_s).abs()).all(|gap| gap > STRIDE_APART * turn.stride_s)
}

fn event(scene: &Scene<'_>, turn: &Turn, own: Option<&Event>, (far_s, shift_s): (f64, f64)) -> Event {
    match own {
        Some(own) if (own.initial_contact_s + shift_s - turn.contact_s).abs() <= far_s => {
            let initial_contact_s = own.initial_contact_s + shift_s;
            Event {
                initial_contact_s,
                toe_off_s: own.toe_off_s.or(turn.toe_off_s),
                doubt: None,
                ..own.clone()
            }
        }
        _ => scene.event(turn.contact_s, turn.toe_off_s.ok_or(UNSEEN), turn.stride_s),
    }
}

fn nearest(onsets: &[Event], turn: &Turn, used: &[bool]) -> Option<usize> {
    let off = |e: &Event| (e.initial_contact_s - turn.contact_s).abs();
    let from = onsets.partition_point(|e| e.initial_contact_s < turn.contact_s - turn.stride_s);
    let near = onsets.iter().zip(used).enumerate().skip(from).take(4);
    near.filter(|(_, (e, used))| !**used && off(e) <= SAME_STRIDE * turn.stride_s)
        .min_by(|a, b| off(a.1.0).total_cmp(&off(b.1.0)))
        .map(|(i, _)| i)
}

fn mostly_near(turns: &[Turn], onsets: &[Event]) -> bool {
    let near = |t: &&Turn| {
        let i = onsets.partition_point(|e| e.initial_contact_s < t.contact_s - NEAR * t.stride_s);
        onsets.get(i).is_some_and(|e| e.initial_contact_s <= t.contact_s + NEAR * t.stride_s)
    };
    2 * turns.iter().filter(near).count() > turns.len()
}

fn median_contact_time(events: &[Event]) -> Option<f64> {
    let times: Vec<f64> = events.iter().filter_map(|e| Some(e.toe_off_s? - e.initial_contact_s)).collect();
    median(&times).filter(|t| *t > 0.0)
}

/// Usual logarithm of contact time for a stride time, s.
fn usual(stride_s: f64) -> f64 {
    RHYTHM.0 + RHYTHM.1 * (stride_s / 0.70).ln()
}

/// Contact time of a bout, s, from the rhythm, the rotation and the onsets: the mean of its logarithm's distribution on a grid,
/// in which either measurement may have failed grossly.
fn contact_time(stride_s: f64, rotation: Option<f64>, onsets: Option<f64>, disagree: bool) -> Option<f64> {
    let (sd_rotation, sd_onsets) = if disagree { DISAGREEING } else { AGREEING };
    let normal = |x: f64, mean: f64, sd: f64| (-0.5 * ((x - mean) / sd).powi(2)).exp() / sd;
    let seen = |x: f64, time: Option<f64>, sd: f64| {
        time.filter(|t| *t > 0.0)
            .map_or(1.0, |t| (1.0 - GROSS.0) * normal(x, t.ln(), sd) + GROSS.0 * normal(x, t.ln(), GROSS.1))
    };
    let usual = usual(stride_s);
    let (from, to) = (0.10_f64.ln(), 0.45_f64.ln());
    let (mut sum, mut weighted) = (0.0, 0.0);
    for k in 0..=700 {
        let x = from + (to - from) * f64::from(k) / 700.0;
        let weight = normal(x, usual, RHYTHM.2) * seen(x, rotation, sd_rotation) * seen(x, onsets, sd_onsets);
        sum += weight;
        weighted += weight * x;
    }
    (sum > 0.0).then(|| (weighted / sum + HALF_BETWEEN_LABORATORIES).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gross_failure_of_the_onsets_is_outvoted() {
        let fused = contact_time(0.7, Some(0.22), Some(0.36), true).expect("a time");
        // A tenth of the gap: rotation counts 25 times as much, the prior agrees with it. Laboratories add 2 %.
        assert!((fused - 0.2244).abs() < 0.014, "{fused}");
    }
}
