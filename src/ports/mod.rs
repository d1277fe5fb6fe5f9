//! What the inside needs of the outside, as narrow traits. Each is a contract; `store` and `providers` keep it.
//!
//! Imports `domain` and `session` only. Every contract has one conformance suite, run for every implementation.

pub mod archive;
pub mod attachments;
pub mod cache;
pub mod care;
pub mod chat;
pub mod clock;
pub mod contexts;
pub mod errand;
pub mod hearing;
pub mod journal;
pub mod messaging;
pub mod objects;
pub mod observer;
pub mod once;
pub mod runs;
pub mod speaking;
pub mod tallies;
pub mod tutor;
pub mod voice;

/// Why something outside could not be used. The consequence is the same for all: go on without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PortError {
    /// Not reachable, or too slow just now: worth trying again.
    #[error("{service} is not available: {detail}")]
    Unavailable {
        /// Which service, from a closed set: `redis`, `postgres`, `sqlite`, `twilio`, `voice`.
        service: &'static str,
        /// What it said, free of personal data.
        detail: String,
    },
    /// It answered, and refused: trying again changes nothing.
    #[error("{service} refused: {detail}")]
    Refused {
        /// Which service.
        service: &'static str,
        /// What it said, free of personal data.
        detail: String,
    },
}
