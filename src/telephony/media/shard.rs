//! A thread that carries its share of the live calls: each is served every 20 ms, at absolute times.
//!
//! No readiness, no timers: a call sends a frame every 20 ms, so its socket is simply read every 20 ms, or, where there are
//! many calls, every 40 ms. The calls of a shard are served in four groups, 5 ms apart; whoever has a new turn is served at once when it comes. A call that panics is
//! taken off; the others do not notice.

use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Handle;

use super::conduit::Scratch;
use super::live::Live;
use super::load::Load;
use super::pool::Pool;
use super::reason::Reason;
use super::stage::{Next, Stage};
use super::websocket::Reader;
use crate::domain::ids::StreamSid;

/// From one serving of a call to the next.
pub(super) const TICK: Duration = Duration::from_millis(20);
/// Groups that a shard's calls are served in.
const GROUPS: usize = 4;
/// From one group to the next.
const STEP: Duration = Duration::from_millis(5);
/// From one counting to the next.
const COUNTING: Duration = Duration::from_millis(100);
/// So far behind, the past is given up.
const HOPELESS: Duration = Duration::from_secs(1);
/// How long an ended stream's socket is read on, so that the other side gets to see why.
const LINGER: Duration = Duration::from_secs(2);
/// Bytes read from a socket at once.
const INBUF: usize = 32 * 1024;
/// Calls of a shard from which on a socket is read every other time: a reading costs more than what it brings, and two frames
/// are read as cheaply as one.
const CROWD: usize = 200;
/// Letters that wait for a shard at most.
pub(super) const LETTERS: usize = 4_096;

/// A call's place in a shard; never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SeatId {
    at: usize,
    generation: u64,
}

/// What reaches a shard from outside.
pub(super) enum Letter {
    /// A stream that was admitted.
    Arrive(Box<Arrival>),
    /// The next turn of a call.
    Next(SeatId, Next),
}

/// A stream that was admitted.
pub(super) struct Arrival {
    pub(super) stage: Stage,
    pub(super) socket: TcpStream,
    pub(super) reader: Reader,
    pub(super) stream: StreamSid,
}

/// The way to a shard.
#[derive(Clone)]
pub(super) struct Inbox(pub(super) SyncSender<Letter>);

impl Inbox {
    /// Delivers a letter, waiting while the shard is far behind. One that is gone needs none.
    pub(super) async fn send(&self, mut letter: Letter) {
        while let Err(TrySendError::Full(back)) = self.0.try_send(letter) {
            letter = back;
            tokio::time::sleep(STEP).await;
        }
    }
}

/// What the calls of a shard share, so that none needs its own.
pub(super) struct Bench {
    pub(super) inbuf: Box<[u8]>,
    pub(super) scratch: Scratch,
    pub(super) runtime: Handle,
    pub(super) inbox: Inbox,
    /// There is too little time for everybody.
    pub(super) busy: bool,
    /// There are so many calls that each is read every other time.
    crowded: bool,
    /// Servings of each group so far.
    round: usize,
}

impl Bench {
    pub(super) fn new(runtime: Handle, inbox: Inbox) -> Self {
        Self {
            inbuf: vec![0; INBUF].into(),
            scratch: Scratch::default(),
            runtime,
            inbox,
            busy: false,
            crowded: false,
            round: 0,
        }
    }

    /// Whether the socket of this seat is read this time.
    pub(super) fn reads(&self, seat: SeatId) -> bool {
        !self.crowded || (self.round + seat.at / GROUPS).is_multiple_of(2)
    }
}

/// A shard: its calls, and the sockets of those that ended.
pub(super) struct Shard {
    seats: Vec<Option<Box<Live>>>,
    generation: u64,
    leaving: Vec<(TcpStream, Instant)>,
    bench: Bench,
    letters: Receiver<Letter>,
    pool: Arc<Pool>,
    load: Arc<Load>,
    stop: Arc<AtomicBool>,
}

impl Shard {
    pub(super) fn new(
        bench: Bench,
        letters: Receiver<Letter>,
        pool: Arc<Pool>,
        load: Arc<Load>,
        stop: Arc<AtomicBool>,
    ) -> Self {
        let (seats, leaving) = (Vec::new(), Vec::new());
        Self { seats, generation: 0, leaving, bench, letters, pool, load, stop }
    }

