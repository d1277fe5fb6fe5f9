//! The journal in SQL: Postgres or `SQLite`, one body for both.
//!
//! A database that is down when it is opened is no error: it is connected to when it is needed, and its tables are
//! brought up to date before they are first used. Imports `ports` and `domain`.

mod batch;
mod fault;
mod pools;
mod rows;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;
use tokio::time::timeout;

use batch::Batch;
use pools::{Pools, on_either};

use super::OpenError;
use super::breaker::Breaker;
use crate::domain::ids::LearnerId;
use crate::ports::PortError;
use crate::ports::journal::{Counts, Entry, Journal};
use crate::ports::runs::{CostRow, CostsBy};

/// A caller may be waiting for a read.
const READ: Duration = Duration::from_secs(1);
/// Nobody waits for a write.
const WRITE: Duration = Duration::from_secs(10);
/// Nor for a migration, and a large table takes its time.
const MIGRATE: Duration = Duration::from_secs(600);
/// After a failed read the next ones fail at once for so long, so that a dead database costs callers little.
const REST: Duration = Duration::from_secs(1);
/// A read that its caller gave up after so long has failed.
const SLOW: Duration = Duration::from_millis(300);

/// The journal in Postgres or `SQLite`.
#[derive(Debug)]
pub struct SqlJournal {
    pools: Pools,
    migrated: OnceCell<()>,
    reads: Breaker,
}

impl SqlJournal {
    /// Opens the journal at `postgres://…`, `postgresql://…` or `sqlite:path`; connects when it is first used. The
    /// folder of a `SQLite` file is made. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`OpenError`] for a DSN of another kind, one that does not parse, or a folder that cannot be made.
    pub fn open(dsn: &str) -> Result<Self, OpenError> {
        Ok(Self::over(Pools::open(dsn)?))
    }

    /// Opens the journal in a `SQLite` file, whatever characters its path has.
    ///
    /// # Errors
    /// [`OpenError::Folder`] if the folder cannot be made.
    pub fn open_file(path: &Path) -> Result<Self, OpenError> {
        Ok(Self::over(Pools::open_file(path)?))
    }

    fn over(pools: Pools) -> Self {
        Self { pools, migrated: OnceCell::new(), reads: Breaker::default() }
    }

    /// Closes all connections, waiting for those in use.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Postgres(pool) => pool.close().await,
            Pools::Sqlite(pool) => pool.close().await,
        }
    }

    /// In a task of its own: given up half-way, a connection would go back to the pool with the migrations' lock held.
    async fn run_migrations(&self) -> Result<(), PortError> {
        let pools = self.pools.clone();
        let migrating = tokio::spawn(async move { pools.migrate().await });
        match timeout(MIGRATE, migrating).await {
            Ok(Ok(done)) => done.map_err(|error| fault::migration_error(self.kind(), &error)),
            Ok(Err(panic)) => {
                Err(PortError::Unavailable { service: self.kind(), detail: panic.to_string() })
            }
            Err(_) => Err(self.late(MIGRATE)),
        }
    }

    /// Before the first use. Whatever is wrong with the tables is no fault of an entry, so it is never `Refused` here.
    async fn ready(&self) -> Result<(), PortError> {
        let ready = self.migrated.get_or_try_init(|| self.run_migrations());
        match ready.await {
            Ok(()) => Ok(()),
            Err(PortError::Refused { service, detail }) => {
                Err(PortError::Unavailable { service, detail })
            }
            Err(unavailable) => Err(unavailable),
        }
    }

    async fn within<T>(
        &self,
        limit: Duration,
        asking: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, PortError> {
        match timeout(limit, asking).await {
            Ok(answer) => answer.map_err(|error| fault::port_error(self.kind(), &error)),
            Err(_) => Err(self.late(limit)),
        }
    }

    /// A read that a caller may be waiting for, so one that does not wait for migrations.
    async fn read<T>(
        &self,
        asking: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, PortError> {
        let Some(attempt) = self.reads.attempt(SLOW, REST) else {
            return Err(PortError::Unavailable {
                service: self.kind(),
                detail: "it failed a moment ago".to_owned(),
            });
        };
        let answer = self.within(READ, asking).await;
        attempt.ended(!matches!(answer, Err(PortError::Unavailable { .. })));
        answer
    }

    fn whose(&self, by: CostsBy) -> &'static str {
        match (by, &self.pools) {
            (CostsBy::Session, _) => "CASE session_id WHEN '' THEN 'forgotten' ELSE session_id END",
            (CostsBy::Learner, _) => "CASE learner_id WHEN '' THEN 'forgotten' ELSE learner_id END",
            (CostsBy::Arm, _) => "CASE arm WHEN '' THEN 'no trial' ELSE arm END",
            (CostsBy::Provider, _) => "provider || ' ' || model",
            (CostsBy::Day, Pools::Postgres(_)) => {
                "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
            }
            // Times are kept as RFC 3339 in UTC, and begin with the day.
            (CostsBy::Day, Pools::Sqlite(_)) => "substr(created_at, 1, 10)",
        }
    }

    fn late(&self, limit: Duration) -> PortError {
        PortError::Unavailable {
            service: self.kind(),
            detail: format!("no answer within {} ms", limit.as_millis()),
        }
    }
}

#[async_trait]
impl Journal for SqlJournal {
    async fn write(&self, batch: &[Entry]) -> Result<(), PortError> {
        if batch.is_empty() {
            return Ok(());
        }
        let batch = Batch::sort(batch, self.kind())?;
        self.ready().await?;
        let written = on_either!(&self.pools, rows, pool => {
            self.within(WRITE, rows::write(pool, &batch)).await
        });
        if written.is_ok() {
            self.reads.reset();
        }
        written
    }

    async fn checkpoint(&self, learner: LearnerId) -> Result<Option<(u64, Vec<u8>)>, PortError> {
        let learner = learner.to_string();
        let row = on_either!(&self.pools, rows, pool => {
            self.read(rows::checkpoint(pool, &learner)).await
        })?;
        // Versions are written from u64, so a negative one was not written by us.
        Ok(row.and_then(|(version, sealed)| Some((u64::try_from(version).ok()?, sealed))))
    }

    async fn counts(&self) -> Result<Counts, PortError> {
        self.ready().await?;
        on_either!(&self.pools, rows, pool => self.within(WRITE, rows::counts(pool)).await)
    }

    async fn costs(&self, by: CostsBy, since: DateTime<Utc>) -> Result<Vec<CostRow>, PortError> {
        self.ready().await?;
        let (whose, order) = (self.whose(by), order(by));
        on_either!(&self.pools, rows, pool => {
            self.within(WRITE, rows::costs(pool, whose, order, since)).await
        })
    }

    async fn migrate(&self) -> Result<(), PortError> {
        self.run_migrations().await?;
        // Another caller may have been first: what counts is that it is done.
        let _ = self.migrated.set(());
        Ok(())
    }

    async fn ping(&self) -> Result<(), PortError> {
        let answer = on_either!(&self.pools, rows, pool => {
            self.within(READ, rows::ping(pool)).await
        });
        if answer.is_ok() {
            self.reads.reset();
        }
        answer
    }

    fn kind(&self) -> &'static str {
        self.pools.kind()
    }
}

fn order(by: CostsBy) -> &'static str {
    match by {
        CostsBy::Day | CostsBy::Arm => "1",
        CostsBy::Session | CostsBy::Learner | CostsBy::Provider => "cost DESC, 1",
    }
}
