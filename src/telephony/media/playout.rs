//! What is said into the stream: a queue of clips, each with a mark, sent at most a small lead ahead of real time.
//!
//! One performance at a time. Its clips may come one by one, while the first is being heard already; a clip of a
//! performance that was cleared is refused, so that nothing stale is ever said.

use std::collections::VecDeque;

use super::clip::Clip;
use crate::speech::units::{FRAME_BYTES, FRAME_MS};

/// How far ahead of real time audio is sent at most unless another lead is set, frames: enough for jitter, little enough for an interruption to be
/// heard at once.
pub const LEAD_FRAMES: u64 = 8;
/// Audio in one message at most, frames. The far buffer holds between the difference and [`LEAD_FRAMES`].
pub const PIECE_FRAMES: u64 = 4;

const FRAME: u64 = FRAME_BYTES as u64;
const LEAD: u64 = LEAD_FRAMES * FRAME;
const PIECE: u64 = PIECE_FRAMES * FRAME;

/// What the playout wants sent next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Send<'a> {
    /// A piece of audio.
    Audio {
        /// Mu-law, at most [`PIECE_FRAMES`] of it.
        codes: &'a [u8],
        /// The tick at which it was due.
        due: u64,
        /// The tick from which on the far end plays it.
        at: u64,
        /// The level of each 20 ms of it, dBFS.
        levels: &'a [i8],
    },
    /// A mark: everything of a clip was sent.
    Mark(u64),
}

/// What a returned mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Nothing: it was cleared, or is not ours.
    Nothing,
    /// A clip was heard to its end; more follows.
    Clip,
    /// The performance was heard to its end.
    All,
}

/// How much of a performance was heard when it was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Heard, ms.
    pub heard_ms: u32,
    /// What it was to be, as far as it was known, ms.
    pub of_ms: u32,
}

/// Clips and marks that memory is taken for when the call begins; longer turns take more.
const CLIPS: usize = 16;

/// The queue of one call.
#[derive(Debug)]
pub struct Playout {
    /// The performance that is going on; the numbers never come again.
    performance: u64,
    clips: VecDeque<Clip>,
    /// Bytes of the first clip already sent.
    at: usize,
    /// More clips may come.
    open: bool,
    /// Everything was sent and no clip's mark will say so: a performance without clips, or whose last one was a part.
    bare: bool,
    /// Marks sent and not returned, each with the bytes that were sent before it.
    awaited: VecDeque<(u64, u64)>,
    last_mark: u64,
    /// The tick from which on what was sent is heard.
    began: u64,
    sent: u64,
    queued: u64,
    /// Bytes heard for certain, and the tick at which that was known.
    heard: u64,
    heard_at: u64,
    /// How far ahead audio is sent, bytes.
    lead: u64,
}

impl Default for Playout {
    fn default() -> Self {
        Self {
            performance: 0,
            clips: VecDeque::with_capacity(CLIPS),
            at: 0,
            open: false,
            bare: false,
            awaited: VecDeque::with_capacity(CLIPS),
            last_mark: 0,
            began: 0,
            sent: 0,
            queued: 0,
            heard: 0,
            heard_at: 0,
            lead: LEAD,
        }
    }
}

impl Playout {
    /// From now on audio is sent so far ahead of real time, frames; a message of audio at least.
    pub fn set_lead(&mut self, frames: u64) {
        self.lead = frames.max(PIECE_FRAMES) * FRAME;
    }

    /// How far ahead of real time audio is sent at most, frames.
    #[must_use]
    pub fn lead(&self) -> u64 {
        self.lead / FRAME
    }

    /// Begins a performance at tick `now`; what was queued before is forgotten. Its number.
    pub fn begin(&mut self, now: u64) -> u64 {
        self.forget();
        self.performance += 1;
        self.open = true;
        self.bare = true;
        (self.began, self.heard_at) = (now, now);
        (self.sent, self.queued, self.heard) = (0, 0, 0);
        self.performance
    }

    /// Queues a clip of a performance; false if that one is over, and the clip is dropped.
    pub fn add(&mut self, performance: u64, clip: Clip, now: u64) -> bool {
        if performance != self.performance || !self.open {
            return false;
        }
        if !clip.codes().is_empty() {
            if self.clips.is_empty() {
                // What was sent before may have been played by now: the lead counts from this clip on.
                self.began = self.began.max(now.saturating_sub(self.sent / FRAME));
            }
            self.queued += clip.codes().len() as u64;
            self.clips.push_back(clip);
            self.bare = false;
        }
        true
    }

