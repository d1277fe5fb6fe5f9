//! The contract of [`ObjectStore`].

use std::sync::Arc;

use chrono::Utc;

use crate::ports::objects::ObjectStore;

/// Runs the contract on an empty store.
///
/// # Panics
/// Where the contract is broken.
pub async fn objects(store: Arc<dyn ObjectStore>) {
    a_put_is_seen_and_replaces(store.as_ref()).await;
    a_list_names_what_begins_so_in_order(store.as_ref()).await;
    deleting_forgets_and_forgetting_nothing_is_no_error(store.as_ref()).await;
    strange_keys_are_refused(store.as_ref()).await;
}

async fn a_put_is_seen_and_replaces(store: &dyn ObjectStore) {
    let key = "put/one.ogg";
    assert_eq!(store.get(key).await, Ok(None));
    assert_eq!(store.put(key, b"first").await, Ok(()));
    assert_eq!(store.get(key).await, Ok(Some(b"first".to_vec())));
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    assert_eq!(store.put(key, &bytes).await, Ok(()));
    assert_eq!(store.get(key).await, Ok(Some(bytes)));
    assert_eq!(store.put("put/empty", b"").await, Ok(()));
    assert_eq!(store.get("put/empty").await, Ok(Some(Vec::new())));
}

async fn a_list_names_what_begins_so_in_order(store: &dyn ObjectStore) {
    assert_eq!(store.list("nothing/").await, Ok(Vec::new()));
    for key in ["list/b/2", "list/a/10", "list/a/02", "listing/c"] {
        assert_eq!(store.put(key, key.as_bytes()).await, Ok(()));
    }
    let listed = store.list("list/").await.expect("a list");
    let keys: Vec<_> = listed.iter().map(|object| object.key.as_str()).collect();
    assert_eq!(keys, ["list/a/02", "list/a/10", "list/b/2"]);
    assert!(listed.iter().all(|object| object.bytes == object.key.len() as u64));
    let now = Utc::now();
    assert!(listed.iter().all(|object| (now - object.modified).num_seconds().abs() < 60));
    let part = store.list("list/a/1").await.expect("a list");
    assert_eq!(part.len(), 1);
}

async fn deleting_forgets_and_forgetting_nothing_is_no_error(store: &dyn ObjectStore) {
    assert_eq!(store.put("gone/1", b"x").await, Ok(()));
    assert_eq!(store.delete("gone/1").await, Ok(()));
    assert_eq!(store.get("gone/1").await, Ok(None));
    assert_eq!(store.list("gone/").await, Ok(Vec::new()));
    assert_eq!(store.delete("gone/1").await, Ok(()));
}

async fn strange_keys_are_refused(store: &dyn ObjectStore) {
    for key in ["", "../escape", "a/../../b", "/root", "a//b", "with space"] {
        assert!(store.put(key, b"x").await.is_err(), "{key:?}");
        assert!(store.get(key).await.is_err(), "{key:?}");
        assert!(store.delete(key).await.is_err(), "{key:?}");
    }
}
