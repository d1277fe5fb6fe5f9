//! Tallies that stay useful while the shared store is away: this process's own stand in for them.
//!
//! Every addition is counted here too, so that a budget goes on from what this process spent itself.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::ports::PortError;
use crate::ports::tallies::Tallies;
use crate::store::breaker::Breaker;
use crate::store::memory::MemoryTallies;

/// Given up by its caller after so long, a command has failed.
pub(super) const SLOW: Duration = Duration::from_millis(100);
/// After a failure nothing is asked for so long, so that a dead store costs a call little.
pub(super) const REST: Duration = Duration::from_secs(1);

/// Shared tallies with their stand-in.
pub struct ResilientTallies {
    shared: Arc<dyn Tallies>,
    own: MemoryTallies,
    breaker: Breaker,
}

impl ResilientTallies {
    /// Over a shared store.
    #[must_use]
    pub fn new(shared: Arc<dyn Tallies>) -> Self {
        Self { shared, own: MemoryTallies::default(), breaker: Breaker::default() }
    }

    /// What the shared store says; `None` while it is away.
    async fn ask<T>(&self, asking: impl Future<Output = Result<T, PortError>>) -> Option<T> {
        let attempt = self.breaker.attempt(SLOW, REST)?;
        let answer = asking.await;
        attempt.ended(answer.is_ok());
        answer.ok()
    }
}

#[async_trait]
impl Tallies for ResilientTallies {
    async fn add(&self, key: &str, by: i64, keep: Duration) -> Result<i64, PortError> {
        let own = self.own.count(key, by, keep);
        Ok(self.ask(self.shared.add(key, by, keep)).await.unwrap_or(own))
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<i64>>, PortError> {
        match self.ask(self.shared.read(keys)).await {
            Some(values) => Ok(values),
            None => Ok(self.own.look(keys)),
        }
    }

    async fn mark(&self, key: &str, value: i64, keep: Duration) -> Result<(), PortError> {
        self.own.set(key, value, keep);
        self.ask(self.shared.mark(key, value, keep)).await;
        Ok(())
    }

    async fn claim(&self, key: &str, value: i64, keep: Duration) -> Result<bool, PortError> {
        match self.ask(self.shared.claim(key, value, keep)).await {
            Some(ours) => Ok(ours),
            None => Ok(self.own.take(key, value, keep)),
        }
    }

    async fn clear(&self, key: &str) -> Result<(), PortError> {
        self.own.drop_key(key);
        self.ask(self.shared.clear(key)).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    use super::*;
    use crate::store::conformance;

    #[derive(Default)]
    struct Flaky {
        inner: MemoryTallies,
        away: AtomicBool,
        asked: AtomicU32,
    }

    impl Flaky {
        fn now(&self) -> Result<&MemoryTallies, PortError> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            if self.away.load(Ordering::SeqCst) {
                return Err(PortError::Unavailable { service: "redis", detail: "away".to_owned() });
            }
            Ok(&self.inner)
        }
    }

    #[async_trait]
    impl Tallies for Flaky {
        async fn add(&self, key: &str, by: i64, keep: Duration) -> Result<i64, PortError> {
            self.now()?.add(key, by, keep).await
        }
        async fn read(&self, keys: &[String]) -> Result<Vec<Option<i64>>, PortError> {
            self.now()?.read(keys).await
        }
        async fn mark(&self, key: &str, value: i64, keep: Duration) -> Result<(), PortError> {
            self.now()?.mark(key, value, keep).await
        }
        async fn claim(&self, key: &str, value: i64, keep: Duration) -> Result<bool, PortError> {
            self.now()?.claim(key, value, keep).await
        }
        async fn clear(&self, key: &str) -> Result<(), PortError> {
            self.now()?.clear(key).await
        }
    }

    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn the_contract_is_kept_while_the_shared_store_is_there_and_while_it_is_away() {
        for away in [false, true] {
            let shared = Flaky { away: away.into(), ..Flaky::default() };
            conformance::tallies(Arc::new(ResilientTallies::new(Arc::new(shared)))).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_budget_goes_on_from_this_processs_own_share_and_a_dead_store_is_asked_once_a_second()
    {
        let shared = Arc::new(Flaky::default());
        let tallies = ResilientTallies::new(Arc::clone(&shared) as Arc<dyn Tallies>);
        assert_eq!(tallies.add("spent", 5, LONG).await, Ok(5));
        shared.away.store(true, Ordering::SeqCst);
        let asked = shared.asked.load(Ordering::SeqCst);
        for n in 1..=10 {
            assert_eq!(tallies.add("spent", 1, LONG).await, Ok(5 + n));
        }
        assert_eq!(shared.asked.load(Ordering::SeqCst), asked + 1);
        shared.away.store(false, Ordering::SeqCst);
        tokio::time::advance(REST).await;
        assert_eq!(tallies.add("spent", 1, LONG).await, Ok(6), "the shared one has the word again");
    }
}
