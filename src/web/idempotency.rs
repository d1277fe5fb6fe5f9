//! A webhook delivered twice gives the same answer and acts once.
//!
//! The first delivery claims its key and keeps its answer; a second one that comes meanwhile waits for it. A store
//! that cannot tell never stops a webhook: it is handled, and the conversation's own step counter is the second guard.

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::ports::once::{Begun, OnceStore};

/// A handler that takes longer than this has died; another delivery may try.
const LEASE: Duration = Duration::from_secs(15);
/// How long an answer is kept: services give up on a webhook after 15 s, and retry within that.
const KEEP: Duration = Duration::from_secs(10 * 60);
/// How long a second delivery waits for the first.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(15);

/// What tells deliveries apart: a hash, so that no number or text is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key of these parts; their order and borders count.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let hex: String = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("webhook:{hex}"))
    }
}

/// Answers a delivery: as before if it was seen, else by `handle`.
///
/// If `handle` panics or is cancelled the delivery is given back, and the next one is handled at once. An answer is kept even
/// if nobody waits for it any more. Needs a tokio runtime.
pub async fn once<F>(store: &Arc<dyn OnceStore>, key: &Key, handle: F) -> String
where
    F: Future<Output = String>,
{
    let begun = tokio::time::Instant::now();
    loop {
        match store.begin(&key.0, LEASE).await {
            Ok(Begun::Done(answer)) => {
                return String::from_utf8_lossy(&answer).into_owned();
            }
            Ok(Begun::InFlight) if begun.elapsed() < PATIENCE => tokio::time::sleep(LOOK).await,
            Ok(Begun::InFlight) => {
                tracing::warn!("another delivery of this webhook takes too long; handling it here");
                return handle.await;
            }
            Ok(Begun::Fresh) => break,
            Err(error) => {
                tracing::warn!(%error, "cannot tell whether this webhook was seen; handling it");
                return handle.await;
            }
        }
    }
    let claim = Claim { store: Arc::clone(store), key: Some(key.clone()) };
    let answer = handle.await;
    claim.finish(answer.clone()).await;
    answer
}

/// A delivery that is ours to handle; dropped unfinished, it is given back.
struct Claim {
    store: Arc<dyn OnceStore>,
    key: Option<Key>,
}

impl Claim {
    /// Keeps the answer, in a task of its own: what was done must not be done again because a sender hung up.
    async fn finish(mut self, answer: String) {
        let Some(key) = self.key.take() else { return };
        let store = Arc::clone(&self.store);
        let kept = tokio::spawn(async move {
            if let Err(error) = store.finish(&key.0, answer.as_bytes(), KEEP).await {
                tracing::warn!(%error, "the answer to this webhook is not kept");
            }
        });
        if kept.await.is_err() {
            tracing::error!("keeping the answer to this webhook panicked");
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Outside a runtime the process is ending; the lease ends the claim.
        let (Some(key), Ok(runtime)) = (self.key.take(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        let store = Arc::clone(&self.store);
        runtime.spawn(async move {
            if let Err(error) = store.abandon(&key.0).await {
                tracing::warn!(%error, "an unhandled webhook is not given back; its lease will end");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_between_parts_count() {
        assert_ne!(Key::of(["ab", "c"]), Key::of(["a", "bc"]));
        assert_eq!(Key::of(["a", "b"]), Key::of(["a", "b"]));
    }
}
