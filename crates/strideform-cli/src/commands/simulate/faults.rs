//! `--fault NAME=VALUE`: form faults to build into a virtual run.

use strideform_virtual::Params;

use crate::options::FaultChoice;

/// The faults that can be set; `simulate --help` explains the values.
const KNOWN: &str = "hip-drop, arm-crossover (both also with -left and -right), contact-time-balance, \
     step-time-asymmetry, heel-pounding, trunk-lean, contact-time-drift, cadence-drift";

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
        let [left, right] = with("contact-time-balance=52").expect("a known fault").contact_s;
        assert!((100.0 * left / (left + right) - 52.0).abs() < 1e-9, "rounding only");
        for bad in ["hip-drop", "bounce=3", "trunk-lean-left=4", "hip-drop=x", "contact-time-balance=90"] {
            assert!(with(bad).is_err(), "{bad}");
        }
    }
}
