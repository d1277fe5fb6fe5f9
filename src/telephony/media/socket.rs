//! The shell around the engine: the socket, the 20 ms clock, and the work that must not hold either up.
//!
//! One task a call. It owns the engine; scoring, the driver and the voice run in a task of their own, one at a time, and
//! hand back the next turn. Whatever ends the stream, the call goes on: the verb after `<Connect>` fetches the turn that stands.

use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use super::engine::{Engine, Found, Out};
use super::protocol::{self, Inbound};
use super::stage::{Next, Stage};
use crate::speech::units::FRAME_MS;
use crate::speech::utterance::Utterance;
use crate::telemetry::names;

/// How long a socket may take to say which call it is.
const START_PATIENCE: Duration = Duration::from_secs(5);
/// The longest stream.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Messages in a second; a line sends 50, and a burst after a stall some more.
const FLOOD: u32 = 250;
/// Malformed messages that are forgiven.
const FORGIVEN: u32 = 20;

/// Why a stream ended: a closed set, for logs and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The turn that stands does not listen, or cannot be spoken here: TwiML carries on.
    Turn,
    /// The service said so: the caller hung up, or the call was moved.
    Stop,
    /// The socket broke off.
    Gone,
    /// It never said which call it is.
    Unnamed,
    /// It showed no good ticket.
    Refused,
    /// Too many messages, or too many that nobody can read.
    Flood,
    /// It went on too long.
    TooLong,
    /// Work for it failed on our side.
    Fault,
}

impl Reason {
    pub(super) fn label(self) -> &'static str {
        match self {
            Reason::Turn => "turn",
            Reason::Stop => "stop",
            Reason::Gone => "gone",
            Reason::Unnamed => "unnamed",
            Reason::Refused => "refused",
            Reason::Flood => "flood",
            Reason::TooLong => "too_long",
            Reason::Fault => "fault",
        }
    }

    fn close_frame(self) -> CloseFrame {
        let code = match self {
            Reason::Refused | Reason::Unnamed | Reason::Flood => close_code::POLICY,
            Reason::Fault => close_code::ERROR,
            _ => close_code::NORMAL,
        };
        CloseFrame { code, reason: self.label().into() }
    }
}

/// Runs one socket to its end.
pub async fn run(stage: Stage, mut socket: WebSocket) {
    let named = tokio::time::timeout(START_PATIENCE, first_start(&mut socket)).await;
    let start = match named {
        Ok(Ok(start)) => start,
        Ok(Err(reason)) => return refuse(socket, reason).await,
        Err(_) => return refuse(socket, Reason::Unnamed).await,
    };
    let mut stage = stage;
    if !stage.admit(&start).await {
        return refuse(socket, Reason::Refused).await;
    }
    metrics::gauge!(names::LIVE_STREAMS).increment(1);
    stage.opened();
    let mut live = Live::new(stage, socket, start.stream);
    let reason = live.run().await;
    let _ = live.socket.send(Message::Close(Some(reason.close_frame()))).await;
    live.report(reason);
    live.stage.closed(reason).await;
    metrics::gauge!(names::LIVE_STREAMS).decrement(1);
}

async fn refuse(mut socket: WebSocket, reason: Reason) {
    metrics::counter!(names::STREAMS_ENDED, "reason" => reason.label()).increment(1);
    tracing::warn!(reason = reason.label(), "refused a media stream");
    let _ = socket.send(Message::Close(Some(reason.close_frame()))).await;
}

/// Reads until `start`, passing over what may come before it.
async fn first_start(socket: &mut WebSocket) -> Result<protocol::Start, Reason> {
    let mut odd = 0;
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else { continue };
        match protocol::parse(&text) {
            Ok(Inbound::Start(start)) => return Ok(start),
            Ok(_) => {}
            Err(_) => {
                count("malformed");
                odd += 1;
                if odd > FORGIVEN {
                    return Err(Reason::Flood);
                }
            }
        }
    }
    Err(Reason::Gone)
}

fn count(kind: &'static str) {
    metrics::counter!(names::MEDIA_MESSAGES, "kind" => kind).increment(1);
}

/// A stream that is going on.
struct Live {
    stage: Stage,
    socket: WebSocket,
    stream: crate::domain::ids::StreamSid,
    engine: Engine,
    /// The work that will bring the next turn.
    work: Option<JoinHandle<(Next, Option<Box<Utterance>>)>>,
    /// A key pressed while that work was going on.
    held: Option<Found>,
    /// When the endpointer decided, until the first frame of the answer is sent.
    decided: Option<Instant>,
    malformed: u32,
    this_second: (Instant, u32),
    text: String,
    bytes: Vec<u8>,
}

impl Live {
    fn new(stage: Stage, socket: WebSocket, stream: crate::domain::ids::StreamSid) -> Self {
        Self {
            stage,
            socket,
            stream,
            engine: Engine::new(),
            work: None,
            held: None,
            decided: None,
            malformed: 0,
            this_second: (Instant::now(), 0),
            text: String::with_capacity(512),
            bytes: Vec::with_capacity(512),
        }
    }

