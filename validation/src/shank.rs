//! Shank accelerometer against the force plate.

mod nested;

use std::collections::BTreeMap;
use std::path::Path;

use strideform::contacts;
use strideform::recording::{Placement, Segment, Side};
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::baselines::{self, Baseline};
use crate::cells::{self, Meta};
use crate::ledger::Set;
use crate::page::Page;
use crate::plot::{self, Panel};
use crate::run::{Comparison, analyze, compare, files, orientations, record, turned};
use crate::stats::Errors;
use crate::timing::{self, Found};
use crate::truth::{number, rows, text};

const PUBLISHED: [&str; 3] = ["shank-purcell-2005", "shank-mercer-2003", "shank-aubol-milner-2020"];

fn errors(c: &Comparison) -> [Errors; 3] {
    [
        Errors(c.matched.iter().map(|m| 1e3 * m.initial_contact).collect()),
        Errors(c.matched.iter().filter_map(|m| m.toe_off).map(|e| 1e3 * e).collect()),
        Errors(c.matched.iter().filter_map(|m| m.contact_time).map(|e| 1e3 * e).collect()),
    ]
}

/// Runner, speed and slope of every trial.
fn metas(folder: &Path) -> Vec<Meta> {
    rows(&folder.join("truth_trials.csv"))
        .iter()
        .map(|row| Meta {
            runner: format!("{} {} kg {} cm", text(row, "sex"), text(row, "mass_kg"), text(row, "height_cm")),
            trial: text(row, "trial").to_owned(),
            speed: number(row, "speed_mps").unwrap_or(f64::NAN),
            slope: 0.0,
            strike: String::new(),
        })
        .collect()
}