    /// No more clips come for a performance.
    pub fn close(&mut self, performance: u64) {
        if performance == self.performance {
            self.open = false;
        }
    }

    /// Stops: forgets everything queued and awaited, and tells how much was heard by tick `now`. `None` if nothing was
    /// going on.
    pub fn clear(&mut self, now: u64) -> Option<Stopped> {
        let stopped = self.busy().then(|| self.progress(now));
        self.forget();
        stopped
    }

    /// Whether anything is still to be sent or heard.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.open || self.bare || !self.clips.is_empty() || !self.awaited.is_empty()
    }

    /// Whether everything was sent, though perhaps not heard.
    #[must_use]
    pub fn all_sent(&self) -> bool {
        !self.open && !self.bare && self.clips.is_empty()
    }

    /// Whether more clips are to come and there is none to send.
    #[must_use]
    pub fn lacks(&self) -> bool {
        self.open && self.clips.is_empty()
    }

    /// Whether every mark came back: what was sent has been heard.
    #[must_use]
    pub fn all_returned(&self) -> bool {
        self.awaited.is_empty()
    }

    /// The tick at which all that was sent has been played, as far as real time tells.
    #[must_use]
    pub fn played_by(&self) -> u64 {
        self.began + self.sent.div_ceil(FRAME)
    }

    /// The next thing to send at tick `now`; call until it gives `None`.
    pub fn next(&mut self, now: u64) -> Option<Send<'_>> {
        while let Some(clip) = self.clips.front()
            && clip.is_part()
            && self.at == clip.codes().len()
        {
            self.clips.pop_front();
            self.at = 0;
            // If nothing follows after all.
            self.bare = true;
        }
        if self.clips.is_empty() {
            if self.open || !std::mem::take(&mut self.bare) {
                return None;
            }
            return Some(Send::Mark(self.mark()));
        }
        if self.at == self.clips[0].codes().len() {
            self.clips.pop_front();
            self.at = 0;
            return Some(Send::Mark(self.mark()));
        }
        let ahead = self.sent.saturating_sub((now - self.began) * FRAME);
        if ahead + PIECE > self.lead {
            return None;
        }
        let due = self.began + (self.sent + PIECE).saturating_sub(self.lead).div_ceil(FRAME);
        let from = self.at;
        let at = self.began + self.sent / FRAME;
        let clip = &self.clips[0];
        self.at = clip.codes().len().min(from + PIECE as usize);
        self.sent += (self.at - from) as u64;
        let levels = clip.levels(from, self.at);
        Some(Send::Audio { codes: &clip.codes()[from..self.at], due, at, levels })
    }

    /// Takes a returned mark at tick `now`.
    pub fn on_mark(&mut self, mark: u64, now: u64) -> Heard {
        let Some(at) = self.awaited.iter().position(|(awaited, _)| *awaited == mark) else {
            return Heard::Nothing;
        };
        self.heard = self.awaited[at].1;
        self.heard_at = now;
        self.awaited.drain(..=at);
        if self.busy() { Heard::Clip } else { Heard::All }
    }

    /// What was heard by tick `now`: what returned marks prove, and since then what real time allows.
    #[must_use]
    pub fn progress(&self, now: u64) -> Stopped {
        let next_mark = self.awaited.front().map_or(u64::MAX, |(_, bytes)| *bytes);
        let played = self.heard + now.saturating_sub(self.heard_at.max(self.began)) * FRAME;
        let heard = played.min(self.sent).min(next_mark);
        let ms =
            |bytes: u64| u32::try_from(bytes * u64::from(FRAME_MS) / FRAME).unwrap_or(u32::MAX);
        Stopped { heard_ms: ms(heard), of_ms: ms(self.queued) }
    }

    fn mark(&mut self) -> u64 {
        self.last_mark += 1;
        self.awaited.push_back((self.last_mark, self.sent));
        self.last_mark
    }

    fn forget(&mut self) {
        self.clips.clear();
        self.awaited.clear();
        self.at = 0;
        self.open = false;
        self.bare = false;
        // A performance that was stopped takes no more clips.
        self.performance += 1;
    }
}

#[cfg(test)]
#[path = "playout_tests.rs"]
mod tests;
