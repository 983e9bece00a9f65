//! Every contact method, and the default for each placement.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};
use crate::recording::{Caveat, CaveatId, Placement};

use super::{ContactInput, ContactMethod, Contacts, MethodInfo, Missing, foot, pelvis, shank};

/// The list of methods, and what needs the type of each.
macro_rules! methods {
    ($($method:path),+ $(,)?) => {
        /// All methods, by segment in order of preference: the most accurate first, and a method that needs a gyroscope
        /// before its replacement without one.
        static METHODS: &[&dyn ContactMethod] = &[$(&$method),+];

        /// The parameters of a method, by name, with the units in the names; `None` for an unknown method.
        pub fn parameters(id: &str) -> Option<toml::Table> {
            $(if $method.info().id == id {
                return toml::Table::try_from($method).ok();
            })+
            None
        }

        /// A method with some of its parameters changed; those that are not named keep their values.
        ///
        /// Its intervals remain those that were measured with the default parameters, and a caveat says so.
        ///
        /// ```
        /// use strideform::contacts::with_parameters;
        ///
        /// let changes = toml::from_str("lowpass_hz = 20.0")?;
        /// let method = with_parameters("foot-falbriard-2018", &changes)?;
        /// assert_eq!(method.info().id, "foot-falbriard-2018");
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        ///
        /// # Errors
        /// [`ErrorKind::Usage`] for an unknown method or parameter, and for a value of another type.
        pub fn with_parameters(id: &str, changes: &toml::Table) -> Result<Arc<dyn ContactMethod>, Error> {
            $(if $method.info().id == id {
                return changed($method, changes);
            })+
            Err(unknown(id))
        }
    };
}

methods![
    foot::FootSlapOnset::FITTED,
    foot::FootImpactOnset::FITTED,
    foot::Falbriard2018::PUBLISHED,
    foot::Benson2019::PUBLISHED,
    foot::ResultantPeak::PUBLISHED,
    shank::ShankTwoOnsets::FITTED,
    shank::Purcell2005::PUBLISHED,
    shank::Mercer2003::PUBLISHED,
    shank::AubolMilner2020::PUBLISHED,
    shank::Fadillioglu2020::PUBLISHED,
    pelvis::PelvisTwoLevelSine::FITTED,
    pelvis::Patoz2022::PUBLISHED,
    pelvis::Auvinet2002::PUBLISHED,
    pelvis::Wixted2010::PUBLISHED,
    pelvis::Lee2010::PUBLISHED,
];

/// The error for an identifier that no method has.
fn unknown(id: &str) -> Error {
    let ids: Vec<&str> = all().iter().map(|m| m.info().id).collect();
    Error::new(ErrorKind::Usage, format!("unknown method `{id}`"))
        .with_remedy(format!("known: {}", ids.join(", ")))
}

fn changed<M>(method: M, changes: &toml::Table) -> Result<Arc<dyn ContactMethod>, Error>
where
    M: ContactMethod + Serialize + DeserializeOwned + 'static,
{
    let id = method.info().id;
    let usage = |text: String| Error::new(ErrorKind::Usage, text);
    let mut all = toml::Table::try_from(&method).map_err(|e| usage(e.to_string()))?;
    let mut names = Vec::new();
    for (name, value) in changes {
        let known: Vec<&String> = all.keys().collect();
        let remedy =
            format!("known: {}", known.into_iter().map(String::as_str).collect::<Vec<_>>().join(", "));
        let Some(slot) = all.get_mut(name) else {
            return Err(usage(format!("`{id}` has no parameter `{name}`")).with_remedy(remedy));
        };
        if !finite(value) {
            return Err(usage(format!("the parameter `{name}` of `{id}` must be finite")));
        }
        // A group of values may be given in part.
        match (slot, value) {
            (toml::Value::Table(old), toml::Value::Table(new)) => old.extend(new.clone()),
            (slot, value) => *slot = value.clone(),
        }
        names.push(name.as_str());
    }
    let made: M = all.try_into().map_err(|e: toml::de::Error| {
        usage(format!("the parameters of `{id}` cannot be used: {}", e.message()))
    })?;
    if names.is_empty() {
        return Ok(Arc::new(method));
    }
    Ok(Arc::new(Changed { method: made, names: names.join(", ") }))
}

