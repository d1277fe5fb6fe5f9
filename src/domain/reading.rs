//! What the ear says of a text read aloud: scored, or refused with a reason. Never both.

use serde::{Deserialize, Serialize};

/// A reading that was judged, and of what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The text that was to be read.
    pub text: String,
    /// What the ear says.
    pub verdict: ReadingAssessment,
}

/// The verdict on one reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum ReadingAssessment {
    /// Heard well enough to judge.
    Scored(ReadingScore),
    /// Not judged. There is no number, on purpose.
    Rejected {
        /// Why.
        reason: ReadingReject,
    },
}

/// A judged reading. Scores are 0 to 100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingScore {
    /// How well the sounds were made.
    pub accuracy: u8,
    /// How steadily it flowed: pauses, tempo, repairs.
    pub fluency: u8,
    /// Share of the words that were said at all.
    pub completeness: u8,
    /// Melody and rhythm.
    pub prosody: u8,
    /// The whole.
    pub total: u8,
    /// One verdict a word of the text, in order.
    pub words: Vec<WordScore>,
    /// Silences between words long enough to be noticed.
    pub pauses: Vec<Pause>,
    /// Words said in a minute, pauses included.
    pub words_per_minute: f32,
    /// Syllables said in a second, pauses left out.
    pub syllables_per_second: f32,
    /// Median F0 of the voiced frames, Hz.
    pub median_hz: f32,
}

/// The verdict on one word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WordScore {
    /// As it stands in the text, without the marks around it.
    pub word: String,
    /// How well it was said, 0 to 100; 0 if it was not said.
    pub accuracy: u8,
    /// Whether it was said at all.
    pub said: bool,
    /// Onset, ms from the start of the audio.
    pub start_ms: u32,
    /// Offset, ms from the start of the audio.
    pub end_ms: u32,
    /// One verdict a phone, of the way to say the word that was heard.
    pub phones: Vec<PhoneScore>,
}

/// The verdict on one phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhoneScore {
    /// Arpabet name without a stress mark.
    pub phone: String,
    /// How well it was said, 0 to 100.
    pub accuracy: u8,
    /// Whether the verdict may be shown: only a clear fault may, one phone alone is often misjudged.
    pub sure: bool,
}

/// A silence between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Index of the word before it.
    pub after_word: usize,
    /// Its beginning, ms from the start of the audio.
    pub start_ms: u32,
    /// Its length, ms.
    pub length_ms: u32,
}

/// Why a reading was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingReject {
    /// Nothing above the noise floor.
    Silence,
    /// Sound, but no voice in it: noise, music, a cough.
    NotSpeech,
    /// Too short to hold the words asked for.
    TooShort,
    /// Longer than can be kept.
    TooLong,
    /// The voice stands too little above the noise.
    TooNoisy,
    /// Too quiet to follow.
    TooQuiet,
    /// The peaks were cut off: too loud or too near.
    Clipped,
    /// Too much of the line was lost and concealed.
    Concealed,
    /// Hardly any of the words asked for were heard.
    WordsMissing,
}
