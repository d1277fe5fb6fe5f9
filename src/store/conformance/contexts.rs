//! What every `ContextStore` must do.

use std::sync::Arc;
use std::time::Duration;

use super::some_learner;
use crate::domain::ids::LearnerId;
use crate::ports::contexts::{ContextStore, Saved, Stored};

const LONG: Duration = Duration::from_secs(60);

/// Runs the whole contract.
///
/// # Panics
/// Where the contract is broken.
pub async fn contexts(store: Arc<dyn ContextStore>) {
    a_load_sees_the_last_save(&*store).await;
    a_save_over_another_version_changes_nothing(&*store).await;
    bytes_come_back_as_they_were(&*store).await;
    a_deleted_document_is_gone(&*store).await;
    a_document_lives_as_long_as_its_last_save_says(&*store).await;
    of_saves_over_one_version_exactly_one_wins(&store).await;
    retrying_on_conflict_loses_no_update(&store).await;
}

/// A save that must win; its version.
async fn saved(
    store: &dyn ContextStore,
    learner: LearnerId,
    over: Option<u64>,
    sealed: &[u8],
    ttl: Duration,
) -> u64 {
    match store.save(learner, over, sealed, ttl).await {
        Ok(Saved::As(version)) => version,
        other => panic!("nobody else saves this one: {other:?}"),
    }
}

async fn a_load_sees_the_last_save(store: &dyn ContextStore) {
    let learner = some_learner();
    assert_eq!(store.load(learner).await, Ok(None));
    let first = saved(store, learner, None, b"one", LONG).await;
    let second = saved(store, learner, Some(first), b"two", LONG).await;
    assert_eq!(second, first + 1);
    let kept = Stored { version: second, sealed: b"two".to_vec() };
    assert_eq!(store.load(learner).await, Ok(Some(kept)));
    assert_eq!(store.load(some_learner()).await, Ok(None), "another's");
}

async fn a_save_over_another_version_changes_nothing(store: &dyn ContextStore) {
    let learner = some_learner();
    let conflict = Ok(Saved::Conflict);
    assert_eq!(store.save(learner, Some(1), b"x", LONG).await, conflict);
    assert_eq!(store.load(learner).await, Ok(None));
    let first = saved(store, learner, None, b"kept", LONG).await;
    for over in [None, Some(0), Some(first - 1), Some(first + 1)] {
        assert_eq!(store.save(learner, over, b"x", LONG).await, conflict, "over {over:?}");
    }
    let kept = store.load(learner).await.expect("load").expect("kept");
    assert_eq!((kept.version, kept.sealed.as_slice()), (first, &b"kept"[..]));
}

async fn bytes_come_back_as_they_were(store: &dyn ContextStore) {
    let all: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for bytes in [&b""[..], b"\0", b"\r\n$-1\r\n", &[0xff, 0xfe, 0x80], &all] {
        let learner = some_learner();
        store.save(learner, None, bytes, LONG).await.expect("save");
        let kept = store.load(learner).await.expect("load").expect("kept");
        assert!(kept.sealed == bytes, "{} bytes changed", bytes.len());
    }
}

async fn a_deleted_document_is_gone(store: &dyn ContextStore) {
    let learner = some_learner();
    store.delete(learner).await.expect("deleting nothing");
    let first = saved(store, learner, None, b"x", LONG).await;
    let second = saved(store, learner, Some(first), b"y", LONG).await;
    store.delete(learner).await.expect("delete");
    assert_eq!(store.load(learner).await, Ok(None));
    let over_gone = store.save(learner, Some(second), b"y", LONG).await;
    assert_eq!(over_gone, Ok(Saved::Conflict));
    // Versions count milliseconds from there on; a test is faster than that.
    tokio::time::sleep(Duration::from_millis(5)).await;
    let anew = saved(store, learner, None, b"z", LONG).await;
    assert!(anew > second, "made anew at {anew}, below {second}");
}

async fn a_document_lives_as_long_as_its_last_save_says(store: &dyn ContextStore) {
    let (short, renewed) = (some_learner(), some_learner());
    let brief = Duration::from_millis(120);
    let first = saved(store, short, None, b"x", brief).await;
    let renewable = saved(store, renewed, None, b"x", brief).await;
    let again = saved(store, renewed, Some(renewable), b"y", LONG).await;
    tokio::time::sleep(brief + Duration::from_millis(30)).await;
    assert_eq!(store.load(short).await, Ok(None));
    let over_gone = store.save(short, Some(first), b"z", LONG).await;
    assert_eq!(over_gone, Ok(Saved::Conflict));
    let anew = saved(store, short, None, b"z", LONG).await;
    assert!(anew > first, "made anew at {anew}, below {first}");
    let kept = store.load(renewed).await.expect("load");
    assert_eq!(kept.map(|k| k.version), Some(again));
}

async fn of_saves_over_one_version_exactly_one_wins(store: &Arc<dyn ContextStore>) {
    let learner = some_learner();
    let mut over = None;
    for _ in 0..3 {
        let saves: Vec<_> = (0..20u8)
            .map(|n| {
                let store = Arc::clone(store);
                tokio::spawn(async move { store.save(learner, over, &[n], LONG).await })
            })
            .collect();
        let mut winner = None;
        for (n, save) in (0..20u8).zip(saves) {
            match save.await.expect("no panic").expect("save") {
                Saved::As(version) => {
                    assert_eq!(winner.replace((version, n)), None, "two saves won");
                }
                Saved::Conflict => {}
            }
        }
        let (version, n) = winner.expect("one save wins");
        assert!(over.is_none_or(|over| version == over + 1));
        let kept = store.load(learner).await.expect("load").expect("kept");
        assert_eq!(kept.sealed, [n], "the winner's bytes are kept");
        over = Some(version);
    }
}

async fn retrying_on_conflict_loses_no_update(store: &Arc<dyn ContextStore>) {
    let learner = some_learner();
    let writers: Vec<_> = (0..10u8)
        .map(|n| {
            let store = Arc::clone(store);
            tokio::spawn(async move { append(&*store, learner, n).await })
        })
        .collect();
    for writer in writers {
        writer.await.expect("no panic");
    }
    let mut kept = store.load(learner).await.expect("load").expect("kept");
    kept.sealed.sort_unstable();
    assert_eq!(kept.sealed, (0..10).collect::<Vec<u8>>());
}

async fn append(store: &dyn ContextStore, learner: LearnerId, n: u8) {
    loop {
        let kept = store.load(learner).await.expect("load");
        let over = kept.as_ref().map(|k| k.version);
        let mut sealed = kept.map(|k| k.sealed).unwrap_or_default();
        sealed.push(n);
        let saved = store.save(learner, over, &sealed, LONG).await;
        if saved.expect("save") != Saved::Conflict {
            return;
        }
    }
}
