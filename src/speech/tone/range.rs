//! What is known of a speaker's voice, learnt as they speak.

use serde::{Deserialize, Serialize};

use super::features::Reference;
use super::lattice::TONES;

/// How far the middle of a single syllable lies from its speaker's own middle, semitones, by tone 1 to 5.
/// Medians over the training data, drawn in by a fifth: most callers have less range than teachers.
const TONE_OFFSETS: [f32; TONES] = [2.8, -2.4, -4.8, 2.8, -1.0];
/// After this many utterances the oldest begin to be forgotten.
const MEMORY: u32 = 20;

/// The running estimate of one speaker's middle pitch. Small; kept in the learner's context.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct SpeakerRange {
    /// Utterances heard.
    heard: u32,
    /// Middle of the pitch, semitones over 1 Hz.
    middle_st: f32,
}

impl SpeakerRange {
    /// Nothing heard yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Utterances heard so far.
    #[must_use]
    pub fn heard(&self) -> u32 {
        self.heard
    }

    /// The middle of the speaker's pitch, Hz; `None` before anything was heard.
    #[must_use]
    pub fn middle_hz(&self) -> Option<f32> {
        (self.heard > 0).then(|| (self.middle_st / 12.0).exp2())
    }

    /// The estimate as the network takes it.
    #[must_use]
    pub(crate) fn reference(&self) -> Reference {
        if self.heard == 0 {
            return Reference::UNKNOWN;
        }
        Reference { middle: self.middle_st, trust: trust(self.heard) }
    }

    /// Learns from an utterance: the middle of its pitch and the posteriors of the tones heard in it.
    pub(crate) fn note(&mut self, middle_st: f32, heard: &[[f32; TONES]]) {
        let offset = |tones: &[f32; TONES]| -> f32 {
            tones.iter().zip(TONE_OFFSETS).map(|(p, o)| p * o).sum()
        };
        let mean = heard.iter().map(offset).sum::<f32>() / heard.len().max(1) as f32;
        self.heard = self.heard.saturating_add(1);
        let share = 1.0 / self.heard.min(MEMORY) as f32;
        self.middle_st += (middle_st - mean - self.middle_st) * share;
    }
}

/// How well a middle is known after some utterances, 0 to 1.
pub(crate) fn trust(heard: u32) -> f32 {
    heard as f32 / (heard as f32 + 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_high_tone_from_a_low_voice_does_not_make_the_voice_high() {
        let mut range = SpeakerRange::new();
        assert_eq!(range.middle_hz(), None);
        range.note(90.0, &[[1.0, 0.0, 0.0, 0.0, 0.0]]);
        range.note(82.4, &[[0.0, 0.0, 1.0, 0.0, 0.0]]);
        assert!((range.middle_st - 87.2).abs() < 0.01, "{range:?}");
        assert_eq!(range.heard(), 2);
    }

    #[test]
    fn it_follows_a_caller_who_hands_over_the_phone() {
        let mut range = SpeakerRange::new();
        let all = [[0.2; TONES]];
        (0..50).for_each(|_| range.note(95.0, &all));
        (0..60).for_each(|_| range.note(83.0, &all));
        assert!((range.middle_st - 83.0).abs() < 1.5, "{range:?}");
        assert!(range.reference().trust > 0.9);
    }
}
