//! A cache for what is large: the bytes lie in the object store, under the same key, and the cache only says that they are there.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use crate::ports::PortError;
use crate::ports::cache::Cache;
use crate::ports::objects::ObjectStore;
use crate::telemetry::names;

/// More is kept as an object, bytes: two seconds of telephone sound.
pub const LARGE: usize = 16_000;
/// Begins the keys of such objects.
const FOLDER: &str = "cache/";
/// What follows are the bytes.
const HERE: u8 = 0;
/// The bytes are in the object.
const THERE: u8 = 1;

/// A cache over another, and over an object store for what is [`LARGE`]. Sees what it is given, so what is private comes sealed.
#[derive(Clone)]
pub struct Shelved {
    cache: Arc<dyn Cache>,
    objects: Arc<dyn ObjectStore>,
}

impl Shelved {
    /// Over both.
    #[must_use]
    pub fn new(cache: Arc<dyn Cache>, objects: Arc<dyn ObjectStore>) -> Self {
        Self { cache, objects }
    }

    /// Deletes objects that were written before `keep` from now: no cache speaks of them any more. How many there were.
    ///
    /// # Errors
    /// Where the object store fails; what was deleted by then is gone.
    pub async fn expire(&self, now: DateTime<Utc>, keep: TimeDelta) -> Result<usize, PortError> {
        let Some(oldest) = now.checked_sub_signed(keep) else { return Ok(0) };
        let mut deleted = 0;
        for object in self.objects.list(FOLDER).await? {
            if object.modified < oldest {
                self.objects.delete(&object.key).await?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }
}

#[async_trait]
impl Cache for Shelved {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        let Some(mut kept) = self.cache.get(key).await? else { return Ok(None) };
        match kept.first() {
            Some(&HERE) => {
                kept.remove(0);
                Ok(Some(kept))
            }
            Some(&THERE) => self.objects.get(&format!("{FOLDER}{key}")).await,
            // Of an earlier release: it is only made again.
            _ => Ok(None),
        }
    }

    async fn put(&self, key: &str, bytes: &[u8], keep: Duration) -> Result<(), PortError> {
        let place = if bytes.len() > LARGE { "object" } else { "cache" };
        metrics::counter!(names::TUTOR_CACHE_KEPT, "place" => place).increment(1);
        if bytes.len() <= LARGE {
            let mut kept = Vec::with_capacity(bytes.len() + 1);
            kept.push(HERE);
            kept.extend_from_slice(bytes);
            return self.cache.put(key, &kept, keep).await;
        }
        // The object first: who finds the word that it is there finds it.
        self.objects.put(&format!("{FOLDER}{key}"), bytes).await?;
        self.cache.put(key, &[THERE], keep).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;
    use crate::store::memory::MemoryCache;
    use crate::store::objects::FolderObjects;

    const HOUR: Duration = Duration::from_secs(3_600);

    #[tokio::test]
    async fn it_keeps_the_contract_of_a_cache() {
        let dir = tempfile::tempdir().expect("a folder");
        let objects = Arc::new(FolderObjects::new(dir.path()));
        conformance::cache(Arc::new(Shelved::new(Arc::new(MemoryCache::default()), objects))).await;
    }

    #[tokio::test]
    async fn what_is_large_lies_in_the_object_store_under_the_caches_key_until_its_time_is_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let (cache, objects) =
            (Arc::new(MemoryCache::default()), Arc::new(FolderObjects::new(dir.path())));
        let shelved = Shelved::new(cache.clone(), objects.clone());
        let (small, large) = (vec![7; LARGE], vec![9; LARGE + 1]);
        shelved.put("sound:small", &small, HOUR).await.expect("kept");
        shelved.put("sound:large", &large, HOUR).await.expect("kept");
        assert_eq!(objects.get("cache/sound:large").await, Ok(Some(large.clone())));
        assert_eq!(objects.get("cache/sound:small").await, Ok(None));
        assert_eq!(
            cache.get("sound:large").await.expect("a cache").map(|kept| kept.len()),
            Some(1)
        );
        assert_eq!(shelved.get("sound:large").await, Ok(Some(large)));
        assert_eq!(shelved.get("sound:small").await, Ok(Some(small)));
        let keep = TimeDelta::hours(1);
        assert_eq!(shelved.expire(Utc::now(), keep).await, Ok(0));
        assert_eq!(shelved.expire(Utc::now() + TimeDelta::hours(2), keep).await, Ok(1));
        assert_eq!(shelved.get("sound:large").await, Ok(None));
    }

    #[tokio::test]
    async fn what_an_earlier_release_kept_is_made_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let cache = Arc::new(MemoryCache::default());
        cache.put("k", &[200, 1, 2], HOUR).await.expect("kept");
        let shelved = Shelved::new(cache, Arc::new(FolderObjects::new(dir.path())));
        assert_eq!(shelved.get("k").await, Ok(None));
    }
}
