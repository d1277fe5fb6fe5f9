//! What every HTTP edge shares: errors, request ids, idempotency, limits, and what happens when a handler panics.
//!
//! May import `ports`, `domain`, `telemetry` and `config`; knows nothing of telephony.

pub mod error;
pub mod idempotency;
pub mod limit;
pub mod panic;
pub mod request_id;
