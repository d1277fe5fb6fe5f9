//! One live call: audio, keys and marks in; audio, marks, clears and findings out. Pure; a tick is 20 ms.
//!
//! Order of work in a tick: what came in since the last one was pushed as it came; then the deadlines; then what is due to
//! be sent. After a performance the engine waits for its mark, lets the echo of the prompt die away, and listens. Speech over a
//! prompt stops it (barge-in), unless it is no louder than the line's echo of that prompt can be.

use std::sync::Arc;

use super::inbound::{Frame, Inbound, Oddities};
use super::playout::{Playout, Send};
use crate::domain::event::Keys;
use crate::speech::endpoint::{Endpoint, Endpointer, ListenFor};
use crate::speech::g711::{self, Law};
use crate::speech::level;
use crate::speech::units::{FRAME_BYTES, FRAME_SAMPLES};
use crate::speech::utterance::Utterance;

/// Ticks from the returned mark to listening: the line's echo of our own prompt (up to 250 ms).
const SETTLE_TICKS: u64 = 13;
/// Ticks after the last audio was due at which a mark that never came back is given up: 2 s.
const MARK_PATIENCE: u64 = 100;
/// Ticks without any audio after which silence is assumed, so that an utterance still ends: 200 ms.
const STARVED_TICKS: u64 = 10;
/// Ticks at the beginning of a prompt in which nothing stops it: the caller is still getting used to it. 300 ms.
const DEAF_TICKS: u64 = 15;
/// Frames of speech, louder than any echo, that stop a prompt: 160 ms.
const BARGE_FRAMES: u32 = 8;
/// A line returns our own voice at least this much weaker, dB.
const ECHO_LOSS_DB: f32 = 12.0;
/// How fast the echo of what was sent dies away, dB a tick.
const ECHO_DECAY_DB: f32 = 1.0;
/// Frames kept from before speech was noticed; the endpointer puts the start back by less.
const PRE_ROLL: usize = 24;

/// What the engine wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Out {
    /// Send a frame of mu-law.
    Frame([u8; FRAME_BYTES]),
    /// Send a mark of this number.
    Mark(u64),
    /// Send a clear.
    Clear,
}

/// What the engine found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// An utterance ended; it is in [`Engine::utterance`] until the next turn begins.
    Utterance,
    /// The time to speak ran out.
    Silence,
    /// A key was pressed.
    Keys(Keys),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing to do until the next turn.
    Resting,
    /// Being said; then listening.
    Performing,
    /// The echo dies away until this tick.
    Settling(u64),
    /// The endpointer decides.
    Listening,
}

/// What one call does and what it has noticed.
#[derive(Debug)]
pub struct Engine {
    tick: u64,
    phase: Phase,
    task: ListenFor,
    inbound: Inbound,
    playout: Playout,
    endpointer: Endpointer,
    utterance: Box<Utterance>,
    in_utterance: bool,
    pre_roll: [(bool, [i16; FRAME_SAMPLES]); PRE_ROLL],
    frames_heard: u64,
    last_heard: u64,
    mark: u64,
    give_up: u64,
    found: Option<Found>,
    clear: bool,
    began: u64,
    /// Level of what the caller is hearing from us, decaying, dBFS.
    sent_db: f32,
    /// Frames of the utterance under way that no echo could be.
    strong: u32,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// Takes the call's memory.
    #[must_use]
    pub fn new() -> Self {
        let task = ListenFor::syllable();
        Self {
            tick: 0,
            phase: Phase::Resting,
            task,
            inbound: Inbound::default(),
            playout: Playout::default(),
            endpointer: Endpointer::new(task),
            utterance: Box::new(Utterance::new()),
            in_utterance: false,
            pre_roll: [(false, [0; FRAME_SAMPLES]); PRE_ROLL],
            frames_heard: 0,
            last_heard: 0,
            mark: 0,
            give_up: 0,
            found: None,
            clear: false,
            began: 0,
            sent_db: level::SILENCE_DBFS,
            strong: 0,
        }
    }

    /// Begins a turn: says `clips`, then listens for `task`.
    pub fn perform(&mut self, clips: Vec<Arc<[u8]>>, task: ListenFor) {
        self.mark += 1;
        self.task = task;
        self.found = None;
        self.in_utterance = false;
        self.playout.begin(clips, self.mark, self.tick);
        self.phase = Phase::Performing;
        self.give_up = u64::MAX;
        self.began = self.tick;
        self.endpointer.arm(self.task);
    }

    /// Takes a message's audio.
    pub fn on_media(&mut self, timestamp_ms: Option<u64>, mulaw: &[u8]) {
        self.last_heard = self.tick;
        let mut inbound = std::mem::take(&mut self.inbound);
        inbound.push(timestamp_ms, mulaw, |frame| self.hear(&frame));
        self.inbound = inbound;
    }

    /// Takes a key: it stops what is being said.
    pub fn on_key(&mut self, key: char) {
        let Some(keys) = Keys::parse(key.encode_utf8(&mut [0; 4])) else { return };
        if self.playout.busy() {
            self.playout.clear();
            self.clear = true;
        }
        self.rest(Found::Keys(keys));
    }

