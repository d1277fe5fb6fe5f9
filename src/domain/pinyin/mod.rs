//! Mandarin syllables in pinyin (`ma1`, `nv3`, `hǎo`), parsed once.

mod reader;
mod table;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A lexical tone of Standard Mandarin. The numbers are those of numbered pinyin; 5 is neutral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Tone {
    /// High and level (55).
    First,
    /// Rising (35).
    Second,
    /// Low, dipping in final position (21 or 214).
    Third,
    /// Falling (51).
    Fourth,
    /// Neutral: short, its level set by the tone before it.
    Neutral,
}

impl Tone {
    /// All five, in the order of their numbers: the index of a tone is its number less one.
    pub const ALL: [Tone; 5] =
        [Tone::First, Tone::Second, Tone::Third, Tone::Fourth, Tone::Neutral];

    /// The number in pinyin, 1 to 5.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The place in arrays indexed by tone, 0 to 4.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}

impl From<Tone> for u8 {
    fn from(tone: Tone) -> u8 {
        tone.number()
    }
}

impl TryFrom<u8> for Tone {
    type Error = PinyinError;

    fn try_from(number: u8) -> Result<Self, PinyinError> {
        match number {
            1..=5 => Ok(Tone::ALL[usize::from(number) - 1]),
            0 => Ok(Tone::Neutral),
            _ => Err(PinyinError::Tone(number.to_string())),
        }
    }
}

/// One syllable: lower-case letters (`v` for ü) and its dictionary tone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Syllable {
    letters: String,
    tone: Tone,
}

impl Syllable {
    /// The letters without the tone, ASCII lower case, `v` for ü.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// The dictionary tone, before sandhi.
    #[must_use]
    pub fn tone(&self) -> Tone {
        self.tone
    }

    /// The same letters with another tone.
    #[must_use]
    pub fn with_tone(&self, tone: Tone) -> Self {
        Self { letters: self.letters.clone(), tone }
    }
}

impl fmt::Display for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.letters, self.tone.number())
    }
}

impl FromStr for Syllable {
    type Err = PinyinError;

    fn from_str(text: &str) -> Result<Self, PinyinError> {
        let mut word = Pinyin::from_str(text)?.0;
        match (word.pop(), word.is_empty()) {
            (Some(syllable), true) => Ok(syllable),
            _ => Err(PinyinError::Shape(text.to_owned())),
        }
    }
}

/// A word or phrase of 1 to [`Pinyin::MAX_SYLLABLES`] syllables.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Pinyin(Vec<Syllable>);

impl Pinyin {
    /// The most syllables that one utterance may hold.
    pub const MAX_SYLLABLES: usize = 12;

    /// The syllables, never empty.
    #[must_use]
    pub fn syllables(&self) -> &[Syllable] {
        &self.0
    }
}

impl fmt::Display for Pinyin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, syllable) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{syllable}")?;
        }
        Ok(())
    }
}

impl From<Pinyin> for String {
    fn from(pinyin: Pinyin) -> String {
        pinyin.to_string()
    }
}

impl TryFrom<String> for Pinyin {
    type Error = PinyinError;

    fn try_from(text: String) -> Result<Self, PinyinError> {
        text.parse()
    }
}

impl FromStr for Pinyin {
    type Err = PinyinError;

    /// Reads `ma1`, `ni3 hao3`, `ni3hao3`, `nǐ hǎo` or `nǐhǎo`; a syllable with no tone, or 0, is neutral where another one has a
    /// tone.
    fn from_str(text: &str) -> Result<Self, PinyinError> {
        reader::read(text)
    }
}

/// Why a text is not pinyin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinyinError {
    /// No syllable at all.
    #[error("no syllable: write pinyin such as ma1 or ni3 hao3")]
    Empty,
    /// Not syllables of Mandarin with their tones.
    #[error(
        "{0:?} is not pinyin: write syllables with a tone from 1 to 5, such as ma1, or with marks, such as mā"
    )]
    Shape(String),
    /// No syllable has a tone.
    #[error(
        "{0:?} has no tone: write a tone from 1 to 5 behind each syllable, such as ma1, and 5 for neutral"
    )]
    NoTone(String),
    /// A number that is no tone.
    #[error("{0} is not a tone: tones are 1 to 4, and 5 for neutral")]
    Tone(String),
    /// More syllables than one utterance may hold.
    #[error("{0} syllables: at most {max} fit one utterance", max = Pinyin::MAX_SYLLABLES)]
    TooLong(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_and_spaced_words_read_the_same() {
        let joined: Pinyin = "Ni3hao3".parse().expect("joined");
        let spaced: Pinyin = "ni3 hao3".parse().expect("spaced");
        assert_eq!(joined, spaced);
        assert_eq!(joined.to_string(), "ni3 hao3");
    }

    #[test]
    fn umlauts_become_v_and_a_missing_number_is_neutral() {
        let word: Pinyin = "nü3 ma".parse().expect("word");
        assert_eq!(word.to_string(), "nv3 ma5");
        let colon: Pinyin = "nu:3".parse().expect("colon form");
        assert_eq!(colon.to_string(), "nv3");
    }

    #[test]
    fn what_is_not_pinyin_is_refused_with_a_reason() {
        assert_eq!("".parse::<Pinyin>(), Err(PinyinError::Empty));
        assert!(matches!("ma7".parse::<Pinyin>(), Err(PinyinError::Tone(_))));
        assert!(matches!("妈1".parse::<Pinyin>(), Err(PinyinError::Shape(_))));
        assert!(matches!("ma1 ma1".parse::<Syllable>(), Err(PinyinError::Shape(_))));
    }
}
