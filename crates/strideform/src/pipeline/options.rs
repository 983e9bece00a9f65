//! Options of an analysis.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::contacts::{self, ContactMethod};
use crate::error::{Error, ErrorKind};
use crate::findings::RuleTable;
use crate::recording::Placement;

use super::events::EventList;

/// Options that change an analysis from its defaults.
#[derive(Clone)]
#[non_exhaustive]
pub struct AnalysisOptions {
    /// Method by stage, e.g. `contacts` → `shank-purcell-2005`; used for every recording that it fits.
    pub methods: BTreeMap<String, String>,
    /// The rules of findings.
    pub faults: RuleTable,
    /// Makes findings even where the signal contradicts the stated placement.
    pub trust_placement: bool,
    contact_method: Option<Arc<dyn ContactMethod>>,
    events: Vec<(Placement, EventList)>,
}

impl Default for AnalysisOptions {
    fn default() -> Self {
        Self {
            methods: BTreeMap::new(),
            faults: RuleTable::embedded(),
            trust_placement: false,
            contact_method: None,
            events: Vec::new(),
        }
    }
}

impl AnalysisOptions {
    /// Chooses a method for a stage.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a stage without alternative methods, or an unknown method.
    pub fn choose(&mut self, stage: &str, id: &str) -> Result<(), Error> {
        if stage != "contacts" {
            return Err(Error::new(
                ErrorKind::Usage,
                format!("the stage `{stage}` has no alternative methods"),
            )
            .with_remedy("`strideform methods` lists stages and methods"));
        }
        if contacts::by_id(id).is_none() {
            return Err(Error::new(ErrorKind::Usage, format!("unknown method `{id}`"))
                .with_remedy("`strideform methods` lists them"));
        }
        self.methods.insert(stage.to_owned(), id.to_owned());
        Ok(())
    }

    /// Uses your own contact method for every recording whose segment is among its
    /// [`segments`](crate::contacts::MethodInfo::segments); it takes precedence over a method chosen by name.
    #[must_use]
    pub fn with_contact_method(mut self, method: Arc<dyn ContactMethod>) -> Self {
        self.contact_method = Some(method);
        self
    }

    /// Uses contacts found elsewhere for every recording of this placement, in place of a contact method.
    #[must_use]
    pub fn with_events(mut self, placement: Placement, events: EventList) -> Self {
        self.events.retain(|(known, _)| *known != placement);
        self.events.push((placement, events));
        self
    }

    /// The requested contact method, if any: preferably one that fits the placement.
    pub(super) fn contact_method(&self, placement: Placement) -> Option<&dyn ContactMethod> {
        let given = self.events.iter().find(|(p, _)| *p == placement).map(|(_, e)| e as &dyn ContactMethod);
        let own = self.contact_method.as_deref();
        let named = self.methods.get("contacts").and_then(|id| contacts::by_id(id));
        let named = named.map(|m| m as &dyn ContactMethod);
        let fits = |m: &&dyn ContactMethod| m.info().segments.contains(&placement.segment);
        let asked = [given, own, named];
        asked.into_iter().flatten().find(fits).or_else(|| asked.into_iter().flatten().next())
    }

    fn contact_method_id(&self) -> Option<&'static str> {
        self.contact_method.as_ref().map(|m| m.info().id)
    }
}

impl fmt::Debug for AnalysisOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnalysisOptions")
            .field("methods", &self.methods)
            .field("faults", &self.faults)
            .field("trust_placement", &self.trust_placement)
            .field("contact_method", &self.contact_method_id())
            .field("events", &self.events)
            .finish()
    }
}

/// Custom contact methods are compared by their identifier.
impl PartialEq for AnalysisOptions {
    fn eq(&self, other: &Self) -> bool {
        self.methods == other.methods
            && self.faults == other.faults
            && self.trust_placement == other.trust_placement
            && self.contact_method_id() == other.contact_method_id()
            && self.events == other.events
    }
}
