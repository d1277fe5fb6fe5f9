//! The loop that writes: oldest first, in batches, again after failures, to the spool when memory runs out.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::backoff::Backoff;
use super::{Flushed, Shared};
use crate::ports::PortError;
use crate::ports::journal::Entry;

/// Entries spilled at once: their lines stand in memory beside them.
const SPILL: usize = 128;

/// The batch that is being written, and where it came from.
struct Head {
    entries: Vec<Entry>,
    from: Origin,
}

enum Origin {
    /// Taken from memory: the same entries, to be settled there.
    Queue(Vec<Arc<Entry>>),
    /// Read from the spool, up to here.
    Spool(u64),
}

pub(super) struct Task {
    shared: Arc<Shared>,
    head: Option<Head>,
    backoff: Backoff,
}

impl Task {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let backoff = Backoff::new(shared.options.retry_from, shared.options.retry_up_to);
        Self { shared, head: None, backoff }
    }

    pub(super) async fn run(mut self) -> Flushed {
        loop {
            self.wait_for_work().await;
            if let Some(deadline) = self.deadline() {
                return self.finish(deadline).await;
            }
            self.spill_if_full().await;
            if !self.take_head().await {
                continue;
            }
            match self.write_head().await {
                Ok(()) => self.head_written().await,
                Err(error) => self.rest_after(&error).await,
            }
        }
    }

    fn deadline(&self) -> Option<Instant> {
        *self.shared.deadline.borrow()
    }

    /// Until there is a batch, or enough time has passed since its first entry, or shutdown is asked for.
    async fn wait_for_work(&self) {
        let shared = &self.shared;
        let mut deadline = shared.deadline.subscribe();
        if self.head.is_some() || shared.spooling.load(Ordering::Acquire) {
            return;
        }
        let mut due: Option<Instant> = None;
        loop {
            let queued = shared.waiting().queue.len();
            metrics::gauge!("toneline_journal_queue_depth").set(queued as f64);
            if queued >= shared.options.batch || deadline.borrow_and_update().is_some() {
                return;
            }
            if queued > 0 {
                due.get_or_insert_with(|| Instant::now() + shared.options.linger);
            }
            tokio::select! {
                () = shared.noted.notified() => {}
                _ = deadline.changed() => {}
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => return,
            }
        }
    }

    /// The oldest batch: what is in the spool is older than what is in memory. Says whether there is one.
    async fn take_head(&mut self) -> bool {
        if self.head.is_some() {
            return true;
        }
        let most = self.shared.options.batch;
        if self.shared.spooling.load(Ordering::Acquire) {
            match Shared::with_spool(&self.shared, move |spool| spool.peek(most)).await {
                Ok(chunk) => {
                    count("toneline_journal_refused_total", chunk.unreadable);
                    self.head =
                        Some(Head { entries: chunk.entries, from: Origin::Spool(chunk.until) });
                    return true;
                }
                // Memory must not wait for a broken disk.
                Err(error) => tracing::error!(%error, "the journal's spool cannot be read"),
            }
        }
        let taken = self.shared.waiting().queue.take(most);
        if taken.is_empty() {
            return false;
        }
        self.head = Some(Head {
            entries: taken.iter().map(|entry| Entry::clone(entry)).collect(),
            from: Origin::Queue(taken),
        });
        true
    }

    /// Writes the head; meanwhile the rest may spill.
    async fn write_head(&self) -> Result<(), PortError> {
        let Some(head) = &self.head else {
            return Ok(());
        };
        let start = Instant::now();
        let writing = self.write(&head.entries);
        tokio::pin!(writing);
        let mut deadline = self.shared.deadline.subscribe();
        let written = loop {
            tokio::select! {
                written = &mut writing => break written,
                () = self.shared.full.notified() => self.spill_if_full().await,
                () = passed(&mut deadline) => {
                    break Err(PortError::Unavailable {
                        service: self.shared.journal.kind(),
                        detail: "not within the time of the shutdown".to_owned(),
                    });
                }
            }
        };
        metrics::histogram!("toneline_journal_write_seconds").record(start.elapsed().as_secs_f64());
        written
    }

    /// Writes entries; those that the journal refuses are found by halving and set aside. Parts that were written before
    /// the journal went away are written again with the rest, which changes nothing.
    async fn write(&self, entries: &[Entry]) -> Result<(), PortError> {
        let mut parts = vec![entries];
        while let Some(part) = parts.pop() {
            match self.shared.journal.write(part).await {
                Ok(()) => count("toneline_journal_written_total", part.len()),
                Err(PortError::Refused { .. }) if part.len() > 1 => {
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.extend([second, first]);
                }
                Err(error @ PortError::Refused { .. }) => {
                    for entry in part {
                        self.set_aside(entry.clone(), &error).await;
                    }
                }
                Err(unavailable) => return Err(unavailable),
            }
        }
        Ok(())
    }

    async fn set_aside(&self, entry: Entry, error: &PortError) {
        tracing::error!(%error, entry.id = %entry.id, "the journal refuses an entry; it is in journal.refused");
        count("toneline_journal_refused_total", 1);
        let kept = Shared::with_spool(&self.shared, move |spool| spool.refuse(&entry)).await;
        if let Err(error) = kept {
            tracing::error!(%error, "a refused entry could not be set aside");
        }
    }

    async fn head_written(&mut self) {
        self.backoff.reset();
        if self.shared.failing.swap(false, Ordering::AcqRel) {
            tracing::info!("the journal is back");
        }
        match self.head.take().map(|head| head.from) {
            Some(Origin::Queue(taken)) => {
                let queue = &mut self.shared.waiting().queue;
                taken.iter().for_each(|entry| queue.settled(entry));
            }
            Some(Origin::Spool(until)) => {
                let settled =
                    Shared::with_spool(&self.shared, move |spool| spool.settled(until)).await;
                if let Err(error) = settled {
                    // What it still holds is written again, once.
                    tracing::error!(%error, "the journal's spool cannot be cut");
                }
            }
            None => {}
        }
    }

    /// Waits before the next try; spills meanwhile if memory runs out.
    async fn rest_after(&mut self, error: &PortError) {
        if !self.shared.failing.swap(true, Ordering::AcqRel) {
            tracing::warn!(%error, "the journal is away; entries wait");
        }
        count("toneline_journal_retries_total", 1);
        let rest = sleep(self.backoff.next());
        tokio::pin!(rest);
        let mut deadline = self.shared.deadline.subscribe();
        while deadline.borrow_and_update().is_none() {
            tokio::select! {
                () = &mut rest => return,
                _ = deadline.changed() => return,
                () = self.shared.full.notified() => self.spill_if_full().await,
            }
        }
    }

    /// Once memory is full, moves the oldest entries to the spool until half of it is free.
    async fn spill_if_full(&self) {
        if !self.shared.is_over(&self.shared.waiting().queue, 1.0) {
            return;
        }
        loop {
            let taken = {
                let queue = &mut self.shared.waiting().queue;
                if !self.shared.is_over(queue, 0.5) {
                    return;
                }
                queue.take(SPILL)
            };
            if !self.spill(taken).await {
                return;
            }
        }
    }

    /// Moves entries to the spool; if that fails they stay in memory.
    async fn spill(&self, taken: Vec<Arc<Entry>>) -> bool {
        let entries = Arc::new(taken);
        let appended = Arc::clone(&entries);
        let kept = Shared::with_spool(&self.shared, move |spool| spool.append(&appended)).await;
        let mut waiting = self.shared.waiting();
        match kept {
            Ok(()) => {
                entries.iter().for_each(|e| waiting.queue.settled(e));
                count("toneline_journal_spooled_total", entries.len());
                true
            }
            Err(error) => {
                tracing::error!(%error, "the journal's spool cannot be written; entries stay in memory");
                waiting.queue.put_back(entries.to_vec());
                false
            }
        }
    }

    /// The end: writes while the journal takes it and time is left, then spools.
    async fn finish(mut self, deadline: Instant) -> Flushed {
        while Instant::now() < deadline && self.take_head().await {
            match timeout_at(deadline, self.write_head()).await {
                Ok(Ok(())) => self.head_written().await,
                Ok(Err(_)) | Err(_) => break,
            }
        }
        let mut rest = match self.head.take().map(|head| head.from) {
            Some(Origin::Queue(taken)) => taken,
            _ => Vec::new(),
        };
        {
            let mut waiting = self.shared.waiting();
            waiting.closed = true;
            rest.extend(waiting.queue.take(usize::MAX));
        }
        let lost = self.shared.lost.load(Ordering::Acquire);
        let spooled = rest.len() as u64;
        if rest.is_empty() || self.spill(rest).await {
            self.sync_spool().await;
            return Flushed { spooled, lost };
        }
        Flushed { spooled: 0, lost: lost + spooled }
    }

    async fn sync_spool(&self) {
        if let Err(error) = Shared::with_spool(&self.shared, |spool| spool.sync()).await {
            tracing::error!(%error, "the journal's spool could not be flushed to disk");
        }
    }
}

/// When shutdown was asked for and its time is up.
async fn passed(deadline: &mut tokio::sync::watch::Receiver<Option<Instant>>) {
    loop {
        let until = *deadline.borrow_and_update();
        match until {
            Some(until) => return sleep_until(until).await,
            None if deadline.changed().await.is_err() => std::future::pending().await,
            None => {}
        }
    }
}

fn count(name: &'static str, by: usize) {
    if by > 0 {
        metrics::counter!(name).increment(by as u64);
    }
}
