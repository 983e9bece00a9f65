//! `--fault NAME=VALUE`: form faults to build into a virtual run.

use strideform_virtual::{Params, Scatter, Side, VirtualRun};

use crate::options::FaultChoice;

/// The faults that can be set; `simulate --help` explains the values.
const KNOWN: &str = "hip-drop, overstride, heel-pounding, arm-crossover (these also with -left and -right), \
     contact-time-balance, step-time-asymmetry, oscillation, trunk-lean, contact-time-drift, cadence-drift";
/// Largest share by which `oscillation` shortens the contacts; the rest comes from the cadence (*chosen*).
const SHORTER: f64 = 0.2;
/// Largest share by which it lowers the cadence (*chosen*).
const SLOWER: f64 = 0.2;

/// Applies a fault to the parameters.
pub(super) fn apply(fault: &FaultChoice, params: &mut Params) -> Result<(), String> {
    let value = fault.value;
    let (name, sides) = match fault.name.strip_suffix("-left").map(|n| (n, [true, false])) {
        Some(left) => left,
        None => match fault.name.strip_suffix("-right") {
            Some(name) => (name, [false, true]),
            None => (fault.name.as_str(), [true, true]),
        },
    };
    let one_sided = sides != [true, true];
    let set = |pair: &mut [f64; 2], value: f64| {
        for (slot, wanted) in pair.iter_mut().zip(sides) {
            if wanted {
                *slot = value;
            }
        }
    };
    match name {
        "hip-drop" => set(&mut params.drop_deg, value),
        "overstride" => {
            for side in [Side::Left, Side::Right] {
                if sides[side.index()] && !params.overstride(side, value) {
                    return Err(
                        "overstride needs --person; without it the shanks follow from hips and ankles".into(),
                    );
                }
            }
        }
        "heel-pounding" if one_sided => {
            let more = value - params.ankle_speed_mps;
            set(&mut params.ankle_speed_added_mps, more);
        }
        "arm-crossover" => set(&mut params.arm_crossover_m, value / 100.0),
        _ if one_sided => {
            return Err(format!("the fault {} has no left or right; known faults: {KNOWN}", fault.name));
        }
        "contact-time-balance" if (30.0..=70.0).contains(&value) => {
            let mean = (params.contact_s[0] + params.contact_s[1]) / 2.0;
            params.contact_s = [mean * value / 50.0, mean * (100.0 - value) / 50.0];
        }
        "contact-time-balance" => return Err("contact-time-balance must be between 30 and 70 % left".into()),
        "heel-pounding" => params.ankle_speed_mps = value,
        "oscillation" => bounce(params, value)?,
        "trunk-lean" => params.trunk_lean_deg = value,
        "step-time-asymmetry" => {
            // 100·(left − right)/mean; half of the difference goes to each side.
            let half = value / 200.0 * 60.0 / params.cadence_spm;
            params.step_time_offset_s = [half, -half];
        }
        "contact-time-drift" => params.fatigue.contact_percent = value,
        "cadence-drift" => params.fatigue.cadence_spm = value,
        _ => return Err(format!("unknown fault {}; known faults: {KNOWN}", fault.name)),
    }
    Ok(())
}

/// Raises the vertical oscillation by `added` centimetres: contacts get shorter, and where that does not suffice, steps
/// longer. Nothing else raises it, since force and flight are tied by the impulse.
fn bounce(params: &mut Params, added: f64) -> Result<(), String> {
    // one number for both: the first half shortens the contacts, the second lengthens the steps
    let changed = |share: f64| {
        let mut p = params.clone();
        p.contact_s = params.contact_s.map(|c| c * (1.0 - SHORTER * (2.0 * share).min(1.0)));
        p.cadence_spm = params.cadence_spm * (1.0 - SLOWER * (2.0 * share - 1.0).max(0.0));
        p
    };
    let oscillation = |p: &Params| {
        let brief = Params { seconds: 10.0, scatter: Scatter::none(), session: Vec::new(), ..p.clone() };
        let run = VirtualRun::new(brief).map_err(|e| format!("oscillation={added}: {e}"))?;
        Ok::<_, String>(run.truth().medians.get("vertical_oscillation").map_or(0.0, |m| m.value))
    };
    let goal = oscillation(params)? + added;
    let (mut low, mut high) = (0.0, 1.0);
    if !(added >= 0.0 && oscillation(&changed(high))? >= goal) {
        return Err(format!("oscillation={added} is out of this runner's reach"));
    }
    // to about 0.01 cm
    for _ in 0..10 {
        let middle = 0.5 * (low + high);
        if oscillation(&changed(middle))? < goal { low = middle } else { high = middle }
    }
    *params = changed(high);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<Params, String> {
        let mut params = Params::default();
        apply(&text.parse::<FaultChoice>()?, &mut params).map(|()| params)
    }

    #[test]
    fn sides_and_balances_are_set() {
        assert_eq!(with("hip-drop-left=8").map(|p| p.drop_deg), Ok([8.0, 4.5]));
        assert_eq!(with("hip-drop=7").map(|p| p.drop_deg), Ok([7.0, 7.0]));
        let pounding = with("heel-pounding-left=1.9").expect("a known fault");
        let [added, none] = pounding.ankle_speed_added_mps;
        assert!((pounding.ankle_speed_mps + added - 1.9).abs() < 1e-12 && none == 0.0, "rounding only");
        assert_eq!(with("heel-pounding=1.9").map(|p| p.ankle_speed_mps), Ok(1.9));
        let [left, right] = with("contact-time-balance=52").expect("a known fault").contact_s;
        assert!((100.0 * left / (left + right) - 52.0).abs() < 1e-9, "rounding only");
        for bad in [
            "hip-drop",
            "overstride=7",
            "oscillation=30",
            "bounce=3",
            "trunk-lean-left=4",
            "hip-drop=x",
            "contact-time-balance=90",
        ] {
            assert!(with(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_person_overstrides_and_bounces() {
        let truth = |p: &Params, id: &str| {
            let run = VirtualRun::new(Params { seconds: 10.0, scatter: Scatter::none(), ..p.clone() });
            let medians = run.expect("possible").truth().medians;
            medians.get(id).map(|m| [m.value, m.left, m.right]).expect("a known metric")
        };
        let own = Params::drawn(3, 3.0);
        let mut bouncing = own.clone();
        apply(&"oscillation=3.5".parse().expect("a fault"), &mut bouncing).expect("within reach");
        let rise = truth(&bouncing, "vertical_oscillation")[0] - truth(&own, "vertical_oscillation")[0];
        assert!((rise - 3.5).abs() < 0.05, "{rise} cm; the search ends within 0.02 cm");
        let (mut one, mut other) = (own.clone(), Params::drawn(8, 3.0));
        for p in [&mut one, &mut other] {
            apply(&"overstride-left=7".parse().expect("a fault"), p).expect("a person");
        }
        let [a, b] = [&one, &other].map(|p| truth(p, "shank_angle_at_contact"));
        // The plane of the leg is tilted by a few degrees.
        assert!((a[1] - b[1]).abs() < 0.2, "the same angle, whoever it is: {a:?} {b:?}");
        assert!((a[2] - truth(&own, "shank_angle_at_contact")[2]).abs() < 0.2, "the right stays: {a:?}");
    }
}
