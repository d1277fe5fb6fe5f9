//! One open stream: a frame each way every 20 ms, marks and keys in between.

use std::collections::VecDeque;
use std::sync::PoisonError;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;

use super::Socket;
use super::messages::{Incoming, Names};
use super::playout::Playout;
use crate::phone::event::Event;
use crate::phone::g711::{self, FRAME};
use crate::phone::input::Command;
use crate::phone::runner::Runner;
use crate::phone::twiml::{Severity, Stream};

const TICK: Duration = Duration::from_millis(20);
/// Frames of nothing after which the line counts as quiet: 300 ms.
const QUIET_FRAMES: u32 = 15;
/// The same for a stream in which nothing was heard yet: one second.
const FRESH_QUIET_FRAMES: u32 = 50;
/// How long the gateway may take to answer our close.
const CLOSING: Duration = Duration::from_secs(1);

/// How a stream ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StreamEnd {
    Gateway,
    HungUp,
    Failed(String),
}

pub(super) struct Session<'r> {
    runner: &'r mut Runner,
    names: Names,
    parameters: Vec<(String, String)>,
    playout: Playout,
    mouth: Mouth,
    ear: Ear,
    sequence: u64,
    chunk: u64,
    timestamp_ms: u64,
    /// Twilio reports each kind of bad message once a stream.
    reported: Vec<u32>,
}

impl<'r> Session<'r> {
    pub(super) fn new(runner: &'r mut Runner, stream: &Stream, stream_sid: &str) -> Self {
        let names = Names {
            stream_sid: stream_sid.to_owned(),
            call_sid: runner.facts.call_sid().to_owned(),
            account_sid: runner.facts.account_sid().to_owned(),
        };
        // Captured streams begin at 102 to 171 ms, never at 0.
        let timestamp_ms = rand::random_range(102..=171);
        Self {
            runner,
            names,
            parameters: stream.parameters.clone(),
            playout: Playout::default(),
            mouth: Mouth::default(),
            ear: Ear::default(),
            sequence: 0,
            chunk: 0,
            timestamp_ms,
            reported: Vec::new(),
        }
    }

    pub(super) async fn run(mut self, mut socket: Socket) -> StreamEnd {
        let end = match self.talk(&mut socket).await {
            Ok(end) => end,
            Err(error) => StreamEnd::Failed(error.to_string()),
        };
        if end == StreamEnd::HungUp {
            let sequence = self.next();
            let stop = self.names.stop(sequence);
            let _ = socket.send(Message::text(stop)).await;
        }
        // The call goes on, or is over: either way the socket is done with.
        let _ = timeout(CLOSING, socket.close(None)).await;
        self.finish();
        end
    }

    async fn talk(
        &mut self,
        socket: &mut Socket,
    ) -> Result<StreamEnd, tokio_tungstenite::tungstenite::Error> {
        socket.send(Message::text(Names::connected())).await?;
        let sequence = self.next();
        let start = self.names.start(sequence, &self.parameters);
        socket.send(Message::text(start)).await?;
        let mut due = Instant::now() + TICK;
        loop {
            if self.runner.input.hung_up() {
                return Ok(StreamEnd::HungUp);
            }
            let out = tokio::select! {
                biased;
                () = sleep_until(due) => {
                    // An absolute deadline: a late frame is caught up with, not passed on.
                    due += TICK;
                    self.tick()
                }
                message = socket.next() => match message {
                    None | Some(Ok(Message::Close(_))) => return Ok(StreamEnd::Gateway),
                    Some(Err(error)) => return after_error(error),
                    Some(Ok(message)) => self.take(message),
                },
                () = self.runner.input.arrival() => self.keys(),
            };
            for text in out {
                if let Err(error) = socket.send(Message::text(text)).await {
                    return after_error(error);
                }
            }
        }
    }

