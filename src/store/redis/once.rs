//! A delivery is a string: `p` while it is handled, then `d` and the answer.

use std::sync::LazyLock;
use std::time::Duration;

use async_trait::async_trait;
use redis::Script;

use super::RedisStore;
use super::contexts::millis;
use crate::ports::PortError;
use crate::ports::once::{Begun, OnceStore};

const DONE: u8 = b'd';

/// Claims a delivery nobody knows; `ARGV`: milliseconds to live. Answers what was kept, nothing if the claim is ours.
static BEGIN: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local kept = redis.call('GET', KEYS[1]) \
         if kept then return kept end \
         redis.call('SET', KEYS[1], 'p', 'PX', ARGV[1]) \
         return false",
    )
});

/// Forgets a claim, but not an answer.
static ABANDON: LazyLock<Script> = LazyLock::new(|| {
    Script::new("if redis.call('GET', KEYS[1]) == 'p' then redis.call('DEL', KEYS[1]) end")
});

impl RedisStore {
    fn once_key(&self, key: &str) -> String {
        format!("{}once:{key}", self.prefix)
    }
}

#[async_trait]
impl OnceStore for RedisStore {
    async fn begin(&self, key: &str, lease: Duration) -> Result<Begun, PortError> {
        let mut script = BEGIN.key(self.once_key(key));
        script.arg(millis(lease));
        let kept: Option<Vec<u8>> = self.link.run(&script).await?;
        Ok(match kept.as_deref() {
            None => Begun::Fresh,
            Some([DONE, answer @ ..]) => Begun::Done(answer.to_vec()),
            Some(_) => Begun::InFlight,
        })
    }

    async fn finish(&self, key: &str, answer: &[u8], keep: Duration) -> Result<(), PortError> {
        let mut command = redis::cmd("SET");
        command.arg(self.once_key(key)).arg([&[DONE], answer].concat()).arg("PX").arg(millis(keep));
        self.link.ask(&command).await
    }

    async fn abandon(&self, key: &str) -> Result<(), PortError> {
        self.link.run(&ABANDON.key(self.once_key(key))).await
    }
}
