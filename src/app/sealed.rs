//! Answers to webhooks hold names and lessons: they are sealed before they are kept, as contexts are.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::ports::PortError;
use crate::ports::cache::Cache;
use crate::ports::once::{Begun, OnceStore};
use crate::session::codec::Keyring;

/// A store of answers that never sees one.
pub(super) struct Sealed {
    pub(super) inner: Arc<dyn OnceStore>,
    pub(super) keyring: Keyring,
}

#[async_trait]
impl OnceStore for Sealed {
    async fn begin(&self, key: &str, lease: Duration) -> Result<Begun, PortError> {
        let begun = self.inner.begin(key, lease).await?;
        let Begun::Done(sealed) = begun else { return Ok(begun) };
        match self.keyring.open(self.keyring.learner(key), &sealed) {
            Ok(answer) => Ok(Begun::Done(answer)),
            // Kept under another key, or damaged: the delivery is handled once more.
            Err(error) => Err(PortError::Refused { service: "answers", detail: error.to_string() }),
        }
    }

    async fn finish(&self, key: &str, answer: &[u8], keep: Duration) -> Result<(), PortError> {
        // The key is the associated data: one answer never opens as another's.
        let sealed = self.keyring.seal(self.keyring.learner(key), answer);
        self.inner.finish(key, &sealed, keep).await
    }

    async fn abandon(&self, key: &str) -> Result<(), PortError> {
        self.inner.abandon(key).await
    }
}

/// A cache of answers that never sees one.
pub(super) struct SealedCache {
    pub(super) inner: Arc<dyn Cache>,
    pub(super) keyring: Keyring,
}

#[async_trait]
impl Cache for SealedCache {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        let kept = self.inner.get(key).await?;
        // What does not open was kept under another key: it is only made again.
        Ok(kept.and_then(|sealed| self.keyring.open(self.keyring.learner(key), &sealed).ok()))
    }

    async fn put(&self, key: &str, bytes: &[u8], keep: Duration) -> Result<(), PortError> {
        let sealed = self.keyring.seal(self.keyring.learner(key), bytes);
        self.inner.put(key, &sealed, keep).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::MasterKey;
    use crate::store::memory::{MemoryCache, MemoryOnce};

    #[tokio::test]
    async fn a_cached_answer_is_kept_sealed_and_comes_back_open() {
        let inner: Arc<dyn Cache> = Arc::new(MemoryCache::default());
        let keyring = Keyring::new(&MasterKey::new([3; 32]));
        let sealed = SealedCache { inner: Arc::clone(&inner), keyring };
        let minute = Duration::from_secs(60);
        sealed.put("k", b"Photosynthesis", minute).await.expect("kept");
        let kept = inner.get("k").await.expect("a cache").expect("it is there");
        assert!(!kept.windows(5).any(|w| w == b"Photo"), "the answer shows");
        assert_eq!(sealed.get("k").await, Ok(Some(b"Photosynthesis".to_vec())));
        inner.put("k", b"damaged", minute).await.expect("kept");
        assert_eq!(sealed.get("k").await, Ok(None));
    }

    #[tokio::test]
    async fn an_answer_is_kept_sealed_and_comes_back_open() {
        let inner: Arc<dyn OnceStore> = Arc::new(MemoryOnce::default());
        let keyring = Keyring::new(&MasterKey::new([3; 32]));
        let sealed = Sealed { inner: Arc::clone(&inner), keyring };
        let minute = Duration::from_secs(60);
        assert_eq!(sealed.begin("k", minute).await, Ok(Begun::Fresh));
        sealed.finish("k", b"I will call you Zebulon", minute).await.expect("kept");
        let Ok(Begun::Done(kept)) = inner.begin("k", minute).await else { panic!("nothing kept") };
        assert!(!kept.windows(7).any(|w| w == b"Zebulon"), "the name shows");
        let answer = sealed.begin("k", minute).await;
        assert_eq!(answer, Ok(Begun::Done(b"I will call you Zebulon".to_vec())));
    }
}