    fn next(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    /// 20 ms: plays a frame of the line, sends a frame of the caller.
    fn tick(&mut self) -> Vec<String> {
        let mut out = self.keys();
        let mut heard = [0xFF; FRAME];
        let played = self.playout.play(&mut heard);
        if let Some(event) = self.ear.listen(&heard[..played.heard], self.playout.waiting() == 0) {
            self.runner.emit(event);
        }
        for name in played.marks {
            out.push(self.return_mark(name, false));
        }
        while let Some(Command::Sound(codes)) =
            self.runner.input.take(|c| matches!(c, Command::Sound(_)))
        {
            self.runner.note_input();
            self.mouth.clips.push_back(codes);
        }
        let mut spoken = [0xFF; FRAME];
        if let Some(length) = self.mouth.speak(&mut spoken) {
            self.runner.emit(Event::Spoken { length });
        }
        self.keep(&heard, &spoken);
        self.chunk += 1;
        let sequence = self.next();
        out.push(self.names.media(sequence, self.chunk, self.timestamp_ms, &spoken));
        self.timestamp_ms += 20;
        out
    }

    /// Sends waiting keys.
    fn keys(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        while let Some(Command::Keys(keys)) =
            self.runner.input.take(|c| matches!(c, Command::Keys(_)))
        {
            self.runner.note_input();
            for key in keys.chars() {
                let sequence = self.next();
                out.push(self.names.dtmf(sequence, key));
            }
            self.runner.emit(Event::Pressed { keys });
        }
        out
    }

    fn take(&mut self, message: Message) -> Vec<String> {
        match message {
            Message::Text(text) => match self.names.read(&text) {
                Ok(incoming) => self.obey(incoming),
                Err(reason) => {
                    self.report(31_951, format!("a stream message is invalid: {reason}"));
                    Vec::new()
                }
            },
            Message::Binary(_) => {
                self.report(31_950, "a binary frame on the media stream".into());
                Vec::new()
            }
            // The library answers pings by itself.
            _ => Vec::new(),
        }
    }

    fn obey(&mut self, incoming: Incoming) -> Vec<String> {
        match incoming {
            Incoming::Media(codes) => {
                if !self.playout.push_sound(codes) {
                    self.report(
                        31_930,
                        "more sound was sent than the stream's buffer holds; it was dropped".into(),
                    );
                }
                Vec::new()
            }
            Incoming::Mark(name) => match self.playout.push_mark(name) {
                Some(name) => vec![self.return_mark(name, false)],
                None => Vec::new(),
            },
            Incoming::Clear => {
                let dropped = self.playout.clear();
                self.runner.emit(Event::Cleared { dropped: length(dropped.codes) });
                dropped.marks.into_iter().map(|name| self.return_mark(name, true)).collect()
            }
        }
    }

    fn return_mark(&mut self, name: String, cleared: bool) -> String {
        let sequence = self.next();
        let message = self.names.mark(sequence, &name);
        self.runner.emit(Event::Mark { name, cleared });
        message
    }

    fn report(&mut self, code: u32, message: String) {
        if !self.reported.contains(&code) {
            self.reported.push(code);
            self.runner.find(Severity::Error, code, message);
        }
    }

    fn keep(&self, heard: &[u8; FRAME], spoken: &[u8; FRAME]) {
        let mut recording = self.runner.recording.lock().unwrap_or_else(PoisonError::into_inner);
        recording.line.extend(heard.iter().map(|&code| g711::decode(code)));
        recording.caller.extend(spoken.iter().map(|&code| g711::decode(code)));
    }

    /// Tells what was heard last, and what was not heard any more.
    fn finish(&mut self) {
        if let Some(event) = self.ear.last_words() {
            self.runner.emit(event);
        }
        let lost = self.playout.waiting();
        if lost > 0 {
            let ms = length(lost).as_millis();
            self.runner.find(
                Severity::Notice,
                0,
                format!("the stream ended with {ms} ms of sound not played"),
            );
        }
    }
}

/// A connection that is cut without a closing handshake ends the stream like one that is closed.
fn after_error(
    error: tokio_tungstenite::tungstenite::Error,
) -> Result<StreamEnd, tokio_tungstenite::tungstenite::Error> {
    use tokio_tungstenite::tungstenite::{Error, error::ProtocolError};
    match error {
        Error::ConnectionClosed
        | Error::AlreadyClosed
        | Error::Io(_)
        | Error::Protocol(
            ProtocolError::ResetWithoutClosingHandshake | ProtocolError::SendAfterClosing,
        ) => Ok(StreamEnd::Gateway),
        other => Err(other),
    }
}

/// How long so many samples are.
fn length(codes: usize) -> Duration {
    Duration::from_micros(u64::try_from(codes).unwrap_or(u64::MAX).saturating_mul(125))
}

/// What the caller says, and the hiss in between.
#[derive(Debug, Default)]
struct Mouth {
    clips: VecDeque<Vec<u8>>,
    said: usize,
    hiss: u32,
}

impl Mouth {
    /// Fills a frame; answers the length of a clip that ends in it.
    fn speak(&mut self, frame: &mut [u8; FRAME]) -> Option<Duration> {
        let mut filled = 0;
        let mut ended = None;
        if let Some(clip) = self.clips.front() {
            let rest = &clip[self.said.min(clip.len())..];
            filled = rest.len().min(FRAME);
            frame[..filled].copy_from_slice(&rest[..filled]);
            self.said += filled;
            if self.said >= clip.len() {
                ended = Some(length(clip.len()));
                self.clips.pop_front();
                self.said = 0;
            }
        }
        for code in &mut frame[filled..] {
            *code = self.idle();
        }
        ended
    }

    /// An idle line carries the smallest codes of either sign, not one constant.
    fn idle(&mut self) -> u8 {
        self.hiss = self.hiss.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match self.hiss >> 24 {
            0..=3 => 0x7E,
            4..=7 => 0xFE,
            8..=131 => 0x7F,
            _ => 0xFF,
        }
    }
}

/// Cuts what the line says into stretches.
#[derive(Debug, Default)]
struct Ear {
    speaking: bool,
    ever: bool,
    frames: u32,
    samples: Vec<i16>,
    silence: usize,
}

impl Ear {
    /// Takes what was played in 20 ms; `drained` when nothing more waits.
    fn listen(&mut self, heard: &[u8], drained: bool) -> Option<Event> {
        if !heard.is_empty() {
            self.frames = 0;
            self.ever = true;
            // A gap shorter than the pause belongs to the stretch.
            self.samples.extend(std::iter::repeat_n(0, std::mem::take(&mut self.silence)));
            self.samples.extend(heard.iter().map(|&code| g711::decode(code)));
            let begins = !std::mem::replace(&mut self.speaking, true);
            return begins.then_some(Event::LineSpeaking);
        }
        self.frames += 1;
        if self.speaking {
            self.silence += FRAME;
        }
        if self.speaking && self.frames >= QUIET_FRAMES && drained {
            return self.last_words();
        }
        if !self.ever && self.frames == FRESH_QUIET_FRAMES {
            return Some(Event::LineQuiet { samples: Vec::new().into() });
        }
        None
    }

    fn last_words(&mut self) -> Option<Event> {
        self.silence = 0;
        let spoke = std::mem::replace(&mut self.speaking, false);
        let samples = std::mem::take(&mut self.samples).into();
        spoke.then_some(Event::LineQuiet { samples })
    }
}
