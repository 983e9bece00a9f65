//! Which columns hold time, acceleration and angular rate, device by device.

use crate::error::Error;
use crate::recording::Inference;

use crate::read::columns::column_name::{Name, understand};
use crate::read::columns::overrides::{apply, by_position};
use crate::read::columns::quantity::{Axis, Quantity};
use crate::read::columns::sensor_columns::{Bare, Device, Layout, Triple};
use crate::read::columns::unit_names::{self, Dimension, Unit};
use crate::read::errors::{ambiguous, unusable};
use crate::read::options::ColumnOverrides;
use crate::read::text::dialect::Dialect;

fn device_key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Interprets a name. One that means nothing because of bytes that are no text, or of controls within it, is read
/// without them, so that no axis is lost.
fn repaired(text: &str, unit: Option<&str>) -> Name {
    let name = understand(text, unit);
    let known = |name: &Name| {
        name.axis.is_some()
            && matches!(
                name.quantity,
                Quantity::Acceleration | Quantity::AngularRate | Quantity::FreeAcceleration
            )
    };
    if known(&name) && name.device.is_ascii() || text.is_ascii() && !text.contains(char::is_control) {
        return name;
    }
    let plain: String = text.chars().filter(|c| c.is_ascii() && !c.is_control()).collect();
    let again = understand(&plain, unit);
    if known(&again) && (!known(&name) || again.device.is_empty()) { again } else { name }
}

/// Assigns the columns of a table to devices and quantities.
pub(in crate::read) fn layout(
    dialect: &Dialect,
    overrides: &ColumnOverrides,
    bare: Bare,
) -> Result<Layout, Error> {
    let names: Vec<Name> = dialect
        .names
        .iter()
        .enumerate()
        .map(|(i, n)| repaired(n, dialect.units.get(i).map(String::as_str)))
        .collect();
    let mut out = Layout::default();
    if names.is_empty() && overrides.acc.is_empty() {
        return by_position(dialect, bare);
    }
    for (i, name) in names.iter().enumerate() {
        if matches!(name.quantity, Quantity::Time | Quantity::Counter) {
            out.times.push((i, name.clone()));
        }
    }
    let mut sets: Vec<(String, Quantity, Triple)> = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let Some(axis) = name.axis else { continue };
        let (quantity, free) = match (name.quantity, bare) {
            (Quantity::Acceleration, _) | (Quantity::Unknown, Bare::Acceleration) => {
                (Quantity::Acceleration, false)
            }
            (Quantity::FreeAcceleration, _) => (Quantity::Acceleration, true),
            (Quantity::Gravity, _) | (Quantity::Unknown, Bare::Gravity) => (Quantity::Gravity, false),
            (Quantity::AngularRate, _) | (Quantity::Unknown, Bare::AngularRate) => {
                (Quantity::AngularRate, false)
            }
            _ => continue,
        };
        place(&mut sets, (i, axis, name), quantity, free);
    }
    // A second set of bare axes of one device, without quantity or units, is the gyroscope: no exporter writes anything else that way.
    let unnamed = |t: &Triple| {
        t.unit.is_none()
            && t.columns
                .iter()
                .flatten()
                .all(|&c| names.get(c).is_some_and(|n| n.quantity == Quantity::Unknown))
    };
    let first_unnamed = sets.iter().position(|(_, q, t)| *q == Quantity::Acceleration && unnamed(t));
    if let Some(first) = first_unnamed
        && !sets.iter().any(|s| s.1 == Quantity::AngularRate)
    {
        let device = sets.get(first).map(|s| s.0.clone()).unwrap_or_default();
        if let Some(second) = sets.iter_mut().skip(first + 1).find(|s| s.0 == device && unnamed(&s.2)) {
            second.1 = Quantity::AngularRate;
        }
    }
    gather(&mut out, sets, &names);
    apply(&mut out, dialect, &names, overrides)?;
    Ok(out)
}

