//! Stand-ins for the companies that the tutor talks to: one server that speaks every protocol as its documentation has it, and
//! misbehaves on demand.
//!
//! For tests and the chaos run. Shares no code with `providers`, so that both cannot be wrong in the same way; imports nothing
//! of ours. What is charged is written down for each request, so that a run's costs can be checked to the last token.
//! docs/PROVIDERS.md names the pages that it follows.

mod agent;
mod body;
mod chaos;
mod chat;
mod deepgram;
mod failures;
mod recognition;
mod script;
mod seen;
mod server;
mod speech;

pub use chaos::Chaos;
pub use failures::PRIVATE;
pub use script::{Act, Behaviour, Chunks, Endpoint, Outcome, Script, Wait};
pub use seen::{Charge, Request, Seen};
pub use server::Server;
