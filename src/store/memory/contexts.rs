//! Contexts in process, for one instance without Redis.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::shelf::{Bounds, Item, Shelf};
use crate::domain::ids::LearnerId;
use crate::ports::PortError;
use crate::ports::clock::{Clock, SystemClock};
use crate::ports::contexts::{ContextStore, Saved, Stored};
use crate::store::version;

/// Documents held in process: gone with it. Bounded; the least recently used goes first, and its checkpoint stays
/// in the journal.
pub struct MemoryContexts {
    clock: Arc<dyn Clock>,
    shelf: Mutex<Shelf<LearnerId, Stored>>,
}

impl MemoryContexts {
    /// An empty store. The clock only numbers versions.
    #[must_use]
    pub fn new(bounds: Bounds, clock: Arc<dyn Clock>) -> Self {
        Self { clock, shelf: Mutex::new(Shelf::new(bounds)) }
    }

    /// Frees what has expired. Lookups never see expired documents; this only gives their memory back.
    pub fn sweep(&self) {
        self.lock().sweep(Instant::now());
    }

    /// The same as `Primary::restore`: for tests of what wraps a shared store.
    #[cfg(test)]
    pub(in crate::store) fn restore(
        &self,
        learner: LearnerId,
        document: &Stored,
        ttl: Duration,
    ) -> Saved {
        let now = Instant::now();
        let mut shelf = self.lock();
        if let Some(item) = shelf.get(&learner, now) {
            let kept = &item.value;
            if kept.version > document.version
                || kept.version == document.version && kept != document
            {
                return Saved::Conflict;
            }
        }
        let item = Item {
            value: document.clone(),
            bytes: document.sealed.len(),
            expires: now + ttl,
            precious: false,
        };
        shelf.put(learner, item, now);
        Saved::As(document.version)
    }

    /// Documents held, expired ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The shelf holds plain data and every change to it is complete, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Shelf<LearnerId, Stored>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryContexts {
    fn default() -> Self {
        Self::new(Bounds::default(), Arc::new(SystemClock))
    }
}

#[async_trait]
impl ContextStore for MemoryContexts {
    async fn load(&self, learner: LearnerId) -> Result<Option<Stored>, PortError> {
        let mut shelf = self.lock();
        Ok(shelf.get(&learner, Instant::now()).map(|item| item.value.clone()))
    }

    async fn save(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        sealed: &[u8],
        ttl: Duration,
    ) -> Result<Saved, PortError> {
        let now = Instant::now();
        let mut shelf = self.lock();
        let kept = shelf.get(&learner, now).map(|item| item.value.version);
        if kept != over {
            return Ok(Saved::Conflict);
        }
        let version = version::next(kept, &*self.clock);
        let item = Item {
            value: Stored { version, sealed: sealed.to_vec() },
            bytes: sealed.len(),
            expires: now + ttl,
            precious: false,
        };
        shelf.put(learner, item, now);
        Ok(Saved::As(version))
    }

    async fn delete(&self, learner: LearnerId) -> Result<(), PortError> {
        self.lock().remove(&learner);
        Ok(())
    }

    async fn ping(&self) -> Result<(), PortError> {
        Ok(())
    }

    fn kind(&self) -> &'static str {
        "memory"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;

    #[tokio::test]
    async fn the_contract_of_contexts_is_kept() {
        conformance::contexts(Arc::new(MemoryContexts::default())).await;
    }

    #[tokio::test]
    async fn sweeping_frees_what_has_expired_and_nothing_else() {
        let store = MemoryContexts::default();
        for (n, ms) in [(1, 10), (2, 60_000)] {
            let ttl = Duration::from_millis(ms);
            let saved = store.save(LearnerId([n; 16]), None, b"x", ttl).await;
            assert!(matches!(saved, Ok(Saved::As(_))));
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
        store.sweep();
        assert_eq!(store.len(), 1);
    }

    #[tokio::test]
    async fn the_store_stays_within_its_bounds() {
        let store =
            MemoryContexts::new(Bounds { entries: 10, bytes: 1_000_000 }, Arc::new(SystemClock));
        for n in 0..100 {
            let ttl = Duration::from_secs(60);
            store.save(LearnerId([n; 16]), None, b"x", ttl).await.expect("memory is there");
        }
        assert_eq!(store.len(), 10);
        assert!(store.load(LearnerId([99; 16])).await.expect("load").is_some());
    }
}