fn place(
    sets: &mut Vec<(String, Quantity, Triple)>,
    (column, axis, name): (usize, Axis, &Name),
    quantity: Quantity,
    free: bool,
) {
    let key = device_key(&name.device);
    let slot = axis.slot();
    let open = sets.iter_mut().find(|(device, q, t)| {
        *device == key
            && *q == quantity
            && t.free == free
            && t.variant == name.variant
            && t.columns.get(slot).is_some_and(Option::is_none)
            && (t.count() == 0 || t.anatomical() == axis.is_anatomical())
    });
    let triple = match open {
        Some(found) => &mut found.2,
        None => {
            sets.push((key, quantity, Triple::empty(&name.variant, free)));
            match sets.last_mut() {
                Some(last) => &mut last.2,
                None => return,
            }
        }
    };
    if let (Some(c), Some(a)) = (triple.columns.get_mut(slot), triple.axes.get_mut(slot)) {
        *c = Some(column);
        *a = Some(axis);
    }
    let wanted = match quantity {
        Quantity::Acceleration | Quantity::Gravity => Dimension::Acceleration,
        _ => Dimension::AngularRate,
    };
    triple.unit = triple.unit.or(name.unit.filter(|u| u.dimension == wanted));
    triple.raw |= name.raw;
}

/// Preference among several accelerometers of one device: with gravity, low noise before wide range, then the first.
fn rank(triple: &Triple) -> (bool, usize, bool, usize) {
    let variant = match triple.variant.as_str() {
        "" => 0,
        "ln" | "low" | "lowg" | "lownoise" => 1,
        _ => 2,
    };
    (triple.raw, 3 - triple.count(), triple.free, variant)
}

/// True for the gravity that an accelerometer lacks: on the same axes.
fn belongs(gravity: &Triple, acc: &Triple) -> bool {
    acc.free && gravity.axes == acc.axes && gravity.count() == 3
}

/// The unit of Apple's Core Motion, where its names are used as they are and no unit is given.
fn core_motion(acc: &Triple, names: &[Name]) -> Option<Unit> {
    let first = acc.columns.iter().flatten().next().and_then(|&c| names.get(c))?;
    (acc.free && acc.unit.is_none() && first.user).then_some(unit_names::G)
}

