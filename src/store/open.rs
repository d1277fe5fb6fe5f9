//! Which implementation is used, as the settings say.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::OpenError;
use super::memory::{Bounds, MemoryCache, MemoryContexts, MemoryOnce, MemoryTallies};
use super::redis::{RedisOptions, RedisStore};
use super::resilient::{Resilient, ResilientCache, ResilientOptions, ResilientTallies};
use super::sql::SqlJournal;
use crate::ports::cache::Cache;
use crate::ports::clock::Clock;
use crate::ports::contexts::ContextStore;
use crate::ports::once::OnceStore;
use crate::ports::tallies::Tallies;

/// Between two rounds of freeing what has expired in process.
const SWEEP: Duration = Duration::from_secs(30);

/// The stores of what lives between webhooks.
#[derive(Clone)]
pub struct Contexts {
    /// Of contexts.
    pub contexts: Arc<dyn ContextStore>,
    /// Of answers to deliveries.
    pub once: Arc<dyn OnceStore>,
    /// Of breakers and budgets.
    pub tallies: Arc<dyn Tallies>,
    /// Of the tutor's answers that suit everybody.
    pub cache: Arc<dyn Cache>,
    resilient: Option<Resilient>,
}

impl Contexts {
    /// Since when the shared store is away and calls are served from this process, if they are.
    #[must_use]
    pub fn degraded_since(&self) -> Option<DateTime<Utc>> {
        self.resilient.as_ref()?.degraded_since()
    }
}

/// Opens the stores at a Redis URL, or in process without one. A Redis that is down is no error: it is used when it
/// comes up. Needs a tokio runtime.
///
/// # Errors
/// [`OpenError::Redis`] for a URL that is none.
pub fn open_contexts(url: Option<&str>, clock: Arc<dyn Clock>) -> Result<Contexts, OpenError> {
    let Some(url) = url else {
        return Ok(in_process(clock));
    };
    let options = RedisOptions { clock: Arc::clone(&clock), ..RedisOptions::default() };
    let redis = RedisStore::open(url, options).map_err(OpenError::Redis)?;
    let (tallies, cache) = (Arc::new(redis.clone()), Arc::new(redis.clone()));
    let store = Resilient::new(Arc::new(redis), clock, ResilientOptions::default());
    Ok(Contexts {
        contexts: Arc::new(store.clone()),
        once: Arc::new(store.clone()),
        tallies: Arc::new(ResilientTallies::new(tallies)),
        cache: Arc::new(ResilientCache::new(cache)),
        resilient: Some(store),
    })
}

fn in_process(clock: Arc<dyn Clock>) -> Contexts {
    let (contexts, once) =
        (Arc::new(MemoryContexts::new(Bounds::default(), clock)), Arc::new(MemoryOnce::default()));
    let (tallies, cache) = (Arc::new(MemoryTallies::default()), Arc::new(MemoryCache::default()));
    tokio::spawn(sweep(Arc::downgrade(&contexts), Arc::downgrade(&once)));
    tokio::spawn(sweep_tutor(Arc::downgrade(&tallies), Arc::downgrade(&cache)));
    Contexts { contexts, once, tallies, cache, resilient: None }
}

/// Ends when the stores are dropped.
async fn sweep(contexts: Weak<MemoryContexts>, once: Weak<MemoryOnce>) {
    while let Some((contexts, once)) = contexts.upgrade().zip(once.upgrade()) {
        contexts.sweep();
        once.sweep();
        drop((contexts, once));
        tokio::time::sleep(SWEEP).await;
    }
}

/// Ends when the stores are dropped.
async fn sweep_tutor(tallies: Weak<MemoryTallies>, cache: Weak<MemoryCache>) {
    while let Some((tallies, cache)) = tallies.upgrade().zip(cache.upgrade()) {
        tallies.sweep();
        cache.sweep();
        drop((tallies, cache));
        tokio::time::sleep(SWEEP).await;
    }
}

/// Opens the journal at a DSN, or in `toneline.db` of the data folder without one. A Postgres that is down is no error.
/// Needs a tokio runtime.
///
/// # Errors
/// [`OpenError`] for a DSN of another kind, one that does not parse, or a folder that cannot be made.
pub fn open_journal(dsn: Option<&str>, data_dir: &Path) -> Result<SqlJournal, OpenError> {
    match dsn {
        Some(dsn) => SqlJournal::open(dsn),
        None => SqlJournal::open_file(&data_dir.join("toneline.db")),
    }
}
