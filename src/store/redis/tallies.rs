//! A tally is an integer with an expiry.

use std::sync::LazyLock;
use std::time::Duration;

use async_trait::async_trait;
use redis::Script;

use super::RedisStore;
use super::contexts::millis;
use crate::ports::PortError;
use crate::ports::cache::Cache;
use crate::ports::tallies::Tallies;

/// Adds `ARGV[1]`; only a new key gets `ARGV[2]` milliseconds to live. (`PEXPIRE … NX` would want Redis 7.) The sum
/// is read as text: Lua's own numbers are exact to 53 bits only.
static ADD: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "redis.call('INCRBY', KEYS[1], ARGV[1]) \
         if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end \
         return redis.call('GET', KEYS[1])",
    )
});

impl RedisStore {
    fn tally_key(&self, key: &str) -> String {
        format!("{}tally:{key}", self.prefix)
    }

    fn cache_key(&self, key: &str) -> String {
        format!("{}cache:{key}", self.prefix)
    }
}

#[async_trait]
impl Tallies for RedisStore {
    async fn add(&self, key: &str, by: i64, keep: Duration) -> Result<i64, PortError> {
        let mut script = ADD.key(self.tally_key(key));
        script.arg(by).arg(millis(keep));
        self.link.run(&script).await
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<i64>>, PortError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = redis::cmd("MGET");
        for key in keys {
            command.arg(self.tally_key(key));
        }
        self.link.ask(&command).await
    }

    async fn mark(&self, key: &str, value: i64, keep: Duration) -> Result<(), PortError> {
        let mut command = redis::cmd("SET");
        command.arg(self.tally_key(key)).arg(value).arg("PX").arg(millis(keep));
        self.link.ask(&command).await
    }

    async fn claim(&self, key: &str, value: i64, keep: Duration) -> Result<bool, PortError> {
        let mut command = redis::cmd("SET");
        command.arg(self.tally_key(key)).arg(value).arg("NX").arg("PX").arg(millis(keep));
        let set: Option<String> = self.link.ask(&command).await?;
        Ok(set.is_some())
    }

    async fn clear(&self, key: &str) -> Result<(), PortError> {
        let mut command = redis::cmd("DEL");
        command.arg(self.tally_key(key));
        self.link.ask(&command).await
    }
}

#[async_trait]
impl Cache for RedisStore {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        let mut command = redis::cmd("GET");
        command.arg(self.cache_key(key));
        self.link.ask(&command).await
    }

    async fn put(&self, key: &str, bytes: &[u8], keep: Duration) -> Result<(), PortError> {
        let mut command = redis::cmd("SET");
        command.arg(self.cache_key(key)).arg(bytes).arg("PX").arg(millis(keep));
        self.link.ask(&command).await
    }
}
