//! Recognises what a column holds by the stems in its name; earlier rules take precedence.

use crate::recording::Channel;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::read::watch) enum Field {
    Value(Channel),
    /// Part of a stride per minute, beside whole ones.
    FractionalCadence,
    /// Turns of the pedals, which some accounts' tables also use for steps.
    BikeCadence,
    /// Time per kilometre or mile.
    Pace,
    Steps,
    /// Time of the timer.
    Duration,
    MovingTime,
    ElapsedTime,
    CumulativeTime,
    /// Seconds since the start.
    ElapsedSeconds,
    /// Date, date and time, or seconds since some epoch.
    Stamp,
    Sport,
    Title,
    Lap,
}

fn any(text: &str, stems: &[&str]) -> bool {
    stems.iter().any(|s| text.contains(s))
}

const CONTACT: &[&str] =
    &["gct", "tcs", "contact", "kontakt", "contatto", "contato", "stance time", "ground time", "stancetime"];
const BALANCE: &[&str] = &["balan", "equilib", "bilanc", "ausgewogen", "rownowag"];
const EXTREME: &[&str] = &[
    "max",
    "best",
    "meilleur",
    "mejor",
    "optim",
    "miglior",
    "melhor",
    "minim",
    "normali",
    "form power",
    "air power",
    "gap",
    "loss",
    "perdida",
    "verlust",
    "lap time",
    "rundenzeit",
];
const STEP: &[&str] = &[
    "stride", "step", "schritt", "foulee", "zancada", "passo", "passada", "stap", "steg", "skridt", "skritt",
    "krok",
];
const LENGTH: &[&str] = &[
    "length",
    "lange",
    "longueur",
    "longitud",
    "lunghezza",
    "lengte",
    "langd",
    "laengde",
    "lengde",
    "dlugosc",
    "comprimento",
];
const BIKE: &[&str] =
    &["bike", "biking", "cycl", "rad", "trittfreq", "velo", "pedal", "fiets", "bici", "swim", "stroke"];

