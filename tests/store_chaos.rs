//! Real servers ended with SIGKILL, frozen, and missing at the start: nothing acknowledged is lost.

#[path = "support/servers.rs"]
mod servers;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use servers::{PostgresServer, RedisServer};
use toneline::domain::ids::{LearnerId, ModuleName};
use toneline::jobs::{JournalWriter, WriterOptions};
use toneline::ports::clock::SystemClock;
use toneline::ports::contexts::{ContextStore, Saved, Stored};
use toneline::ports::journal::{Entry, Journal, Record};
use toneline::ports::once::{Begun, OnceStore};
use toneline::store::conformance::{entry, some_learner};
use toneline::store::redis::{RedisOptions, RedisStore};
use toneline::store::resilient::{Resilient, ResilientOptions};
use toneline::store::sql::SqlJournal;

const LONG: Duration = Duration::from_secs(60);
/// More than enough on a busy machine; nothing here takes it.
const PATIENCE: Duration = Duration::from_secs(30);

fn redis(server: &RedisServer) -> RedisStore {
    RedisStore::open(&server.url(), RedisOptions::default()).expect("a good URL")
}

fn resilient(server: &RedisServer) -> Resilient {
    let options =
        ResilientOptions { probe: Duration::from_millis(200), ..ResilientOptions::default() };
    Resilient::new(Arc::new(redis(server)), Arc::new(SystemClock), options)
}

/// One more turn of a learner: load, append, save over what was loaded.
async fn take_a_turn(store: &dyn ContextStore, learner: LearnerId, n: u8) -> Stored {
    let kept = store.load(learner).await.expect("a load never fails");
    let over = kept.as_ref().map(|k| k.version);
    let mut sealed = kept.map(|k| k.sealed).unwrap_or_default();
    assert_eq!(sealed.len(), usize::from(n), "a turn was lost");
    sealed.push(n);
    match store.save(learner, over, &sealed, LONG).await {
        Ok(Saved::As(version)) => Stored { version, sealed },
        other => panic!("nobody else is on the line: {other:?}"),
    }
}