    /// Takes a returned mark.
    pub fn on_mark(&mut self, mark: u64) {
        if self.playout.heard(mark) && self.phase == Phase::Performing {
            self.phase = Phase::Settling(self.tick + SETTLE_TICKS);
        }
    }

    /// Moves on by 20 ms.
    pub fn tick(&mut self) {
        self.tick += 1;
        self.sent_db = (self.sent_db - ECHO_DECAY_DB).max(level::SILENCE_DBFS);
        match self.phase {
            Phase::Performing if self.tick >= self.give_up => {
                self.phase = Phase::Settling(self.tick);
            }
            Phase::Settling(until) if self.tick >= until => {
                // Who has begun to speak already is not cut short.
                if !self.in_utterance {
                    self.endpointer.arm(self.task);
                }
                self.phase = Phase::Listening;
            }
            Phase::Listening if self.tick.saturating_sub(self.last_heard) > STARVED_TICKS => {
                self.hear(&Frame { samples: [0; FRAME_SAMPLES], concealed: true });
            }
            _ => {}
        }
    }

    /// The next thing to send; call until `None` after each tick and each turn.
    pub fn next_out(&mut self) -> Option<Out> {
        if std::mem::take(&mut self.clear) {
            return Some(Out::Clear);
        }
        match self.playout.next(self.tick)? {
            Send::Frame(frame) => {
                let mut samples = [0; FRAME_SAMPLES];
                g711::decode_into(Law::Mu, &frame, &mut samples);
                self.sent_db = self.sent_db.max(level::rms_dbfs(&samples));
                Some(Out::Frame(frame))
            }
            Send::Mark(mark) => {
                // Heard at the latest when everything sent has been played in real time.
                self.give_up = self.tick + self.playout.frames_sent() + MARK_PATIENCE;
                Some(Out::Mark(mark))
            }
        }
    }

    /// What was found since the last call.
    pub fn take_found(&mut self) -> Option<Found> {
        self.found.take()
    }

    /// The last utterance, complete once [`Found::Utterance`] was found.
    #[must_use]
    pub fn utterance(&self) -> &Utterance {
        &self.utterance
    }

    /// Swaps the finished utterance for an empty one, so that it can be scored elsewhere.
    pub fn swap_utterance(&mut self, empty: Box<Utterance>) -> Box<Utterance> {
        std::mem::replace(&mut self.utterance, empty)
    }

    /// What was odd about the audio.
    #[must_use]
    pub fn oddities(&self) -> Oddities {
        self.inbound.oddities()
    }

    fn hear(&mut self, frame: &Frame) {
        let at = usize::try_from(self.frames_heard % PRE_ROLL as u64).unwrap_or(0);
        self.pre_roll[at] = (frame.concealed, frame.samples);
        self.frames_heard += 1;
        if self.in_utterance {
            self.utterance.push(&frame.samples, frame.concealed);
        }
        // The endpointer hears everything, to know the noise and who speaks over a prompt.
        let endpoint = self.endpointer.push(&frame.samples);
        match self.phase {
            Phase::Resting => {}
            Phase::Listening => self.listen(endpoint),
            Phase::Performing | Phase::Settling(_) => self.overhear(endpoint, &frame.samples),
        }
    }

    fn listen(&mut self, endpoint: Option<Endpoint>) {
        match endpoint {
            Some(Endpoint::Started { start_frame }) => self.begin_utterance(start_frame),
            Some(Endpoint::FalseStart) => self.in_utterance = false,
            Some(Endpoint::Ended { .. }) => {
                self.utterance.finish();
                self.rest(Found::Utterance);
            }
            Some(Endpoint::NothingSaid) => self.rest(Found::Silence),
            None => {}
        }
    }

    /// While a prompt is heard: speech that cannot be its echo stops it, and is listened to from its beginning.
    fn overhear(&mut self, endpoint: Option<Endpoint>, samples: &[i16; FRAME_SAMPLES]) {
        match endpoint {
            Some(Endpoint::Started { start_frame }) => self.begin_utterance(start_frame),
            Some(Endpoint::FalseStart) => self.in_utterance = false,
            Some(Endpoint::Ended { .. } | Endpoint::NothingSaid) => {
                self.in_utterance = false;
                self.endpointer.arm(self.task);
            }
            None => {}
        }
        if !self.in_utterance || self.tick < self.began + DEAF_TICKS {
            return;
        }
        if level::rms_dbfs(samples) > self.sent_db - ECHO_LOSS_DB {
            self.strong += 1;
        }
        if self.strong >= BARGE_FRAMES {
            if self.playout.busy() {
                self.playout.clear();
                self.clear = true;
            }
            self.phase = Phase::Listening;
        }
    }

    fn begin_utterance(&mut self, start_frame: u64) {
        self.utterance.clear();
        self.in_utterance = true;
        self.strong = 0;
        let oldest = self.frames_heard.saturating_sub(PRE_ROLL as u64);
        for n in start_frame.max(oldest)..self.frames_heard {
            let at = usize::try_from(n % PRE_ROLL as u64).unwrap_or(0);
            let (concealed, samples) = &self.pre_roll[at];
            self.utterance.push(samples, *concealed);
        }
    }

    fn rest(&mut self, found: Found) {
        self.phase = Phase::Resting;
        self.in_utterance = false;
        self.found = Some(found);
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
