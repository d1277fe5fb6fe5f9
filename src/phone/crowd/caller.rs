//! One caller of a crowd: hears prompts to their end or speaks over them, says something, and notes how soon it is answered.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::{Duration, Instant};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::dial::{Open, Placed};
use super::far::Far;
use super::frames::{self, Kind};
use super::voice::Repertoire;
use crate::phone::stream::messages::Names;

/// Frames of thought between the end of a prompt and an answer, at least and at most.
const THOUGHT: (u32, u32) = (25, 75);
/// Frames into a prompt at which it is interrupted, at least and at most.
const PATIENCE: (u32, u32) = (40, 150);
/// Frames after which a caller who was not answered speaks again.
const GIVE_UP: u32 = 500;

/// What one caller saw.
#[derive(Debug, Default, Clone)]
pub(super) struct Notes {
    /// From the last frame of what was said to the first sound that came after it.
    pub(super) answered: Vec<Duration>,
    /// From the first frame spoken over a prompt to the `clear`.
    pub(super) silenced: Vec<Duration>,
    /// Frames sent; prompts heard to their end; utterances; interruptions begun; interruptions not noticed.
    pub(super) frames: u64,
    pub(super) prompts: u64,
    pub(super) utterances: u64,
    pub(super) interruptions: u64,
    pub(super) ignored: u64,
    /// Frames of silence inside prompts.
    pub(super) gaps: u64,
    /// The most that the line ever sent ahead, bytes.
    pub(super) deepest: u64,
    /// Streams opened anew because the line closed the last one in good order.
    pub(super) reopened: u64,
    /// What went wrong.
    pub(super) faults: Vec<String>,
}

/// What became of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// The line closed it in good order.
    Turn,
    /// It broke off, or the line broke the protocol.
    Fault(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Hears a prompt, and will speak over it when the count is out.
    Hearing { interrupt_in: Option<u32> },
    /// Thinks about the answer.
    Thinking { left: u32 },
    /// Speaks; `over`: over a prompt.
    Speaking { saying: usize, at: usize, over: bool },
    /// Waits for an answer.
    Waiting { left: u32 },
}

/// One caller.
pub(super) struct Caller {
    pub(super) placed: Placed,
    socket: std::net::TcpStream,
    names: Names,
    mask: [u8; 4],
    repertoire: std::sync::Arc<Repertoire>,
    inbox: Vec<u8>,
    far: Far,
    mood: Mood,
    dice: u32,
    barge_one_in: u32,
    sequence: u64,
    chunk: u64,
    timestamp_ms: u64,
    /// When speech began and when it ended, until it was answered.
    began: Option<Instant>,
    ended: Option<Instant>,
    pub(super) notes: Notes,
}

impl Caller {
    pub(super) fn new(
        placed: Placed,
        open: Open,
        repertoire: std::sync::Arc<Repertoire>,
        barge_one_in: u32,
        notes: Notes,
    ) -> std::io::Result<Self> {
        let names = Names {
            stream_sid: open.stream_sid,
            call_sid: placed.facts.call_sid().to_owned(),
            account_sid: placed.facts.account_sid().to_owned(),
        };
        open.socket.set_nonblocking(true)?;
        let mut caller = Self {
            placed,
            socket: open.socket,
            names,
            mask: rand::random(),
            repertoire,
            inbox: open.early,
            far: Far::default(),
            mood: Mood::Hearing { interrupt_in: None },
            dice: rand::random(),
            barge_one_in,
            sequence: 0,
            chunk: 0,
            timestamp_ms: rand::random_range(102..=171),
            began: None,
            ended: None,
            notes,
        };
        caller.text(&Names::connected())?;
        let sequence = caller.next();
        let start = caller.names.start(sequence, &open.parameters);
        caller.text(&start)?;
        caller.mood = caller.hearing();
        Ok(caller)
    }

