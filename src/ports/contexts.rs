//! Where contexts are kept between webhooks.

use std::time::Duration;

use async_trait::async_trait;

use super::PortError;
use crate::domain::ids::LearnerId;

/// A document as it was kept. The bytes are sealed by `session::codec`; a store never looks inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Rises by one with every save. A document made anew begins above the versions it had before it expired or was
    /// deleted, so that versions order what is known of a learner, checkpoints included.
    pub version: u64,
    /// The sealed document.
    pub sealed: Vec<u8>,
}

/// What became of a conditional save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Kept, and this is its version now.
    As(u64),
    /// Somebody saved another version since ours was loaded; nothing was changed. Load and try again.
    Conflict,
}

/// Keeps one sealed document for each learner.
///
/// Contract: a save is all or nothing; of two saves over the same version one gets [`Saved::Conflict`];
/// a load after a save sees it; a document past its time to live is as if it had never been.
#[async_trait]
pub trait ContextStore: Send + Sync + 'static {
    /// The document, or `None`.
    async fn load(&self, learner: LearnerId) -> Result<Option<Stored>, PortError>;

    /// Keeps a document if the kept version is still `over` (`None`: if there is none).
    async fn save(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        sealed: &[u8],
        ttl: Duration,
    ) -> Result<Saved, PortError>;

    /// Forgets the document. Forgetting nothing is no error.
    async fn delete(&self, learner: LearnerId) -> Result<(), PortError>;

    /// Whether it can be used just now; for health pages.
    async fn ping(&self) -> Result<(), PortError>;

    /// What it is, for health pages and labels: `redis` or `memory`.
    fn kind(&self) -> &'static str;
}
