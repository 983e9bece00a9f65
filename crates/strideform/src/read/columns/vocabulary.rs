//! The vocabulary of column names, and how a name splits into words.

use crate::read::columns::quantity::{Axis, Quantity};

// Words used by exporters, in the languages of phone apps; accents are kept as written.
pub(in crate::read) const ACCELERATION: &[&str] = &[
    "a",
    "acc",
    "accel",
    "accelerometer",
    "acceleration",
    "accelerations",
    "accelerometers",
    "accelero",
    "beschleunigung",
    "beschleunigungssensor",
    "accélération",
    "accelération",
    "accéléromètre",
    "aceleración",
    "aceleracion",
    "acelerómetro",
    "acelerometro",
    "accelerazione",
    "accelerometro",
    "aceleração",
    "aceleracao",
    "acelerômetro",
    "versnelling",
    "versnellingsmeter",
    "przyspieszenie",
    "przyśpieszenie",
    "ускорение",
    "加速度",
    "zrychlení",
    "ivme",
    "kiihtyvyys",
    "acceleratie",
    "accelerație",
    "επιτάχυνση",
    "तवरण",
    "가속도",
    "lowg",
    "highg",
];
pub(in crate::read) const ANGULAR_RATE: &[&str] = &[
    "g",
    "gyr",
    "gyro",
    "gyros",
    "gyroscope",
    "gyroscopes",
    "rotation",
    "rotationrate",
    "omega",
    "w",
    "angvel",
    "angularvelocity",
    "angularrate",
    "gyroskop",
    "winkelgeschwindigkeit",
    "drehrate",
    "giroscopio",
    "giroscópio",
    "giroskop",
    "gyroscoop",
    "żyroskop",
    "гироскоп",
    "ジャイロスコープ",
    "陀螺仪",
    "陀螺儀",
    "자이로스코프",
    "gyroskooppi",
    "gyroskopet",
    "rot",
];
pub(in crate::read) const MAGNETIC: &[&str] =
    &["m", "mag", "magn", "magno", "magnet", "magnetometer", "magnetic", "magnetfeld", "b"];
pub(in crate::read) const FREE: &[&str] =
    &["free", "user", "linear", "lin", "lineare", "linéaire", "lineal", "linéar", "dynamic", "nogravity"];
/// Gravity, in words; with one of the words below it the acceleration is with or without it.
pub(in crate::read) const GRAVITY: &[&str] = &[
    "gravity",
    "grav",
    "schwerkraft",
    "gravitation",
    "gravité",
    "gravedad",
    "gravità",
    "gravidade",
    "zwaartekracht",
    "重力",
];
pub(in crate::read) const INCLUDING: &[&str] =
    &["with", "including", "incl", "inc", "mit", "avec", "con", "com"];
pub(in crate::read) const EXCLUDING: &[&str] = &[
    "without",
    "excluding",
    "excl",
    "no",
    "minus",
    "ohne",
    "sans",
    "sin",
    "senza",
    "sem",
    "zonder",
    "removed",
];
pub(in crate::read) const OTHER: &[&str] = &[
    "attitude",
    "quat",
    "quaternion",
    "q",
    "roll",
    "pitch",
    "yaw",
    "heading",
    "orientation",
    "euler",
    "angle",
    "temp",
    "temperature",
    "pressure",
    "position",
    "displacement",
    "jerk",
    "force",
    "offset",
    "bias",
    "std",
    "barometer",
    "gps",
    "latitude",
    "longitude",
    "altitude",
    "heart",
    "light",
    "status",
    "battery",
    "moment",
    "velocity",
    "speed",
    "distance",
    "cadence",
];
pub(in crate::read) const TIME: &[&str] = &[
    "time",
    "timestamp",
    "timestamps",
    "times",
    "t",
    "stamp",
    "elapsed",
    "epoch",
    "epoc",
    "unix",
    "datetime",
    "date",
    "clock",
    "uptime",
    "seconds",
    "second",
    "sec",
    "secs",
    "millis",
    "milliseconds",
    "microseconds",
    "micros",
    "nanoseconds",
    "zeit",
    "zeitstempel",
    "temps",
    "tiempo",
    "tempo",
    "tijd",
    "czas",
    "время",
    "时间",
    "時間",
    "zaman",
    "aika",
    "tid",
    "timp",
    "čas",
    "시간",
    "ms",
    "us",
    "ns",
    "datenum",
    "ts",
];
pub(in crate::read) const COUNTER: &[&str] = &[
    "counter",
    "packetcounter",
    "packet",
    "packets",
    "frame",
    "frames",
    "sample",
    "samples",
    "index",
    "count",
    "seq",
    "sequence",
    "row",
    "nr",
    "subframe",
    "no",
    "number",
    "idx",
];
pub(in crate::read) const VARIANT: &[&str] =
    &["ln", "wr", "low", "high", "lownoise", "widerange", "lowg", "highg", "filtered", "filt"];