fn finite(value: &toml::Value) -> bool {
    match value {
        toml::Value::Float(v) => v.is_finite(),
        toml::Value::Array(all) => all.iter().all(finite),
        toml::Value::Table(all) => all.values().all(finite),
        _ => true,
    }
}

/// A method whose parameters differ from those that its errors were measured with.
struct Changed<M> {
    method: M,
    names: String,
}

impl<M: ContactMethod> ContactMethod for Changed<M> {
    fn info(&self) -> MethodInfo {
        self.method.info()
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        let mut found = self.method.detect(input)?;
        let text = format!(
            "`{}` ran with other parameters ({}): its intervals were measured with the default ones",
            self.info().id,
            self.names
        );
        found.caveats.push(Caveat::new(CaveatId::OtherMethod, text));
        Ok(found)
    }
}

/// All contact methods; the preferred one of each segment comes first.
pub fn all() -> &'static [&'static dyn ContactMethod] {
    METHODS
}

/// The method with this identifier.
pub fn by_id(id: &str) -> Option<&'static dyn ContactMethod> {
    all().iter().copied().find(|method| method.info().id == id)
}

/// The default method for a placement; `None` for thigh, trunk and wrist, which have none.
pub fn default_for(placement: Placement, has_gyr: bool) -> Option<&'static dyn ContactMethod> {
    all().iter().copied().find(|method| {
        let info = method.info();
        info.segments.contains(&placement.segment) && (has_gyr || !info.needs_gyr)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::recording::{Segment, Side};

    #[test]
    fn identifiers_are_unique_and_found_again() {
        let ids: BTreeSet<_> = all().iter().map(|m| m.info().id).collect();
        assert_eq!(ids.len(), all().len());
        for id in ids {
            assert_eq!(by_id(id).map(|m| m.info().id), Some(id));
        }
        assert!(by_id("no-such-method").is_none());
    }

    #[test]
    fn every_method_says_what_it_is() {
        for method in all() {
            let info = method.info();
            assert!(!info.summary.is_empty() && !info.citation.is_empty(), "{}", info.id);
            assert!(!info.segments.is_empty(), "{}", info.id);
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(info.id.chars().all(kebab), "{}", info.id);
        }
    }

    #[test]
    fn parameters_are_read_and_set() {
        for method in all() {
            let id = method.info().id;
            let known = parameters(id).expect("known");
            assert!(!known.is_empty(), "{id}");
            // Setting every parameter to its own value changes nothing and is understood.
            assert_eq!(with_parameters(id, &known).map(|m| m.info().id).ok(), Some(id));
        }
        let wrong: toml::Table = toml::from_str("no_such_thing = 1.0").expect("TOML");
        let error = with_parameters("foot-falbriard-2018", &wrong).err().expect("unknown");
        assert!(error.remedy().is_some_and(|r| r.contains("lowpass_hz")), "{error}");
        let text: toml::Table = toml::from_str("lowpass_hz = 'much'").expect("TOML");
        assert!(with_parameters("foot-falbriard-2018", &text).is_err());
        let range: toml::Table = toml::from_str("push_window = { end = 0.5 }").expect("TOML");
        assert!(with_parameters("foot-benson-2019", &range).is_ok());
        assert!(with_parameters("none", &wrong).is_err() && parameters("none").is_none());
    }

    #[test]
    fn no_method_for_a_wrist() {
        assert!(default_for(Placement::new(Segment::Wrist, Side::Left), true).is_none());
    }
}
