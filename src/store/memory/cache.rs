//! Answers that were given before, in process.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::shelf::{Bounds, Item, Shelf};
use crate::ports::PortError;
use crate::ports::cache::Cache;

/// A cache in process: bounded, the least recently used goes first.
#[derive(Debug)]
pub struct MemoryCache {
    shelf: Mutex<Shelf<String, Vec<u8>>>,
}

impl MemoryCache {
    /// An empty cache.
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        Self { shelf: Mutex::new(Shelf::new(bounds)) }
    }

    /// Frees what has expired.
    pub fn sweep(&self) {
        self.lock().sweep(Instant::now());
    }

    /// Every change to the shelf is complete, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Shelf<String, Vec<u8>>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryCache {
    /// 10,000 answers, 32 MiB.
    fn default() -> Self {
        Self::new(Bounds { entries: 10_000, bytes: 32 * 1024 * 1024 })
    }
}

#[async_trait]
impl Cache for MemoryCache {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.lock().get(key, Instant::now()).map(|item| item.value.clone()))
    }

    async fn put(&self, key: &str, bytes: &[u8], keep: Duration) -> Result<(), PortError> {
        let now = Instant::now();
        let item = Item {
            value: bytes.to_vec(),
            bytes: key.len() + bytes.len(),
            expires: now + keep,
            precious: false,
        };
        self.lock().put(key.to_owned(), item, now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;

    #[tokio::test]
    async fn the_contract_of_the_cache_is_kept() {
        conformance::cache(std::sync::Arc::new(MemoryCache::default())).await;
    }
}
