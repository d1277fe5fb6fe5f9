//! Opening the two databases: lazily, so that one that is down now is found when it comes up.

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};

use crate::store::OpenError;

/// How long to wait for a connection of Postgres, making it included.
const ACQUIRE: Duration = Duration::from_secs(2);
/// How long one writer of `SQLite` waits for another.
const BUSY: Duration = Duration::from_secs(5);

/// One of the two.
#[derive(Debug, Clone)]
pub(super) enum Pools {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

/// Evaluates the same expression over whichever pool there is.
macro_rules! on_either {
    ($pools:expr, $rows:ident, $pool:ident => $body:expr) => {
        match $pools {
            $crate::store::sql::pools::Pools::Postgres($pool) => {
                use $crate::store::sql::rows::postgres as $rows;
                $body
            }
            $crate::store::sql::pools::Pools::Sqlite($pool) => {
                use $crate::store::sql::rows::sqlite as $rows;
                $body
            }
        }
    };
}
pub(super) use on_either;

impl Pools {
    pub(super) fn open(dsn: &str) -> Result<Self, OpenError> {
        match dsn.split_once(':').map(|(scheme, _)| scheme) {
            Some("postgres" | "postgresql") => postgres(dsn).map(Self::Postgres),
            Some("sqlite") => sqlite(dsn).map(Self::Sqlite),
            _ => Err(OpenError::Scheme),
        }
    }

    pub(super) fn open_file(path: &Path) -> Result<Self, OpenError> {
        sqlite_file(SqliteConnectOptions::new().filename(path)).map(Self::Sqlite)
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "postgres",
            Self::Sqlite(_) => "sqlite",
        }
    }
}

fn postgres(dsn: &str) -> Result<PgPool, OpenError> {
    let options = PgConnectOptions::from_str(dsn).map_err(OpenError::Database)?;
    Ok(PgPoolOptions::new()
        .max_connections(10)
        .acquire_timeout(ACQUIRE)
        .connect_lazy_with(options.application_name("toneline")))
}

fn sqlite(dsn: &str) -> Result<SqlitePool, OpenError> {
    let options = SqliteConnectOptions::from_str(dsn).map_err(OpenError::Database)?;
    // In memory every connection beyond the first, and every new one after an idle time, would start empty.
    if dsn.contains(":memory:") || dsn.contains("mode=memory") {
        return Ok(SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options));
    }
    sqlite_file(options)
}

/// The journal is the only copy, so a commit reaches the disk (`synchronous = FULL`); batches make that affordable.
fn sqlite_file(options: SqliteConnectOptions) -> Result<SqlitePool, OpenError> {
    if let Some(folder) = options.get_filename().parent() {
        std::fs::create_dir_all(folder).map_err(OpenError::Folder)?;
    }
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY);
    Ok(SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(ACQUIRE)
        .connect_lazy_with(options))
}