pub(crate) fn validate(data: &Path, page: &mut Page) {
    let folder = data.join("shank-treadmill-force");
    let mut truth: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for row in rows(&folder.join("truth_contacts.csv")) {
        if let (Some(on), Some(off)) = (number(&row, "initial_contact_s"), number(&row, "toe_off_s")) {
            truth.entry(text(&row, "trial").to_owned()).or_default().push((on, off));
        }
    }
    let sensors = files(&folder.join("sensor"), ".csv");
    let name = |p: &Path| p.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let running: Vec<_> = sensors.iter().filter(|p| name(p).contains("running")).collect();
    let walking: Vec<_> = sensors.iter().filter(|p| !name(p).contains("running")).collect();

    page.start(
        "shank",
        "Shank, accelerometer only, axes unknown (143 Hz)",
        "Contacts from a shank against a force plate: 3 runners at 2.4 m/s, published methods on the same trials",
    );
    page.paragraph(
        "Three runners on a treadmill at 2.36 m/s, force plate of the same leg, contacts at 50 N. Errors are estimate − \
         truth in ms, bias ± SD. *Left out*: the method's two constants (lead of initial contact, lag of toe-off) fitted \
         on the other runners. One speed, level, foot strike not recorded, so these figures cannot be broken down further.",
    );
    let meta = metas(&folder);
    let of_trial = |t: &str| meta.iter().find(|m| m.trial == t).cloned().unwrap_or_default();
    let analyses: Vec<(String, Analysis)> =
        running.iter().map(|p| (name(p), analyze(record(p, "shank-left"), None, None))).collect();
    let compared: Vec<(String, Comparison, usize)> = analyses
        .iter()
        .map(|(trial, analysis)| {
            let t = truth.get(trial).cloned().unwrap_or_default();
            (trial.clone(), compare(analysis, &t), t.len())
        })
        .collect();
    let mut found = Vec::new();
    let mut table = Vec::new();
    let mut pooled = [Errors::default(), Errors::default(), Errors::default()];
    let (mut missed, mut extra, mut all) = (0, 0, 0);
    for (i, (trial, c, n)) in compared.iter().enumerate() {
        let e = errors(c);
        let others: Vec<[Errors; 3]> =
            compared.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, o)| errors(&o.1)).collect();
        let mean_of =
            |q: usize| stats::mean(&others.iter().map(|o| o[q].bias()).collect::<Vec<_>>()).unwrap_or(0.0);
        let out = [e[0].less(mean_of(0)), e[1].less(mean_of(1)), e[2].less(mean_of(1) - mean_of(0))];
        page.check(out[0].bias().abs() <= 4.0 && out[0].sd() <= 4.5, format!("{trial}: initial contact"));
        page.check(out[1].bias().abs() <= 5.0 && out[1].sd() <= 7.0, format!("{trial}: toe-off"));
        page.check(out[2].rmse() <= 8.0, format!("{trial}: contact time"));
        table.push(vec![
            trial.clone(),
            format!("{}/{}", c.matched.len(), n),
            c.extra.to_string(),
            out[0].plus_minus(1.0, 1),
            out[1].plus_minus(1.0, 1),
            format!("{:.1}", out[2].rmse()),
            e[0].plus_minus(1.0, 1),
            e[1].plus_minus(1.0, 1),
            format!("{:.1}", e[2].rmse()),
        ]);
        for (p, o) in pooled.iter_mut().zip(&out) {
            p.0.extend(&o.0);
        }
        let contacts = truth.get(trial).cloned().unwrap_or_default();
        let shipped = Found::of(c, &contacts, true);
        let (start, end) = (1e-3 * mean_of(0), 1e-3 * mean_of(1));
        let out = shipped.moved(|(on, off)| (on - start, off.map(|t| t - end)));
        found.push((of_trial(trial), shipped, out));
        missed += c.missed;
        extra += c.extra;
        all += n;
    }
    table.push(vec![
        "all".into(),
        format!("{}/{all}", all - missed),
        extra.to_string(),
        pooled[0].plus_minus(1.0, 1),
        pooled[1].plus_minus(1.0, 1),
        format!("{:.1}", pooled[2].rmse()),
        String::new(),
        String::new(),
        String::new(),
    ]);
    page.check(missed <= 1 && extra == 0, format!("shank: {missed} contacts missed, {extra} extra"));
    page.table(
        &[
            "trial",
            "found",
            "extra",
            "initial contact, left out",
            "toe-off, left out",
            "contact time RMSE, left out",
            "initial contact, shipped",
            "toe-off, shipped",
            "contact time RMSE, shipped",
        ],
        &table,
    );
    page.paragraph(
        "Published unsupervised methods on 74 runners: initial contact −96.8…+131.6 ms, toe-off −143.9…+150.9 ms (limits of \
         agreement, Kiernan et al. 2023).",
    );
    let cells = timing::cells("shank", "runner left out", &found);
    page.paragraph("Every quantity, single steps; ICC over steps and over the runners' means:");
    cells::write("shank", &cells, page);
    let by_runner = |m: &Meta| m.trial.replace("_running", "");
    let get = |id: &str| cells.iter().find(|c| c.id == id);
    if let Some(time) = get("contact_time") {
        page.picture(
            "shank-contact-time",
            "Bland–Altman plot of contact time from a shank",
            plot::single("Contact time from a shank, test runner left out", &Panel::of(time, by_runner)),
        );
    }
    let others = ["stride_time", "duty_factor", "flight_time"];
    let panels: Vec<Panel> =
        others.iter().filter_map(|id| get(id)).map(|c| Panel::of(c, by_runner)).collect();
    page.picture(
        "shank-others",
        "Bland–Altman plots of stride time, duty factor and flight time from a shank",
        plot::panels("Shank, accelerometer only", &panels),
    );
    for (trial, analysis) in &analyses {
        page.note_reported(Set::Shank, analysis);
        let contacts = truth.get(trial).cloned().unwrap_or_default();
        let strides: Vec<_> = contacts.windows(2).filter(|w| w[1].0 - w[0].0 < 1.0).collect();
        let median = |of: Vec<f64>| stats::median(&of);
        let stride = |w: &[(f64, f64)]| w[1].0 - w[0].0;
        for (id, truth) in [
            ("contact_time", median(contacts.iter().map(|c| c.1 - c.0).collect())),
            ("stride_time", median(strides.iter().map(|w| stride(w)).collect())),
            ("duty_factor", median(strides.iter().map(|w| (w[0].1 - w[0].0) / stride(w)).collect())),
            ("flight_time", median(strides.iter().map(|w| 0.5 * stride(w) - (w[0].1 - w[0].0)).collect())),
        ] {
            let shift = get(id).and_then(|c| c.shift(trial));
            page.ledger.note(Set::Shank, "shank, 143 Hz", analysis, id, truth, shift);
        }
    }
    nested::write(&running, &truth, page);

    let ours = contacts::default_for(Placement::new(Segment::Shank, Side::Left), false).map(|m| m.info().id);
    let mut methods = Vec::new();
    for id in ours.into_iter().chain(PUBLISHED) {
        let mut baseline = Baseline::new(id, true);
        for p in &running {
            let t = truth.get(&name(p)).cloned().unwrap_or_default();
            baseline.add(&of_trial(&name(p)), &analyze(record(p, "shank-left"), None, Some(id)), &t);
        }
        methods.push(baseline);
    }
    baselines::write(&methods, page);

    let mut shifts = Vec::new();
    for p in &running {
        let recording = record(p, "shank-left");
        let straight = analyze(recording.clone(), None, None);
        for by in orientations(10) {
            let other = analyze(turned(&recording, &by), None, None);
            page.check(
                other.contacts.len() == straight.contacts.len(),
                "shank turned: other number of contacts",
            );
            shifts.extend(
                straight
                    .contacts
                    .iter()
                    .zip(&other.contacts)
                    .map(|(a, b)| 1e3 * (a.contact.initial_contact_s - b.contact.initial_contact_s).abs()),
            );
        }
    }
    let median = stats::median(&shifts).unwrap_or(f64::NAN);
    page.check(median <= 0.5, "shank turned: contacts shift");
    page.paragraph(&format!(
        "Sensor turned in 10 ways, half of them mirrored: median shift of initial contact {median:.3} ms (n = {}).",
        shifts.len()
    ));

    let quiet =
        walking.iter().filter(|p| !analyze(record(p, "shank-left"), None, None).has_running()).count();
    page.check(quiet == walking.len(), "walking is called running");
    page.paragraph(&format!(
        "Walking trials in which no running was reported: {quiet} of {}.",
        walking.len()
    ));
}
