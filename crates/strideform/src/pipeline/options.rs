//! Options of an analysis.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::contacts::{self, ContactMethod};
use crate::error::{Error, ErrorKind};
use crate::findings::RuleTable;
use crate::recording::{Edits, Placement};

use super::events::EventList;

/// Options that change an analysis from its defaults.
#[derive(Clone)]
#[non_exhaustive]
pub struct AnalysisOptions {
    /// Method by stage, e.g. `contacts` → `shank-purcell-2005`; used for every recording that it fits.
    pub methods: BTreeMap<String, String>,
    /// The rules of findings.
    pub faults: RuleTable,
    /// Corrections by hand that replace those of the session.
    pub edits: Option<Edits>,
    stride_curves: bool,
    /// Makes findings even where the signal contradicts the stated placement.
    pub trust_placement: bool,
    contact_method: Option<Arc<dyn ContactMethod>>,
    events: Vec<(Placement, EventList)>,
    /// Changed parameters by method, and the method that they make.
    parameters: BTreeMap<String, (toml::Table, Arc<dyn ContactMethod>)>,
}

impl Default for AnalysisOptions {
    fn default() -> Self {
        Self {
            methods: BTreeMap::new(),
            faults: RuleTable::embedded(),
            edits: None,
            stride_curves: false,
            trust_placement: false,
            contact_method: None,
            events: Vec::new(),
            parameters: BTreeMap::new(),
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

    /// Corrects the recordings by hand, instead of as the session says; see [`Edits`].
    #[must_use]
    pub fn with_edits(mut self, edits: Edits) -> Self {
        self.edits = Some(edits);
        self
    }

    /// Keeps every stride of the gait cycle in [`Analysis::stride_curves`](crate::report::Analysis::stride_curves): about 400
    /// bytes per stride and quantity.
    #[must_use]
    pub fn with_stride_curves(mut self, keep: bool) -> Self {
        self.stride_curves = keep;
        self
    }

    pub(super) fn keeps_stride_curves(&self) -> bool {
        self.stride_curves
    }

    /// Uses contacts found elsewhere for every recording of this placement, in place of a contact method.
    #[must_use]
    pub fn with_events(mut self, placement: Placement, events: EventList) -> Self {
        self.events.retain(|(known, _)| *known != placement);
        self.events.push((placement, events));
        self
    }

    /// Changes parameters of a contact method wherever it is used, by default or by choice;
    /// [`parameters`](crate::contacts::parameters) lists them.
    ///
    /// # Errors
    /// As for [`with_parameters`](crate::contacts::with_parameters).
    pub fn set_parameters(&mut self, method: &str, changes: toml::Table) -> Result<(), Error> {
        let made = contacts::with_parameters(method, &changes)?;
        self.parameters.insert(method.to_owned(), (changes, made));
        Ok(())
    }

    /// The parameters that were changed, by method.
    pub fn changed_parameters(&self) -> impl Iterator<Item = (&str, &toml::Table)> {
        self.parameters.iter().map(|(id, (changes, _))| (id.as_str(), changes))
    }

    /// Identifier of your own contact method, if there is one.
    pub fn own_method(&self) -> Option<&'static str> {
        self.contact_method_id()
    }

    /// The placements whose contacts were found elsewhere.
    pub fn placements_with_events(&self) -> impl Iterator<Item = Placement> {
        self.events.iter().map(|(placement, _)| *placement)
    }

    /// The method with its changed parameters, if there are any.
    #[doc(hidden)]
    pub fn adjusted<'a>(&'a self, method: &'a dyn ContactMethod) -> &'a dyn ContactMethod {
        let known = contacts::by_id(method.info().id).is_some();
        let changed = self.parameters.get(method.info().id).filter(|_| known);
        changed.map_or(method, |(_, made)| made.as_ref())
    }

    /// The requested contact method for a placement, with its changed parameters; `None` if none was requested.
    pub fn method_for(&self, placement: Placement) -> Option<&dyn ContactMethod> {
        self.contact_method(placement).map(|method| self.adjusted(method))
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
            .field("edits", &self.edits)
            .field("stride_curves", &self.stride_curves)
            .field("parameters", &self.changed_parameters().collect::<Vec<_>>())
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
            && self.edits == other.edits
            && self.stride_curves == other.stride_curves
            && self.changed_parameters().eq(other.changed_parameters())
    }
}