    /// 20 ms: plays, listens, speaks. `buffer` is scratch.
    pub(super) fn tick(&mut self, buffer: &mut Vec<u8>) -> Option<End> {
        buffer.clear();
        if let Some(end) = self.receive(buffer) {
            return Some(end);
        }
        let (names, sequence) = (&self.names, &mut self.sequence);
        let (mask, prompts) = (self.mask, &mut self.notes.prompts);
        self.far.play(|name| {
            *sequence += 1;
            *prompts += 1;
            frames::write(1, names.mark(*sequence, name).as_bytes(), mask, buffer);
        });
        let frame = self.speak();
        self.media(frame, buffer);
        self.send(buffer).err().map(|error| End::Fault(format!("cannot send: {error}")))
    }

    /// Ends the stream as a hang-up does.
    pub(super) fn stop(&mut self) {
        let sequence = self.next();
        let stop = self.names.stop(sequence);
        // The line may have closed it already.
        let _ = self.text(&stop);
        self.notes.gaps += self.far.gaps;
        self.notes.deepest = self.notes.deepest.max(self.far.deepest);
    }

    fn next(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    fn roll(&mut self, range: (u32, u32)) -> u32 {
        self.dice = self.dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        range.0 + (self.dice >> 8) % (range.1 - range.0)
    }

    fn hearing(&mut self) -> Mood {
        let interrupts = self.barge_one_in > 0 && self.roll((0, self.barge_one_in)) == 0;
        Mood::Hearing { interrupt_in: interrupts.then(|| self.roll(PATIENCE)) }
    }

    /// Moves the mood on by a frame; the index of the hiss or the saying's frame to send.
    fn speak(&mut self) -> (Option<usize>, usize) {
        let playing = self.far.playing();
        match self.mood {
            Mood::Hearing { interrupt_in: Some(0) } if playing => {
                self.notes.interruptions += 1;
                self.begin(true);
            }
            Mood::Hearing { interrupt_in } if playing => {
                let left = interrupt_in.map(|left| left.saturating_sub(1));
                self.mood = Mood::Hearing { interrupt_in: left };
            }
            Mood::Hearing { .. } if self.notes.prompts > 0 || self.chunk > 250 => {
                self.mood = Mood::Thinking { left: self.roll(THOUGHT) };
            }
            Mood::Thinking { .. } if playing => self.mood = self.hearing(),
            Mood::Thinking { left: 0 } => self.begin(false),
            Mood::Thinking { left } => self.mood = Mood::Thinking { left: left - 1 },
            Mood::Waiting { .. } if playing => self.mood = self.hearing(),
            Mood::Waiting { left: 0 } => self.begin(false),
            Mood::Waiting { left } => self.mood = Mood::Waiting { left: left - 1 },
            Mood::Hearing { .. } | Mood::Speaking { .. } => {}
        }
        let Mood::Speaking { saying, at, over } = self.mood else {
            return (None, self.chunk as usize);
        };
        if at + 1 >= self.repertoire.saying(saying).len() {
            self.ended = Some(Instant::now());
            if over && self.began.take().is_some() {
                self.notes.ignored += 1;
            }
            self.mood = Mood::Waiting { left: GIVE_UP };
        } else {
            self.mood = Mood::Speaking { saying, at: at + 1, over };
        }
        (Some(saying), at)
    }

    fn begin(&mut self, over: bool) {
        self.notes.utterances += 1;
        self.ended = None;
        self.began = over.then(Instant::now);
        let saying = self.roll((0, 1_000)) as usize;
        self.mood = Mood::Speaking { saying, at: 0, over };
    }

    fn media(&mut self, (saying, at): (Option<usize>, usize), out: &mut Vec<u8>) {
        use std::fmt::Write as _;
        self.chunk += 1;
        self.notes.frames += 1;
        let sequence = self.next();
        let payload = match saying {
            Some(saying) => &self.repertoire.saying(saying)[at],
            None => self.repertoire.hiss(at),
        };
        let mut text = String::with_capacity(400);
        let _ = write!(
            text,
            r#"{{"event":"media","sequenceNumber":"{sequence}","media":{{"track":"inbound","chunk":"{}","timestamp":"{}","payload":"{payload}"}},"streamSid":"{}"}}"#,
            self.chunk, self.timestamp_ms, self.names.stream_sid
        );
        self.timestamp_ms += 20;
        frames::write(1, text.as_bytes(), self.mask, out);
    }

    fn text(&mut self, text: &str) -> std::io::Result<()> {
        let mut bytes = Vec::with_capacity(text.len() + 14);
        frames::write(1, text.as_bytes(), self.mask, &mut bytes);
        self.send(&bytes)
    }

    /// A caller's few bytes fit into any socket's buffer; one that takes none has stalled, which is a fault.
    fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.socket.write_all(bytes)
    }

