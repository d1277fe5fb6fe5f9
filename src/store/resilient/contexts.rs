//! Contexts from the shared store, or from the mirror while it is away.

use std::time::Duration;

use async_trait::async_trait;

use super::mirror::Mirrored;
use super::{Inner, Resilient};
use crate::domain::ids::LearnerId;
use crate::ports::PortError;
use crate::ports::contexts::{ContextStore, Saved, Stored};
use crate::session::policy::TTL_IDLE;

impl Inner {
    /// Asks the shared store, and mirrors what it says.
    async fn load_shared(&self, learner: LearnerId) -> Result<Option<Stored>, PortError> {
        self.give_back_one(learner, false).await?;
        let found = self.primary.load(learner).await?;
        let mirrored = self.mirror.get(learner);
        if is_behind(found.as_ref(), mirrored.as_ref()) && self.has_forgotten().await? {
            self.went_away.notify_one();
            self.give_back_one(learner, true).await?;
            return self.primary.load(learner).await;
        }
        match &found {
            Some(document) => {
                // The shared store does not say how long it keeps a document that another instance saved.
                let left = mirrored
                    .filter(|m| m.document.as_ref() == Some(document))
                    .map_or(TTL_IDLE, |m| m.left);
                self.mirror.put(learner, document.clone(), left);
            }
            None => self.mirror.forget(learner),
        }
        Ok(found)
    }

    async fn save_shared(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        sealed: &[u8],
        ttl: Duration,
    ) -> Result<Saved, PortError> {
        self.give_back_one(learner, false).await?;
        let saved = self.primary.save(learner, over, sealed, ttl).await?;
        if let Saved::As(version) = saved {
            let sealed = sealed.to_vec();
            self.mirror.put(learner, Stored { version, sealed }, ttl);
        }
        Ok(saved)
    }

    /// Gives the shared store what it lacks of all learners: what changed while it was away, or everything.
    pub(super) async fn give_back_contexts(&self, everything: bool) -> Result<(), PortError> {
        for learner in self.mirror.learners(everything) {
            let _turn = self.mirror.turn(learner).await;
            self.give_back_one(learner, everything).await?;
        }
        Ok(())
    }

    /// Gives the shared store what it lacks of one learner, whose lock is held.
    async fn give_back_one(&self, learner: LearnerId, even_if_sent: bool) -> Result<(), PortError> {
        let Some(mirrored) = self.mirror.get(learner) else {
            return Ok(());
        };
        if !mirrored.unsent && !even_if_sent {
            return Ok(());
        }
        let Some(document) = mirrored.document else {
            self.primary.delete(learner).await?;
            self.mirror.forget(learner);
            return Ok(());
        };
        let restored = self.primary.restore(learner, &document, mirrored.left);
        match restored.await {
            Ok(Saved::As(_)) => {
                metrics::counter!("toneline_contexts_restored_total").increment(1);
                self.mirror.put(learner, document, mirrored.left);
            }
            // Another instance went on with this learner, or the key is spoilt: what is there counts.
            Ok(Saved::Conflict) | Err(PortError::Refused { .. }) => {
                metrics::counter!("toneline_contexts_superseded_total").increment(1);
                self.mirror.forget(learner);
            }
            Err(unavailable) => return Err(unavailable),
        }
        Ok(())
    }
}

/// The shared store has less than it was known to have: it forgot, or another instance deleted the document.
fn is_behind(found: Option<&Stored>, mirrored: Option<&Mirrored>) -> bool {
    let known = mirrored.and_then(|m| m.document.as_ref());
    known.map(|document| document.version) > found.map(|document| document.version)
}

#[async_trait]
impl ContextStore for Resilient {
    async fn load(&self, learner: LearnerId) -> Result<Option<Stored>, PortError> {
        let inner = &*self.0;
        let _turn = inner.mirror.turn(learner).await;
        if !inner.is_away() {
            match inner.load_shared(learner).await {
                Ok(found) => return Ok(found),
                Err(error) => inner.lost(&error),
            }
        }
        Ok(inner.mirror.get(learner).and_then(|m| m.document))
    }

    async fn save(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        sealed: &[u8],
        ttl: Duration,
    ) -> Result<Saved, PortError> {
        let inner = &*self.0;
        let _turn = inner.mirror.turn(learner).await;
        if !inner.is_away() {
            match inner.save_shared(learner, over, sealed, ttl).await {
                Ok(saved) => return Ok(saved),
                Err(error) => inner.lost(&error),
            }
        }
        Ok(inner.mirror.save(learner, over, sealed, ttl, &*inner.clock))
    }

    async fn delete(&self, learner: LearnerId) -> Result<(), PortError> {
        let inner = &*self.0;
        let _turn = inner.mirror.turn(learner).await;
        if !inner.is_away() {
            match inner.primary.delete(learner).await {
                Ok(()) => {
                    inner.mirror.forget(learner);
                    return Ok(());
                }
                Err(error) => inner.lost(&error),
            }
        }
        inner.mirror.bury(learner);
        Ok(())
    }

    async fn ping(&self) -> Result<(), PortError> {
        ContextStore::ping(&*self.0.primary).await
    }

    fn kind(&self) -> &'static str {
        self.0.primary.kind()
    }
}
