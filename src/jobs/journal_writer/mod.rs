//! Writes the journal in the background: callers note and go on.
//!
//! Invariants: entries are written in the order in which they were noted; an entry leaves memory only when the journal or
//! the spool has it; after a clean shutdown nothing noted is lost. The journal keeps an entry once however often it is
//! written, so whatever is in doubt is written again.

mod backoff;
mod queue;
mod spool;
mod task;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use queue::Queue;
use spool::Spool;
use task::Task;

use crate::domain::ids::LearnerId;
use crate::ports::PortError;
use crate::ports::journal::{Entry, Journal};

/// How the writer works.
#[derive(Debug, Clone, Copy)]
pub struct WriterOptions {
    /// Entries in one batch.
    pub batch: usize,
    /// How long a batch waits to fill.
    pub linger: Duration,
    /// Entries held in memory before the oldest go to the spool.
    pub most_entries: usize,
    /// Bytes held in memory before the oldest go to the spool.
    pub most_bytes: usize,
    /// The first wait after a failure; it doubles with each.
    pub retry_from: Duration,
    /// The longest wait between two tries.
    pub retry_up_to: Duration,
}

impl Default for WriterOptions {
    /// 256 entries or 200 ms; 20,000 entries or 64 MiB; 100 ms to 2 s.
    fn default() -> Self {
        Self {
            batch: 256,
            linger: Duration::from_millis(200),
            most_entries: 20_000,
            most_bytes: 64 * 1024 * 1024,
            retry_from: Duration::from_millis(100),
            retry_up_to: Duration::from_secs(2),
        }
    }
}

/// How the writer stands, for health pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterStatus {
    /// Entries in memory.
    pub queued: usize,
    /// Whether the spool holds entries that the journal has not got.
    pub spooling: bool,
    /// Whether the last try to write failed.
    pub failing: bool,
}

/// What became of the entries at shutdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flushed {
    /// Entries that went to the spool instead of the journal.
    pub spooled: u64,
    /// Entries that neither would take.
    pub lost: u64,
}

/// Notes entries for the journal. Clones are the same writer; when the last is dropped without [`JournalWriter::shutdown`],
/// what waits goes to the spool.
#[derive(Clone)]
pub struct JournalWriter(Arc<Handle>);

struct Handle {
    shared: Arc<Shared>,
    task: tokio::sync::Mutex<Option<JoinHandle<Flushed>>>,
}

/// What callers and the task share.
struct Shared {
    journal: Arc<dyn Journal>,
    options: WriterOptions,
    waiting: Mutex<Waiting>,
    spool: Mutex<Spool>,
    /// The same as `!spool.is_empty()`, readable without touching a file.
    spooling: AtomicBool,
    failing: AtomicBool,
    /// Entries given up because memory and disk were full.
    lost: AtomicU64,
    noted: Notify,
    full: Notify,
    /// When shutdown must be done, once it was asked for.
    deadline: watch::Sender<Option<Instant>>,
}

#[derive(Default)]
struct Waiting {
    queue: Queue,
    /// The task has ended: nobody takes from the queue any more.
    closed: bool,
}

impl JournalWriter {
    /// Starts writing; what an earlier process left in the spool of the folder comes first. Needs a tokio runtime.
    ///
    /// # Errors
    /// The folder or the spool cannot be made or read.
    pub fn start(
        journal: Arc<dyn Journal>,
        folder: &Path,
        options: WriterOptions,
    ) -> io::Result<Self> {
        let spool = Spool::open(folder)?;
        let shared = Arc::new(Shared {
            journal,
            options,
            waiting: Mutex::default(),
            spooling: AtomicBool::new(!spool.is_empty()),
            spool: Mutex::new(spool),
            failing: AtomicBool::new(false),
            lost: AtomicU64::new(0),
            noted: Notify::new(),
            full: Notify::new(),
            deadline: watch::Sender::new(None),
        });
        let task = tokio::spawn(Task::new(Arc::clone(&shared)).run());
        Ok(Self(Arc::new(Handle { shared, task: tokio::sync::Mutex::new(Some(task)) })))
    }

    /// Notes an entry. Never waits for the journal or a disk (but for entries noted after a shutdown).
    pub fn note(&self, entry: Entry) {
        self.0.shared.note(entry);
    }

