//! Puts the caller's audio where its number or its timestamp says (see [`super::order`]), in frames of 20 ms.
//!
//! A frame that comes before its turn is held for two ticks: if the missing one comes after all, they are put in order; if
//! not, the gap is filled. Repeated frames, and those whose place is taken, are dropped.

use super::order::{Order, Stamp};
use super::repair::LineRepair;
use crate::speech::g711::{self, Law};
use crate::speech::units::{FRAME_BYTES, FRAME_SAMPLES, SAMPLE_RATE_HZ};

/// Samples in a millisecond.
const PER_MS: i64 = SAMPLE_RATE_HZ as i64 / 1_000;
/// A timestamp this far off its place is jitter of the counter, not a gap.
const TOLERANCE: i64 = FRAME_SAMPLES as i64;
/// Ahead of its place by no more than this, a frame may only have overtaken another: two frames.
const OVERTAKING: i64 = 2 * FRAME_SAMPLES as i64;
/// Frames that are held at most, and for how many ticks.
const HELD: usize = 2;
const HOLD_TICKS: u8 = 2;
/// The longest gap that is filled; past it the clock of the stream is taken to have jumped, samples.
const MAX_GAP: i64 = 10 * SAMPLE_RATE_HZ as i64;

/// A frame of the caller's audio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Linear samples, mended.
    pub samples: [i16; FRAME_SAMPLES],
    /// The same as they came, with silence for what did not.
    pub raw: [i16; FRAME_SAMPLES],
    /// Whether any of it was made up for what the line lost.
    pub concealed: bool,
}

impl Frame {
    /// 20 ms of which nothing is known.
    pub const SILENCE: Self =
        Self { samples: [0; FRAME_SAMPLES], raw: [0; FRAME_SAMPLES], concealed: true };
}

/// What was odd about the audio so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Frames that came.
    pub received: u64,
    /// Messages that came too late or twice, and were dropped.
    pub late: u64,
    /// Messages that came before their turn, and were put in order.
    pub reordered: u64,
    /// Frames that never came, and were filled.
    pub filled: u64,
    /// Jumps of the timestamp too large to be a gap.
    pub jumps: u64,
}

/// Places one stream's audio.
#[derive(Debug)]
pub struct Inbound {
    order: Order,
    /// Place of the first message, ms; moved when the clock jumps.
    origin_ms: Option<i64>,
    /// Samples placed so far, filled ones too.
    placed: i64,
    pending: [i16; FRAME_SAMPLES],
    filled: usize,
    /// Samples of the pending frame that never came.
    missing: usize,
    held: [Held; HELD],
    /// Ticks for which something has been held.
    waited: u8,
    repair: LineRepair,
    oddities: Oddities,
}

/// A message that came before its turn.
#[derive(Debug, Clone, Copy)]
struct Held {
    at_ms: i64,
    codes: [u8; FRAME_BYTES],
    /// 0: nothing is held here.
    len: usize,
}

/// Where a timestamp lies.
enum Place {
    /// At the end of what is there.
    Here,
    /// Where something is already.
    Taken,
    /// So many samples further on.
    Ahead(i64),
    /// Nowhere near.
    Jump,
}

impl Default for Inbound {
    fn default() -> Self {
        Self {
            order: Order::default(),
            origin_ms: None,
            placed: 0,
            pending: [0; FRAME_SAMPLES],
            filled: 0,
            missing: 0,
            held: [Held { at_ms: 0, codes: [0; FRAME_BYTES], len: 0 }; HELD],
            waited: 0,
            repair: LineRepair::default(),
            oddities: Oddities::default(),
        }
    }
}

impl Inbound {
    /// What was odd so far.
    #[must_use]
    pub fn oddities(&self) -> Oddities {
        self.oddities
    }

    /// Takes a message's audio, mu-law of any length, and gives every frame that it completes to `each`. Real-time safe.
    pub fn push(&mut self, stamp: impl Into<Stamp>, mulaw: &[u8], mut each: impl FnMut(&Frame)) {
        let Some(at) = self.order.place(stamp.into(), mulaw.len()) else {
            return self.put(mulaw, &mut each);
        };
        match self.place(at) {
            Place::Here => {
                self.order.in_place();
                self.put(mulaw, &mut each);
                self.put_held(&mut each);
            }
            _ if self.order.out_of_place() => {
                // From the next message on, what else it says of its place, or nothing.
                self.give_up(&mut each);
                self.origin_ms = None;
                self.put(mulaw, &mut each);
            }
            Place::Taken => self.oddities.late += 1,
            Place::Ahead(by) if by <= OVERTAKING && self.hold(at, mulaw) => {}
            Place::Ahead(_) | Place::Jump => {
                self.give_up(&mut each);
                self.put_far(at, mulaw, &mut each);
            }
        }
    }

    /// 20 ms passed: what was waited for in vain is filled.
    pub fn tick(&mut self, mut each: impl FnMut(&Frame)) {
        if self.held.iter().all(|held| held.len == 0) {
            return;
        }
        self.waited += 1;
        if self.waited > HOLD_TICKS {
            self.give_up(&mut each);
        }
    }

