//! The chain: provider after provider, each behind a breaker, within budgets, every request accounted.
//!
//! Invariants: a request's deadline is the caller's, whatever the providers do; nothing is asked without a reservation
//! and a leave of the breaker; whatever was asked has one row in the journal, however it ended; what is dropped is cancelled.
//! [`mind::Mind`] is the tutor of `ports`. Imports `config`, `domain`, `ports`, `session`, `telemetry` and `tutor`.

pub mod breaker;
pub mod budget;
mod ledger;
pub mod mind;
pub mod price;
mod race;
pub mod wits;

pub use mind::{Ear, Mind, Parts, Terms};
pub use price::{PriceError, Prices};
pub use wits::Wits;
