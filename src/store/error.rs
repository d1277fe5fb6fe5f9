//! Why a store cannot be opened: always the settings, never the weather.

/// What is wrong with a setting.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// `REDIS_URL` cannot be read.
    #[error("REDIS_URL is no address of a Redis (redis://, rediss:// or redis+unix://)")]
    Redis(#[source] redis::RedisError),
    /// `DATABASE_URL` is of another kind.
    #[error("DATABASE_URL must begin with postgres:// or sqlite:")]
    Scheme,
    /// `DATABASE_URL` cannot be read.
    #[error("DATABASE_URL cannot be read")]
    Database(#[source] sqlx::Error),
    /// The folder of the `SQLite` file cannot be made.
    #[error("the folder of the database file cannot be made")]
    Folder(#[source] std::io::Error),
}
