//! How a sensor was mounted, and its mirror image.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::recording::signals::{Axes, Sensor, Signals};
use crate::recording::triad::Triad;

/// An axis of a sensor's housing with its sign: `+x`, `-z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HousingAxis {
    /// 0, 1, 2 for x, y, z.
    index: usize,
    negative: bool,
}

impl FromStr for HousingAxis {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("unknown axis `{text}` (known: +x, -x, +y, -y, +z, -z)");
        let lower = text.trim().to_ascii_lowercase().replace('\u{2212}', "-");
        let (negative, name) = match lower.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, lower.strip_prefix('+').unwrap_or(&lower)),
        };
        let index = ["x", "y", "z"].iter().position(|axis| *axis == name).ok_or_else(unknown)?;
        Ok(Self { index, negative })
    }
}

impl fmt::Display for HousingAxis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { '-' } else { '+' };
        write!(f, "{sign}{}", ["x", "y", "z"].get(self.index).unwrap_or(&"x"))
    }
}

impl Serialize for HousingAxis {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HousingAxis {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Which axes of the housing pointed up and forward when the runner stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Table")]
pub struct Mounting {
    up: HousingAxis,
    forward: HousingAxis,
}

/// As written in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    up: HousingAxis,
    forward: HousingAxis,
}

impl TryFrom<Table> for Mounting {
    type Error = String;

    fn try_from(Table { up, forward }: Table) -> Result<Self, String> {
        Self::new(up, forward)
    }
}

impl Mounting {
    /// The axis that pointed up and the one that pointed forward.
    ///
    /// # Errors
    ///
    /// A text where both are the same axis of the housing.
    pub fn new(up: HousingAxis, forward: HousingAxis) -> Result<Self, String> {
        if up.index == forward.index {
            return Err(format!("up = {up} and forward = {forward} are one axis of the housing"));
        }
        Ok(Self { up, forward })
    }

    /// The axis that pointed up.
    pub fn up(self) -> HousingAxis {
        self.up
    }

    /// The axis that pointed forward.
    pub fn forward(self) -> HousingAxis {
        self.forward
    }

    /// The axis that pointed to the runner's right: forward × up.
    fn right(self) -> HousingAxis {
        let (a, b) = (self.forward.index, self.up.index);
        let cyclic = (a + 1) % 3 == b;
        HousingAxis { index: 3 - a - b, negative: self.forward.negative ^ self.up.negative ^ !cyclic }
    }

    /// Turns the samples into x forward, y up, z right, and names them so.
    pub(crate) fn apply(self, signals: &mut Signals<Sensor>) {
        let axes = [self.forward, self.up, self.right()];
        let measured = signals.axes.measured;
        turn(&mut signals.acc, axes);
        if let Some(gyr) = &mut signals.gyr {
            turn(gyr, axes);
        }
        signals.axes =
            Axes { anatomical: true, measured: axes.map(|a| measured.get(a.index).copied().unwrap_or(true)) };
    }
}

fn turn(triad: &mut Triad, axes: [HousingAxis; 3]) {
    let mut columns = [&mut triad.x, &mut triad.y, &mut triad.z].map(|column| Some(std::mem::take(column)));
    let mut take = |axis: HousingAxis| {
        let mut column = columns.get_mut(axis.index).and_then(Option::take).unwrap_or_default();
        if axis.negative {
            column.iter_mut().for_each(|v| *v = -*v);
        }
        column
    };
    let [x, y, z] = axes.map(&mut take);
    (triad.x, triad.y, triad.z) = (x, y, z);
}

/// The recording of the runner's mirror image: specific force is a vector and changes its third component, angular rate is
/// an axial vector and changes the other two. Of axes named after the body the third is the one that points right.
pub(crate) fn mirror(signals: &mut Signals<Sensor>) {
    let negate = |column: &mut Vec<f64>| column.iter_mut().for_each(|v| *v = -*v);
    negate(&mut signals.acc.z);
    if let Some(gyr) = &mut signals.gyr {
        negate(&mut gyr.x);
        negate(&mut gyr.y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(text: &str) -> HousingAxis {
        text.parse().expect(text)
    }

    #[test]
    fn the_three_axes_are_right_handed() {
        for (forward, up, right) in [
            ("+x", "+y", "+z"),
            ("+y", "+z", "+x"),
            ("+x", "+z", "-y"),
            ("-x", "+y", "-z"),
            ("-z", "-x", "+y"),
        ] {
            let mounting = Mounting::new(axis(up), axis(forward)).expect("two axes");
            assert_eq!(mounting.right(), axis(right), "{forward} {up}");
        }
        assert!(Mounting::new(axis("+x"), axis("-x")).is_err());
        assert!("up".parse::<HousingAxis>().is_err());
    }

    #[test]
    fn samples_are_turned_and_mirrored_exactly() {
        let triad = |v: [f64; 3]| Triad::new(vec![v[0]], vec![v[1]], vec![v[2]]);
        let raw = Signals::new(100.0, triad([1.0, 2.0, 3.0])).with_gyr(triad([4.0, 5.0, 6.0]));
        let mut turned = raw.clone();
        Mounting::new(axis("+z"), axis("-x")).expect("two axes").apply(&mut turned);
        // Forward is -x, up is +z, right is their cross product, (-x) × z = y.
        assert_eq!(turned.acc, triad([-1.0, 3.0, 2.0]));
        assert!(turned.axes.anatomical);
        let mut mirrored = raw.clone();
        mirror(&mut mirrored);
        assert_eq!(mirrored.acc, triad([1.0, 2.0, -3.0]));
        assert_eq!(mirrored.gyr, Some(triad([-4.0, -5.0, 6.0])));
        mirror(&mut mirrored);
        assert_eq!(mirrored, raw);
    }
}
