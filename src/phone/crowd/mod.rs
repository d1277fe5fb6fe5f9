//! A crowd of callers for measuring: thousands of paced media streams, each of a call that was placed through the webhooks.
//!
//! Shares the wire with Twilio's and nothing with the gateway. Each caller sends 20 ms at absolute deadlines, plays what it
//! is sent in real time, returns marks when they were played, speaks after prompts and over some of them, and presses on to
//! the next stream when the line closes one.

mod caller;
mod dial;
mod far;
mod frames;
mod voice;
mod worker;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as threads;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::Line;
use caller::{Caller, End, Notes};
use dial::Exchange;
use voice::Repertoire;

/// Calls dialled at a time.
const DIALLING: usize = 24;

/// Who calls, and how.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The line that is called; `from` is replaced by a number of each caller's own.
    pub line: Line,
    /// How many callers.
    pub calls: u32,
    /// Number of the first caller.
    pub first: u32,
    /// Keys pressed on the way to the lesson; after them `1` answers every question.
    pub keys: Vec<&'static str>,
    /// One prompt in so many is spoken over; 0: none.
    pub barge_one_in: u32,
    /// What is said, 8 kHz mono; none: the synthetic learner.
    pub recordings: Vec<Vec<i16>>,
    /// Threads that keep the callers in time.
    pub threads: usize,
}

/// What the crowd saw.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Calls that had a stream.
    pub calls: u64,
    /// From the last frame of an utterance to the first sound after it, sorted. Holds the pause that ends an utterance.
    pub answered: Vec<Duration>,
    /// From the first frame spoken over a prompt to the `clear`, sorted.
    pub silenced: Vec<Duration>,
    /// Frames sent.
    pub frames: u64,
    /// Prompts heard to their end.
    pub prompts: u64,
    /// Utterances begun.
    pub utterances: u64,
    /// Of them, spoken over a prompt.
    pub interruptions: u64,
    /// Of those, not noticed before they were over.
    pub ignored: u64,
    /// Frames of silence inside prompts: what came was not there in time.
    pub gaps: u64,
    /// The most audio that the line was ever ahead, ms.
    pub deepest_ms: u64,
    /// Streams opened anew after the line closed one in good order.
    pub reopened: u64,
    /// What went wrong, one entry each.
    pub faults: Vec<String>,
    /// Share of the crowd's own deadlines missed by over 10 ms.
    pub own_late: f64,
}

/// A crowd on the line.
pub struct Crowd {
    exchange: Exchange,
    plan: Plan,
    repertoire: Arc<Repertoire>,
    stop: Arc<AtomicBool>,
    pace: Arc<worker::Pace>,
    workers: Vec<(threads::SyncSender<Caller>, JoinHandle<Vec<Caller>>)>,
    again: JoinSet<Option<Notes>>,
    ended: mpsc::Receiver<(Caller, End)>,
    finished: Vec<Notes>,
}

impl Crowd {
    /// Places every call and returns when all have an open stream.
    ///
    /// # Errors
    /// Where the line cannot be reached at all. A call that fails is a fault of the report.
    pub async fn gather(plan: Plan) -> Result<Self, String> {
        let repertoire = Arc::new(Repertoire::new(&plan.recordings));
        let (send, ended) = mpsc::channel(plan.calls.max(16) as usize);
        let (stop, pace) = (Arc::new(AtomicBool::new(false)), Arc::new(worker::Pace::default()));
        let workers = (0..plan.threads.max(1)).map(|_| {
            let (arrive, arriving) = threads::sync_channel(plan.calls.max(16) as usize);
            let (send, stop, pace) = (send.clone(), Arc::clone(&stop), Arc::clone(&pace));
            let serve = move || worker::run(&arriving, &send, &stop, &pace);
            (arrive, thread::spawn(serve))
        });
        let mut crowd = Self {
            exchange: Exchange::new(&plan.line)?,
            workers: workers.collect(),
            repertoire,
            stop,
            pace,
            again: JoinSet::new(),
            ended,
            finished: Vec::new(),
            plan,
        };
        crowd.dial().await;
        Ok(crowd)
    }

    async fn dial(&mut self) {
        let permits = Arc::new(Semaphore::new(DIALLING));
        let mut dialling = JoinSet::new();
        for n in 0..self.plan.calls {
            let (exchange, permits) = (self.exchange.clone(), Arc::clone(&permits));
            let keys = self.plan.keys.clone();
            let from = format!("+25078{:07}", self.plan.first + n);
            dialling.spawn(async move {
                let _permit = permits.acquire().await.map_err(|e| e.to_string())?;
                exchange.place(&from, &keys).await
            });
        }
        let mut n = 0;
        while let Some(done) = dialling.join_next().await {
            let placed = done.map_err(|e| e.to_string()).flatten();
            match placed {
                Ok((placed, open)) => self.seat(n, placed, open, Notes::default()),
                Err(fault) => self.lost(Notes::default(), format!("a call failed: {fault}")),
            }
            n += 1;
        }
    }

