//! What every `Cache` must do.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::ports::cache::Cache;

const LONG: Duration = Duration::from_secs(60);
const BRIEF: Duration = Duration::from_millis(120);

/// Runs the whole contract.
///
/// # Panics
/// Where the contract is broken.
pub async fn cache(store: Arc<dyn Cache>) {
    what_is_put_comes_back_byte_for_byte(&*store).await;
    what_is_put_again_takes_the_place_of_the_old(&*store).await;
    nothing_is_kept_beyond_its_time(&*store).await;
}

fn key() -> String {
    Uuid::new_v4().to_string()
}

async fn what_is_put_comes_back_byte_for_byte(store: &dyn Cache) {
    let key = key();
    assert_eq!(store.get(&key).await, Ok(None));
    let all: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for bytes in [&all[..], b""] {
        store.put(&key, bytes, LONG).await.expect("put");
        assert!(store.get(&key).await == Ok(Some(bytes.to_vec())));
    }
}

async fn what_is_put_again_takes_the_place_of_the_old(store: &dyn Cache) {
    let (key, other) = (key(), key());
    store.put(&key, b"old", BRIEF).await.expect("put");
    store.put(&key, b"new", LONG).await.expect("put");
    tokio::time::sleep(BRIEF + Duration::from_millis(30)).await;
    assert_eq!(store.get(&key).await, Ok(Some(b"new".to_vec())));
    assert_eq!(store.get(&other).await, Ok(None));
}

async fn nothing_is_kept_beyond_its_time(store: &dyn Cache) {
    let key = key();
    store.put(&key, b"x", BRIEF).await.expect("put");
    tokio::time::sleep(BRIEF + Duration::from_millis(30)).await;
    assert_eq!(store.get(&key).await, Ok(None));
}
