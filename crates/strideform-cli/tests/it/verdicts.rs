//! What a coach reads first and last: how much was checked, warnings, one plan, what a fault is linked to, when to see a
//! clinician.

use crate::common::{Here, stderr, stdout};

/// The terminal's text and the page.
fn both(here: &Here, run: &str) -> (String, String) {
    let out = here.run(&["analyze", run, "--html", "page.html"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    (stdout(&out), std::fs::read_to_string(here.path("page.html")).expect("the page"))
}

/// Adds to the description of a run.
fn noted(here: &Here, run: &str, text: &str) {
    let file = format!("{run}/session.toml");
    let session = std::fs::read_to_string(here.path(&file)).expect("session.toml");
    here.file(&file, session + text);
}

/// The list below `what to do:`.
fn plan(text: &str) -> String {
    let part = text.split("what to do:\n").nth(1).unwrap_or_default();
    part.split("\n\n").next().unwrap_or_default().replace("\n    ", " ")
}

#[test]
fn a_warning_is_the_first_line_of_text_and_page_and_leaves_no_plan() {
    let here = Here::new();
    here.virtual_run("run", &["--fault", "hip-drop-left=9", "--placement", "pelvis"]);
    noted(
        &here,
        "run",
        "\n[[symptom]]\nplace = \"groin\"\nbehaviour = [\"worse-while-running\"]\nsince = \"May\"\nseverity = 6\n",
    );
    let (text, page) = both(&here, "run");
    assert!(text.starts_with("Stop running and see a clinician at once"), "{text}");
    let body = page.split("<main>").nth(1).expect("a body");
    assert!(body.trim_start().starts_with("<p class=\"stop warning\""), "{}", &body[..200]);
    assert!(plan(&text).is_empty() && text.contains("No training plan"), "{text}");
    for part in [&text, &page] {
        assert!(part.contains("worse-while-running, 6 of 10, since"), "{part}");
    }
}

#[test]
fn denied_signs_raise_no_warning_and_rest_is_advised() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "pelvis"]);
    noted(
        &here,
        "run",
        "\n[[symptom]]\nplace = \"hip flexor\"\nbehaviour = \"eases as I warm up, no limping, not at night\"\n",
    );
    let (text, page) = both(&here, "run");
    for part in [&text, &page] {
        assert!(!part.contains("at once: the runner"), "{part}");
        assert!(part.contains("tendon at the front of the hip") && part.contains("swim or cycle"), "{part}");
        assert!(!part.contains("bursitis"), "{part}");
    }
}

#[test]
fn one_plan_with_two_cues_at_most_names_the_weaker_side() {
    let here = Here::new();
    here.virtual_run("run", &["--fault", "hip-drop-left=10", "--fault", "heel-pounding=2.4"]);
    let (text, page) = both(&here, "run");
    let plan = plan(&text);
    let cues =
        plan.matches("cue: ").count() + plan.matches("Cue: ").count() + plan.matches("cue, later: ").count();
    assert!((1..=2).contains(&cues), "{plan}");
    assert!(plan.contains("more on the left"), "{plan}");
    assert!(!text.contains("  Try: ") && text.contains("Associated with: "), "{text}");
    assert!(page.contains(">What to do</h2>") && page.find("What to do") < page.find(">Findings</h2>"));
    for part in [&text, &page] {
        assert!(part.contains("Do this first: ") && part.contains("ask three questions"), "{part}");
    }
}

#[test]
fn how_much_was_checked_leads_with_the_sensor_that_adds_most() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "feet", "--strike-angle", "20"]);
    let (text, page) = both(&here, "run");
    let flat = text.replace('\n', " ");
    assert!(flat.starts_with("2 of 11 checks were possible with these sensors."), "{text}");
    assert!(flat.contains("A pelvis sensor with gyroscope would add: hip drop; bounce."), "{text}");
    assert!(page.contains("A pelvis sensor with gyroscope would add: hip drop; bounce."));
    // Who lands on the heel and wears nothing on the shank hears what guides ask for, and what is known.
    for part in [&text.replace('\n', " "), &page] {
        assert!(part.contains("Patient guides ask for less of it (D)"), "{part}");
    }
}

#[test]
fn a_forefoot_striker_is_not_sent_off_the_heel() {
    let here = Here::new();
    let hard = [
        "--strike-angle=-10",
        "--fault",
        "heel-pounding=2.9",
        "--placement",
        "feet",
        "--placement",
        "shanks",
    ];
    here.virtual_run("run", &hard);
    let (text, page) = both(&here, "run");
    assert!(
        !plan(&text).to_lowercase().contains("heel strike") && !plan(&text).contains("on the heel"),
        "{text}"
    );
    assert!(!page.contains("a little less on the heel") && !page.contains("Landing on the heel"));
}

#[test]
fn earlier_injuries_are_a_key_of_the_runner() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "pelvis"]);
    let session = std::fs::read_to_string(here.path("run/session.toml")).expect("session.toml");
    here.file(
        "run/session.toml",
        session.replace("[runner]", "[runner]\nhistory = [\"stress fracture, 2023\"]"),
    );
    let (text, page) = both(&here, "run");
    for part in [&text, &page] {
        assert!(part.contains("Earlier injuries: stress fracture, 2023."), "{part}");
    }
}
