//! Step, stride, contact and flight time and duty factor from contacts that both the program and the reference have.

use std::collections::BTreeMap;

use crate::run::Comparison;

/// Initial contact and toe-off of one contact, s.
type Event = (f64, Option<f64>);

/// Initial contact and toe-off by the reference, s.
type Interval = (f64, f64);

/// Contacts of one trial: those of the reference, and those found, by the index of the reference's.
pub(crate) struct Found {
    pub(crate) truth: Vec<(f64, f64)>,
    pub(crate) found: BTreeMap<usize, Event>,
    /// One leg only: the next contact is a stride later.
    pub(crate) one_leg: bool,
}

/// Whether the next contact can belong to the next step; the references omit contacts at gaps.
const LONGEST_STEP_S: f64 = 0.6;
/// The same for a stride.
const LONGEST_STRIDE_S: f64 = 1.0;

/// What can be derived, with (index of the reference's contact, truth, estimate) of each.
pub(crate) type Derived = Vec<(&'static str, Vec<(usize, f64, f64)>)>;

impl Found {
    pub(crate) fn of(c: &Comparison, truth: &[(f64, f64)], one_leg: bool) -> Self {
        let event = |m: &crate::run::Matched| {
            let (on, off) = truth.get(m.truth)?;
            Some((m.truth, (on + m.initial_contact, m.toe_off.map(|e| off + e))))
        };
        Self { truth: truth.to_vec(), found: c.matched.iter().filter_map(event).collect(), one_leg }
    }

    /// The same with every contact moved: (index, contact) to contact.
    pub(crate) fn moved(&self, by: impl Fn(Event) -> Event) -> Self {
        let found = self.found.iter().map(|(i, e)| (*i, by(*e))).collect();
        Self { truth: self.truth.clone(), found, one_leg: self.one_leg }
    }

    /// From one contact to the `ahead`-th after it, where both are there and not further apart than `longest`: the
    /// reference's two and the two found.
    fn pair(&self, i: usize, ahead: usize, longest: f64) -> Option<(Interval, Interval, Event, Event)> {
        let (a, b) = (*self.truth.get(i)?, *self.truth.get(i + ahead)?);
        let (x, y) = (*self.found.get(&i)?, *self.found.get(&(i + ahead))?);
        (b.0 - a.0 < longest).then_some((a, b, x, y))
    }

    pub(crate) fn derive(&self) -> Derived {
        let all = 0..self.truth.len();
        let of = |f: &dyn Fn(usize) -> Option<(f64, f64)>| -> Vec<(usize, f64, f64)> {
            all.clone().filter_map(|i| f(i).map(|(t, e)| (i, t, e))).collect()
        };
        let ahead = if self.one_leg { 1 } else { 2 };
        let mut out = vec![
            ("initial_contact", of(&|i| Some((self.truth.get(i)?.0, self.found.get(&i)?.0)))),
            ("toe_off", of(&|i| Some((self.truth.get(i)?.1, self.found.get(&i)?.1?)))),
            (
                "contact_time",
                of(&|i| {
                    let (t, e) = (self.truth.get(i)?, self.found.get(&i)?);
                    Some((t.1 - t.0, e.1? - e.0))
                }),
            ),
            (
                "stride_time",
                of(&|i| self.pair(i, ahead, LONGEST_STRIDE_S).map(|(a, b, x, y)| (b.0 - a.0, y.0 - x.0))),
            ),
            (
                "duty_factor",
                of(&|i| {
                    let (a, b, x, y) = self.pair(i, ahead, LONGEST_STRIDE_S)?;
                    Some(((a.1 - a.0) / (b.0 - a.0), (x.1? - x.0) / (y.0 - x.0)))
                }),
            ),
        ];
        if self.one_leg {
            // The catalogue's definition for one leg: both taken as alike.
            let half = |a: (f64, f64), b: f64| 0.5 * (b - a.0) - (a.1 - a.0);
            out.push((
                "flight_time",
                of(&|i| {
                    let (a, b, x, y) = self.pair(i, 1, LONGEST_STRIDE_S)?;
                    Some((half(a, b.0), half((x.0, x.1?), y.0)))
                }),
            ));
        } else {
            out.push((
                "step_time",
                of(&|i| self.pair(i, 1, LONGEST_STEP_S).map(|(a, b, x, y)| (b.0 - a.0, y.0 - x.0))),
            ));
            out.push((
                "flight_time",
                of(&|i| {
                    let (a, b, x, y) = self.pair(i, 1, LONGEST_STEP_S)?;
                    Some((b.0 - a.1, y.0 - x.1?))
                }),
            ));
        }
        out
    }
}

/// Cells of every timing quantity over trials: each with its contacts as found, and as found with constants fitted
/// elsewhere.
pub(crate) fn cells(
    placement: &'static str,
    left_out: &'static str,
    trials: &[(crate::cells::Meta, Found, Found)],
) -> Vec<crate::cells::Cell> {
    use crate::cells::{Cell, Pair};
    let mut cells: Vec<Cell> = Vec::new();
    for (meta, shipped, out) in trials {
        for ((id, a), (_, b)) in shipped.derive().into_iter().zip(out.derive()) {
            let pairs: Vec<Pair> = a
                .iter()
                .filter_map(|(i, truth, shipped)| {
                    let out = b.iter().find(|x| x.0 == *i)?.2;
                    Some(Pair { truth: *truth, shipped: *shipped, out })
                })
                .collect();
            let at = cells.iter().position(|c| c.id == id).unwrap_or_else(|| {
                // A shift of every contact alike changes no step and no stride.
                let fitted = !matches!(id, "stride_time" | "step_time");
                cells.push(Cell::new(id, placement, if fitted { left_out } else { crate::cells::NOTHING }));
                cells.len() - 1
            });
            if let Some(cell) = cells.get_mut(at) {
                cell.add(meta, pairs);
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(one_leg: bool, step: f64) -> Found {
        let truth: Vec<(f64, f64)> =
            (0..6).map(|i| (step * f64::from(i), step * f64::from(i) + 0.25)).collect();
        let found = truth.iter().enumerate().map(|(i, t)| (i, (t.0 + 0.005, Some(t.1 - 0.005)))).collect();
        Found { truth, found, one_leg }
    }

    #[test]
    fn times_follow_from_contacts() {
        let get =
            |d: &Derived, id: &str| d.iter().find(|x| x.0 == id).map(|x| x.1.clone()).unwrap_or_default();
        let both = found(false, 0.35).derive();
        // Contact 10 ms short, so flight is 10 ms long; steps as they are. Rounding only.
        let flight = get(&both, "flight_time");
        assert_eq!((flight.len(), get(&both, "step_time").len(), get(&both, "stride_time").len()), (5, 5, 4));
        assert!(flight.iter().all(|(_, t, e)| (t - 0.1).abs() < 1e-12 && (e - 0.11).abs() < 1e-12));
        let one = found(true, 0.7).derive();
        assert!(
            get(&one, "flight_time")
                .iter()
                .all(|(_, t, e)| (t - 0.1).abs() < 1e-12 && (e - 0.11).abs() < 1e-12)
        );
        assert!(get(&one, "duty_factor").iter().all(|(_, t, e)| (t - 0.25 / 0.7).abs() < 1e-12 && e < t));
    }
}