    fn place(&mut self, at_ms: i64) -> Place {
        let origin = *self.origin_ms.get_or_insert(at_ms.saturating_sub(self.placed / PER_MS));
        let ahead = at_ms.saturating_sub(origin).saturating_mul(PER_MS).saturating_sub(self.placed);
        match ahead {
            _ if ahead.unsigned_abs() < TOLERANCE.unsigned_abs() => Place::Here,
            _ if ahead.unsigned_abs() > MAX_GAP.unsigned_abs() => Place::Jump,
            ahead if ahead < 0 => Place::Taken,
            ahead => Place::Ahead(ahead),
        }
    }

    /// Keeps a message for later; false if there is no room for it.
    fn hold(&mut self, at_ms: i64, mulaw: &[u8]) -> bool {
        if self.held.iter().any(|held| held.len > 0 && held.at_ms == at_ms) {
            self.oddities.late += 1;
            return true;
        }
        if mulaw.is_empty() || mulaw.len() > FRAME_BYTES {
            return false;
        }
        let Some(free) = self.held.iter().position(|held| held.len == 0) else { return false };
        if self.held.iter().all(|held| held.len == 0) {
            self.waited = 0;
        }
        let slot = &mut self.held[free];
        slot.codes[..mulaw.len()].copy_from_slice(mulaw);
        (slot.at_ms, slot.len) = (at_ms, mulaw.len());
        true
    }

    /// Puts what was held and whose turn has come.
    fn put_held(&mut self, each: &mut impl FnMut(&Frame)) {
        while let Some((held, taken)) = self.next_held() {
            if taken {
                self.oddities.late += 1;
            } else {
                self.oddities.reordered += 1;
                self.put(&held.codes[..held.len], each);
            }
        }
    }

    /// Takes out a held message whose place is reached, or passed (`true`).
    fn next_held(&mut self) -> Option<(Held, bool)> {
        for n in 0..HELD {
            let held = self.held[n];
            if held.len == 0 {
                continue;
            }
            let taken = match self.place(held.at_ms) {
                Place::Here => false,
                Place::Taken => true,
                Place::Ahead(_) | Place::Jump => continue,
            };
            self.held[n].len = 0;
            return Some((held, taken));
        }
        None
    }

    /// What is missing does not come: fills it and puts what was held, in order.
    fn give_up(&mut self, each: &mut impl FnMut(&Frame)) {
        let waiting = |held: &&Held| held.len > 0;
        while let Some(first) = self.held.iter().filter(waiting).map(|held| held.at_ms).min() {
            let n = self.held.iter().position(|held| held.len > 0 && held.at_ms == first);
            let Some(n) = n else { return };
            let held = self.held[n];
            self.held[n].len = 0;
            self.put_far(held.at_ms, &held.codes[..held.len], each);
        }
    }

    /// Puts a message where it belongs, and fills what lies before it.
    fn put_far(&mut self, at_ms: i64, mulaw: &[u8], each: &mut impl FnMut(&Frame)) {
        match self.place(at_ms) {
            Place::Here => {}
            Place::Taken => {
                self.oddities.late += 1;
                return;
            }
            Place::Ahead(samples) => self.fill(samples, each),
            Place::Jump => {
                self.oddities.jumps += 1;
                self.origin_ms = Some(at_ms.saturating_sub(self.placed / PER_MS));
            }
        }
        self.put(mulaw, each);
    }

    fn put(&mut self, mulaw: &[u8], each: &mut impl FnMut(&Frame)) {
        let mut rest = mulaw;
        while !rest.is_empty() {
            let taken = g711::decode_into(Law::Mu, rest, &mut self.pending[self.filled..]);
            rest = &rest[taken..];
            self.advance(taken, each);
        }
    }

    fn fill(&mut self, samples: i64, each: &mut impl FnMut(&Frame)) {
        self.oddities.filled += u64::try_from(samples).unwrap_or(0) / FRAME_SAMPLES as u64;
        let mut rest = usize::try_from(samples).unwrap_or(0);
        while rest > 0 {
            let taken = rest.min(FRAME_SAMPLES - self.filled);
            self.pending[self.filled..self.filled + taken].fill(0);
            self.missing += taken;
            rest -= taken;
            self.advance(taken, each);
        }
    }

    /// So many samples were put into the pending frame; gives it away when it is full.
    fn advance(&mut self, samples: usize, each: &mut impl FnMut(&Frame)) {
        self.filled += samples;
        self.placed += samples as i64;
        if self.filled < FRAME_SAMPLES {
            return;
        }
        let raw = self.pending;
        if self.missing == FRAME_SAMPLES {
            self.repair.missing(&mut self.pending);
        } else {
            self.oddities.received += 1;
            self.repair.received(&mut self.pending);
        }
        each(&Frame { samples: self.pending, raw, concealed: self.missing > 0 });
        self.filled = 0;
        self.missing = 0;
    }
}

#[cfg(test)]
#[path = "inbound_tests.rs"]
mod tests;
