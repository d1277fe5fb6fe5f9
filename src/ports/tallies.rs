//! Small numbers that all instances share: breakers, budgets.

use std::time::Duration;

use async_trait::async_trait;

use super::PortError;

/// Counters and marks that forget themselves.
///
/// Contract: `add` is atomic over all instances; a key is gone `keep` after it was first written by `add`, or last by
/// `mark`; keys hold no personal data.
#[async_trait]
pub trait Tallies: Send + Sync + 'static {
    /// Adds to a counter, which begins at nought, and gives what it came to.
    async fn add(&self, key: &str, by: i64, keep: Duration) -> Result<i64, PortError>;

    /// What counters and marks stand at, in the order of `keys`; `None` where there is nothing.
    async fn read(&self, keys: &[String]) -> Result<Vec<Option<i64>>, PortError>;

    /// Sets a mark, whatever stood there.
    async fn mark(&self, key: &str, value: i64, keep: Duration) -> Result<(), PortError>;

    /// Sets a mark where none stands: whether it was us. Of any number at once, exactly one is told `true`.
    async fn claim(&self, key: &str, value: i64, keep: Duration) -> Result<bool, PortError>;

    /// Takes a key away.
    async fn clear(&self, key: &str) -> Result<(), PortError>;
}