    /// The newest checkpoint of a learner that the journal has not got yet: its version and the sealed context.
    ///
    /// Reads a file only if the checkpoint is in the spool.
    pub async fn pending_checkpoint(&self, learner: LearnerId) -> Option<(u64, Vec<u8>)> {
        let shared = &self.0.shared;
        let queued = shared.waiting().queue.checkpoint(learner);
        if queued.is_some() || !shared.spooling.load(Ordering::Acquire) {
            return queued;
        }
        let found = Shared::with_spool(shared, move |spool| spool.checkpoint(learner)).await;
        found.unwrap_or_else(|error| {
            tracing::error!(%error, learner = %learner, "a checkpoint in the spool cannot be read");
            None
        })
    }

    /// The newest checkpoint of a learner, whether the journal has it yet or not.
    ///
    /// # Errors
    /// [`PortError`] of the journal if it is needed and away.
    pub async fn checkpoint(
        &self,
        learner: LearnerId,
    ) -> Result<Option<(u64, Vec<u8>)>, PortError> {
        // Noted in this process, so newer than what the journal has: only another instance could have gone further,
        // and it would have gone on from the shared store.
        if let Some(pending) = self.pending_checkpoint(learner).await {
            return Ok(Some(pending));
        }
        self.0.shared.journal.checkpoint(learner).await
    }

    /// How it stands.
    #[must_use]
    pub fn status(&self) -> WriterStatus {
        let shared = &self.0.shared;
        WriterStatus {
            queued: shared.waiting().queue.len(),
            spooling: shared.spooling.load(Ordering::Acquire),
            failing: shared.failing.load(Ordering::Acquire),
        }
    }

    /// Writes everything that was noted; what the journal has not taken at the first failure or when the time is up
    /// goes to the spool, on disk, for the next start. Asked again, it has nothing left to do.
    pub async fn shutdown(&self, within: Duration) -> Flushed {
        let shared = &self.0.shared;
        shared.deadline.send_replace(Some(Instant::now() + within));
        let nothing = Flushed { spooled: 0, lost: 0 };
        match self.0.task.lock().await.take() {
            Some(task) => task.await.unwrap_or_else(|error| {
                tracing::error!(%error, "the journal writer did not end well");
                nothing
            }),
            None => nothing,
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.deadline.send_if_modified(|deadline| {
            let unasked = deadline.is_none();
            deadline.get_or_insert_with(Instant::now);
            unasked
        });
    }
}

/// How far memory may grow beyond its bound when the spool fails too.
const GRACE: f64 = 4.0;

impl Shared {
    fn note(&self, entry: Entry) {
        let mut waiting = self.waiting();
        if waiting.closed {
            drop(waiting);
            self.note_late(entry);
            return;
        }
        waiting.queue.push(entry);
        let is_full = self.is_over(&waiting.queue, 1.0);
        let dropped =
            if self.is_over(&waiting.queue, GRACE) { waiting.queue.take(1) } else { Vec::new() };
        for entry in &dropped {
            waiting.queue.settled(entry);
        }
        drop(waiting);
        if !dropped.is_empty() {
            self.lost.fetch_add(1, Ordering::AcqRel);
            metrics::counter!("toneline_journal_dropped_total").increment(1);
        }
        if is_full {
            self.full.notify_one();
        }
        self.noted.notify_one();
    }

    /// After the end of the task only the spool is left.
    fn note_late(&self, entry: Entry) {
        let spool = &mut self.spool();
        let kept = spool.append(&[Arc::new(entry)]).and_then(|()| spool.sync());
        if let Err(error) = kept {
            tracing::error!(%error, "an entry noted after shutdown is lost");
            metrics::counter!("toneline_journal_dropped_total").increment(1);
        }
    }

    /// Whether a queue is over so many times memory's bound.
    fn is_over(&self, queue: &Queue, times: f64) -> bool {
        queue.len() as f64 > self.options.most_entries as f64 * times
            || queue.bytes() as f64 > self.options.most_bytes as f64 * times
    }

    /// Changes under this lock are complete or harmless, so a panic elsewhere spoils nothing.
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spool(&self) -> MutexGuard<'_, Spool> {
        self.spool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the spool where blocking is allowed.
    async fn with_spool<T: Send + 'static>(
        shared: &Arc<Self>,
        doing: impl FnOnce(&mut Spool) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let shared = Arc::clone(shared);
        let done = tokio::task::spawn_blocking(move || {
            let spool = &mut shared.spool();
            let done = doing(spool);
            shared.spooling.store(!spool.is_empty(), Ordering::Release);
            done
        });
        done.await.map_err(io::Error::other)?
    }
}