/// The quantity that a name, without unit and device, refers to.
pub(in crate::read::watch) fn field(name: &str, words: &[&str]) -> Option<Field> {
    use Channel::*;
    let is = |list: &[&str]| list.contains(&name);
    let word = |w: &str| words.contains(&w);
    if any(name, EXTREME) || word("min") {
        return None;
    }
    if any(name, BALANCE) {
        return any(name, CONTACT).then_some(Field::Value(ContactTimeBalance));
    }
    if any(name, &["stance time percent", "duty factor", "duty cycle"]) {
        return Some(Field::Value(DutyFactor));
    }
    if any(name, CONTACT) {
        return Some(Field::Value(match () {
            () if word("left") || word("links") || word("l") => ContactTimeLeft,
            () if word("right") || word("rechts") || word("r") => ContactTimeRight,
            () => ContactTime,
        }));
    }
    if any(name, &["flight time", "flight_time", "air time"]) {
        return Some(Field::Value(FlightTime));
    }
    if any(name, &["verti", "pionow"]) || word("vo") {
        if any(
            name,
            &[
                "ratio", "verhalt", "rapport", "relacion", "razao", "proporc", "forhold", "forhall",
                "verhoud", "stosunek",
            ],
        ) {
            return Some(Field::Value(VerticalRatio));
        }
        if any(name, &["osc", "osz", "bewegung", "odchyl", "movimiento"]) || word("vo") {
            return Some(Field::Value(VerticalOscillation));
        }
        return None;
    }
    if any(name, STEP) && any(name, LENGTH) {
        return Some(Field::Value(StepLength));
    }
    if any(name, &["cadenc", "cadenz", "kadenz", "cadans", "kadens", "frequenz", "step rate", "rytm biegu"])
        && !any(name, &["herz", "atem"])
    {
        return Some(match () {
            () if any(name, &["fraction"]) => Field::FractionalCadence,
            () if any(name, BIKE) && !any(name, &["run", "lauf"]) => Field::BikeCadence,
            () if word("sum") || word("running") || any(name, STEP) || !word("bike") => Field::Value(Cadence),
            () => return None,
        });
    }
    if any(name, &["heart", "herz", "cardia", "hartslag", "frequenza cardiaca"])
        || word("hr")
        || word("hf")
        || word("fc")
    {
        return Some(Field::Value(HeartRate));
    }
    let moving =
        any(name, &["moving", "bewegung", "deplacement", "mouvement", "movimiento", "movimento", "beweging"]);
    let time = any(name, &["time", "zeit", "temps", "tiempo", "tempo", "tijd", "tid", "czas", "duree"]);
    let pace = any(name, &["pace", "allure", "ritmo"])
        || (word("passo") && !any(name, LENGTH))
        || (word("tempo") && any(name, &["gem", "gns", "srednie"]));
    if pace {
        return (!moving).then_some(Field::Pace);
    }
    if any(name, &["speed", "geschwind", "vitesse", "velocid", "velocit", "snelheid", "hastigh"]) {
        return (!moving && !any(name, &["wind", "step"])).then_some(Field::Value(Speed));
    }
    if is(&[
        "steps",
        "schritte",
        "pas",
        "pasos",
        "passi",
        "passos",
        "stappen",
        "steg",
        "skridt",
        "kroki",
        "step count",
        "total steps",
        "nombre de pas",
    ]) {
        return Some(Field::Steps);
    }
    if moving && time {
        return Some(Field::MovingTime);
    }
    if any(name, &["cumul", "kumul", "acumulad"]) && time {
        return Some(Field::CumulativeTime);
    }
    if is(&["elapsed seconds", "seconds elapsed", "secs", "seconds", "sec", "elapsed", "elapsed s"]) {
        return Some(Field::ElapsedSeconds);
    }
    if time
        && any(name, &["elapsed", "verstrich", "ecoule", "transcurr", "trascors", "decorrid", "verstreken"])
    {
        return Some(Field::ElapsedTime);
    }
    if is(&[
        "date",
        "datum",
        "fecha",
        "data",
        "dato",
        "date time",
        "datetime",
        "date/time",
        "timestamp",
        "time stamp",
        "start time",
        "start date",
        "startdate",
        "started",
        "start",
        "local timestamp",
    ]) || any(name, &["timestamp"])
    {
        return Some(Field::Stamp);
    }
    if is(&[
        "time",
        "activity time",
        "duration",
        "zeit",
        "dauer",
        "duree",
        "temps",
        "heure",
        "tiempo",
        "duracion",
        "tempo",
        "durata",
        "duracao",
        "tijd",
        "tid",
        "czas",
        "total time",
        "timer time",
        "moving duration",
    ]) {
        return Some(Field::Duration);
    }
    if is(&["sport", "type", "activity type", "workout type", "activity"])
        || any(
            name,
            &[
                "aktivitatstyp",
                "type d'activite",
                "tipo de actividad",
                "tipo di attivita",
                "tipo de atividade",
                "activiteittype",
                "aktivitetst",
                "typ aktywnosci",
            ],
        )
    {
        return Some(Field::Sport);
    }
    if is(&["title", "titel", "titre", "titulo", "titolo", "tytul", "activity name", "name"]) {
        return Some(Field::Title);
    }
    if is(&[
        "lap",
        "laps",
        "runde",
        "runden",
        "vueltas",
        "circuits",
        "circuit",
        "tours",
        "split",
        "splits",
        "giri",
        "ronden",
        "voltas",
        "interval",
        "intervals",
        "intervalle",
        "intervallo",
        "intervalos",
    ]) {
        return Some(Field::Lap);
    }
    if ["distan", "afstand", "dystans"].iter().any(|d| name.starts_with(d)) {
        return Some(Field::Value(Distance));
    }
    if any(name, &["stiffness"]) && !word("kg") {
        return Some(Field::Value(LegStiffness));
    }
    if any(name, &["power", "leistung", "puissance", "potencia", "potenza", "vermogen"]) {
        return Some(Field::Value(Power));
    }
    None
}
