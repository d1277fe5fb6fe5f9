//! Answers that were given before.

use std::time::Duration;

use async_trait::async_trait;

use super::PortError;

/// Bytes by an opaque key, for a while. What is lost is only made again.
#[async_trait]
pub trait Cache: Send + Sync + 'static {
    /// What is kept there.
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError>;

    /// Keeps it.
    async fn put(&self, key: &str, bytes: &[u8], keep: Duration) -> Result<(), PortError>;
}
