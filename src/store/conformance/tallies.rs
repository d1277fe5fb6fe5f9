//! What every `Tallies` must do.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::ports::tallies::Tallies;

const LONG: Duration = Duration::from_secs(60);
const BRIEF: Duration = Duration::from_millis(120);
const SPARE: Duration = Duration::from_millis(30);

/// Runs the whole contract.
///
/// # Panics
/// Where the contract is broken.
pub async fn tallies(store: Arc<dyn Tallies>) {
    counters_begin_at_nought_and_go_both_ways(&*store).await;
    what_stands_is_read_in_the_order_asked(&*store).await;
    a_counter_lives_from_its_first_addition_and_a_mark_from_its_last(&*store).await;
    a_cleared_key_is_as_if_it_had_never_been(&*store).await;
    of_fifty_concurrent_claims_exactly_one_is_ours(&store).await;
    a_claim_is_free_again_after_its_time(&*store).await;
    concurrent_additions_lose_nothing_and_no_sum_is_told_twice(&store).await;
}

fn key() -> String {
    format!("test:{}", Uuid::new_v4())
}

async fn read(store: &dyn Tallies, key: &str) -> Option<i64> {
    store.read(&[key.to_owned()]).await.expect("read")[0]
}

async fn counters_begin_at_nought_and_go_both_ways(store: &dyn Tallies) {
    let key = key();
    let large = 9_000_000_000_000_000_000;
    for (by, sum) in [(5, 5), (-7, -2), (0, -2), (large, large - 2), (-large, -2)] {
        assert_eq!(store.add(&key, by, LONG).await, Ok(sum));
    }
}

async fn what_stands_is_read_in_the_order_asked(store: &dyn Tallies) {
    let (a, none, b) = (key(), key(), key());
    store.add(&a, 1, LONG).await.expect("add");
    store.mark(&b, -2, LONG).await.expect("mark");
    let keys = [b.clone(), none, a.clone(), b];
    assert_eq!(store.read(&keys).await, Ok(vec![Some(-2), None, Some(1), Some(-2)]));
    assert_eq!(store.read(&[]).await, Ok(Vec::new()));
}

async fn a_counter_lives_from_its_first_addition_and_a_mark_from_its_last(store: &dyn Tallies) {
    let (counter, mark) = (key(), key());
    store.add(&counter, 1, BRIEF).await.expect("add");
    store.add(&counter, 1, LONG).await.expect("add");
    store.mark(&mark, 1, BRIEF).await.expect("mark");
    store.mark(&mark, 2, LONG).await.expect("mark");
    tokio::time::sleep(BRIEF + SPARE).await;
    assert_eq!(read(store, &counter).await, None);
    assert_eq!(read(store, &mark).await, Some(2));
    assert_eq!(store.add(&counter, 3, LONG).await, Ok(3), "it begins anew");
}

async fn a_cleared_key_is_as_if_it_had_never_been(store: &dyn Tallies) {
    let key = key();
    store.clear(&key).await.expect("clearing nothing");
    assert_eq!(store.claim(&key, 1, LONG).await, Ok(true));
    store.clear(&key).await.expect("clear");
    assert_eq!(read(store, &key).await, None);
    assert_eq!(store.claim(&key, 2, LONG).await, Ok(true));
    assert_eq!(read(store, &key).await, Some(2));
}

async fn of_fifty_concurrent_claims_exactly_one_is_ours(store: &Arc<dyn Tallies>) {
    let key = key();
    let claims: Vec<_> = (0..50)
        .map(|n| {
            let (store, key) = (Arc::clone(store), key.clone());
            tokio::spawn(async move { store.claim(&key, n, LONG).await })
        })
        .collect();
    let mut ours = 0;
    for claim in claims {
        ours += i32::from(claim.await.expect("no panic").expect("claim"));
    }
    assert_eq!(ours, 1);
}

async fn a_claim_is_free_again_after_its_time(store: &dyn Tallies) {
    let key = key();
    assert_eq!(store.claim(&key, 1, BRIEF).await, Ok(true));
    assert_eq!(store.claim(&key, 2, BRIEF).await, Ok(false));
    assert_eq!(read(store, &key).await, Some(1), "a lost claim changes nothing");
    tokio::time::sleep(BRIEF + SPARE).await;
    assert_eq!(store.claim(&key, 3, BRIEF).await, Ok(true));
}

async fn concurrent_additions_lose_nothing_and_no_sum_is_told_twice(store: &Arc<dyn Tallies>) {
    let key = key();
    let adding: Vec<_> = (0..50)
        .map(|_| {
            let (store, key) = (Arc::clone(store), key.clone());
            tokio::spawn(async move { store.add(&key, 1, LONG).await })
        })
        .collect();
    let mut sums = Vec::new();
    for added in adding {
        sums.push(added.await.expect("no panic").expect("add"));
    }
    sums.sort_unstable();
    assert_eq!(sums, (1..=50).collect::<Vec<_>>());
}
