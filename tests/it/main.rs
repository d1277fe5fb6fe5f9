//! The whole service from outside: real HTTP and WebSocket, real Redis and Postgres, the simulated phone.

#[path = "../support/caller.rs"]
mod caller;
#[path = "../support/checks.rs"]
mod checks;
#[path = "../support/learner.rs"]
mod learner;
#[path = "../support/outbox.rs"]
mod outbox;
#[path = "../support/raw.rs"]
mod raw;
#[path = "../support/servers.rs"]
mod servers;
#[path = "../support/talker.rs"]
mod talker;
#[path = "../support/test_app.rs"]
mod test_app;
#[path = "../support/twiml_table.rs"]
mod twiml_table;
#[path = "../support/wire.rs"]
mod wire;

mod aloud;
mod binary;
mod calls;
mod chaos;
mod drill;
mod health;
mod idempotency;
mod isolation;
mod panics;
mod recordings;
mod room;
mod shutdown;
mod signatures;
mod sms;
mod stream_hostile;
mod thinking;
mod tutor;
mod voice_notes;
