//! A webhook delivered twice: acts once, answers the same, whatever the store and the handler do.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use toneline::ports::PortError;
use toneline::ports::once::{Begun, OnceStore};
use toneline::store::memory::MemoryOnce;
use toneline::web::idempotency::{Key, once};

fn memory() -> Arc<dyn OnceStore> {
    Arc::new(MemoryOnce::default())
}

fn key() -> Key {
    Key::of(["CA1", "/webhook/voice/process?step=1"])
}

/// A handler that counts how often it ran and says which run it was.
async fn counted(runs: &AtomicUsize) -> String {
    let run = runs.fetch_add(1, Ordering::SeqCst) + 1;
    tokio::time::sleep(Duration::from_millis(200)).await;
    format!("answer {run}")
}

#[tokio::test]
async fn concurrent_deliveries_act_once_and_all_get_the_answer() {
    let (store, runs) = (memory(), AtomicUsize::new(0));
    let deliveries = (0..20).map(|_| async { once(&store, &key(), counted(&runs)).await });
    let answers = futures_util::future::join_all(deliveries).await;
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    assert!(answers.iter().all(|answer| answer == "answer 1"), "{answers:?}");
}

#[tokio::test]
async fn a_later_delivery_gets_the_stored_answer_and_another_key_its_own() {
    let (store, runs) = (memory(), AtomicUsize::new(0));
    assert_eq!(once(&store, &key(), counted(&runs)).await, "answer 1");
    assert_eq!(once(&store, &key(), counted(&runs)).await, "answer 1");
    assert_eq!(once(&store, &Key::of(["CA2"]), counted(&runs)).await, "answer 2");
}

#[tokio::test]
async fn a_panic_gives_the_delivery_back_at_once() {
    let (store, runs) = (memory(), AtomicUsize::new(0));
    let broken = Arc::clone(&store);
    let first =
        tokio::spawn(async move { once(&broken, &key(), async { panic!("made to fail") }).await });
    assert!(first.await.is_err());
    let began = tokio::time::Instant::now();
    assert_eq!(once(&store, &key(), counted(&runs)).await, "answer 1");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_cancelled_handler_gives_the_delivery_back_to_one_who_waits() {
    let (store, runs) = (memory(), AtomicUsize::new(0));
    let claimed = key();
    let first = tokio::time::timeout(
        Duration::from_millis(500),
        once(&store, &claimed, std::future::pending::<String>()),
    );
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let began = tokio::time::Instant::now();
        (once(&store, &key(), counted(&runs)).await, began.elapsed())
    };
    let (first, (answer, waited)) = tokio::join!(first, second);
    assert!(first.is_err(), "the first was cancelled");
    assert_eq!(answer, "answer 1");
    assert!(waited < Duration::from_secs(2), "{waited:?}");
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_not_waited_for_forever() {
    let (store, runs) = (memory(), AtomicUsize::new(0));
    let stuck = Arc::clone(&store);
    let first = tokio::spawn(async move { once(&stuck, &key(), std::future::pending()).await });
    tokio::task::yield_now().await;
    let began = tokio::time::Instant::now();
    assert_eq!(once(&store, &key(), counted(&runs)).await, "answer 1");
    assert!((3..10).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    first.abort();
}

/// A store that fails in the ways that are switched on, or is slow to keep an answer.
#[derive(Default)]
struct Faulty {
    inner: MemoryOnce,
    begin: AtomicBool,
    finish: AtomicBool,
    slow_finish: AtomicBool,
}

impl Faulty {
    fn fault(switch: &AtomicBool) -> Result<(), PortError> {
        let away = || PortError::Unavailable { service: "test", detail: "away".into() };
        if switch.load(Ordering::SeqCst) { Err(away()) } else { Ok(()) }
    }
}

#[async_trait]
impl OnceStore for Faulty {
    async fn begin(&self, key: &str, lease: Duration) -> Result<Begun, PortError> {
        Self::fault(&self.begin)?;
        self.inner.begin(key, lease).await
    }

    async fn finish(&self, key: &str, answer: &[u8], keep: Duration) -> Result<(), PortError> {
        if self.slow_finish.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        Self::fault(&self.finish)?;
        self.inner.finish(key, answer, keep).await
    }

    async fn abandon(&self, key: &str) -> Result<(), PortError> {
        self.inner.abandon(key).await
    }
}

#[tokio::test]
async fn a_store_that_cannot_tell_never_stops_a_webhook() {
    let faulty = Arc::new(Faulty::default());
    let (store, runs) = (Arc::clone(&faulty) as Arc<dyn OnceStore>, AtomicUsize::new(0));
    faulty.begin.store(true, Ordering::SeqCst);
    assert_eq!(once(&store, &key(), counted(&runs)).await, "answer 1");
    faulty.begin.store(false, Ordering::SeqCst);
    faulty.finish.store(true, Ordering::SeqCst);
    assert_eq!(once(&store, &key(), counted(&runs)).await, "answer 2");
}

#[tokio::test]
async fn an_answer_is_kept_even_if_its_sender_hung_up_meanwhile() {
    let faulty = Arc::new(Faulty::default());
    let (store, runs) = (Arc::clone(&faulty) as Arc<dyn OnceStore>, AtomicUsize::new(0));
    faulty.slow_finish.store(true, Ordering::SeqCst);
    let claimed = key();
    let sender = once(&store, &claimed, counted(&runs));
    assert!(tokio::time::timeout(Duration::from_millis(300), sender).await.is_err());
    assert_eq!(once(&store, &key(), counted(&runs)).await, "answer 1");
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}