async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !done().await {
        assert!(start.elapsed() < PATIENCE, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_go_on_when_redis_is_killed_and_their_contexts_are_restored_to_an_empty_one() {
    let mut server = RedisServer::start();
    let store = resilient(&server);
    let learners: Vec<_> = (0..50).map(|_| some_learner()).collect();
    let silent = some_learner();
    take_a_turn(&store, silent, 0).await;
    let mut last = Vec::new();
    let mut slowest = Duration::ZERO;
    for n in 0..9 {
        if n == 3 {
            server.kill9();
        }
        last.clear();
        for &learner in &learners {
            let start = Instant::now();
            last.push(take_a_turn(&store, learner, n).await);
            slowest = slowest.max(start.elapsed());
        }
        if n == 6 {
            assert!(store.degraded_since().is_some());
            server.restart();
        }
    }
    assert!(slowest < Duration::from_secs(1), "a turn took {slowest:?}");
    until("redis is noticed", async || store.degraded_since().is_none()).await;
    let shared = redis(&server);
    for (learner, last) in learners.iter().zip(last) {
        let kept = shared.load(*learner).await.expect("redis is back");
        assert_eq!(kept, Some(last));
        take_a_turn(&store, *learner, 9).await;
    }
    // Not touched during the outage, and lost by Redis: restored from the mirror.
    let kept = shared.load(silent).await.expect("redis is back");
    assert_eq!(kept.map(|k| k.sealed), Some(vec![0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_restart_that_nobody_noticed_loses_nothing() {
    let mut server = RedisServer::start();
    let store = resilient(&server);
    let learner = some_learner();
    for n in 0..5 {
        take_a_turn(&store, learner, n).await;
        server.kill9();
        server.restart();
    }
    assert_eq!(store.begin("delivery", LONG).await, Ok(Begun::Fresh));
    store.finish("delivery", b"answer", LONG).await.expect("finish");
    server.kill9();
    server.restart();
    let done = Ok(Begun::Done(b"answer".to_vec()));
    assert_eq!(store.begin("delivery", LONG).await, done);
    let shared = redis(&server);
    until("the answer is given back", async || {
        shared.begin("delivery", Duration::from_millis(1)).await == done
    })
    .await;
    until("the context is given back", async || {
        let kept = shared.load(learner).await;
        matches!(kept, Ok(Some(document)) if document.sealed.len() == 5)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_redis_costs_one_short_wait() {
    let server = RedisServer::start();
    let store = resilient(&server);
    let learner = some_learner();
    take_a_turn(&store, learner, 0).await;
    server.freeze();
    let start = Instant::now();
    for n in 1..100 {
        take_a_turn(&store, learner, n).await;
    }
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1), "99 turns took {took:?}");
    server.thaw();
    until("redis is noticed", async || store.degraded_since().is_none()).await;
    let kept = redis(&server).load(learner).await.expect("redis is back");
    assert_eq!(kept.map(|k| k.sealed.len()), Some(100));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_is_missing_at_the_start_is_used_when_it_comes_up() {
    let mut server = RedisServer::start();
    server.kill9();
    let store = resilient(&server);
    let learner = some_learner();
    take_a_turn(&store, learner, 0).await;
    assert!(store.degraded_since().is_some());
    server.restart();
    until("redis is noticed", async || store.degraded_since().is_none()).await;
    let last = take_a_turn(&store, learner, 1).await;
    let kept = redis(&server).load(learner).await;
    assert_eq!(kept, Ok(Some(last)));
}

fn turn(learner: LearnerId) -> Entry {
    let record = Record::Turn {
        session_id: "CA1".to_owned(),
        module: Some(ModuleName::new("maths")),
        interaction_type: "voice".to_owned(),
        user_input_sealed: vec![1],
        ai_response_sealed: vec![2],
        took_ms: 3,
    };
    entry(learner, record)
}

fn checkpoint(learner: LearnerId, version: u64) -> Entry {
    let sealed = version.to_string().into_bytes();
    entry(learner, Record::Checkpoint { version, sealed })
}

fn writer(journal: &Arc<SqlJournal>, folder: &Path) -> JournalWriter {
    let options =
        WriterOptions { batch: 20, linger: Duration::from_millis(10), ..WriterOptions::default() };
    let journal: Arc<dyn Journal> = Arc::clone(journal) as _;
    JournalWriter::start(journal, folder, options).expect("the folder is ours")
}

fn open(url: &str) -> Arc<SqlJournal> {
    Arc::new(SqlJournal::open(url).expect("a good URL"))
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_noted_is_lost_when_postgres_is_killed_while_it_is_written_to() {
    let mut server = PostgresServer::start();
    let journal = open(&server.database().await);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let writer = writer(&journal, folder.path());
    let learner = some_learner();
    for n in 1..=600u64 {
        if n == 200 {
            server.kill9();
        }
        if n == 400 {
            server.restart();
        }
        writer.note(turn(learner));
        writer.note(checkpoint(learner, n));
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    until("everything is written", async || {
        writer.status().queued == 0 && !writer.status().failing
    })
    .await;
    let flushed = writer.shutdown(PATIENCE).await;
    assert_eq!((flushed.spooled, flushed.lost), (0, 0));
    let counts = journal.counts().await.expect("postgres is back");
    assert_eq!(counts.turns, 600);
    let newest = journal.checkpoint(learner).await;
    assert_eq!(newest, Ok(Some((600, b"600".to_vec()))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_postgres_missed_at_shutdown_is_replayed_by_the_next_process() {
    let mut server = PostgresServer::start();
    let url = server.database().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let journal = open(&url);
    let first = writer(&journal, folder.path());
    let learner = some_learner();
    first.note(turn(learner));
    until(
        "the first turn is written",
        async || matches!(journal.counts().await, Ok(counts) if counts.turns == 1),
    )
    .await;
    server.kill9();
    for version in 1..=50 {
        first.note(turn(learner));
        first.note(checkpoint(learner, version));
    }
    let flushed = first.shutdown(Duration::from_secs(5)).await;
    assert!(flushed.spooled > 50 && flushed.lost == 0, "{flushed:?}");
    let journal = open(&url);
    let next = writer(&journal, folder.path());
    let pending = next.checkpoint(learner).await;
    assert_eq!(pending, Ok(Some((50, b"50".to_vec()))), "without postgres");
    server.restart();
    until("the spool is replayed", async || !next.status().spooling).await;
    let counts = journal.counts().await.expect("postgres is back");
    assert_eq!(counts.turns, 51);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_is_missing_at_the_start_is_migrated_and_written_when_it_comes_up() {
    let mut server = PostgresServer::start();
    let url = server.empty_database().await;
    server.kill9();
    let journal = open(&url);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let writer = writer(&journal, folder.path());
    writer.note(turn(some_learner()));
    assert!(journal.ping().await.is_err());
    until("the writer notices", async || writer.status().failing).await;
    let start = Instant::now();
    for _ in 0..20 {
        let unavailable = journal.checkpoint(some_learner()).await;
        assert!(unavailable.is_err());
    }
    let took = start.elapsed();
    assert!(took < Duration::from_secs(4), "20 reads took {took:?}");
    server.restart();
    until(
        "the turn is written",
        async || matches!(journal.counts().await, Ok(counts) if counts.turns == 1),
    )
    .await;
}
