//! The HTML page: every section in order, nothing loaded from elsewhere, no text that becomes markup.

use crate::common::{Here, stderr, stdout};

/// Headings in the order in which a coach reads.
const ORDER: [&str; 9] = [
    "Summary",
    "What to do",
    "Findings",
    "Gait cycle",
    "Numbers",
    "Not assessed",
    "Recording quality",
    "When to see a clinician",
    "Methods and references",
];

fn page(here: &Here, words: &[&str]) -> String {
    let mut all = vec!["analyze"];
    all.extend(words);
    all.extend(["--html", "page.html"]);
    let out = here.run(&all);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    std::fs::read_to_string(here.path("page.html")).expect("the page")
}

#[test]
fn every_section_is_in_order_and_nothing_is_loaded() {
    let here = Here::new();
    here.virtual_run("run", &["--fault", "hip-drop-left=9"]);
    let page = page(&here, &["run"]);
    let at: Vec<usize> = ORDER
        .iter()
        .map(|heading| page.find(&format!(">{heading}</h2>")).unwrap_or_else(|| panic!("{heading}")))
        .collect();
    assert!(at.is_sorted(), "{at:?}");
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    assert!(page.contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"));
    for wanted in ["@media print", "prefers-color-scheme: dark", "#0072b2", "#d55e00", "stroke-dasharray"] {
        assert!(page.contains(wanted), "{wanted}");
    }
    for never in
        ["<script", "<link", "<img", "<iframe", " src=", " href=", "url(", "@import", "http:", "https:"]
    {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("Hip drop, left") && page.contains(">present<") && page.contains("over 99"));
    assert!(page.contains("On the left leg, the right hip drops"), "the summary in plain words");
    assert!(page.contains("Not a diagnosis."));
    assert_eq!(here.names(), ["page.html", "run"], "no temporary file stays");
}

#[test]
fn the_page_and_the_terminal_give_the_same_summary() {
    let here = Here::new();
    here.virtual_run("run", &["--fault", "hip-drop-left=9"]);
    let out = here.run(&["analyze", "run", "--html", "page.html"]);
    let text = stdout(&out).split("\n\n").next().expect("a summary").replace('\n', " ");
    let page = std::fs::read_to_string(here.path("page.html")).expect("the page");
    let summary =
        page.split(">Summary</h2>").nth(1).and_then(|p| p.split("</section>").next()).expect("a part");
    let lines: Vec<&str> = summary.split("<p>").skip(1).filter_map(|p| p.split("</p>").next()).collect();
    assert!((2..=4).contains(&lines.len()), "{lines:?}");
    let part = |i: usize| lines[i].split(':').next().expect("words").replace('\u{a0}', " ");
    // First how much was checked, then what was found.
    let (first, second) = (part(0), part(1));
    assert!(
        text.starts_with(&first) && first.ends_with("checks were possible with these sensors."),
        "{first} / {text}"
    );
    assert!(second.contains("On the left leg, the right hip drops 9"), "{second}");
    assert!(text.contains(&second), "{second} / {text}");
}

#[test]
fn every_picture_has_a_name_and_a_message_and_is_well_formed() {
    let here = Here::new();
    here.virtual_run("run", &["--fault", "hip-drop-left=9"]);
    let page = page(&here, &["run"]);
    let mut ids = std::collections::BTreeSet::new();
    let mut count = 0;
    for part in page.split("<svg ").skip(1) {
        let svg = format!("<svg {}</svg>", part.split("</svg>").next().expect("an end"));
        well_formed(&svg);
        assert!(svg.contains("role=\"img\"") && svg.contains("<title id="), "{svg}");
        let message = svg.split("<desc id=").nth(1).and_then(|d| d.split_once('>')).expect("a message").1;
        assert!(message.split('<').next().is_some_and(|text| text.len() > 20), "{message}");
        for id in svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
        count += 1;
    }
    // The figure, one finding at least, four curves of the gait cycle, left and right.
    assert!(count >= 7, "{count}");
}

/// Tags close in the order in which they open, and no `&` stands alone.
fn well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("an end of the tag");
        assert!(text.split('&').skip(1).all(|after| after.contains(';')), "{text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn text_of_files_is_text() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-left"]);
    let session = std::fs::read_to_string(here.path("run/session.toml")).expect("session.toml");
    let session = session.replace("id = \"virtual\"", "id = \"<script>alert(1)</script> & 'Co'\"").replace(
        "slope_percent = 0.0",
        "slope_percent = 0.0\nsurface = \"\\\"><img src=x onerror=y>\"\nstarted = \"<b>today\"",
    );
    let note =
        "\n[[symptom]]\nside = \"left\"\nplace = \"outer hip <i>\"\nbehaviour = \"worse after the run\"\n";
    here.file("run/session.toml", session + note);
    let table = stdout(&here.run(&["faults", "--format", "toml"]));
    here.file("mine.toml", table.replace("name = \"Heel pounding, hard landing\"", "name = \"<u>Hard</u>\""));
    let page = page(&here, &["run", "--faults", "mine.toml"]);
    for never in ["<script", "<img", "<b>today", "<i>", "<u>"] {
        // The page itself sets methods in italics.
        let own = never == "<i>" && page.matches("<i>").count() == page.matches("</i>").count();
        assert!(own || !page.contains(never), "{never}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)"), "the name is shown as written");
    assert!(page.contains("outer hip &lt;i&gt;") && page.contains("tendon of the outer hip"));
    assert!(page.contains("Common conditions at this site"));
}

#[test]
fn what_was_not_assessed_says_which_sensor_would() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-left"]);
    let page = page(&here, &["run/shank-left.csv"]);
    let part =
        page.split(">Not assessed</h2>").nth(1).and_then(|p| p.split("</section>").next()).expect("a part");
    for fault in ["Hip drop", "Bounce", "Left–right imbalance", "Trunk lean"] {
        assert!(part.contains(&format!("<b>{fault}</b>: needs ")), "{fault}: {part}");
    }
    assert!(page.contains("Only the left leg had a sensor"));
}

#[test]
fn no_page_overwrites_an_input_or_is_written_without_running() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-left"]);
    let out = here.run(&["analyze", "run", "--html", "run/shank-left.csv"]);
    assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
    here.file("still.csv", crate::common::still());
    let out = here.run(&["analyze", "pelvis=still.csv", "--html", "page.html"]);
    assert_eq!(out.status.code(), Some(4), "{}", stderr(&out));
    assert!(!here.path("page.html").exists());
}