    async fn run(&mut self) -> Reason {
        let began = Instant::now();
        let mut ticks = tokio::time::interval(Duration::from_millis(FRAME_MS.into()));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        self.work = Some(self.stage.begin());
        loop {
            tokio::select! {
                biased;
                _ = ticks.tick() => {
                    self.engine.tick();
                    if began.elapsed() > LONGEST {
                        return Reason::TooLong;
                    }
                }
                done = finished(&mut self.work) => {
                    self.work = None;
                    if let Err(reason) = self.next_turn(done) {
                        return reason;
                    }
                }
                message = self.socket.recv() => {
                    let Some(Ok(message)) = message else { return Reason::Gone };
                    if let Err(reason) = self.on_message(&message) {
                        return reason;
                    }
                }
            }
            self.follow_up();
            if self.send_due().await.is_err() {
                return Reason::Gone;
            }
        }
    }

    /// Performs the turn that the work brought, or leaves it to TwiML.
    fn next_turn(
        &mut self,
        done: Result<(Next, Option<Box<Utterance>>), tokio::task::JoinError>,
    ) -> Result<(), Reason> {
        let (next, utterance) = done.map_err(|error| {
            tracing::error!(%error, "work for a stream failed");
            Reason::Fault
        })?;
        if let Some(utterance) = utterance {
            self.engine.swap_utterance(utterance);
        }
        match next {
            Next::Perform { clips, task } => {
                self.engine.perform(clips, task);
                Ok(())
            }
            Next::Leave => Err(Reason::Turn),
        }
    }

    /// Starts work on what the engine found; one finding at a time.
    fn follow_up(&mut self) {
        if self.work.is_some() {
            if let Some(found @ Found::Keys(_)) = self.engine.take_found() {
                self.held = Some(found);
            }
            return;
        }
        let Some(found) = self.held.take().or_else(|| self.engine.take_found()) else { return };
        self.work = Some(match found {
            Found::Utterance => {
                self.decided = Some(Instant::now());
                // The engine gets its memory back with the result.
                let utterance = self.engine.swap_utterance(Box::default());
                self.stage.on_utterance(utterance)
            }
            Found::Silence => self.stage.on_silence(),
            Found::Keys(keys) => self.stage.on_keys(keys),
        });
    }

    fn on_message(&mut self, message: &Message) -> Result<(), Reason> {
        let (since, n) = &mut self.this_second;
        if since.elapsed() > Duration::from_secs(1) {
            (*since, *n) = (Instant::now(), 0);
        }
        *n += 1;
        if *n > FLOOD {
            return Err(Reason::Flood);
        }
        match message {
            Message::Text(text) => self.on_text(text),
            Message::Close(_) => Err(Reason::Gone),
            Message::Binary(_) => self.odd(),
            Message::Ping(_) | Message::Pong(_) => Ok(()),
        }
    }

    fn on_text(&mut self, text: &str) -> Result<(), Reason> {
        match protocol::parse(text) {
            Ok(Inbound::Media { track, timestamp_ms, payload }) => {
                // The other track is our own voice.
                if track.starts_with("inbound") {
                    count("media");
                    if protocol::decode_payload(&payload, &mut self.bytes).is_err() {
                        return self.odd();
                    }
                    self.engine.on_media(timestamp_ms, &self.bytes);
                }
            }
            Ok(Inbound::Dtmf(key)) => {
                count("dtmf");
                self.engine.on_key(key);
            }
            Ok(Inbound::Mark(name)) => {
                count("mark");
                if let Some(mark) = protocol::mark_number(&name) {
                    self.engine.on_mark(mark);
                }
            }
            Ok(Inbound::Stop) => return Err(Reason::Stop),
            Ok(Inbound::Connected | Inbound::Start(_) | Inbound::Unknown) => count("other"),
            Err(_) => return self.odd(),
        }
        Ok(())
    }

    /// A message that nobody can read: counted, and too many end the stream.
    fn odd(&mut self) -> Result<(), Reason> {
        count("malformed");
        self.malformed += 1;
        if self.malformed > FORGIVEN { Err(Reason::Flood) } else { Ok(()) }
    }

    async fn send_due(&mut self) -> Result<(), axum::Error> {
        while let Some(out) = self.engine.next_out() {
            match out {
                Out::Frame(frame) => {
                    if let Some(decided) = self.decided.take() {
                        metrics::histogram!(names::FEEDBACK_SECONDS).record(decided.elapsed());
                    }
                    protocol::write_media(&self.stream, &frame, &mut self.text);
                }
                Out::Mark(mark) => protocol::write_mark(&self.stream, mark, &mut self.text),
                Out::Clear => protocol::write_clear(&self.stream, &mut self.text),
            }
            self.socket.send(Message::text(self.text.as_str())).await?;
        }
        Ok(())
    }

    fn report(&self, reason: Reason) {
        let odd = self.engine.oddities();
        for (what, n) in [("late", odd.late), ("filled", odd.filled), ("jump", odd.jumps)] {
            metrics::counter!(names::MEDIA_ODDITIES, "what" => what).increment(n);
        }
        metrics::counter!(names::STREAMS_ENDED, "reason" => reason.label()).increment(1);
        tracing::info!(
            reason = reason.label(),
            late = odd.late,
            filled = odd.filled,
            jumps = odd.jumps,
            malformed = self.malformed,
            "stream ended"
        );
    }
}

/// Waits for the work, if there is any.
async fn finished<T>(work: &mut Option<JoinHandle<T>>) -> Result<T, tokio::task::JoinError> {
    match work {
        Some(work) => work.await,
        None => std::future::pending().await,
    }
}
