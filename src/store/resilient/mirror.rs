//! The copy in process: documents, and deletions that the shared store has not heard of.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::ids::LearnerId;
use crate::ports::clock::Clock;
use crate::ports::contexts::{Saved, Stored};
use crate::session::policy::TTL_ACTIVE;
use crate::store::memory::Bounds;
use crate::store::memory::shelf::{Item, Shelf};
use crate::store::version;

/// Locks that learners share: enough that few wait for another's.
const STRIPES: usize = 256;

/// What is mirrored of one learner.
#[derive(Debug, Clone)]
pub(super) struct Mirrored {
    /// The document; `None` if it was deleted while the shared store was away.
    pub(super) document: Option<Stored>,
    /// How long it is still to live.
    pub(super) left: Duration,
    /// The shared store has not got it.
    pub(super) unsent: bool,
}

/// Documents by learner, and the locks under which they change.
pub(super) struct Mirror {
    shelf: Mutex<Shelf<LearnerId, Option<Stored>>>,
    turns: Vec<tokio::sync::Mutex<()>>,
}

impl Mirror {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            shelf: Mutex::new(Shelf::new(bounds)),
            turns: (0..STRIPES).map(|_| tokio::sync::Mutex::default()).collect(),
        }
    }

    /// The lock of a learner: whoever asks both stores holds it meanwhile. Ids are hashes, so their bytes spread.
    pub(super) async fn turn(&self, learner: LearnerId) -> tokio::sync::MutexGuard<'_, ()> {
        self.turns[usize::from(learner.0[0]) % STRIPES].lock().await
    }

    pub(super) fn get(&self, learner: LearnerId) -> Option<Mirrored> {
        let now = Instant::now();
        let mut shelf = self.lock();
        let item = shelf.get(&learner, now)?;
        Some(Mirrored {
            document: item.value.clone(),
            left: item.expires - now,
            unsent: item.precious,
        })
    }

    /// Mirrors what the shared store has.
    pub(super) fn put(&self, learner: LearnerId, document: Stored, left: Duration) {
        self.keep(learner, Some(document), left, false);
    }

    /// Saves in place of the shared store, by the same contract.
    pub(super) fn save(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        sealed: &[u8],
        ttl: Duration,
        clock: &dyn Clock,
    ) -> Saved {
        let kept = (self.get(learner))
            .and_then(|mirrored| mirrored.document)
            .map(|document| document.version);
        if kept != over {
            return Saved::Conflict;
        }
        let version = version::next(over, clock);
        let sealed = sealed.to_vec();
        self.keep(learner, Some(Stored { version, sealed }), ttl, true);
        Saved::As(version)
    }

    /// Deletes in place of the shared store, and remembers it for as long as a document could live there.
    pub(super) fn bury(&self, learner: LearnerId) {
        self.keep(learner, None, TTL_ACTIVE, true);
    }

    pub(super) fn forget(&self, learner: LearnerId) {
        self.lock().remove(&learner);
    }

    pub(super) fn sweep(&self) {
        self.lock().sweep(Instant::now());
    }

    /// Whose documents the shared store has not got; or everybody's.
    pub(super) fn learners(&self, all: bool) -> Vec<LearnerId> {
        self.lock().keys_where(|item| all || item.precious)
    }

    fn keep(&self, learner: LearnerId, document: Option<Stored>, left: Duration, unsent: bool) {
        let now = Instant::now();
        let item = Item {
            bytes: document.as_ref().map_or(0, |d| d.sealed.len()),
            value: document,
            expires: now + left,
            precious: unsent,
        };
        let lost = self.lock().put(learner, item, now);
        if lost > 0 {
            // Their checkpoints are in the journal; this says that the mirror is too small for the outage.
            tracing::error!(documents = lost, "mirror is full: unsent documents were given up");
            metrics::counter!("toneline_context_mirror_lost_total").increment(lost as u64);
        }
    }

    /// Every change to the shelf is complete, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Shelf<LearnerId, Option<Stored>>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
