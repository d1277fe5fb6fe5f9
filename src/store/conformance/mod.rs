//! The contract of each port as functions that panic where it is broken; run for every implementation.
//!
//! For tests only, here and under `tests/`. Each function makes up its own learners and keys, so that a server may be
//! shared; a journal and an object store must be empty.

mod cache;
mod contexts;
mod journal;
mod objects;
mod once;
mod runs;
mod tallies;

pub use cache::cache;
pub use contexts::contexts;
pub use journal::{entry, journal};
pub use objects::objects;
pub use once::once;
pub use tallies::tallies;

use crate::domain::ids::LearnerId;

/// A learner nobody else has.
#[must_use]
pub fn some_learner() -> LearnerId {
    LearnerId(uuid::Uuid::new_v4().into_bytes())
}