pub(in crate::read) const FILLER: &[&str] = &[
    "sensor",
    "imu",
    "axis",
    "axes",
    "data",
    "raw",
    "cal",
    "calibrated",
    "uncal",
    "header",
    "motion",
    "device",
    "in",
    "of",
    "value",
    "values",
    "signal",
    "with",
    "rate",
    "total",
    "angular",
    "component",
    "along",
    "achse",
    "sub",
    "body",
    "fine",
    "since",
    "start",
    "s",
    "from",
    "the",
    "per",
    "lsm",
    "compensated",
    "corrected",
    "velocity",
];

pub(in crate::read) fn is(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Words of a name with their byte ranges: split at anything but letters and digits, and between a lower-case and an
/// upper-case letter.
pub(in crate::read) fn words(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut out: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut before: Option<char> = None;
    for (i, c) in text.char_indices() {
        if c.is_alphanumeric() {
            let turn = before.is_some_and(|b| b.is_lowercase() && c.is_uppercase());
            match out.last_mut() {
                Some((word, range)) if before.is_some_and(char::is_alphanumeric) && !turn => {
                    word.extend(c.to_lowercase());
                    range.end = i + c.len_utf8();
                }
                _ => out.push((c.to_lowercase().collect(), i..i + c.len_utf8())),
            }
        }
        before = Some(c);
    }
    out
}

pub(in crate::read) fn axis(word: &str) -> Option<Axis> {
    Some(match word {
        "x" => Axis::X,
        "y" => Axis::Y,
        "z" => Axis::Z,
        "is" | "vertical" | "vert" | "v" | "up" => Axis::Up,
        "si" => Axis::Si,
        "pa" | "ap" | "anterior" | "forward" | "anteroposterior" => Axis::Forward,
        "ml" | "mediolateral" | "lateral" => Axis::Lateral,
        _ => return None,
    })
}

/// Splits `ax`, `accy`, `zgyro`, `gyrx2` into quantity, axis and number.
pub(in crate::read) fn compound(word: &str) -> Option<(Quantity, Axis, &str)> {
    let plain = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = word.get(plain.len()..).unwrap_or_default();
    if let Some(a) = plain.strip_prefix("gf").and_then(axis) {
        return Some((Quantity::Acceleration, a, number));
    }
    let split = plain
        .char_indices()
        .last()
        .and_then(|(i, _)| Some((plain.get(..i)?, axis(plain.get(i..)?)?)))
        .or_else(|| Some((plain.get(1..)?, axis(plain.get(..1)?)?)));
    let (head, a) = split.filter(|(head, a)| !head.is_empty() && !a.is_anatomical())?;
    let quantity = if is(ACCELERATION, head) {
        Quantity::Acceleration
    } else if is(ANGULAR_RATE, head) {
        Quantity::AngularRate
    } else if is(MAGNETIC, head) {
        Quantity::Other
    } else if matches!(head, "lacc" | "linacc" | "linaccel" | "freeacc" | "useracc" | "uacc") {
        Quantity::FreeAcceleration
    } else if is(GRAVITY, head) {
        Quantity::Gravity
    } else {
        return None;
    };
    Some((quantity, a, number))
}
