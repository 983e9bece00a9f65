//! The repository itself: what may import what, licences, links, generated pages, the types that callers build upon.

mod circles;
mod language;
mod layers;
mod licences;
mod links;
mod methods_page;
mod public_face;
