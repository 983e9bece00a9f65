//! The sensors of each analysis and the quantities that are compared with the truth.

/// Sensors worn together, and whether the treadmill's speed is given.
#[derive(Debug)]
pub(crate) struct SensorSet {
    pub(crate) name: &'static str,
    pub(crate) sensors: &'static [&'static str],
    pub(crate) speed_given: bool,
}

impl SensorSet {
    /// True where the analysis knows the speed: given, or from the feet's own strides.
    pub(crate) fn knows_speed(&self) -> bool {
        self.speed_given || self.has("foot-left")
    }

    pub(crate) fn has(&self, sensor: &str) -> bool {
        self.sensors.contains(&sensor)
    }
}

/// Every analysis of a trial.
pub(crate) const SETS: [SensorSet; 7] = [
    SensorSet { name: "pelvis", sensors: &["pelvis"], speed_given: false },
    SensorSet { name: "pelvis+speed", sensors: &["pelvis"], speed_given: true },
    SensorSet { name: "feet", sensors: &["foot-left", "foot-right"], speed_given: false },
    SensorSet { name: "feet+speed", sensors: &["foot-left", "foot-right"], speed_given: true },
    SensorSet { name: "shanks", sensors: &["shank-left", "shank-right"], speed_given: false },
    SensorSet {
        name: "five",
        sensors: &["pelvis", "foot-left", "foot-right", "shank-left", "shank-right"],
        speed_given: false,
    },
    SensorSet {
        name: "hips",
        sensors: &["pelvis", "foot-left", "foot-right", "thigh-left", "thigh-right"],
        speed_given: false,
    },
];

/// A metric with a truth, and how it is printed.
#[derive(Debug)]
pub(crate) struct Quantity {
    pub(crate) id: &'static str,
    pub(crate) unit: &'static str,
    /// From the catalogue's unit to `unit`.
    pub(crate) scale: f64,
    pub(crate) digits: usize,
}

impl Quantity {
    const fn new(id: &'static str, unit: &'static str, scale: f64, digits: usize) -> Self {
        Self { id, unit, scale, digits }
    }

    /// A figure in the printed unit.
    pub(crate) fn number(&self, value: f64) -> String {
        crate::treadmill::tables::number(self.scale * value, self.digits)
    }

    /// The same with its sign.
    pub(crate) fn signed(&self, value: f64) -> String {
        crate::treadmill::tables::signed(self.scale * value, self.digits)
    }
}

/// Every metric with a truth in this data set, in the order of the catalogue.
pub(crate) const QUANTITIES: [Quantity; 21] = [
    Quantity::new("cadence", "steps/min", 1.0, 2),
    Quantity::new("step_time", "ms", 1e3, 1),
    Quantity::new("stride_time", "ms", 1e3, 1),
    Quantity::new("contact_time", "ms", 1e3, 1),
    Quantity::new("flight_time", "ms", 1e3, 1),
    Quantity::new("duty_factor", "% of stride", 1e2, 2),
    Quantity::new("contact_time_balance", "% left", 1.0, 2),
    Quantity::new("step_time_asymmetry", "%", 1.0, 2),
    Quantity::new("peak_vertical_force", "BW", 1.0, 3),
    Quantity::new("vertical_loading_rate", "BW/s", 1.0, 1),
    Quantity::new("foot_strike_angle", "°", 1.0, 2),
    Quantity::new("shank_angle_at_contact", "°", 1.0, 2),
    Quantity::new("stride_length", "m", 1.0, 3),
    Quantity::new("step_length", "m", 1.0, 3),
    Quantity::new("speed", "m/s", 1.0, 3),
    Quantity::new("pelvic_drop_peak", "°", 1.0, 2),
    Quantity::new("pelvic_drop_midstance", "°", 1.0, 2),
    Quantity::new("pelvic_drop_excursion", "°", 1.0, 2),
    Quantity::new("pelvic_tilt_range", "°", 1.0, 2),
    Quantity::new("vertical_oscillation", "cm", 1.0, 3),
    Quantity::new("hip_extension_at_toe_off", "°", 1.0, 2),
];
