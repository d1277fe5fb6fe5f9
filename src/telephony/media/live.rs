//! One call on its shard: its socket, its engine, and the work that brings its next turn.
//!
//! Everything here runs on the shard's thread and never waits: the socket is read and written without blocking, and what
//! takes time (scoring, the driver, the voice) runs elsewhere and sends its result to the shard.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tracing::Instrument as _;

use super::conduit::Conduit;
use super::engine::{Engine, Found, Manners};
use super::keypad::Keypad;
use super::quality::Answers;
use super::reason::Reason;
use super::shard::{Bench, Letter, SeatId, TICK};
use super::speech::{Coming, Waited};
use super::stage::{Next, Stage};
use super::stops::Stops;
use super::take::Listening;
use super::websocket::{self, Reader};
use crate::domain::event::Keys;
use crate::domain::ids::StreamSid;
use crate::domain::interruption::{self, Interruption};
use crate::domain::line_report::LineReport;
use crate::speech::units::FRAME_MS;
use crate::telemetry::names;

/// Bytes that wait for a socket which takes nothing; past it, or after [`STALLED`], the stream is given up.
const BACKLOG: usize = 64 * 1024;
/// How long a socket may take nothing.
const STALLED: Duration = Duration::from_secs(5);
/// A piece of audio sent so much after its deadline has missed it.
const MISSED: Duration = Duration::from_millis(20);
/// How long the next turn may take to come; then the stream is given up, and TwiML goes on: nobody waits in silence.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much longer a pause may be on a line that loses audio, and when the machine is busy.
const LENIENT: f32 = 1.5;

/// A stream that is going on.
pub(super) struct Live {
    pub(super) seat: SeatId,
    pub(super) stage: Stage,
    socket: TcpStream,
    conduit: Conduit,
    born: Instant,
    /// What the socket did not take yet, and since when.
    backlog: Vec<u8>,
    stuck: Option<Instant>,
    /// Work that will bring the next turn is going on.
    working: bool,
    /// A key pressed while it was.
    held: Option<(Found, Option<Interruption>)>,
    /// The performance whose clips are still being made.
    coming: Option<(u64, mpsc::Receiver<Coming>)>,
    /// When the endpointer decided, until the first sound of the answer is sent.
    decided: Option<Instant>,
    answers: Answers,
    stops: Stops,
}

impl Live {
    pub(super) fn new(
        seat: SeatId,
        stage: Stage,
        socket: TcpStream,
        reader: Reader,
        stream: StreamSid,
    ) -> Self {
        let mut engine = Engine::new(stage.pool());
        engine.recorder = stage.take_recorder();
        engine.keypad = Keypad::new(stage.house.keys_in_band);
        engine.playout.set_lead(stage.house.lead_ms.div_ceil(FRAME_MS).into());
        let mut conduit = Conduit::new(engine, reader, stream);
        conduit.limits.lasting(stage.house.longest_minutes);
        Self {
            seat,
            conduit,
            stage,
            socket,
            born: Instant::now(),
            backlog: Vec::new(),
            stuck: None,
            working: false,
            held: None,
            coming: None,
            decided: None,
            answers: Answers::default(),
            stops: Stops::default(),
        }
    }

    /// The first turn, and what came behind `start` already.
    pub(super) fn open(&mut self, bench: &mut Bench) -> Result<(), Reason> {
        let begin = self.stage.clone().begin();
        self.work(bench, begin);
        self.conduit.take(&mut [], &mut bench.scratch)
    }

    /// 20 ms: reads what came, if it is this call's turn to be read, moves on, sends what is due.
    pub(super) fn step(&mut self, now: Instant, bench: &mut Bench) -> Result<(), Reason> {
        let due =
            now.saturating_duration_since(self.born).as_millis() as u64 / TICK.as_millis() as u64;
        // What waited while this machine was late must not look as if it came in a moment.
        self.conduit.limits.pass(due);
        let reads = bench.reads(self.seat);
        if reads {
            self.receive(bench)?;
        }
        while self.conduit.engine.now() < due {
            if self.conduit.engine.now() + 1 < due {
                self.conduit.skip()?;
            } else if reads {
                self.conduit.tick()?;
            } else {
                self.conduit.tick_unread()?;
            }
            // What was due in a tick is sent in its name, however late.
            self.send_due(now, bench);
        }
        self.coming(bench)?;
        if let Some(sound) = self.conduit.engine.take_begun() {
            self.stage.write_down(sound, &bench.runtime);
        }
        self.follow_up(bench);
        self.send_due(now, bench);
        self.flush(now, bench)
    }

