//! What the ear says of one utterance: scored, or refused with a reason. Never both.

use serde::{Deserialize, Serialize};

use super::pinyin::{Pinyin, Tone};

/// The verdict on one utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Assessment {
    /// Heard well enough to judge.
    Scored(Scored),
    /// Not judged. There is no number, on purpose.
    Rejected {
        /// Why.
        reason: RejectReason,
    },
}

/// A judged utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// What was asked for.
    pub expected: Pinyin,
    /// One verdict a syllable, as many as `expected` has.
    pub syllables: Vec<SyllableScore>,
    /// Goodness of the whole utterance, 0 to 100.
    pub overall: u8,
    /// Median F0 of the voiced frames, Hz.
    pub median_hz: f32,
}

/// The verdict on one syllable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyllableScore {
    /// The tone that should be heard here, after sandhi.
    pub expected_tone: Tone,
    /// The likeliest tone given the audio alone; never depends on `expected_tone`.
    pub heard_tone: Tone,
    /// Posterior of tones 1, 2, 3, 4 and neutral given the audio alone; sums to 1.
    pub tone_probabilities: [f32; 5],
    /// Goodness of the expected tone, 0 to 100.
    pub score: u8,
    /// Onset, ms from the start of the utterance's audio.
    pub start_ms: u32,
    /// Offset, ms from the start of the utterance's audio.
    pub end_ms: u32,
    /// F0 of the nucleus in semitones over the speaker's mean, at equal steps; empty if creaky throughout.
    pub contour_st: Vec<f32>,
    /// What to change, if anything.
    pub advice: Option<Advice>,
}

impl SyllableScore {
    /// The score of a syllable that is as likely right as wrong.
    const EVEN: u8 = 70;

    /// Whether it was right: the tone was heard, or another that passes for it (a neutral tone that sounds like a
    /// low one, 医 where 一 might be meant).
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.heard_tone == self.expected_tone || self.score >= Self::EVEN
    }

    /// What counts as heard: the expected tone if it was right.
    #[must_use]
    pub fn counts_as(&self) -> Tone {
        if self.is_right() { self.expected_tone } else { self.heard_tone }
    }
}

/// What to change, read off the contour. The wording is in the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Tone 1 wandered: hold the pitch level.
    KeepLevel,
    /// Tone 1 sat too low: start and stay higher.
    StartHigher,
    /// Tone 2 rose too little.
    RiseMore,
    /// Tone 2 rose too late.
    RiseSooner,
    /// Tone 2 or 3 began too high.
    StartLower,
    /// Tone 3 did not go low enough.
    StayLow,
    /// Tone 4 fell too little.
    FallFurther,
    /// Tone 4 began too low.
    StartHighThenFall,
    /// A neutral tone was too long or too strong.
    ShortenIt,
}

/// Why an utterance was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// Nothing above the noise floor.
    Silence,
    /// Sound, but no voice in it: noise, music, a cough.
    NotSpeech,
    /// A voice too short to carry a tone.
    TooShort,
    /// Longer than the words asked for could be.
    TooLong,
    /// Fewer syllables than asked for.
    TooFewSyllables,
    /// More syllables than asked for.
    TooManySyllables,
    /// The voice stands too little above the noise.
    TooNoisy,
    /// Too quiet to follow.
    TooQuiet,
    /// The peaks were cut off: too loud or too near.
    Clipped,
    /// Too much of the line was lost and concealed.
    Concealed,
    /// A neutral tone was asked for with no syllable before it: nothing sets how high it should be.
    NeutralAlone,
}
