//! One-to-one pairing of the nearest contacts.

use super::event::Event;

/// Partners by index: of each found contact in the truth, and vice versa.
pub(super) struct Pairs {
    pub(super) of_found: Vec<Option<usize>>,
    pub(super) of_truth: Vec<Option<usize>>,
}

/// Takes the closest pair first, then the next closest among those left, at most `window_s` apart. Valid contacts come
/// before invalid ones, so that an invalid contact never takes the place of a valid one. Both lists must be in ascending
/// order.
pub(super) fn pair(found: &[Event], truth: &[Event], window_s: f64) -> Pairs {
    let mut candidates = Vec::new();
    let mut from = 0;
    for (i, f) in found.iter().enumerate() {
        let earliest = f.initial_contact_s - window_s;
        while truth.get(from).is_some_and(|t| t.initial_contact_s < earliest) {
            from += 1;
        }
        for (j, t) in truth.iter().enumerate().skip(from) {
            let distance = t.initial_contact_s - f.initial_contact_s;
            if distance > window_s {
                break;
            }
            candidates.push((!f.valid, distance.abs(), i, j));
        }
    }
    candidates.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut pairs = Pairs { of_found: vec![None; found.len()], of_truth: vec![None; truth.len()] };
    for (_, _, i, j) in candidates {
        if let (Some(f @ None), Some(t @ None)) = (pairs.of_found.get_mut(i), pairs.of_truth.get_mut(j)) {
            *f = Some(j);
            *t = Some(i);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(times: &[f64]) -> Vec<Event> {
        times.iter().map(|t| Event::new(*t)).collect()
    }

    #[test]
    fn the_nearer_of_two_wins_and_the_window_holds() {
        let pairs = pair(&at(&[0.98, 1.01, 1.9]), &at(&[1.0, 2.0, 3.0]), 0.15);
        assert_eq!(pairs.of_found, [None, Some(0), Some(1)]);
        assert_eq!(pairs.of_truth, [Some(1), Some(2), None]);
    }

    #[test]
    fn a_valid_contact_comes_before_a_nearer_invalid_one() {
        let mut found = at(&[0.95, 1.0]);
        found[1].valid = false;
        assert_eq!(pair(&found, &at(&[1.0]), 0.2).of_truth, [Some(0)]);
    }
}
