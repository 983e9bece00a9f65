//! What others reached, beside what is reached here.

use crate::page::Page;

/// Quantity, published figure with its source, where to find ours.
const PUBLISHED: [[&str; 3]; 9] = [
    [
        "cadence",
        "step frequency 0.1 ± 0.1 % (Alcantara et al. 2022); meta-analysis of running sensors ICC 0.926 (Zeng et al. 2022)",
        "Cadence, any device",
    ],
    [
        "contact and toe-off, foot with gyroscope",
        "precision 2 ± 1 and 4 ± 2 ms; contact time bias under 12 ± 10 ms (Falbriard et al. 2018)",
        "From markers: one man, not comparable in breadth",
    ],
    [
        "contact and toe-off, shank",
        "+17.4 ms, −96.8…+131.6; +3.5 ms, −143.9…+150.9 (Kiernan et al. 2023, 74 runners)",
        "Shank: three runners",
    ],
    [
        "contact and toe-off, sacrum",
        "−30.4 or +29.0 ms; −2.8 ms, −152.7…+147.2 (Kiernan et al. 2023)",
        "Sacrum: one runner, 16 trials",
    ],
    ["contact time, sacrum", "RMSE 20 ms, bias 13 ms (Patoz et al. 2022)", "Sacrum"],
    ["active peak force, sacrum", "RMSE 0.15 BW, bias 0.07 (Patoz et al. 2022)", "Sacrum"],
    [
        "loading rate",
        "of 27 single-accelerometer methods none precise, limits beyond ±65 % (Kiernan et al. 2023)",
        "Loading rate: a trend only",
    ],
    ["foot strike angle", "2.0 ± 5.9° (Falbriard et al. 2020)", "From markers"],
    ["pelvic obliquity", "bias 0.3° (Kalman) to 4° and more at sprint speeds", "From markers"],
];

pub(crate) fn write(page: &mut Page) {
    page.heading("Published figures, for scale");
    page.paragraph(
        "Studies differ in runners, speeds, thresholds and what was tuned on what; a smaller figure here is no proof of a \
         better method, because the recordings here hold fewer runners.",
    );
    let rows: Vec<Vec<String>> =
        PUBLISHED.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect();
    page.table(&["quantity", "published", "section above"], &rows);
}
