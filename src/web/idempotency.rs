//! A webhook delivered twice gives the same answer and acts once.
//!
//! The first delivery claims its key and keeps its answer; a second one that comes meanwhile waits for it. A store
//! that cannot tell never stops a webhook: it is handled, and the conversation's own step counter is the second guard.

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
/// If `handle` panics or is cancelled the claim ends with its lease.
pub async fn once<F>(store: &dyn OnceStore, key: &Key, handle: F) -> String
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
    let answer = handle.await;
    if let Err(error) = store.finish(&key.0, answer.as_bytes(), KEEP).await {
        tracing::warn!(%error, "the answer to this webhook is not kept");
    }
    answer
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
