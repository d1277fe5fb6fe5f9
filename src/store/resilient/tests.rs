//! The stand-in against a shared store that goes away, hangs, forgets and is used by others.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;

use super::*;
use crate::domain::ids::LearnerId;
use crate::ports::clock::SystemClock;
use crate::ports::contexts::{ContextStore, Saved, Stored};
use crate::ports::once::{Begun, OnceStore};
use crate::store::conformance::{self, some_learner};
use crate::store::memory::MemoryContexts;

const LONG: Duration = Duration::from_secs(60);
const PROBE: Duration = Duration::from_millis(20);

/// A shared store in process that can be switched off and made to forget.
#[derive(Default)]
struct Faulty {
    kept: Mutex<Arc<Kept>>,
    down: AtomicBool,
    /// Carries out the next save, then loses the answer.
    deaf: AtomicBool,
    memory: AtomicUsize,
    calls: AtomicUsize,
}

#[derive(Default)]
struct Kept {
    contexts: MemoryContexts,
    once: MemoryOnce,
}

impl Faulty {
    fn forget(&self) {
        *self.kept.lock().expect("no panic") = Arc::default();
        self.memory.fetch_add(1, Ordering::SeqCst);
    }

    fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    fn unavailable() -> PortError {
        PortError::Unavailable { service: "redis", detail: "switched off".to_owned() }
    }

    fn up(&self) -> Result<Arc<Kept>, PortError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if self.down.load(Ordering::SeqCst) {
            return Err(Self::unavailable());
        }
        Ok(self.kept())
    }

    fn kept(&self) -> Arc<Kept> {
        Arc::clone(&self.kept.lock().expect("no panic"))
    }
}

#[async_trait]
impl ContextStore for Faulty {
    async fn load(&self, learner: LearnerId) -> Result<Option<Stored>, PortError> {
        self.up()?.contexts.load(learner).await
    }
    async fn save(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        sealed: &[u8],
        ttl: Duration,
    ) -> Result<Saved, PortError> {
        let saved = self.up()?.contexts.save(learner, over, sealed, ttl).await;
        if self.deaf.swap(false, Ordering::SeqCst) {
            self.set_down(true);
            return Err(Self::unavailable());
        }
        saved
    }
    async fn delete(&self, learner: LearnerId) -> Result<(), PortError> {
        self.up()?.contexts.delete(learner).await
    }
    async fn ping(&self) -> Result<(), PortError> {
        self.up().map(|_| ())
    }
    fn kind(&self) -> &'static str {
        "redis"
    }
}

#[async_trait]
impl OnceStore for Faulty {
    async fn begin(&self, key: &str, lease: Duration) -> Result<Begun, PortError> {
        self.up()?.once.begin(key, lease).await
    }
    async fn finish(&self, key: &str, answer: &[u8], keep: Duration) -> Result<(), PortError> {
        self.up()?.once.finish(key, answer, keep).await
    }
    async fn abandon(&self, key: &str) -> Result<(), PortError> {
        self.up()?.once.abandon(key).await
    }
}

#[async_trait]
impl Primary for Faulty {
    async fn memory_id(&self) -> Result<String, PortError> {
        self.up()?;
        Ok(self.memory.load(Ordering::SeqCst).to_string())
    }
    async fn restore(
        &self,
        learner: LearnerId,
        document: &Stored,
        ttl: Duration,
    ) -> Result<Saved, PortError> {
        Ok(self.up()?.contexts.restore(learner, document, ttl))
    }
}

fn pair() -> (Arc<Faulty>, Resilient) {
    let shared = Arc::new(Faulty::default());
    (Arc::clone(&shared), stand_in(shared))
}

fn stand_in(shared: Arc<Faulty>) -> Resilient {
    let options = ResilientOptions { probe: PROBE, ..ResilientOptions::default() };
    Resilient::new(shared, Arc::new(SystemClock), options)
}

async fn saved(store: &dyn ContextStore, learner: LearnerId, over: Option<u64>, text: &str) -> u64 {
    match store.save(learner, over, text.as_bytes(), LONG).await {
        Ok(Saved::As(version)) => version,
        other => panic!("{text} was not saved: {other:?}"),
    }
}

async fn text(store: &dyn ContextStore, learner: LearnerId) -> Option<String> {
    let kept = store.load(learner).await.expect("load");
    kept.map(|k| String::from_utf8(k.sealed).expect("our own text"))
}

/// Waits until the stand-in serves from process, or from the shared store again.
async fn until(store: &Resilient, degraded: bool) {
    let settled = async {
        while store.degraded_since().is_some() != degraded {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), settled).await.expect("the prober notices");
}

#[tokio::test]
async fn the_contracts_hold_with_the_shared_store_and_without_it() {
    for down in [false, true] {
        let (shared, store) = pair();
        shared.set_down(down);
        until(&store, down).await;
        conformance::contexts(Arc::new(store.clone())).await;
        conformance::once(Arc::new(store.clone())).await;
        assert_eq!(store.degraded_since().is_some(), down);
    }
}

#[tokio::test]
async fn turns_go_on_while_it_is_away_and_are_given_back_though_it_forgot() {
    let (shared, store) = pair();
    let (before, during, untouched) = (some_learner(), some_learner(), some_learner());
    let first = saved(&store, before, None, "before").await;
    saved(&store, untouched, None, "untouched").await;
    shared.set_down(true);
    let second = saved(&store, before, Some(first), "during").await;
    assert_eq!(second, first + 1);
    let stale = store.save(before, Some(first), b"stale", LONG).await;
    assert_eq!(stale, Ok(Saved::Conflict), "conflicts stay conflicts in process");
    saved(&store, during, None, "new").await;
    assert!(store.degraded_since().is_some());
    shared.forget();
    shared.set_down(false);
    until(&store, false).await;
    for (learner, expected) in [(before, "during"), (during, "new"), (untouched, "untouched")] {
        assert_eq!(text(&*shared, learner).await.as_deref(), Some(expected));
    }
    let third = saved(&store, before, Some(second), "after").await;
    assert_eq!(third, second + 1, "versions go on where they were");
}

