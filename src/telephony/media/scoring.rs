//! Where utterances are scored: on a few threads at most, so that a thousand at once leave the processors to the frames.

use std::sync::Arc;
use std::thread;

use tokio::sync::Semaphore;
use tokio::task::{JoinError, spawn_blocking};

/// Turns to score: one fewer than there are processors, and one at least.
#[derive(Debug, Clone)]
pub struct Scoring(Arc<Semaphore>);

impl Default for Scoring {
    fn default() -> Self {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        Self::with(processors.saturating_sub(1).max(1))
    }
}

impl Scoring {
    fn with(turns: usize) -> Self {
        Self(Arc::new(Semaphore::new(turns)))
    }

    /// Does a piece of work as soon as it is its turn, first come, first served; waiting costs nobody a thread.
    ///
    /// # Errors
    /// Where the work panics.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let turn = Arc::clone(&self.0).acquire_owned().await;
        let turn = turn.expect("nobody closes the semaphore");
        let done = spawn_blocking(move || {
            // Given back even where the work panics.
            let _turn = turn;
            work()
        });
        done.await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn of_a_thousand_utterances_at_once_no_more_are_scored_than_there_are_turns() {
        let scoring = Scoring::with(2);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let scored = join_all((0..1_000).map(|n| {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            scoring.run(move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
                n
            })
        }));
        let scored: Vec<usize> = scored.await.into_iter().map(|n| n.expect("no panic")).collect();
        assert_eq!(scored, (0..1_000).collect::<Vec<_>>());
        assert_eq!(now.load(Ordering::SeqCst), 0);
        assert!((1..=2).contains(&most.load(Ordering::SeqCst)));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn work_that_panics_gives_its_turn_back() {
        let scoring = Scoring::with(1);
        for _ in 0..3 {
            assert!(scoring.run(|| panic!("made to fail")).await.is_err());
        }
        assert_eq!(scoring.run(|| 7).await.ok(), Some(7));
    }

    #[test]
    fn there_is_a_turn_on_any_machine() {
        assert!(Scoring::default().0.available_permits() >= 1);
    }
}
