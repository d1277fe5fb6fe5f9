//! Remembers answers, so that a webhook delivered twice acts once.

use std::time::Duration;

use async_trait::async_trait;

use super::PortError;

/// What is known of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Never seen: it is ours to handle, until the lease runs out.
    Fresh,
    /// Being handled by somebody else just now.
    InFlight,
    /// Handled: this was the answer.
    Done(Vec<u8>),
}

/// Keeps the answers to deliveries by an opaque key.
///
/// Contract: of any number of concurrent `begin`s for one key exactly one gets [`Begun::Fresh`] until the lease runs out or
/// `abandon` is called; after `finish`, `begin` gives the answer until `keep` has passed.
#[async_trait]
pub trait OnceStore: Send + Sync + 'static {
    /// Claims a delivery, or tells what became of it.
    async fn begin(&self, key: &str, lease: Duration) -> Result<Begun, PortError>;

    /// Keeps the answer.
    async fn finish(&self, key: &str, answer: &[u8], keep: Duration) -> Result<(), PortError>;

    /// Gives a claimed delivery back, unhandled.
    async fn abandon(&self, key: &str) -> Result<(), PortError>;
}
