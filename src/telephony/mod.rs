//! The telephony edge: what services send us, and what we answer them.
//!
//! [`router`] is the table of contents. May import `ivr`, `web`, `speech`, `session`, `text`, `wording`, `ports`, `domain`,
//! `telemetry` and `config`. Never a store or a provider.

pub mod calls;
pub mod media;
mod messages;
mod notes;
pub mod recording;
pub mod room;
pub mod router;
pub mod speak;
mod streams;
mod thoughts;
pub mod twilio;
mod voice;
