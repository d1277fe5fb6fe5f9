//! The telephony edge: what services send us, and what we answer them.
//!
//! May import `ivr`, `web`, `speech`, `session`, `text`, `wording`, `ports`, `domain`, `telemetry` and `config`. Never a
//! store or a provider.

pub mod calls;
pub mod media;
pub mod twilio;