#[tokio::test]
async fn one_failure_is_enough_and_then_nobody_asks_the_dead_store() {
    let (shared, store) = pair();
    until(&store, false).await;
    let learner = some_learner();
    saved(&store, learner, None, "x").await;
    shared.set_down(true);
    assert_eq!(text(&store, learner).await.as_deref(), Some("x"));
    let calls = shared.calls.load(Ordering::SeqCst);
    for _ in 0..100 {
        assert_eq!(text(&store, learner).await.as_deref(), Some("x"));
    }
    let probes = shared.calls.load(Ordering::SeqCst) - calls;
    assert!(probes <= 2, "{probes} calls reached the dead store");
}

#[tokio::test]
async fn an_unnoticed_loss_of_memory_is_seen_by_the_next_load() {
    let (shared, store) = pair();
    let learner = some_learner();
    let version = saved(&store, learner, None, "kept").await;
    store.0.look().await;
    shared.forget();
    assert_eq!(text(&store, learner).await.as_deref(), Some("kept"));
    saved(&store, learner, Some(version), "and on").await;
    assert_eq!(text(&*shared, learner).await.as_deref(), Some("and on"));
}

#[tokio::test]
async fn what_another_instance_deleted_is_not_brought_back() {
    let (shared, store) = pair();
    let learner = some_learner();
    saved(&store, learner, None, "x").await;
    store.0.look().await;
    shared.delete(learner).await.expect("it is up");
    assert_eq!(text(&store, learner).await, None);
    store.0.look().await;
    assert_eq!(text(&*shared, learner).await, None);
}

#[tokio::test]
async fn what_another_instance_saved_later_is_never_overwritten() {
    let (shared, store) = pair();
    let learner = some_learner();
    let mut version = saved(&store, learner, None, "ours").await;
    shared.set_down(true);
    saved(&store, learner, Some(version), "ours, away").await;
    let reachable_by_others = shared.kept();
    for step in ["theirs", "theirs again"] {
        version = saved(&reachable_by_others.contexts, learner, Some(version), step).await;
    }
    shared.set_down(false);
    until(&store, false).await;
    assert_eq!(text(&*shared, learner).await.as_deref(), Some("theirs again"));
    assert_eq!(text(&store, learner).await.as_deref(), Some("theirs again"));
}

#[tokio::test]
async fn a_document_begun_while_away_outranks_what_the_shared_store_still_had() {
    let shared = Arc::new(Faulty::default());
    let learner = some_learner();
    let old = saved(&*shared, learner, None, "old").await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    shared.set_down(true);
    // Another process, started during the outage: it goes on from the journal's checkpoint.
    let store = stand_in(Arc::clone(&shared));
    assert_eq!(text(&store, learner).await, None);
    let new = saved(&store, learner, None, "new").await;
    assert!(new > old);
    shared.set_down(false);
    until(&store, false).await;
    assert_eq!(text(&*shared, learner).await.as_deref(), Some("new"));
}

#[tokio::test]
async fn a_save_whose_answer_was_lost_does_not_split_the_document() {
    let (shared, store) = pair();
    let learner = some_learner();
    let first = saved(&store, learner, None, "one").await;
    shared.deaf.store(true, Ordering::SeqCst);
    let second = saved(&store, learner, Some(first), "two").await;
    shared.set_down(false);
    until(&store, false).await;
    assert_eq!(text(&*shared, learner).await.as_deref(), Some("two"));
    saved(&store, learner, Some(second), "three").await;
    assert_eq!(text(&*shared, learner).await.as_deref(), Some("three"));
}

#[tokio::test]
async fn a_deletion_while_away_reaches_the_shared_store() {
    let (shared, store) = pair();
    let learner = some_learner();
    saved(&store, learner, None, "x").await;
    shared.set_down(true);
    store.delete(learner).await.expect("in process");
    assert_eq!(text(&store, learner).await, None);
    shared.set_down(false);
    until(&store, false).await;
    assert_eq!(text(&*shared, learner).await, None);
}

#[tokio::test]
async fn answers_given_while_away_are_known_to_others_afterwards() {
    let (shared, store) = pair();
    assert_eq!(store.begin("a", LONG).await, Ok(Begun::Fresh));
    store.finish("a", b"early", LONG).await.expect("finish");
    shared.set_down(true);
    let done = Ok(Begun::Done(b"early".to_vec()));
    assert_eq!(store.begin("a", LONG).await, done);
    assert_eq!(store.begin("b", LONG).await, Ok(Begun::Fresh));
    assert_eq!(store.begin("b", LONG).await, Ok(Begun::InFlight));
    store.finish("b", b"late", LONG).await.expect("finish");
    shared.forget();
    shared.set_down(false);
    until(&store, false).await;
    assert_eq!(shared.begin("a", LONG).await, done);
    let late = Ok(Begun::Done(b"late".to_vec()));
    assert_eq!(shared.begin("b", LONG).await, late);
}

#[tokio::test]
async fn a_delivery_that_another_instance_handles_stays_theirs() {
    let (shared, store) = pair();
    assert_eq!(shared.begin("k", LONG).await, Ok(Begun::Fresh));
    assert_eq!(store.begin("k", LONG).await, Ok(Begun::InFlight));
    shared.finish("k", b"a", LONG).await.expect("finish");
    let done = Ok(Begun::Done(b"a".to_vec()));
    assert_eq!(store.begin("k", LONG).await, done);
}