    /// The next turn is there.
    pub(super) fn next(&mut self, next: Next, bench: &mut Bench) -> Result<(), Reason> {
        self.working = false;
        match next {
            Next::Leave => return Err(Reason::Turn),
            Next::Fault => return Err(Reason::Fault),
            Next::Perform { clips, rest, thinking, task, heard_out, vain } => {
                self.stops.known(vain);
                let played_out = bench.busy || self.stops.too_many();
                let manners = Manners::of(heard_out, played_out);
                let (task, engine) = (self.suited(task, bench), &mut self.conduit.engine);
                let performance = if thinking {
                    engine.begin_thinking(task, manners)
                } else {
                    engine.begin(task, manners)
                };
                for clip in clips {
                    self.conduit.engine.add(performance, clip);
                }
                match rest {
                    Some(rest) => self.coming = Some((performance, rest)),
                    None => self.conduit.engine.close(performance),
                }
            }
        }
        self.follow_up(bench);
        let now = Instant::now();
        self.send_due(now, bench);
        self.flush(now, bench)
    }

    /// Says why, as far as the socket takes it at once; the socket, to be drained.
    pub(super) fn close(
        mut self,
        reason: Reason,
        bench: &mut Bench,
    ) -> (TcpStream, Stage, LineReport) {
        bench.scratch.out.clear();
        websocket::write_close(reason.close_code(), reason.label(), &mut bench.scratch.out);
        if self.backlog.is_empty() {
            // The stream is over either way.
            let _ = self.socket.write(&bench.scratch.out);
        }
        let _ = self.socket.shutdown(std::net::Shutdown::Write);
        let report = self.report(reason);
        (self.socket, self.stage, report)
    }

    fn receive(&mut self, bench: &mut Bench) -> Result<(), Reason> {
        loop {
            let read = match self.socket.read(&mut bench.inbuf) {
                Ok(0) => return Err(Reason::Gone),
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return Err(Reason::Gone),
            };
            self.conduit.take(&mut bench.inbuf[..read], &mut bench.scratch)?;
            if read < bench.inbuf.len() {
                return Ok(());
            }
        }
    }

    /// Takes the clips that were made meanwhile.
    fn coming(&mut self, bench: &mut Bench) -> Result<(), Reason> {
        let Some((performance, clips)) = &mut self.coming else { return Ok(()) };
        loop {
            let (clip, waited) = match clips.try_recv() {
                Ok(Coming::Clip(clip)) => (clip, None),
                Ok(Coming::First(clip, waited)) => (clip, Some(waited)),
                // The voice failed in the middle: TwiML says the whole turn.
                Ok(Coming::Failed) => return Err(Reason::Turn),
                Err(mpsc::error::TryRecvError::Empty) => return Ok(()),
                Err(mpsc::error::TryRecvError::Disconnected) => {
                    self.conduit.engine.close(*performance);
                    self.coming = None;
                    return Ok(());
                }
            };
            if !self.conduit.engine.add(*performance, clip) {
                // Stopped: whoever makes the rest is told by the closed channel.
                bench.scratch.tallies.stale += 1;
                self.coming = None;
                return Ok(());
            }
            waited.iter().for_each(Waited::measured);
        }
    }

    /// Starts work on what the engine found; one finding at a time.
    fn follow_up(&mut self, bench: &mut Bench) {
        let Some(found) = self.conduit.engine.take_found() else {
            if !self.working
                && let Some((found, over)) = self.held.take()
            {
                self.act(found, over, bench);
            }
            return;
        };
        let over = self.interruption(&found);
        if !self.working {
            self.held = None;
            self.act(found, over, bench);
        } else if matches!(found, Found::Keys(_)) {
            self.held = Some((found, over));
        }
    }

    fn interruption(&mut self, found: &Found) -> Option<Interruption> {
        let stopped = self.conduit.engine.take_stopped()?;
        self.coming = None;
        self.answers.interruptions += 1;
        self.stops.stopped(!matches!(found, Found::Keys(_)));
        let kind = match found {
            Found::Keys(keys) => interruption::Kind::of_keys(keys),
            Found::Utterance | Found::Silence | Found::Noise => interruption::Kind::StopSpeaking,
        };
        let over = Interruption { kind, heard_ms: stopped.heard_ms, of_ms: stopped.of_ms };
        metrics::counter!(names::INTERRUPTIONS, "kind" => kind.label()).increment(1);
        self.stage.interrupted(&over);
        Some(over)
    }

    fn act(&mut self, found: Found, over: Option<Interruption>, bench: &mut Bench) {
        let stage = self.stage.clone();
        match found {
            Found::Utterance => {
                let decided = Instant::now();
                self.decided = Some(decided);
                let Some(utterance) = self.conduit.engine.take_utterance() else { return };
                let hint = self.conduit.engine.hint();
                self.work(bench, stage.on_utterance(utterance, over, decided, hint));
            }
            Found::Silence => self.work(bench, stage.on_silence()),
            Found::Noise => self.work(bench, stage.on_noise()),
            Found::Keys(keys) => self.keys(stage, keys, over, bench),
        }
    }

