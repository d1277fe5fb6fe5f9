//! Which implementation is used, as the settings say.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::OpenError;
use super::memory::{Bounds, MemoryContexts, MemoryOnce};
use super::redis::{RedisOptions, RedisStore};
use super::resilient::{Resilient, ResilientOptions};
use super::sql::SqlJournal;
use crate::ports::clock::Clock;
use crate::ports::contexts::ContextStore;
use crate::ports::once::OnceStore;

/// Between two rounds of freeing what has expired in process.
const SWEEP: Duration = Duration::from_secs(30);

/// The stores of what lives between webhooks.
#[derive(Clone)]
pub struct Contexts {
    /// Of contexts.
    pub contexts: Arc<dyn ContextStore>,
    /// Of answers to deliveries.
    pub once: Arc<dyn OnceStore>,
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
    let store = Resilient::new(Arc::new(redis), clock, ResilientOptions::default());
    Ok(Contexts {
        contexts: Arc::new(store.clone()),
        once: Arc::new(store.clone()),
        resilient: Some(store),
    })
}

fn in_process(clock: Arc<dyn Clock>) -> Contexts {
    let (contexts, once) =
        (Arc::new(MemoryContexts::new(Bounds::default(), clock)), Arc::new(MemoryOnce::default()));
    tokio::spawn(sweep(Arc::downgrade(&contexts), Arc::downgrade(&once)));
    Contexts { contexts, once, resilient: None }
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
