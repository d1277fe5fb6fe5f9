//! The rim: where contexts, answers and the journal are kept.
//!
//! Every port has an embedded implementation and a served one; which is used, the settings say. Imports `ports`,
//! `session` and `domain`.

mod breaker;
#[doc(hidden)]
pub mod conformance;
mod error;
pub mod memory;
pub mod objects;
mod open;
mod primary;
pub mod redis;
pub mod resilient;
pub mod shelved;
pub mod sql;
mod version;

pub use error::OpenError;
pub use open::{Contexts, open_contexts, open_journal};
pub use primary::Primary;
