//! Every contact method, and the default for each placement.

use crate::recording::Placement;

use super::{ContactMethod, foot, pelvis, shank};

/// All methods, by segment in order of preference: the most accurate first, and a method that needs a gyroscope before
/// its replacement without one.
static METHODS: &[&dyn ContactMethod] = &[
    // Foot.
    &foot::FootSlapOnset::FITTED,
    &foot::FootImpactOnset::FITTED,
    &foot::Falbriard2018::PUBLISHED,
    &foot::Benson2019::PUBLISHED,
    &foot::ResultantPeak::PUBLISHED,
    // Shank.
    &shank::ShankTwoOnsets::FITTED,
    &shank::Purcell2005::PUBLISHED,
    &shank::Mercer2003::PUBLISHED,
    &shank::AubolMilner2020::PUBLISHED,
    &shank::Fadillioglu2020::PUBLISHED,
    // Pelvis.
    &pelvis::PelvisTwoLevelSine::FITTED,
    &pelvis::Patoz2022::PUBLISHED,
    &pelvis::Auvinet2002::PUBLISHED,
    &pelvis::Wixted2010::PUBLISHED,
    &pelvis::Lee2010::PUBLISHED,
];

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
    fn no_method_for_a_wrist() {
        assert!(default_for(Placement::new(Segment::Wrist, Side::Left), true).is_none());
    }
}
