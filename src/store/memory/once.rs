//! Answers to deliveries in process.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::shelf::{Bounds, Item, Shelf};
use crate::ports::PortError;
use crate::ports::once::{Begun, OnceStore};

/// What is known of a delivery: claimed, or its answer.
type Known = Option<Vec<u8>>;

/// Answers held in process, bounded; claims are given up last.
#[derive(Debug)]
pub struct MemoryOnce {
    shelf: Mutex<Shelf<String, Known>>,
}

impl MemoryOnce {
    /// An empty store.
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        Self { shelf: Mutex::new(Shelf::new(bounds)) }
    }

    /// Frees what has expired.
    pub fn sweep(&self) {
        self.lock().sweep(Instant::now());
    }

    /// Deliveries held, expired ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every change to the shelf is complete, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Shelf<String, Known>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same as `OnceStore::begin`, without the ceremony.
    pub(in crate::store) fn claim(&self, key: &str, lease: Duration) -> Begun {
        let now = Instant::now();
        let mut shelf = self.lock();
        match shelf.get(key, now).map(|item| item.value.clone()) {
            Some(Some(answer)) => Begun::Done(answer),
            Some(None) => Begun::InFlight,
            None => {
                shelf.put(key.to_owned(), item(key, None, now + lease), now);
                Begun::Fresh
            }
        }
    }

    /// The same as `OnceStore::finish`.
    pub(in crate::store) fn keep(&self, key: &str, answer: &[u8], keep: Duration) {
        let now = Instant::now();
        let item = item(key, Some(answer.to_vec()), now + keep);
        self.lock().put(key.to_owned(), item, now);
    }

    /// The same as `OnceStore::abandon`: an answer stays.
    pub(in crate::store) fn give_back(&self, key: &str) {
        let mut shelf = self.lock();
        let claimed = (shelf.get(key, Instant::now())).is_some_and(|item| item.value.is_none());
        if claimed {
            shelf.remove(key);
        }
    }

    /// Keys of all answers, expired ones included.
    pub(in crate::store) fn answered(&self) -> Vec<String> {
        self.lock().keys_where(|item| item.value.is_some())
    }

    /// A live answer and how long it is still to be kept.
    pub(in crate::store) fn answer(&self, key: &str) -> Option<(Vec<u8>, Duration)> {
        let now = Instant::now();
        let mut shelf = self.lock();
        let item = shelf.get(key, now)?;
        Some((item.value.clone()?, item.expires - now))
    }
}

fn item(key: &str, value: Known, expires: Instant) -> Item<Known> {
    Item {
        bytes: key.len() + value.as_ref().map_or(0, Vec::len),
        precious: value.is_none(),
        value,
        expires,
    }
}

impl Default for MemoryOnce {
    /// 100,000 answers, 64 MiB.
    fn default() -> Self {
        Self::new(Bounds { bytes: 64 * 1024 * 1024, ..Bounds::default() })
    }
}

#[async_trait]
impl OnceStore for MemoryOnce {
    async fn begin(&self, key: &str, lease: Duration) -> Result<Begun, PortError> {
        Ok(self.claim(key, lease))
    }

    async fn finish(&self, key: &str, answer: &[u8], keep: Duration) -> Result<(), PortError> {
        self.keep(key, answer, keep);
        Ok(())
    }

    async fn abandon(&self, key: &str) -> Result<(), PortError> {
        self.give_back(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;

    #[tokio::test]
    async fn the_contract_of_once_is_kept() {
        conformance::once(std::sync::Arc::new(MemoryOnce::default())).await;
    }
}
