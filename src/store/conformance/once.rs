//! What every `OnceStore` must do.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::ports::once::{Begun, OnceStore};

const LONG: Duration = Duration::from_secs(60);
const BRIEF: Duration = Duration::from_millis(120);

/// Runs the whole contract.
///
/// # Panics
/// Where the contract is broken.
pub async fn once(store: Arc<dyn OnceStore>) {
    a_delivery_is_fresh_then_in_flight_then_done(&*store).await;
    a_claim_runs_out_with_its_lease(&*store).await;
    an_answer_is_kept_as_long_as_asked(&*store).await;
    an_abandoned_delivery_is_fresh_again_but_an_answer_stays(&*store).await;
    of_fifty_concurrent_begins_exactly_one_is_fresh(&store).await;
}

fn key() -> String {
    format!("call:{}", Uuid::new_v4())
}

async fn a_delivery_is_fresh_then_in_flight_then_done(store: &dyn OnceStore) {
    let (key, other) = (key(), key());
    assert_eq!(store.begin(&key, LONG).await, Ok(Begun::Fresh));
    assert_eq!(store.begin(&key, LONG).await, Ok(Begun::InFlight));
    assert_eq!(store.begin(&other, LONG).await, Ok(Begun::Fresh));
    let answers: [&[u8]; 3] = [b"", b"<Response/>", &[0, 255, 13, 10]];
    for answer in answers {
        store.finish(&key, answer, LONG).await.expect("finish");
        let begun = store.begin(&key, LONG).await;
        assert_eq!(begun, Ok(Begun::Done(answer.to_vec())));
    }
}

async fn a_claim_runs_out_with_its_lease(store: &dyn OnceStore) {
    let key = key();
    assert_eq!(store.begin(&key, BRIEF).await, Ok(Begun::Fresh));
    assert_eq!(store.begin(&key, LONG).await, Ok(Begun::InFlight));
    tokio::time::sleep(BRIEF + Duration::from_millis(30)).await;
    assert_eq!(store.begin(&key, LONG).await, Ok(Begun::Fresh));
}

async fn an_answer_is_kept_as_long_as_asked(store: &dyn OnceStore) {
    let (short, long) = (key(), key());
    for (key, keep) in [(&short, BRIEF), (&long, LONG)] {
        assert_eq!(store.begin(key, BRIEF).await, Ok(Begun::Fresh));
        store.finish(key, b"a", keep).await.expect("finish");
    }
    tokio::time::sleep(BRIEF + Duration::from_millis(30)).await;
    assert_eq!(store.begin(&short, LONG).await, Ok(Begun::Fresh));
    let done = Begun::Done(b"a".to_vec());
    assert_eq!(store.begin(&long, LONG).await, Ok(done));
}

async fn an_abandoned_delivery_is_fresh_again_but_an_answer_stays(store: &dyn OnceStore) {
    let key = key();
    store.abandon(&key).await.expect("abandoning nothing");
    assert_eq!(store.begin(&key, LONG).await, Ok(Begun::Fresh));
    store.abandon(&key).await.expect("abandon");
    assert_eq!(store.begin(&key, LONG).await, Ok(Begun::Fresh));
    store.finish(&key, b"a", LONG).await.expect("finish");
    store.abandon(&key).await.expect("abandon");
    let done = Begun::Done(b"a".to_vec());
    assert_eq!(store.begin(&key, LONG).await, Ok(done));
}

async fn of_fifty_concurrent_begins_exactly_one_is_fresh(store: &Arc<dyn OnceStore>) {
    let key = key();
    let begins: Vec<_> = (0..50)
        .map(|_| {
            let (store, key) = (Arc::clone(store), key.clone());
            tokio::spawn(async move { store.begin(&key, LONG).await })
        })
        .collect();
    let mut fresh = 0;
    for begin in begins {
        match begin.await.expect("no panic").expect("begin") {
            Begun::Fresh => fresh += 1,
            Begun::InFlight => {}
            Begun::Done(_) => panic!("nobody finished"),
        }
    }
    assert_eq!(fresh, 1);
}
