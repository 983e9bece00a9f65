//! Which methods were fitted on people, so that the virtual runner, who is simpler, cannot judge them.

/// Methods whose coefficients come from runners with force plates; `scripts/validate` judges them there.
const METHODS: [&str; 6] = [
    "feet-contact-fusion",
    "pelvis-contact-fusion",
    "feet-duty-force",
    "pelvis-oscillation-force",
    "feet-loading-rate",
    "speed-loading-rate",
];

/// True for a method whose coefficients come from people.
pub fn on_people(method: &str) -> bool {
    METHODS.contains(&method)
}
