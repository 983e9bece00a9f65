//! Words that the page and its terminal twin share.

use strideform::findings::{Finding, FindingSide, Grade, Severity, Status};

use super::number::fixed;

/// The name of a finding's fault within a sentence.
pub(crate) fn name(finding: &Finding) -> String {
    lower(&finding.name)
}

/// `text` with a small first letter.
pub(crate) fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// `text` with a large first letter.
pub(crate) fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The side of a finding in words.
pub(crate) fn side(finding: &Finding) -> Option<&'static str> {
    finding.side.map(side_word)
}

/// `left`, `right`, `both sides`.
pub(crate) fn side_word(side: FindingSide) -> &'static str {
    match side {
        FindingSide::Left => "left",
        FindingSide::Right => "right",
        FindingSide::Both => "both sides",
    }
}

/// The verdict in a word.
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

/// In words and per cent; never 100 %, which no measurement gives.
pub(crate) fn confidence_label(probability: f64) -> String {
    let words = match probability {
        p if p >= 0.99 => "almost certain",
        p if p >= 0.9 => "likely",
        p if p > 0.5 => "more likely than not",
        _ => "less likely than not",
    };
    if probability > 0.99 {
        return format!("{words}, over 99 %");
    }
    format!("{words}, {} %", fixed(probability * 100.0, 0))
}

/// A grade of evidence with its plain meaning.
pub(crate) fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A, trials",
        Grade::B => "B, studies that followed runners",
        Grade::C => "C, comparisons of runners",
        Grade::D => "D, opinion",
    }
}

/// What a fault means, in one sentence; `None` for a fault of a table of one's own.
pub(crate) fn meaning(fault: &str) -> Option<&'static str> {
    Some(match fault {
        "overstriding" => "The foot comes down well ahead of the knee, which brakes every step.",
        "heel-pounding" => "The foot is stopped hard when it lands; part of that shock travels up the leg.",
        "hip-drop" => {
            "While one leg carries the body, the hip of the swinging leg sinks (contralateral pelvic drop)."
        }
        "left-right-imbalance" => "One side moves, lands or carries the body otherwise than the other.",
        "low-cadence" => "The steps are fewer, so longer, than usual at this speed and leg length.",
        "trunk-lean" => "The upper body leans further forward over the standing leg than is usual.",
        "limited-hip-extension" => "The thigh stays in front when the foot leaves the ground.",
        "bounce" => "The body rises and falls more with each step than is usual.",
        "arm-crossover" => "The hands swing across the body instead of forward and back.",
        "load-spike" => "A run was much longer than the longest of the 30 days before.",
        "form-drift" => "Form late in the run differs from form at its beginning.",
        _ => return None,
    })
}

/// The plain twin of a metric's name, where the name is a technical one.
pub(crate) fn plain(metric: &str) -> Option<&'static str> {
    Some(match metric {
        "cadence" => "steps of both feet in a minute",
        "contact_time" => "how long a foot stays on the ground",
        "flight_time" => "how long neither foot is on the ground",
        "duty_factor" => "share of the stride that a foot is on the ground",
        "contact_time_balance" => "the left foot's share of ground contact",
        "step_time_asymmetry" => "how much longer left steps last",
        "peak_tibial_acceleration" => "how hard the shin is stopped, along the bone",
        "peak_tibial_acceleration_resultant" => "how hard the shin is stopped, all directions",
        "peak_vertical_force" => "largest push of the ground, in body weights",
        "vertical_loading_rate" | "instantaneous_loading_rate" => "how fast the landing force rises",
        "foot_strike_angle" => "toes up at landing is positive",
        "shank_angle_at_contact" => "how far the ankle is ahead of the knee at landing",
        "pelvic_drop_peak" => "how low the hip of the swinging leg goes",
        "pelvic_drop_midstance" => "the same in the middle of ground contact",
        "pelvic_drop_excursion" => "how far that hip sinks after landing",
        "pelvic_tilt_range" => "forward and backward tipping of the pelvis",
        "vertical_oscillation" => "rise and fall of the body in a step",
        "vertical_ratio" => "rise and fall as a share of step length",
        "leg_stiffness" => "how little the leg gives under load",
        "trunk_lean" => "forward lean while a foot is on the ground",
        "hip_extension_at_toe_off" => "how far the thigh goes back",
        "arm_crossover_share" => "sideways share of the arm swing",
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
    fn every_fault_of_the_table_has_its_meaning() {
        for fault in strideform::findings::RuleTable::embedded().faults {
            assert!(meaning(&fault.id).is_some(), "{}", fault.id);
        }
    }
}
