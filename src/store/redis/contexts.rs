//! A context is a hash of two fields, `v` (version) and `d` (the sealed document), with a time to live.

use std::sync::LazyLock;
use std::time::Duration;

use async_trait::async_trait;
use redis::Script;

use super::RedisStore;
use crate::domain::ids::LearnerId;
use crate::ports::PortError;
use crate::ports::contexts::{ContextStore, Saved, Stored};
use crate::store::primary::Primary;
use crate::store::version;

/// `ARGV`: the version that must be there (empty for none), the version to give, the document, milliseconds to live.
static SAVE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if (redis.call('HGET', KEYS[1], 'v') or '') ~= ARGV[1] then return 0 end \
         redis.call('HSET', KEYS[1], 'v', ARGV[2], 'd', ARGV[3]) \
         redis.call('PEXPIRE', KEYS[1], ARGV[4]) \
         return 1",
    )
});

/// The same without the first argument: only a newer version is in the way, or another document of the same version.
static RESTORE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local kept = redis.call('HMGET', KEYS[1], 'v', 'd') \
         local version = tonumber(kept[1] or '0') \
         if version > tonumber(ARGV[1]) then return 0 end \
         if version == tonumber(ARGV[1]) then return kept[2] == ARGV[2] and 1 or 0 end \
         redis.call('HSET', KEYS[1], 'v', ARGV[1], 'd', ARGV[2]) \
         redis.call('PEXPIRE', KEYS[1], ARGV[3]) \
         return 1",
    )
});

impl RedisStore {
    /// The process that serves, which a restart and a fail-over change: it may have come back with an old snapshot.
    /// Empty where a hosted Redis does not tell.
    async fn run_id(&self) -> Result<String, PortError> {
        let mut command = redis::cmd("INFO");
        command.arg("server");
        let info = match self.link.ask::<String>(&command).await {
            Err(PortError::Refused { .. }) => String::new(),
            told => told?,
        };
        let line = info.lines().find_map(|line| line.strip_prefix("run_id:"));
        Ok(line.unwrap_or_default().trim().to_owned())
    }

    fn context_key(&self, learner: LearnerId) -> String {
        format!("{}ctx:{learner}", self.prefix)
    }
}

/// Redis refuses a time to live of nothing.
pub(super) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).map_or(u64::from(u32::MAX), |ms| ms.max(1))
}

#[async_trait]
impl ContextStore for RedisStore {
    async fn load(&self, learner: LearnerId) -> Result<Option<Stored>, PortError> {
        let mut command = redis::cmd("HMGET");
        command.arg(self.context_key(learner)).arg("v").arg("d");
        let (version, sealed): (Option<u64>, Option<Vec<u8>>) = self.link.ask(&command).await?;
        Ok(version.zip(sealed).map(|(version, sealed)| Stored { version, sealed }))
    }

    async fn save(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        sealed: &[u8],
        ttl: Duration,
    ) -> Result<Saved, PortError> {
        let version = version::next(over, &*self.clock);
        let mut script = SAVE.key(self.context_key(learner));
        script
            .arg(over.map(|v| v.to_string()).unwrap_or_default())
            .arg(version)
            .arg(sealed)
            .arg(millis(ttl));
        let saved: bool = self.link.run(&script).await?;
        Ok(if saved { Saved::As(version) } else { Saved::Conflict })
    }

    async fn delete(&self, learner: LearnerId) -> Result<(), PortError> {
        let mut command = redis::cmd("DEL");
        command.arg(self.context_key(learner));
        self.link.ask(&command).await
    }

    async fn ping(&self) -> Result<(), PortError> {
        self.link.ask(&redis::cmd("PING")).await
    }

    fn kind(&self) -> &'static str {
        "redis"
    }
}

#[async_trait]
impl Primary for RedisStore {
    async fn memory_id(&self) -> Result<String, PortError> {
        let run = self.run_id().await?;
        let (key, fresh) = (format!("{}memory", self.prefix), uuid::Uuid::new_v4());
        let mut get = redis::cmd("GET");
        get.arg(&key);
        if let Some(id) = self.link.ask::<Option<String>>(&get).await? {
            return Ok(format!("{id} {run}"));
        }
        let mut set = redis::cmd("SET");
        set.arg(&key).arg(fresh.to_string()).arg("NX");
        self.link.ask::<()>(&set).await?;
        // Another instance may have been first: what counts is what is kept.
        let kept: Option<String> = self.link.ask(&get).await?;
        Ok(format!("{} {run}", kept.unwrap_or_default()))
    }

    async fn restore(
        &self,
        learner: LearnerId,
        document: &Stored,
        ttl: Duration,
    ) -> Result<Saved, PortError> {
        let mut script = RESTORE.key(self.context_key(learner));
        script.arg(document.version).arg(&document.sealed).arg(millis(ttl));
        let kept: bool = self.link.run(&script).await?;
        Ok(if kept { Saved::As(document.version) } else { Saved::Conflict })
    }
}
