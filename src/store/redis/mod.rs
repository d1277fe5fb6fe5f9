//! Contexts, answers, tallies and the cache in Redis (6 or later): shared by all instances.
//!
//! One connection a store, multiplexed, that reconnects by itself; every command has a short deadline and every
//! conditional change is one script, so one round trip. Imports `ports` and `domain`.

mod contexts;
mod link;
mod once;
mod tallies;

use std::sync::Arc;
use std::time::Duration;

use redis::RedisError;

use link::Link;

use crate::ports::clock::{Clock, SystemClock};

/// How Redis is used.
#[derive(Clone)]
pub struct RedisOptions {
    /// Put before every key, so that installations and tests may share a server.
    pub prefix: String,
    /// The longest that one command may take, connecting included.
    pub deadline: Duration,
    /// Numbers the versions of new documents.
    pub clock: Arc<dyn Clock>,
}

impl Default for RedisOptions {
    /// The prefix `toneline:` and 150 ms.
    fn default() -> Self {
        Self {
            prefix: "toneline:".to_owned(),
            deadline: Duration::from_millis(150),
            clock: Arc::new(SystemClock),
        }
    }
}

/// Redis as the store of contexts and of answers. Clones share one connection.
#[derive(Clone)]
pub struct RedisStore {
    link: Link,
    prefix: String,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The connection knows the password.
        f.debug_struct("RedisStore").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl RedisStore {
    /// Opens a store at `redis://`, `rediss://` or `redis+unix://`. Connects in the background: a server that is down
    /// is no error here, and is found when it comes up. Needs a tokio runtime.
    ///
    /// # Errors
    /// A URL that says nothing that could be connected to.
    pub fn open(url: &str, options: RedisOptions) -> Result<Self, RedisError> {
        Ok(Self {
            link: Link::open(url, options.deadline)?,
            prefix: options.prefix,
            clock: options.clock,
        })
    }
}
