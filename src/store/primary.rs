//! What the resilient store needs of the store that it stands in for.

use std::time::Duration;

use async_trait::async_trait;

use crate::domain::ids::LearnerId;
use crate::ports::PortError;
use crate::ports::contexts::{ContextStore, Saved, Stored};
use crate::ports::once::OnceStore;

/// A shared store that may go away and come back, perhaps empty.
#[async_trait]
pub trait Primary: ContextStore + OnceStore {
    /// Names what the store remembers: another name than before means that it has forgotten.
    async fn memory_id(&self) -> Result<String, PortError>;

    /// Puts back a document with its version, unless a newer one, or another one of the same version, is kept.
    async fn restore(
        &self,
        learner: LearnerId,
        document: &Stored,
        ttl: Duration,
    ) -> Result<Saved, PortError>;
}
