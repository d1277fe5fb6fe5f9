//! Where utterances are scored: on a few threads that let those of the calls go first, so that a thousand at once
//! leave the processors to the frames.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::priority;

type Work = Box<dyn FnOnce() + Send>;

/// The work panicked; its thread goes on with the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("scoring failed")]
pub struct Failed;

/// Threads that score: one fewer than there are processors, and one at least. They end with the last handle.
#[derive(Debug, Clone)]
pub struct Scoring(Sender<Work>);

impl Scoring {
    /// Starts the threads.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start() -> io::Result<Self> {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        Self::with(processors.saturating_sub(1).max(1))
    }

    fn with(threads: usize) -> io::Result<Self> {
        let (work, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for n in 0..threads {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new().name(format!("score-{n}")).spawn(move || serve(&waiting))?;
        }
        Ok(Self(work))
    }

    /// Does a piece of work as soon as it is its turn, first come, first served; waiting costs nobody a thread.
    ///
    /// # Errors
    /// Where the work panics.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failed> {
        let (tell, told) = oneshot::channel();
        // Nobody may be listening any more: a call that ended does not wait for its last score.
        let work = move || drop(tell.send(work()));
        self.0.send(Box::new(work)).map_err(|_| Failed)?;
        told.await.map_err(|_| Failed)
    }
}

fn serve(waiting: &Mutex<Receiver<Work>>) {
    priority::later();
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = next else { return };
        // What it would have told is dropped with it, and so its caller hears of the panic.
        let _ = catch_unwind(AssertUnwindSafe(work));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn of_a_thousand_utterances_at_once_no_more_are_scored_than_there_are_turns() {
        let scoring = Scoring::with(2).expect("threads");
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
        let scoring = Scoring::with(1).expect("a thread");
        for _ in 0..3 {
            assert!(scoring.run(|| panic!("made to fail")).await.is_err());
        }
        assert_eq!(scoring.run(|| 7).await.ok(), Some(7));
    }

    #[test]
    fn the_threads_end_with_the_last_handle() {
        let (work, waiting) = channel();
        let served = thread::spawn(move || serve(&Mutex::new(waiting)));
        drop(Scoring(work));
        served.join().expect("it ends");
    }
}
