//! One call between the bytes of its socket and its engine: WebSocket, JSON and base64, in and out. No socket, no clock.
//!
//! The path of a frame: nothing on it allocates, which a test counts over the whole of it.

use super::engine::{Engine, Out};
use super::limits::Limits;
use super::protocol::{self, Inbound};
use super::reason::Reason;
use super::tallies::Tallies;
use super::websocket::{self, Kind, Message, Reader, Violation};
use crate::domain::ids::StreamSid;
use crate::telemetry::names;

/// Memory that the calls of a thread use one after the other.
#[derive(Debug)]
pub(super) struct Scratch {
    /// What goes to the socket at hand.
    pub(super) out: Vec<u8>,
    /// The message at hand.
    text: String,
    /// The audio at hand.
    codes: Vec<u8>,
    pub(super) tallies: Tallies,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            out: Vec::with_capacity(16 * 1024),
            text: String::with_capacity(4 * 1024),
            codes: Vec::with_capacity(8 * 1024),
            tallies: Tallies::default(),
        }
    }
}

/// A call's reader, limits and engine.
pub(super) struct Conduit {
    pub(super) engine: Engine,
    pub(super) limits: Limits,
    reader: Reader,
    stream: StreamSid,
}

impl Conduit {
    pub(super) fn new(engine: Engine, reader: Reader, stream: StreamSid) -> Self {
        Self { engine, limits: Limits::default(), reader, stream }
    }

    /// Takes bytes of the socket; they are changed.
    pub(super) fn take(&mut self, fresh: &mut [u8], scratch: &mut Scratch) -> Result<(), Reason> {
        self.limits.read(fresh.len())?;
        let mut reader = std::mem::take(&mut self.reader);
        let mut ended = None;
        let read = reader.feed(fresh, |message| {
            ended = self.on_message(&message, scratch).err();
            ended.is_none()
        });
        self.reader = reader;
        match (ended, read) {
            (Some(reason), _) => Err(reason),
            (None, Err(Violation::TooLong)) => Err(Reason::TooBig),
            (None, Err(_)) => Err(Reason::Protocol),
            (None, Ok(())) => Ok(()),
        }
    }

    /// Moves on by 20 ms.
    pub(super) fn tick(&mut self) -> Result<(), Reason> {
        self.engine.tick();
        self.limits.tick(self.engine.now())
    }

    /// Moves on by 20 ms in which it was not this call's turn to be read.
    pub(super) fn tick_unread(&mut self) -> Result<(), Reason> {
        self.engine.tick_unread();
        self.limits.tick(self.engine.now())
    }

    /// Moves on by 20 ms that this machine was late by: what the line sent in them came all at once.
    pub(super) fn skip(&mut self) -> Result<(), Reason> {
        self.engine.skip();
        self.limits.tick(self.engine.now())
    }

    /// Appends what is due to `scratch.out`; `audio` is told the tick at which each piece of sound was due.
    pub(super) fn send_due(
        &mut self,
        scratch: &mut Scratch,
        mut audio: impl FnMut(u64, &mut Tallies),
    ) {
        while let Some(out) = self.engine.next_out() {
            match out {
                Out::Audio { codes, due } => {
                    audio(due, &mut scratch.tallies);
                    protocol::write_media(&self.stream, codes, &mut scratch.text);
                }
                Out::Waiting(codes) => {
                    protocol::write_media(&self.stream, codes, &mut scratch.text);
                }
                Out::Mark(mark) => protocol::write_mark(&self.stream, mark, &mut scratch.text),
                Out::Clear => protocol::write_clear(&self.stream, &mut scratch.text),
            }
            websocket::write(Kind::Text, scratch.text.as_bytes(), &mut scratch.out);
        }
    }

    fn on_message(&mut self, message: &Message<'_>, scratch: &mut Scratch) -> Result<(), Reason> {
        self.limits.message()?;
        match message {
            Message::Text(text) => self.on_text(text, scratch),
            Message::Close => Err(Reason::Gone),
            Message::Binary => self.odd(),
            Message::Ping(payload) => {
                websocket::write(Kind::Pong, payload, &mut scratch.out);
                Ok(())
            }
            Message::Pong => Ok(()),
        }
    }

    fn on_text(&mut self, text: &str, scratch: &mut Scratch) -> Result<(), Reason> {
        let tallies = &mut scratch.tallies;
        let Ok(message) = protocol::message(text) else { return self.odd() };
        if message.stream.is_some_and(|stream| stream != self.stream.as_str()) {
            tallies.foreign += 1;
            return Ok(());
        }
        match message.says {
            Inbound::Media { track, stamp, payload } => {
                // The other track is our own voice.
                if track.starts_with("inbound") {
                    tallies.media += 1;
                    if protocol::decode_payload(&payload, &mut scratch.codes).is_err() {
                        return self.odd();
                    }
                    self.engine.on_media(stamp, &scratch.codes);
                }
            }
            Inbound::Dtmf(key) => {
                tallies.dtmf += 1;
                self.engine.on_key(key);
            }
            Inbound::Mark(name) => {
                tallies.marks += 1;
                if let Some(mark) = protocol::mark_number(&name) {
                    self.engine.on_mark(mark);
                }
            }
            Inbound::Stop => return Err(Reason::Stop),
            Inbound::Connected | Inbound::Start(_) | Inbound::Unknown => tallies.other += 1,
        }
        Ok(())
    }

    /// A message that nobody can read: counted, and too many end the stream.
    fn odd(&mut self) -> Result<(), Reason> {
        metrics::counter!(names::MEDIA_MESSAGES, "kind" => "malformed").increment(1);
        self.limits.malformed()
    }
}

#[cfg(test)]
#[path = "conduit_tests.rs"]
mod tests;
