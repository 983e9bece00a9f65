//! Published figures beside those measured here.

use crate::ledger::Ledger;
use crate::page::Page;
use crate::stats::Errors;

/// A figure from the literature and where ours comes from.
struct Published {
    quantity: &'static str,
    figure: &'static str,
    /// Recordings and the metric there.
    ours: &'static [(&'static str, &'static str)],
}

const fn published(
    quantity: &'static str,
    figure: &'static str,
    ours: &'static [(&'static str, &'static str)],
) -> Published {
    Published { quantity, figure, ours }
}

const PUBLISHED: [Published; 17] = [
    published(
        "cadence",
        "step frequency 0.1 ± 0.1 % (Alcantara et al. 2022); meta-analysis of running sensors ICC 0.926 (Zeng et al. 2022)",
        &[("devices", "cadence"), ("sacrum, 2 axes", "cadence")],
    ),
    published(
        "initial contact, foot with gyroscope",
        "precision 2 ± 1 ms (Falbriard et al. 2018)",
        &[("markers, foot", "initial_contact")],
    ),
    published(
        "toe-off, foot with gyroscope",
        "precision 4 ± 2 ms (Falbriard et al. 2018)",
        &[("markers, foot", "toe_off")],
    ),
    published(
        "contact time, foot with gyroscope",
        "bias under 12 ± 10 ms, precision under 4 ± 3 ms (Falbriard et al. 2018)",
        &[("markers, foot", "contact_time")],
    ),
    published(
        "initial contact, shank",
        "+17.4 ms, −96.8…+131.6 (Kiernan et al. 2023, 74 runners)",
        &[("shank", "initial_contact"), ("markers, shank", "initial_contact")],
    ),
    published(
        "toe-off, shank",
        "+3.5 ms, −143.9…+150.9 (Kiernan et al. 2023, 74 runners)",
        &[("shank", "toe_off"), ("markers, shank", "toe_off")],
    ),
    published(
        "initial contact, sacrum",
        "−30.4 or +29.0 ms (Kiernan et al. 2023)",
        &[("sacrum, 2 axes", "initial_contact"), ("markers, pelvis", "initial_contact")],
    ),
    published(
        "toe-off, sacrum",
        "−2.8 ms, −152.7…+147.2 (Kiernan et al. 2023)",
        &[("sacrum, 2 axes", "toe_off"), ("markers, pelvis", "toe_off")],
    ),
    published(
        "contact time, sacrum",
        "RMSE 20 ms, bias 13 ms (Patoz et al. 2022); 5.6 ± 4.5 % by a trained network (Alcantara et al. 2022)",
        &[
            ("sacrum, 2 axes", "contact_time"),
            ("sacrum, 2 axes, speed given", "contact_time"),
            ("markers, pelvis", "contact_time"),
        ],
    ),
    published(
        "flight time, sacrum",
        "RMSE 20 ms (Patoz et al. 2022); pooled over sensors not related to the reference (Zeng et al. 2022)",
        &[("sacrum, 2 axes", "flight_time"), ("sacrum, 2 axes, speed given", "flight_time")],
    ),
    published(
        "active peak force, sacrum",
        "RMSE 0.15 BW, bias 0.07 (Patoz et al. 2022)",
        &[("sacrum, 2 axes", "peak_vertical_force"), ("markers, pelvis", "peak_vertical_force")],
    ),
    published(
        "loading rate",
        "of 27 single-accelerometer methods none precise, limits beyond ±65 % (Kiernan et al. 2023); shank with a trained model \
         12.4 ± 7.9 BW/s on unseen runners (Derie et al. 2020)",
        &[],
    ),
    published(
        "foot strike angle",
        "accuracy 2.0 ± 5.9°, precision 1.6 ± 1.1° (Falbriard et al. 2020)",
        &[("markers, foot", "foot_strike_angle")],
    ),
    published(
        "stride length",
        "0.022 ± 0.157 m (Zrenner et al. 2018)",
        &[("markers, foot", "stride_length")],
    ),
    published(
        "pelvic obliquity",
        "bias about 0.3° (Asgari & Heller 2025, 24 runners); −3.3…−4.1° at 5.4–7.1 m/s (Lin et al. 2023); a commercial sensor failed every criterion (Ruiz-Malagón et al. 2023)",
        &[("markers, pelvis", "pelvic_drop_excursion"), ("markers, pelvis", "pelvic_drop_peak")],
    ),
    published(
        "vertical oscillation",
        "trajectory bias about 2 mm (Asgari & Heller 2025, 24 runners)",
        &[("markers, pelvis", "vertical_oscillation")],
    ),
    published(
        "leg stiffness",
        "0.67–6.93 % below a force plate where times are exact (Morin et al. 2005)",
        &[],
    ),
];

pub(crate) fn write(ledger: &Ledger, page: &mut Page) {
    page.start(
        "published",
        "Published figures, for comparison",
        "Accuracy reported in the literature beside the figures measured here",
    );
    page.paragraph(
        "Studies differ in runners, speeds, thresholds and what was fitted on which data; a smaller figure here does not prove a \
         better method, because the recordings here hold fewer runners. Ours are single steps (devices: runs), bias ± SD, with the constants \
         left out where anything is fitted. Loading rate has its own page ([loading.md](loading.md)).",
    );
    let mut rows = Vec::new();
    for p in &PUBLISHED {
        let mut ours = Vec::new();
        for (set, id) in p.ours {
            let cell = page.cells.iter().find(|(s, c)| s == set && c.id == *id);
            match cell {
                Some((_, cell)) => ours.push(format!("{set}: {}", cell.summary())),
                None => page.failures.push(format!("published figures: no {id} from {set}")),
            }
        }
        if p.quantity == "leg stiffness" {
            let e = Errors(ledger.relative("leg_stiffness"));
            ours.push(format!("runs with the program's own times: {} % (n {})", e.plus_minus(1.0, 1), e.n()));
        }
        let ours = if ours.is_empty() { "–".to_owned() } else { ours.join("; ") };
        rows.push(vec![p.quantity.to_owned(), p.figure.to_owned(), ours]);
    }
    page.table(&["quantity", "published", "here"], &rows);
}
