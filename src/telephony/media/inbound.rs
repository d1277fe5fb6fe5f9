//! Puts the caller's audio where its timestamp says, in frames of 20 ms.

use crate::speech::g711::{self, Law};
use crate::speech::units::{FRAME_SAMPLES, SAMPLE_RATE_HZ};

/// Samples in a millisecond.
const PER_MS: i64 = SAMPLE_RATE_HZ as i64 / 1_000;
/// A timestamp this far off its place is jitter of the counter, not a gap.
const TOLERANCE: i64 = FRAME_SAMPLES as i64;
/// The longest gap that is filled; past it the clock of the stream is taken to have jumped, samples.
const MAX_GAP: i64 = 10 * SAMPLE_RATE_HZ as i64;

/// A frame of the caller's audio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Linear samples.
    pub samples: [i16; FRAME_SAMPLES],
    /// Whether any of it was made up for what the line lost.
    pub concealed: bool,
}

/// What was odd about the audio so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Messages that came too late or twice, and were dropped.
    pub late: u64,
    /// Frames that never came, and were filled.
    pub filled: u64,
    /// Jumps of the timestamp too large to be a gap.
    pub jumps: u64,
}

/// Places one stream's audio.
#[derive(Debug)]
pub struct Inbound {
    /// Timestamp of the first message, ms; moved when the clock jumps.
    origin_ms: Option<i64>,
    /// Samples placed so far, filled ones too.
    placed: i64,
    pending: [i16; FRAME_SAMPLES],
    filled: usize,
    concealed: bool,
    oddities: Oddities,
    decoded: Vec<i16>,
}

impl Default for Inbound {
    fn default() -> Self {
        Self {
            origin_ms: None,
            placed: 0,
            pending: [0; FRAME_SAMPLES],
            filled: 0,
            concealed: false,
            oddities: Oddities::default(),
            decoded: Vec::with_capacity(4 * FRAME_SAMPLES),
        }
    }
}

impl Inbound {
    /// What was odd so far.
    #[must_use]
    pub fn oddities(&self) -> Oddities {
        self.oddities
    }

    /// Takes a message's audio, mu-law of any length, and gives every frame that it completes to `each`.
    pub fn push(&mut self, timestamp_ms: Option<u64>, mulaw: &[u8], mut each: impl FnMut(Frame)) {
        if let Some(at) = timestamp_ms.and_then(|t| i64::try_from(t).ok())
            && !self.make_room(at, &mut each)
        {
            self.oddities.late += 1;
            return;
        }
        let mut decoded = std::mem::take(&mut self.decoded);
        decoded.resize(mulaw.len(), 0);
        g711::decode_into(Law::Mu, mulaw, &mut decoded);
        for &sample in &decoded {
            self.put(sample, false, &mut each);
        }
        self.decoded = decoded;
    }

    /// Fills the gap before `at`; false if that place is already taken.
    fn make_room(&mut self, at_ms: i64, each: &mut impl FnMut(Frame)) -> bool {
        let origin = *self.origin_ms.get_or_insert(at_ms);
        let ahead = at_ms.saturating_sub(origin).saturating_mul(PER_MS).saturating_sub(self.placed);
        if ahead.unsigned_abs() < TOLERANCE.unsigned_abs() {
            return true;
        }
        if ahead.unsigned_abs() > MAX_GAP.unsigned_abs() {
            self.oddities.jumps += 1;
            self.origin_ms = Some(at_ms.saturating_sub(self.placed / PER_MS));
            return true;
        }
        if ahead < 0 {
            return false;
        }
        self.oddities.filled += u64::try_from(ahead).unwrap_or(0) / FRAME_SAMPLES as u64;
        for _ in 0..ahead {
            self.put(0, true, each);
        }
        true
    }

    fn put(&mut self, sample: i16, concealed: bool, each: &mut impl FnMut(Frame)) {
        self.pending[self.filled] = sample;
        self.concealed |= concealed;
        self.filled += 1;
        self.placed += 1;
        if self.filled == FRAME_SAMPLES {
            each(Frame { samples: self.pending, concealed: self.concealed });
            self.filled = 0;
            self.concealed = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tone(n: u8) -> [u8; FRAME_SAMPLES] {
        [n; FRAME_SAMPLES]
    }

    fn run(messages: &[(u64, u8)]) -> (Vec<Frame>, Oddities) {
        let mut inbound = Inbound::default();
        let mut frames = Vec::new();
        for &(at, code) in messages {
            inbound.push(Some(at), &tone(code), |f| frames.push(f));
        }
        (frames, inbound.oddities())
    }

    #[test]
    fn frames_in_order_pass_unchanged_whatever_the_first_timestamp() {
        let (frames, odd) = run(&[(137, 1), (157, 2), (176, 3), (197, 4)]);
        assert_eq!(frames.len(), 4);
        assert!(frames.iter().all(|f| !f.concealed));
        assert_eq!(odd, Oddities::default());
    }

    #[test]
    fn a_gap_is_filled_with_concealed_frames() {
        let (frames, odd) = run(&[(100, 1), (180, 2)]);
        let concealed: Vec<_> = frames.iter().map(|f| f.concealed).collect();
        assert_eq!(concealed, [false, true, true, true, false]);
        assert_eq!(odd.filled, 3);
    }

    #[test]
    fn repeated_and_late_messages_are_dropped_and_counted() {
        let (frames, odd) = run(&[(100, 1), (120, 2), (120, 2), (100, 1), (140, 3)]);
        assert_eq!(frames.len(), 3);
        assert_eq!(odd.late, 2);
    }

    #[test]
    fn a_jump_of_the_clock_neither_floods_nor_deafens() {
        let (frames, odd) = run(&[(100, 1), (90_000_000, 2), (90_000_020, 3)]);
        assert_eq!(frames.len(), 3);
        assert_eq!(odd.jumps, 1);
    }

    proptest! {
        #[test]
        fn no_sample_is_lost_however_the_audio_is_cut(cuts in proptest::collection::vec(1usize..500, 1..40)) {
            let mut inbound = Inbound::default();
            let mut frames = 0;
            let mut sent = 0;
            for cut in &cuts {
                inbound.push(None, &vec![0xff; *cut], |_| frames += 1);
                sent += cut;
            }
            prop_assert_eq!(frames, sent / FRAME_SAMPLES);
        }

        #[test]
        fn no_timestamps_make_it_panic_or_flood(stamps in proptest::collection::vec(any::<u64>(), 1..50)) {
            let mut inbound = Inbound::default();
            let mut frames = 0usize;
            for at in &stamps {
                inbound.push(Some(*at), &tone(0xff), |_| frames += 1);
            }
            prop_assert!(frames <= stamps.len() * 501);
        }
    }
}
