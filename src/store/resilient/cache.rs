//! A cache that costs nothing while it is away.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::tallies::{REST, SLOW};
use crate::ports::PortError;
use crate::ports::cache::Cache;
use crate::store::breaker::Breaker;

/// A shared cache that is not asked for a second after it failed.
pub struct ResilientCache {
    shared: Arc<dyn Cache>,
    breaker: Breaker,
}

impl ResilientCache {
    /// Over a shared cache.
    #[must_use]
    pub fn new(shared: Arc<dyn Cache>) -> Self {
        Self { shared, breaker: Breaker::default() }
    }

    async fn ask<T>(
        &self,
        asking: impl Future<Output = Result<T, PortError>>,
    ) -> Result<T, PortError> {
        let Some(attempt) = self.breaker.attempt(SLOW, REST) else {
            let detail = "it failed a moment ago".to_owned();
            return Err(PortError::Unavailable { service: "redis", detail });
        };
        let answer = asking.await;
        attempt.ended(answer.is_ok());
        answer
    }
}

#[async_trait]
impl Cache for ResilientCache {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        self.ask(self.shared.get(key)).await
    }

    async fn put(&self, key: &str, bytes: &[u8], keep: Duration) -> Result<(), PortError> {
        self.ask(self.shared.put(key, bytes, keep)).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::store::conformance;
    use crate::store::memory::MemoryCache;

    #[tokio::test]
    async fn the_contract_is_kept_while_it_is_there() {
        let shared = Arc::new(MemoryCache::default());
        conformance::cache(Arc::new(ResilientCache::new(shared))).await;
    }

    #[derive(Default)]
    struct Dead(AtomicU32);

    #[async_trait]
    impl Cache for Dead {
        async fn get(&self, _: &str) -> Result<Option<Vec<u8>>, PortError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Err(PortError::Unavailable { service: "redis", detail: "away".to_owned() })
        }
        async fn put(&self, key: &str, _: &[u8], _: Duration) -> Result<(), PortError> {
            self.get(key).await.map(|_| ())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_is_away_is_asked_once_a_second() {
        let dead = Arc::<Dead>::default();
        let cache = ResilientCache::new(Arc::clone(&dead) as Arc<dyn Cache>);
        for _ in 0..10 {
            assert!(cache.get("x").await.is_err());
            assert!(cache.put("x", b"y", REST).await.is_err());
        }
        assert_eq!(dead.0.load(Ordering::SeqCst), 1);
        tokio::time::advance(REST).await;
        assert!(cache.get("x").await.is_err());
        assert_eq!(dead.0.load(Ordering::SeqCst), 2);
    }
}