    fn seat(&mut self, n: usize, placed: dial::Placed, open: dial::Open, notes: Notes) {
        let repertoire = Arc::clone(&self.repertoire);
        match Caller::new(placed, open, repertoire, self.plan.barge_one_in, notes.clone()) {
            Ok(caller) => {
                let (arrive, _) = &self.workers[n % self.workers.len()];
                // There is room for every caller; a worker that is gone has panicked, and is joined later.
                let _ = arrive.try_send(caller);
            }
            Err(error) => self.lost(notes, format!("a stream failed at once: {error}")),
        }
    }

    fn lost(&mut self, mut notes: Notes, fault: String) {
        notes.faults.push(fault);
        self.finished.push(notes);
    }

    /// Lets the callers talk for so long; those whose stream the line closes go on with their call.
    pub async fn talk(&mut self, long: Duration) {
        let end = tokio::time::sleep(long);
        tokio::pin!(end);
        loop {
            tokio::select! {
                () = &mut end => return,
                ended = self.ended.recv() => match ended {
                    Some((caller, why)) => self.ended(caller, why),
                    None => return,
                },
                Some(done) = self.again.join_next() => {
                    self.finished.extend(done.ok().flatten());
                }
            }
        }
    }

    fn ended(&mut self, caller: Caller, why: End) {
        let mut notes = caller.notes.clone();
        if let End::Fault(fault) = why {
            return self.lost(notes, fault);
        }
        notes.reopened += 1;
        let exchange = self.exchange.clone();
        let (repertoire, barge) = (Arc::clone(&self.repertoire), self.plan.barge_one_in);
        let at = notes.reopened as usize % self.workers.len();
        let arrive = self.workers[at].0.clone();
        self.again.spawn(async move {
            match exchange.go_on(caller.placed).await {
                Ok((placed, open)) => {
                    match Caller::new(placed, open, repertoire, barge, notes.clone()) {
                        Ok(caller) => {
                            let _ = arrive.try_send(caller);
                            return None;
                        }
                        Err(error) => notes.faults.push(format!("a stream failed: {error}")),
                    }
                    Some(notes)
                }
                Err(fault) => {
                    notes.faults.push(fault);
                    Some(notes)
                }
            }
        });
    }

    /// Hangs all of them up, and tells what they saw.
    pub async fn disperse(mut self) -> Report {
        while let Some(done) = self.again.join_next().await {
            self.finished.extend(done.ok().flatten());
        }
        self.stop.store(true, Ordering::Relaxed);
        let mut hanging = JoinSet::new();
        let permits = Arc::new(Semaphore::new(DIALLING));
        for (_, worker) in self.workers.drain(..) {
            let Ok(callers) = tokio::task::spawn_blocking(|| worker.join()).await else { continue };
            for mut caller in callers.unwrap_or_default() {
                caller.stop();
                self.finished.push(std::mem::take(&mut caller.notes));
                let (exchange, permits) = (self.exchange.clone(), Arc::clone(&permits));
                hanging.spawn(async move {
                    let _permit = permits.acquire().await;
                    exchange.hang_up(caller.placed).await;
                });
            }
        }
        while hanging.join_next().await.is_some() {}
        self.report()
    }

    fn report(&self) -> Report {
        let mut report = Report { calls: self.finished.len() as u64, ..Report::default() };
        for notes in &self.finished {
            report.answered.extend(&notes.answered);
            report.silenced.extend(&notes.silenced);
            report.frames += notes.frames;
            report.prompts += notes.prompts;
            report.utterances += notes.utterances;
            report.interruptions += notes.interruptions;
            report.ignored += notes.ignored;
            report.gaps += notes.gaps;
            report.deepest_ms = report.deepest_ms.max(notes.deepest / 8);
            report.reopened += notes.reopened;
            report.faults.extend(notes.faults.iter().cloned());
        }
        report.answered.sort_unstable();
        report.silenced.sort_unstable();
        let (groups, late) = (&self.pace.groups, &self.pace.late);
        report.own_late =
            late.load(Ordering::Relaxed) as f64 / groups.load(Ordering::Relaxed).max(1) as f64;
        report
    }
}