    fn receive(&mut self, out: &mut Vec<u8>) -> Option<End> {
        let mut bytes = [0; 16 * 1024];
        match self.socket.read(&mut bytes) {
            Ok(0) => return Some(End::Fault("the line cut the stream".to_owned())),
            Ok(n) => self.inbox.extend_from_slice(&bytes[..n]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Some(End::Fault(format!("cannot receive: {error}"))),
        }
        let inbox = std::mem::take(&mut self.inbox);
        let mut at = 0;
        let mut end = None;
        while end.is_none() {
            match frames::read(&inbox[at..]) {
                Ok(Some(frame)) => {
                    end = self.take(frame.kind, &inbox[at + frame.from..at + frame.to], out);
                    at += frame.to;
                }
                Ok(None) => break,
                Err(fault) => end = Some(End::Fault(fault.to_owned())),
            }
        }
        self.inbox = inbox;
        self.inbox.drain(..at);
        end
    }

    fn take(&mut self, kind: Kind, payload: &[u8], out: &mut Vec<u8>) -> Option<End> {
        match kind {
            Kind::Text => self.obey(payload, out).err().map(End::Fault),
            Kind::Ping => {
                frames::write(10, payload, self.mask, out);
                None
            }
            Kind::Pong => None,
            Kind::Binary => Some(End::Fault("a binary frame on the media stream".to_owned())),
            Kind::Close => Some(match payload.get(2..) {
                Some(b"turn") => End::Turn,
                reason => {
                    let reason = String::from_utf8_lossy(reason.unwrap_or_default());
                    End::Fault(format!("the line closed the stream: {reason}"))
                }
            }),
        }
    }

    fn obey(&mut self, text: &[u8], out: &mut Vec<u8>) -> Result<(), String> {
        let value: Value = serde_json::from_slice(text).map_err(|e| format!("not JSON: {e}"))?;
        if value["streamSid"].as_str() != Some(&self.names.stream_sid) {
            return Err("a message for another stream".to_owned());
        }
        match value["event"].as_str() {
            Some("media") => {
                let payload = value["media"]["payload"].as_str().ok_or("media without payload")?;
                let sound = STANDARD.decode(payload).map_err(|e| format!("payload: {e}"))?;
                if let Some(ended) = self.ended.take() {
                    self.notes.answered.push(ended.elapsed());
                }
                self.far.push(sound.len() as u64);
            }
            Some("mark") => {
                let name = value["mark"]["name"].as_str().ok_or("a mark without name")?;
                self.far.mark(name);
            }
            Some("clear") => {
                if let Some(began) = self.began.take() {
                    self.notes.silenced.push(began.elapsed());
                }
                let (names, sequence, mask) = (&self.names, &mut self.sequence, self.mask);
                self.far.clear(|name| {
                    *sequence += 1;
                    frames::write(1, names.mark(*sequence, name).as_bytes(), mask, out);
                });
            }
            other => return Err(format!("an unknown event: {other:?}")),
        }
        Ok(())
    }
}