    fn keys(&mut self, stage: Stage, keys: Keys, over: Option<Interruption>, bench: &mut Bench) {
        self.decided = None;
        self.work(bench, stage.on_keys(keys, over));
    }

    /// Runs work elsewhere; its result comes back to this seat. Work that panics is a fault of ours.
    fn work(&mut self, bench: &mut Bench, work: impl Future<Output = Next> + Send + 'static) {
        self.working = true;
        let span = tracing::info_span!("stream", call.sid = %self.stage.call());
        let tasks = self.stage.tasks();
        // The clock is the runtime's, and this thread is none of its own: it starts with the task.
        let timed = async move { tokio::time::timeout(PATIENCE, work).await };
        let running = tasks.spawn_on(timed.instrument(span), &bench.runtime);
        let (seat, inbox) = (self.seat, bench.inbox.clone());
        let deliver = async move {
            let next = match running.await {
                Ok(Ok(next)) => next,
                Ok(Err(_)) => {
                    tracing::error!("work for a stream took too long");
                    Next::Fault
                }
                Err(error) => {
                    tracing::error!(%error, "work for a stream failed");
                    Next::Fault
                }
            };
            inbox.send(Letter::Next(seat, next)).await;
        };
        tasks.spawn_on(deliver, &bench.runtime);
    }

    fn send_due(&mut self, now: Instant, bench: &mut Bench) {
        let Self { conduit, decided, answers, born, .. } = self;
        conduit.send_due(&mut bench.scratch, |due, tallies| {
            if let Some(decided) = decided.take() {
                let took = now.saturating_duration_since(decided);
                metrics::histogram!(names::FEEDBACK_SECONDS).record(took);
                answers.note(took.as_secs_f32() * 1_000.0);
            }
            tallies.due += 1;
            if now > *born + TICK * u32::try_from(due).unwrap_or(u32::MAX) + MISSED {
                tallies.missed += 1;
                answers.late_sends += 1;
            }
        });
    }

    /// Gives the socket what there is for it.
    fn flush(&mut self, now: Instant, bench: &mut Bench) -> Result<(), Reason> {
        if !self.backlog.is_empty() {
            self.backlog.extend_from_slice(&bench.scratch.out);
            bench.scratch.out.clear();
            std::mem::swap(&mut self.backlog, &mut bench.scratch.out);
        }
        let written = if bench.scratch.out.is_empty() {
            Ok(0)
        } else {
            self.socket.write(&bench.scratch.out)
        };
        let written = match written {
            Ok(n) => n,
            Err(error)
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) =>
            {
                0
            }
            Err(_) => return Err(Reason::Gone),
        };
        if written == bench.scratch.out.len() {
            self.stuck = None;
        } else {
            self.backlog.extend_from_slice(&bench.scratch.out[written..]);
            let since = *self.stuck.get_or_insert(now);
            if self.backlog.len() > BACKLOG || now.saturating_duration_since(since) > STALLED {
                return Err(Reason::Stalled);
            }
        }
        bench.scratch.out.clear();
        Ok(())
    }

    /// The task for this line: more patient where a pause may be a hole in it, or the machine is busy.
    fn suited(&self, mut task: Listening, bench: &Bench) -> Listening {
        if self.conduit.engine.quality().lossy() || bench.busy {
            task.how.hangover_ms = (task.how.hangover_ms as f32 * LENIENT) as u32;
        }
        task
    }

    fn report(&self, reason: Reason) -> LineReport {
        let quality = self.conduit.engine.quality();
        let report = quality.report(&self.answers);
        tell(&report, reason);
        metrics::counter!(names::KEYS_HEARD).increment(self.conduit.engine.keypad.heard());
        tracing::info!(
            call.sid = %self.stage.call(),
            reason = reason.label(),
            malformed = self.conduit.limits.odd(),
            jumps = quality.jumps(),
            frames = report.frames,
            answers = report.answers,
            "stream ended"
        );
        report
    }
}

/// Adds a stream's measurements to the metrics.
fn tell(report: &LineReport, reason: Reason) {
    let odd = [("late", report.late), ("filled", report.lost), ("reordered", report.reordered)];
    for (what, n) in odd {
        metrics::counter!(names::MEDIA_ODDITIES, "what" => what).increment(n);
    }
    metrics::counter!(names::STREAMS_ENDED, "reason" => reason.label()).increment(1);
    metrics::counter!(names::CLIPPED_SAMPLES).increment(report.clipped);
    if report.frames > 0 {
        metrics::histogram!(names::JITTER_SECONDS).record(report.jitter_ms / 1_000.0);
        metrics::histogram!(names::LOSS_RATIO).record(report.loss());
        metrics::histogram!(names::VOICED_RATIO).record(report.voiced_ratio());
    }
    if report.voiced > 0 {
        metrics::histogram!(names::LEVEL_DBFS).record(report.level_dbfs);
    }
}