fn gather(out: &mut Layout, sets: Vec<(String, Quantity, Triple)>, names: &[Name]) {
    let label = |t: &Triple| {
        t.columns
            .iter()
            .flatten()
            .next()
            .and_then(|&c| names.get(c))
            .map(|n| n.device.clone())
            .unwrap_or_default()
    };
    let mut keys: Vec<String> = Vec::new();
    for (key, quantity, triple) in &sets {
        if *quantity == Quantity::Acceleration && triple.count() >= 2 && !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let alone = keys.len() <= 1;
    for key in &keys {
        let mut acc: Vec<&Triple> = sets
            .iter()
            .filter(|(k, q, t)| k == key && *q == Quantity::Acceleration && t.count() >= 2)
            .map(|s| &s.2)
            .collect();
        acc.sort_by_key(|t| rank(t));
        let gyr = sets
            .iter()
            .filter(|(k, q, t)| (k == key || alone) && *q == Quantity::AngularRate && t.count() == 3)
            .min_by_key(|(k, _, t)| (k != key, t.raw))
            .map(|s| s.2.clone());
        let Some(&first) = acc.first() else { continue };
        let gravity = sets
            .iter()
            .filter(|(k, q, t)| (k == key || alone) && *q == Quantity::Gravity && belongs(t, first))
            .min_by_key(|(k, ..)| k != key)
            .map(|s| s.2.clone());
        if acc.len() > 1 {
            let shown = |t: &Triple| {
                let c = t.columns.iter().flatten().next().copied().unwrap_or(0);
                format!("columns from {}", c + 1)
            };
            out.inferences.push(Inference {
                about: "accelerometer".into(),
                conclusion: shown(first),
                because: format!(
                    "of {} sets this one includes gravity and has the finest range; the others are ignored",
                    acc.len()
                ),
                overridden_by: "--columns acc=NAME:NAME:NAME".into(),
            });
        }
        let mut first = first.clone();
        if let Some(gravity) = &gravity {
            first.unit = first.unit.or(gravity.unit);
            out.inferences.push(Inference {
                about: "acceleration".into(),
                conclusion: "sum of the acceleration without gravity and of gravity".into(),
                because: "the file holds them apart".into(),
                overridden_by: "--columns acc=NAME:NAME:NAME".into(),
            });
        } else if let Some(unit) = core_motion(&first, names) {
            first.unit = Some(unit);
            out.inferences.push(Inference {
                about: "recorder".into(),
                conclusion: "Core Motion, which measures acceleration in g".into(),
                because: "the column is called userAcceleration".into(),
                overridden_by: "--units acc=m/s²".into(),
            });
        }
        out.devices.push(Device { name: label(&first), acc: Some(first), gyr, gravity });
    }
    if out.devices.is_empty() {
        let whole =
            |wanted: Quantity| sets.iter().find(|(_, q, t)| *q == wanted && t.count() == 3).map(|s| &s.2);
        let gyr = whole(Quantity::AngularRate);
        let gravity = whole(Quantity::Gravity).filter(|_| gyr.is_none());
        if let Some(first) = gyr.or(gravity) {
            let name = label(first);
            out.devices.push(Device { name, acc: None, gyr: gyr.cloned(), gravity: gravity.cloned() });
        }
    }
}

/// Selects the device requested by the user, or the only one.
pub(in crate::read) fn choose(
    layout: &Layout,
    dialect: &Dialect,
    wanted: Option<&str>,
) -> Result<Device, Error> {
    let names: Vec<&str> = layout.devices.iter().map(|d| d.name.as_str()).collect();
    if layout.devices.is_empty() {
        let has = if dialect.names.is_empty() {
            String::new()
        } else {
            let mut list = dialect.names.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
            if dialect.names.len() > 12 {
                list.push_str(", …");
            }
            format!(": the header has {list}")
        };
        return Err(unusable(format!("no accelerometer was found{has}")).with_remedy(
            "name its columns, e.g. --columns acc=NAME:NAME:NAME, or export the accelerometer too",
        ));
    }
    if let Some(wanted) = wanted {
        let key = device_key(wanted);
        let exact = layout.devices.iter().find(|d| device_key(&d.name) == key);
        let part: Vec<&Device> =
            layout.devices.iter().filter(|d| device_key(&d.name).contains(&key)).collect();
        return match (exact, part.as_slice()) {
            (Some(device), _) => Ok(device.clone()),
            (None, [only]) if !key.is_empty() => Ok((*only).clone()),
            _ => Err(ambiguous(format!("there is no device `{wanted}`")).with_remedy(if names.len() > 1 {
                format!("the file holds {}", names.join(", "))
            } else {
                "the file holds only one sensor; omit the device".into()
            })),
        };
    }
    match layout.devices.as_slice() {
        [only] => Ok(only.clone()),
        several => {
            let example = several.first().map_or("", |d| d.name.as_str());
            Err(ambiguous(format!("the file holds several sensors: {}", names.join(", ")))
                .with_remedy(format!("choose one, e.g. placement=file#{example}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::text::dialect::sniff;

    fn of(header: &str) -> Layout {
        let n = header.split(',').count();
        let rows: String = (0..4).map(|i| format!("{}\n", vec![format!("{i}.5"); n].join(","))).collect();
        let dialect = sniff(format!("{header}\n{rows}").as_bytes()).expect(header);
        layout(&dialect, &ColumnOverrides::default(), Bare::Acceleration).expect(header)
    }

    #[test]
    fn reversed_axes_find_their_slots() {
        let layout = of("time,seconds_elapsed,z,y,x");
        let acc = layout.devices.first().and_then(|d| d.acc.clone()).expect("acc");
        assert_eq!(acc.columns, [Some(4), Some(3), Some(2)]);
        assert_eq!(layout.times.len(), 2);
    }

    #[test]
    fn columns_with_gravity_are_preferred() {
        let layout = of("loggingTime(txt),motionUserAccelerationX(G),motionUserAccelerationY(G),\
             motionUserAccelerationZ(G),accelerometerAccelerationX(G),accelerometerAccelerationY(G),\
             accelerometerAccelerationZ(G),gyroRotationX(rad/s),gyroRotationY(rad/s),gyroRotationZ(rad/s)");
        let [device] = layout.devices.as_slice() else { panic!("{layout:?}") };
        assert_eq!(device.acc.as_ref().map(|a| a.columns), Some([Some(4), Some(5), Some(6)]));
        assert_eq!(device.gyr.as_ref().map(|a| a.columns), Some([Some(7), Some(8), Some(9)]));
    }

    #[test]
    fn two_axes_of_the_body() {
        let layout = of("time_s,acc_is_g,acc_pa_g");
        let acc = layout.devices.first().and_then(|d| d.acc.clone()).expect("acc");
        assert_eq!(acc.columns, [Some(2), Some(1), None]);
        assert!(acc.anatomical());
    }

    #[test]
    fn two_devices_side_by_side() {
        let layout =
            of("t,left_shank_acc_x,left_shank_acc_y,left_shank_acc_z,right_shank_acc_x,right_shank_acc_y,\
             right_shank_acc_z");
        let names: Vec<&str> = layout.devices.iter().map(|d| d.name.as_str()).collect();
        assert_eq!(names, ["left_shank", "right_shank"]);
    }
}
