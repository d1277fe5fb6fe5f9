//! The contracts of the ports, on real servers.

#[path = "support/servers.rs"]
mod servers;

use std::sync::Arc;
use std::time::Duration;

use servers::{PostgresServer, RedisServer};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use toneline::domain::ids::ModuleName;
use toneline::domain::line_report::{LineReport, NO_VOICE_DBFS};
use toneline::ports::contexts::ContextStore as _;
use toneline::ports::journal::{Counts, Journal as _, Record};
use toneline::store::conformance::{self, entry, some_learner};
use toneline::store::redis::{RedisOptions, RedisStore};
use toneline::store::sql::SqlJournal;

fn redis(url: &str) -> RedisStore {
    // The contract is about what is answered, not how soon on a busy machine.
    let options = RedisOptions {
        prefix: RedisServer::prefix(),
        deadline: Duration::from_secs(5),
        ..RedisOptions::default()
    };
    RedisStore::open(url, options).expect("a good URL")
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_keeps_the_contract_of_contexts() {
    let store = redis(&RedisServer::shared().url());
    assert_eq!(store.ping().await, Ok(()));
    conformance::contexts(Arc::new(store)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_keeps_the_contract_of_once_over_a_unix_socket() {
    conformance::once(Arc::new(redis(&RedisServer::shared().unix_url()))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_keeps_the_contracts_of_tallies_and_of_the_cache() {
    let store = redis(&RedisServer::shared().url());
    conformance::tallies(Arc::new(store.clone())).await;
    conformance::cache(Arc::new(store)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_contract_of_the_journal() {
    let url = PostgresServer::shared().database().await;
    let journal = SqlJournal::open(&url).expect("a good URL");
    conformance::journal(Arc::new(journal)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract_of_the_journal() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("not/yet/there.db");
    let journal = SqlJournal::open(&format!("sqlite:{}", file.display())).expect("a good DSN");
    conformance::journal(Arc::new(journal)).await;
}

/// Instances of a new release start together, each with the migrations to run.
async fn migrate_together(dsn: &str) {
    let instances: Vec<_> =
        (0..4).map(|_| Arc::new(SqlJournal::open(dsn).expect("a good DSN"))).collect();
    let migrating: Vec<_> = (instances.iter().cloned())
        .map(|journal| tokio::spawn(async move { journal.migrate().await }))
        .collect();
    for migrated in migrating {
        assert_eq!(migrated.await.expect("no panic"), Ok(()));
    }
    let counts = instances[0].counts().await;
    assert_eq!(counts, Ok(Counts::default()));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_instances_may_migrate_postgres_at_once() {
    let server = PostgresServer::shared();
    migrate_together(&server.empty_database().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_instances_may_migrate_sqlite_at_once() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("shared.db");
    migrate_together(&format!("sqlite:{}", file.display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_in_memory_keeps_the_contract_too() {
    let journal = SqlJournal::open("sqlite::memory:").expect("a good DSN");
    conformance::journal(Arc::new(journal)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turns_add_up_in_module_usage_once_however_often_they_are_written() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let sqlite = format!("sqlite:{}", dir.path().join("usage.db").display());
    let postgres = PostgresServer::shared().database().await;
    for dsn in [sqlite, postgres] {
        let journal = SqlJournal::open(&dsn).expect("a good DSN");
        let learner = some_learner();
        let batch: Vec<_> = (1..=5).map(|ms| entry(learner, turn(ms))).collect();
        for part in [&batch[..2], &batch[..], &batch[1..]] {
            journal.write(part).await.expect("write");
        }
        journal.close().await;
        assert_eq!(usage(&dsn, &learner.to_string()).await, (5, 15), "{dsn}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_turn_came_to_takes_the_place_of_what_was_noted_and_only_of_the_learners_own() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let sqlite = format!("sqlite:{}", dir.path().join("said.db").display());
    let postgres = PostgresServer::shared().database().await;
    for dsn in [sqlite, postgres] {
        let journal = SqlJournal::open(&dsn).expect("a good DSN");
        let (learner, other) = (some_learner(), some_learner());
        let noted = entry(learner, turn(1));
        let said = |of, words: &[u8]| {
            entry(of, Record::Said { turn: noted.id, ai_response_sealed: words.to_vec() })
        };
        let batch = [noted.clone(), said(learner, b"half"), said(learner, b"whole")];
        journal.write(&batch).await.expect("write");
        assert_eq!(response(&dsn, &learner.to_string()).await, b"whole", "{dsn}");
        journal.write(&[said(other, b"not theirs")]).await.expect("write");
        journal.write(&[said(learner, b"later")]).await.expect("write");
        assert_eq!(response(&dsn, &learner.to_string()).await, b"later", "{dsn}");
        journal.close().await;
    }
}

/// What the one turn of a learner says.
async fn response(dsn: &str, learner: &str) -> Vec<u8> {
    let sql = "SELECT ai_response_sealed FROM user_sessions WHERE learner_id = $1";
    let row: Result<Vec<u8>, _> = if dsn.starts_with("sqlite") {
        let mut db = SqliteConnection::connect(dsn).await.expect("connects");
        sqlx::query_scalar(sql).bind(learner).fetch_one(&mut db).await
    } else {
        let mut db = PgConnection::connect(dsn).await.expect("connects");
        sqlx::query_scalar(sql).bind(learner).fetch_one(&mut db).await
    };
    row.expect("one row")
}

fn turn(took_ms: u32) -> Record {
    Record::Turn {
        session_id: "CA1".to_owned(),
        module: Some(ModuleName::new("maths")),
        interaction_type: "sms".to_owned(),
        user_input_sealed: vec![],
        ai_response_sealed: vec![],
        took_ms,
    }
}

/// Looks into the tables themselves.
async fn usage(dsn: &str, learner: &str) -> (i64, i64) {
    let sql = "SELECT usage_count, total_ms FROM module_usage WHERE learner_id = $1";
    let row = if dsn.starts_with("sqlite") {
        let mut db = SqliteConnection::connect(dsn).await.expect("connects");
        let row = sqlx::query_as(sql).bind(learner);
        row.fetch_one(&mut db).await
    } else {
        let mut db = PgConnection::connect(dsn).await.expect("connects");
        let row = sqlx::query_as(sql).bind(learner);
        row.fetch_one(&mut db).await
    };
    row.expect("one row")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_of_a_call_s_streams_add_up_and_silence_weighs_nothing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let sqlite = format!("sqlite:{}", dir.path().join("lines.db").display());
    let postgres = PostgresServer::shared().database().await;
    for dsn in [sqlite, postgres] {
        let journal = SqlJournal::open(&dsn).expect("a good DSN");
        let stream = |frames, voiced, level_dbfs, answers, answer_ms| {
            let report = LineReport {
                frames,
                voiced,
                level_dbfs,
                answers,
                answer_ms,
                ..LineReport::default()
            };
            let (call_sid, ended) = ("CA1".to_owned(), "stop".to_owned());
            entry(some_learner(), Record::Line { call_sid, ended, report })
        };
        let silent = stream(300, 0, NO_VOICE_DBFS, 0, 0.0);
        let batch = [stream(500, 100, -20.0, 1, 10.0), silent, stream(100, 300, -40.0, 3, 30.0)];
        journal.write(&batch).await.expect("write");
        journal.close().await;
        assert_eq!(line_of_call(&dsn).await, (3, 900, -35.0, 25.0), "{dsn}");
    }
}

/// Looks into the view itself.
async fn line_of_call(dsn: &str) -> (i64, i64, f64, f64) {
    let sql = "SELECT streams, frames, level_dbfs, answer_ms FROM call_lines WHERE call_sid = $1";
    let row = if dsn.starts_with("sqlite") {
        let mut db = SqliteConnection::connect(dsn).await.expect("connects");
        sqlx::query_as(sql).bind("CA1").fetch_one(&mut db).await
    } else {
        let mut db = PgConnection::connect(dsn).await.expect("connects");
        sqlx::query_as(sql).bind("CA1").fetch_one(&mut db).await
    };
    row.expect("one row")
}
