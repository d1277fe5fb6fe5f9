//! Both directions of a stream, side by side as they sound at the far end, for a recording that the caller agreed to.
//!
//! Both are written down a little late: what the caller's frames jitter by is made up from what waits. Sound of the caller
//! that comes after its time was written as silence pushes nothing back: the surplus is dropped, the oldest first, so that the
//! two tracks stay together to the end.

use std::collections::VecDeque;

use super::inbound::Frame;
use super::levelling::Levelling;
use super::playout::LEAD_FRAMES;
use crate::speech::g711::{self, Law};
use crate::telephony::recording::{FRAME_BYTES, Tap};

/// Mu-law silence.
const SILENCE: u8 = 0xff;
/// Frames by which both tracks are written late: 200 ms.
const CUSHION: usize = 10;
/// Frames of the caller over that many which are no surplus yet: what one tick may bring more than another.
const SLACK: usize = 2;
/// Frames of ours that wait to be played at the far end, at most.
const LINE_FRAMES: usize = 4 * LEAD_FRAMES as usize;

/// 20 ms of mu-law.
type Codes = [u8; FRAME_BYTES];

/// Lays the caller's frames and ours on one time line of 20 ms. About 10 kB.
#[derive(Debug)]
pub(super) struct Recorder {
    tap: Tap,
    caller: VecDeque<Codes>,
    /// Frames of the caller are being collected until there is a cushion of them.
    collecting: bool,
    /// What the far end has not played yet.
    line: VecDeque<u8>,
    /// What it played in the last ticks.
    played: [Codes; CUSHION],
    ticks: usize,
}

impl Recorder {
    /// Takes all its memory now.
    pub(super) fn new(tap: Tap) -> Self {
        Self {
            tap,
            caller: VecDeque::with_capacity(CUSHION + SLACK + 1),
            collecting: true,
            line: VecDeque::with_capacity(LINE_FRAMES * FRAME_BYTES),
            played: [[SILENCE; FRAME_BYTES]; CUSHION],
            ticks: 0,
        }
    }

    /// A frame of the caller, to be kept at an even level.
    pub(super) fn heard(&mut self, frame: &Frame, levelling: &Levelling) {
        if self.caller.len() > CUSHION + SLACK {
            // A burst after a gap: only its end is of now.
            self.caller.pop_front();
        }
        let even = levelling.apply(&frame.samples);
        self.caller.push_back(even.map(|sample| g711::encode(Law::Mu, sample)));
    }

    /// Sound that was sent: the far end plays it after what it has.
    pub(super) fn sent(&mut self, codes: &[u8]) {
        let room = LINE_FRAMES * FRAME_BYTES - self.line.len();
        self.line.extend(&codes[..codes.len().min(room)]);
    }

    /// The far end dropped what it had not played.
    pub(super) fn cleared(&mut self) {
        self.line.clear();
    }

    /// 20 ms have passed.
    pub(super) fn tick(&mut self) {
        let caller = self.next_of_the_caller();
        let now = self.next_of_ours();
        let line = std::mem::replace(&mut self.played[self.ticks % CUSHION], now);
        self.ticks += 1;
        self.tap.push(&caller, &line);
    }

    fn next_of_the_caller(&mut self) -> Codes {
        if self.caller.len() > CUSHION + SLACK {
            self.caller.drain(..self.caller.len() - CUSHION);
        }
        if self.caller.len() >= CUSHION {
            self.collecting = false;
        }
        if self.collecting {
            return [SILENCE; FRAME_BYTES];
        }
        let next = self.caller.pop_front();
        self.collecting = next.is_none();
        next.unwrap_or([SILENCE; FRAME_BYTES])
    }

    /// What the far end plays in this tick.
    fn next_of_ours(&mut self) -> Codes {
        let mut frame = [SILENCE; FRAME_BYTES];
        let there = self.line.len().min(FRAME_BYTES);
        for (to, from) in frame.iter_mut().zip(self.line.drain(..there)) {
            *to = from;
        }
        frame
    }
}

impl Drop for Recorder {
    /// Writes down what waits: the last words of both.
    fn drop(&mut self) {
        self.line.clear();
        for _ in 0..CUSHION.max(self.caller.len()) {
            self.collecting = false;
            self.tick();
        }
    }
}

#[cfg(test)]
#[path = "recorder_tests.rs"]
mod tests;
