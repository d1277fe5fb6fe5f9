//! Counters and marks in process.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::shelf::{Bounds, Item, Shelf};
use crate::ports::PortError;
use crate::ports::tallies::Tallies;

/// Counters and marks held in process, bounded.
#[derive(Debug)]
pub struct MemoryTallies {
    shelf: Mutex<Shelf<String, i64>>,
}

impl MemoryTallies {
    /// An empty store.
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        Self { shelf: Mutex::new(Shelf::new(bounds)) }
    }

    /// Frees what has expired.
    pub fn sweep(&self) {
        self.lock().sweep(Instant::now());
    }

    /// Every change to the shelf is complete, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Shelf<String, i64>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same as `Tallies::add`, without the ceremony.
    pub(in crate::store) fn count(&self, key: &str, by: i64, keep: Duration) -> i64 {
        let now = Instant::now();
        let mut shelf = self.lock();
        let (stands, expires) = match shelf.get(key, now) {
            Some(item) => (item.value, item.expires),
            None => (0, now + keep),
        };
        let sum = stands.saturating_add(by);
        shelf.put(key.to_owned(), item(key, sum, expires), now);
        sum
    }

    /// The same as `Tallies::read`.
    pub(in crate::store) fn look(&self, keys: &[String]) -> Vec<Option<i64>> {
        let now = Instant::now();
        let mut shelf = self.lock();
        keys.iter().map(|key| shelf.get(key, now).map(|item| item.value)).collect()
    }

    /// The same as `Tallies::mark`.
    pub(in crate::store) fn set(&self, key: &str, value: i64, keep: Duration) {
        let now = Instant::now();
        self.lock().put(key.to_owned(), item(key, value, now + keep), now);
    }

    /// The same as `Tallies::claim`.
    pub(in crate::store) fn take(&self, key: &str, value: i64, keep: Duration) -> bool {
        let now = Instant::now();
        let mut shelf = self.lock();
        if shelf.get(key, now).is_some() {
            return false;
        }
        shelf.put(key.to_owned(), item(key, value, now + keep), now);
        true
    }

    /// The same as `Tallies::clear`.
    pub(in crate::store) fn drop_key(&self, key: &str) {
        self.lock().remove(key);
    }
}

fn item(key: &str, value: i64, expires: Instant) -> Item<i64> {
    Item { value, bytes: key.len() + size_of::<i64>(), expires, precious: true }
}

impl Default for MemoryTallies {
    /// 100,000 of them, 16 MiB.
    fn default() -> Self {
        Self::new(Bounds { bytes: 16 * 1024 * 1024, ..Bounds::default() })
    }
}

#[async_trait]
impl Tallies for MemoryTallies {
    async fn add(&self, key: &str, by: i64, keep: Duration) -> Result<i64, PortError> {
        Ok(self.count(key, by, keep))
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<i64>>, PortError> {
        Ok(self.look(keys))
    }

    async fn mark(&self, key: &str, value: i64, keep: Duration) -> Result<(), PortError> {
        self.set(key, value, keep);
        Ok(())
    }

    async fn claim(&self, key: &str, value: i64, keep: Duration) -> Result<bool, PortError> {
        Ok(self.take(key, value, keep))
    }

    async fn clear(&self, key: &str) -> Result<(), PortError> {
        self.drop_key(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;

    #[tokio::test]
    async fn the_contract_of_tallies_is_kept() {
        conformance::tallies(std::sync::Arc::new(MemoryTallies::default())).await;
    }
}
