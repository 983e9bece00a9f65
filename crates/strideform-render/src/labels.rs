//! Labels that the HTML page and the terminal share.

use strideform::findings::{Finding, FindingSide, Grade, Severity, Status};

use crate::number::fixed;

/// The name of a finding's fault, for use within a sentence.
pub(crate) fn name(finding: &Finding) -> String {
    lower(&finding.name)
}

/// `text` with a lower-case first letter.
pub(crate) fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// `text` with an upper-case first letter.
pub(crate) fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The label of the side of a finding.
pub(crate) fn side(finding: &Finding) -> Option<&'static str> {
    finding.side.map(side_label)
}

/// `left`, `right`, `both sides`.
pub(crate) fn side_label(side: FindingSide) -> &'static str {
    match side {
        FindingSide::Left => "left",
        FindingSide::Right => "right",
        FindingSide::Both => "both sides",
    }
}

/// The label of a verdict.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Present => "present",
        Status::Borderline => "borderline",
        Status::Absent => "not found",
        Status::NotAssessed => "not assessed",
    }
}

/// How far beyond the threshold.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Mild => "mild",
        Severity::Marked => "marked",
    }
}

/// A probability in words and per cent; never 100 %, because no measurement is certain.
pub(crate) fn confidence_label(probability: f64) -> String {
    let label = match probability {
        p if p >= 0.99 => "almost certain",
        p if p >= 0.9 => "likely",
        p if p > 0.5 => "more likely than not",
        _ => "less likely than not",
    };
    if probability > 0.99 {
        return format!("{label}, over 99 %");
    }
    // A number never looks surer than its label.
    let percent = if probability < 0.9 {
        (probability * 100.0).round().min(89.0)
    } else {
        (probability * 100.0).round().min(99.0)
    };
    format!("{label}, {} %", fixed(percent, 0))
}

/// A grade of evidence and what it means.
pub(crate) fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A, trials",
        Grade::B => "B, prospective studies",
        Grade::C => "C, cross-sectional studies",
        Grade::D => "D, expert opinion",
    }
}

/// What a finding means: as a fact where it is present, else under a condition.
pub(crate) fn meaning_of(finding: &Finding) -> Option<String> {
    let text = meaning(&finding.fault)?;
    Some(match finding.status {
        Status::Present => text.to_owned(),
        _ => format!("Suspected, not sure. If so: {}", lower(text)),
    })
}

/// What a fault means, in one sentence; `None` for a fault from a custom table.
pub(crate) fn meaning(fault: &str) -> Option<&'static str> {
    Some(match fault {
        "overstriding" => "The foot comes down well ahead of the knee, which brakes every step.",
        "heel-pounding" => "The foot is stopped hard when it lands; part of that shock travels up the leg.",
        "hip-drop" => "While one leg supports the body, the other hip drops (contralateral pelvic drop).",
        "left-right-imbalance" => "Left and right differ in how they move, land or support the body.",
        "low-cadence" => "Steps are fewer, and so longer, than is typical at this speed and leg length.",
        "trunk-lean" => "The upper body leans further forward or back during stance than is typical.",
        "limited-hip-extension" => {
            "The thigh does not extend far enough behind the body when the foot leaves the ground."
        }
        "bounce" => "The body rises and falls more with each step than is typical.",
        "arm-crossover" => "The hands swing across the body instead of forward and back.",
        "load-spike" => "A run was much longer than the longest of the 30 days before.",
        "form-drift" => "Form late in the run differs from form at its beginning.",
        _ => return None,
    })
}

/// A plain explanation of a metric with a technical name.
pub(crate) fn plain(metric: &str) -> Option<&'static str> {
    Some(match metric {
        "cadence" => "steps per minute, both feet",
        "contact_time" => "how long a foot stays on the ground",
        "flight_time" => "how long both feet are off the ground",
        "duty_factor" => "share of the stride with the foot on the ground",
        "contact_time_balance" => "the left foot's share of ground contact",
        "step_time_asymmetry" => "how much longer left steps take",
        "peak_tibial_acceleration" => "impact at the shin, along the bone",
        "peak_tibial_acceleration_resultant" => "impact at the shin, all directions",
        "peak_vertical_force" => "largest force from the ground, in body weights",
        "vertical_loading_rate" | "instantaneous_loading_rate" => "how quickly the landing force rises",
        "foot_strike_angle" => "toes up at landing is positive",
        "shank_angle_at_contact" => "tibial inclination: how far the ankle is ahead of the knee at landing",
        "pelvic_drop_peak" => "lowest point of the swing-side hip",
        "pelvic_drop_midstance" => "swing-side hip halfway through ground contact",
        "pelvic_drop_excursion" => "how far the swing-side hip drops after landing",
        "pelvic_tilt_range" => "forward and backward tilt of the pelvis",
        "vertical_oscillation" => "rise and fall of the body with each step",
        "vertical_ratio" => "rise and fall as a share of step length",
        "leg_stiffness" => "how little the leg compresses under load",
        "trunk_lean" => "forward lean while a foot is on the ground",
        "hip_extension_at_toe_off" => "how far back the thigh extends",
        "arm_crossover_share" => "share of the arm swing that goes sideways",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sureness_never_claims_certainty() {
        assert_eq!(confidence_label(1.0), "almost certain, over 99 %");
        assert_eq!(confidence_label(0.934), "likely, 93 %");
        assert_eq!(confidence_label(0.3), "less likely than not, 30 %");
    }

    #[test]
    fn every_built_in_fault_has_a_meaning() {
        for fault in strideform::findings::RuleTable::embedded().faults {
            assert!(meaning(&fault.id).is_some(), "{}", fault.id);
        }
    }
}