    /// Serves until told to stop.
    pub(super) fn run(mut self) {
        let mut due = Instant::now();
        let mut group = 0;
        let mut count_at = due;
        while !self.stop.load(Ordering::Relaxed) {
            if self.is_empty() {
                if self.wait().is_err() {
                    return;
                }
                due = Instant::now();
            }
            due += STEP;
            let early = due.saturating_duration_since(Instant::now());
            std::thread::sleep(early);
            let began = Instant::now();
            let behind = began.saturating_duration_since(due);
            if behind > HOPELESS {
                due = began;
            }
            self.read_letters();
            self.serve(group, began);
            group = (group + 1) % GROUPS;
            self.bench.round += usize::from(group == 0);
            self.bench.busy = self.load.note(behind, began.elapsed(), early);
            if began >= count_at {
                count_at = began + COUNTING;
                self.count();
            }
        }
        for at in 0..self.seats.len() {
            self.end(at, Reason::Shutdown);
        }
        self.count();
    }

    fn is_empty(&self) -> bool {
        self.leaving.is_empty() && self.seats.iter().all(Option::is_none)
    }

    /// Waits for the first call.
    fn wait(&mut self) -> Result<(), ()> {
        self.load.idle();
        self.count();
        match self.letters.recv_timeout(Duration::from_secs(1)) {
            Ok(letter) => self.read(letter),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(()),
        }
        Ok(())
    }

    fn read_letters(&mut self) {
        loop {
            match self.letters.try_recv() {
                Ok(letter) => self.read(letter),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
            }
        }
    }

    fn read(&mut self, letter: Letter) {
        match letter {
            Letter::Arrive(arrival) => self.seat(*arrival),
            Letter::Next(seat, next) => self.with(seat.at, |live, bench| {
                // The call that asked may have left, and another may sit there.
                if live.seat == seat { live.next(next, bench) } else { Ok(()) }
            }),
        }
    }

    fn seat(&mut self, arrival: Arrival) {
        let free = self.seats.iter().position(Option::is_none);
        let at = free.unwrap_or_else(|| {
            self.seats.push(None);
            self.seats.len() - 1
        });
        self.generation += 1;
        let seat = SeatId { at, generation: self.generation };
        let Arrival { stage, socket, reader, stream } = arrival;
        let live = Live::new(seat, stage, socket, reader, stream);
        self.seats[at] = Some(Box::new(live));
        self.with(at, Live::open);
    }

    fn serve(&mut self, group: usize, now: Instant) {
        for at in (group..self.seats.len()).step_by(GROUPS) {
            self.with(at, |live, bench| live.step(now, bench));
        }
        if group == 0 {
            let mut waste = std::mem::take(&mut self.bench.inbuf);
            self.leaving.retain_mut(|(socket, until)| now < *until && stays(socket, &mut waste));
            self.bench.inbuf = waste;
        }
    }

    /// Does something with a call; if it ends, or panics, it is taken off.
    fn with(&mut self, at: usize, act: impl FnOnce(&mut Live, &mut Bench) -> Result<(), Reason>) {
        let Some(Some(live)) = self.seats.get_mut(at) else { return };
        self.bench.scratch.out.clear();
        let bench = &mut self.bench;
        let ended = match catch_unwind(AssertUnwindSafe(|| act(live, bench))) {
            Ok(Ok(())) => return,
            Ok(Err(reason)) => reason,
            Err(_) => {
                tracing::error!(call.sid = %live.stage.call(), "a live call panicked");
                Reason::Fault
            }
        };
        self.end(at, ended);
    }

    fn end(&mut self, at: usize, reason: Reason) {
        let Some(live) = self.seats[at].take() else { return };
        self.load.left();
        metrics::gauge!(crate::telemetry::names::LIVE_STREAMS).decrement(1);
        let bench = &mut self.bench;
        let closed = catch_unwind(AssertUnwindSafe(|| live.close(reason, bench)));
        let Ok((socket, stage, report)) = closed else { return };
        self.leaving.push((socket, Instant::now() + LINGER));
        let tasks = stage.tasks().clone();
        tasks.spawn_on(async move { stage.closed(reason, report).await }, &self.bench.runtime);
    }

    fn count(&mut self) {
        self.bench.crowded = self.load.calls() > CROWD;
        self.pool.make_ready();
        let time = clock_gettime(ClockId::ThreadCPUTime);
        let cpu =
            Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).unwrap_or(0));
        self.bench.scratch.tallies.flush(cpu);
    }
}

/// Reads a closed stream's socket on; false when the other side has closed too.
fn stays(socket: &mut TcpStream, waste: &mut [u8]) -> bool {
    match socket.read(waste) {
        Ok(0) => false,
        Ok(_) => true,
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    }
}
