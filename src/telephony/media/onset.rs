//! Who is heard while a prompt ends: the caller, or the line's echo of the prompt?
//!
//! Sound that is louder than any echo of what was sent is the caller's. Softer sound may be either. A line that echoes does so
//! from the first words of a prompt on; so sound that begins only near the end of one, when nothing had been heard of it
//! before, is a caller who speaks softly and early.

/// What a frame louder than any echo counts, and one that is not takes away; so many of them make who speaks the caller.
const OWN: u32 = 4;
const OWN_ENOUGH: u32 = 3 * OWN - 2;
/// The most that is counted.
const OWN_MOST: u32 = 100;
/// Ticks of a prompt after which a line that echoes would have been heard to: 1 s.
const KNOWN: u64 = 50;
/// Ticks before the end of the echo in which who speaks early begins: 0.8 s, of which 0.26 s follow the prompt.
const EARLY: u64 = 40;
/// Frames in a row with sound, up to the end of the echo, that go on beyond it.
const LASTING: u32 = 5;

/// What was heard while one prompt was said.
#[derive(Debug, Default)]
pub(super) struct Onset {
    /// The tick at which the prompt began.
    prompt: u64,
    /// Utterances that began since, and the tick of the last.
    begun: u32,
    at: u64,
    /// How much of the last one, of late, no echo could be.
    strong: u32,
    /// Frames in a row, up to now, in which there was sound.
    lasting: u32,
}

impl Onset {
    /// A prompt begins.
    pub(super) fn prompt(&mut self, tick: u64) {
        *self = Self { prompt: tick, ..Self::default() };
    }

    /// An utterance begins.
    pub(super) fn begins(&mut self, tick: u64) {
        self.begun += 1;
        self.at = tick;
        self.strong = 0;
    }

    /// A frame while an utterance is under way: whether it is louder than any echo, and whether there is sound in it.
    pub(super) fn frame(&mut self, own: bool, sound: bool) {
        self.strong =
            if own { OWN_MOST.min(self.strong + OWN) } else { self.strong.saturating_sub(1) };
        self.lasting = if sound { self.lasting + 1 } else { 0 };
    }

    /// At the end of the echo: whether the utterance that is under way is the caller's.
    pub(super) fn is_the_callers(&self, tick: u64) -> bool {
        let quiet_before = self.begun == 1 && self.at >= self.prompt + KNOWN;
        let goes_on = self.at + EARLY >= tick || self.lasting >= LASTING;
        self.strong >= OWN_ENOUGH || (quiet_before && goes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Utterances that begin at these ticks of a prompt, whose echo ends at `end`; soft, the last goes on as told.
    fn heard(begins: &[u64], end: u64, goes_on: bool) -> bool {
        let mut onset = Onset::default();
        onset.prompt(1_000);
        for tick in 0..end {
            if begins.contains(&tick) {
                onset.begins(1_000 + tick);
            }
            onset.frame(false, goes_on || tick + 10 < end);
        }
        onset.is_the_callers(1_000 + end)
    }

    #[test]
    fn soft_speech_near_the_end_of_a_prompt_is_the_callers_if_the_line_was_silent_before() {
        assert!(heard(&[170], 200, false));
        assert!(heard(&[100], 200, true), "who began long ago and goes on");
        assert!(!heard(&[100], 200, false), "it ended with the prompt");
        assert!(!heard(&[20, 170], 200, false), "the line echoes");
        assert!(!heard(&[5], 40, false), "the prompt was too short to tell");
    }

    #[test]
    fn what_is_louder_than_any_echo_is_the_callers() {
        let mut onset = Onset::default();
        onset.prompt(0);
        onset.begins(5);
        (0..3).for_each(|_| onset.frame(true, true));
        assert!(onset.is_the_callers(100));
        (0..60).for_each(|n| onset.frame(n % 6 == 0, true));
        assert!(!onset.is_the_callers(100), "a frame now and then is none");
        (0..3).for_each(|_| onset.frame(true, true));
        onset.begins(90);
        assert!(!onset.is_the_callers(100), "of the last utterance only");
    }
}
