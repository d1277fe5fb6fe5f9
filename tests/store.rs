//! The contracts of the ports, on real servers.

#[path = "support/servers.rs"]
mod servers;

use std::sync::Arc;
use std::time::Duration;

use servers::{PostgresServer, RedisServer};
use toneline::ports::contexts::ContextStore as _;
use toneline::store::conformance;
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
