//! The message catalogues: a key and arguments in, a sentence out. Imports `domain` only.
//!
//! The messages are Fluent files under `prompts/<language>/`, compiled in. Every key exists in every language with the
//! same variables; a test sees to it.

mod catalogue;
pub mod clips;

pub use catalogue::{Catalogue, CatalogueError, Message};
pub use clips::Clips;
