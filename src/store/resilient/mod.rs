//! A shared store that may go away, and the copy in process that stands in for it.
//!
//! Every document loaded or saved is mirrored in process. When the shared store fails, calls are served from the mirror at
//! once, and what changes is marked; a task looks every second whether it is back, and gives back what changed
//! and, if it has forgotten (a restart, a fail-over), everything that is mirrored. A newer version in the shared store is
//! never overwritten. So a learner's turns go on, and nothing acknowledged is lost while this process lives.
//!
//! Invariants: of two saves over one version in this process one wins, whichever store serves them (a lock for
//! each learner spans both); a delivery is claimed in process before it is claimed in the shared store.

mod cache;
mod contexts;
mod mirror;
mod once;
mod tallies;
#[cfg(test)]
mod tests;

pub use cache::ResilientCache;
pub use tallies::ResilientTallies;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use mirror::Mirror;

use super::memory::{Bounds, MemoryOnce};
use super::primary::Primary;
use crate::ports::PortError;
use crate::ports::clock::Clock;

/// How the stand-in is run.
#[derive(Debug, Clone, Copy)]
pub struct ResilientOptions {
    /// How much is mirrored.
    pub bounds: Bounds,
    /// Between two looks at the shared store.
    pub probe: Duration,
}

impl Default for ResilientOptions {
    /// 50,000 documents, 256 MiB, every second.
    fn default() -> Self {
        Self {
            bounds: Bounds { entries: 50_000, bytes: 256 * 1024 * 1024 },
            probe: Duration::from_secs(1),
        }
    }
}

/// A shared store with its stand-in. Clones are the same store.
#[derive(Clone)]
pub struct Resilient(Arc<Inner>);

struct Inner {
    primary: Arc<dyn Primary>,
    clock: Arc<dyn Clock>,
    mirror: Mirror,
    once: MemoryOnce,
    /// Answers that the shared store has not got, by key.
    unsent: Mutex<HashSet<String>>,
    standing: Mutex<Standing>,
    went_away: Arc<Notify>,
}

/// What is known of the shared store.
#[derive(Debug, Default)]
struct Standing {
    away_since: Option<DateTime<Utc>>,
    memory: Option<String>,
}

impl Resilient {
    /// Wraps a shared store and starts looking after it; that ends when the last clone is dropped. Needs a tokio runtime.
    #[must_use]
    pub fn new(
        primary: Arc<dyn Primary>,
        clock: Arc<dyn Clock>,
        options: ResilientOptions,
    ) -> Self {
        let went_away = Arc::new(Notify::new());
        let inner = Arc::new(Inner {
            primary,
            mirror: Mirror::new(options.bounds),
            once: MemoryOnce::default(),
            unsent: Mutex::default(),
            standing: Mutex::default(),
            went_away: Arc::clone(&went_away),
            clock,
        });
        tokio::spawn(look_after(Arc::downgrade(&inner), went_away, options.probe));
        Self(inner)
    }

    /// Since when calls are served in process, if they are.
    #[must_use]
    pub fn degraded_since(&self) -> Option<DateTime<Utc>> {
        self.0.standing().away_since
    }
}

/// How soon to look after the shared store failed.
const FIRST_LOOK: Duration = Duration::from_millis(50);

async fn look_after(inner: Weak<Inner>, went_away: Arc<Notify>, every: Duration) {
    while let Some(inner) = inner.upgrade() {
        inner.look().await;
        inner.mirror.sweep();
        inner.once.sweep();
        inner.forget_expired_answers();
        drop(inner);
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            () = went_away.notified() => tokio::time::sleep(FIRST_LOOK.min(every)).await,
        }
    }
}

impl Inner {
    fn is_away(&self) -> bool {
        self.standing().away_since.is_some()
    }

    /// Plain words: whole, whatever happened elsewhere.
    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unsent(&self) -> MutexGuard<'_, HashSet<String>> {
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The shared store failed a call: from now on calls are served in process.
    fn lost(&self, error: &PortError) {
        let mut standing = self.standing();
        if standing.away_since.is_some() {
            return;
        }
        standing.away_since = Some(self.clock.now());
        drop(standing);
        tracing::warn!(%error, store.kind = self.primary.kind(), "context store is away; serving from process");
        metrics::gauge!("toneline_context_store_away").set(1.0);
        metrics::counter!("toneline_context_store_failures_total").increment(1);
        self.went_away.notify_one();
    }

    fn found(&self, memory: String) {
        let mut standing = self.standing();
        standing.memory = Some(memory);
        let away_since = standing.away_since.take();
        drop(standing);
        if let Some(since) = away_since {
            let away_ms = (self.clock.now() - since).num_milliseconds();
            tracing::info!(away_ms, store.kind = self.primary.kind(), "context store is back");
            metrics::gauge!("toneline_context_store_away").set(0.0);
        }
    }

    fn forget_expired_answers(&self) {
        self.unsent().retain(|key| self.once.answer(key).is_some());
    }

    /// Whether the shared store has forgotten since it was last looked at.
    async fn has_forgotten(&self) -> Result<bool, PortError> {
        let memory = self.primary.memory_id().await?;
        Ok(self.standing().memory.as_ref() != Some(&memory))
    }

    /// Looks whether the shared store is there, and gives back what it lacks before it is used again.
    async fn look(&self) {
        let looked = async {
            let memory = self.primary.memory_id().await?;
            let forgotten = self.standing().memory.as_ref() != Some(&memory);
            self.give_back_contexts(forgotten).await?;
            self.give_back_answers(forgotten).await?;
            Ok(memory)
        };
        match looked.await {
            Ok(memory) => self.found(memory),
            Err(error) => self.lost(&error),
        }
    }
}
