//! What every pack and every text in it has in common.

use serde::Deserialize;

use crate::domain::lang::Lang;

/// The format of the files that this release reads.
pub const FORMAT: u32 = 1;

/// `pack.toml`: what a pack is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The format of its files, [`FORMAT`].
    pub format: u32,
    /// Its id, unique among the packs of a line.
    pub id: String,
    /// Its own version, for people.
    pub version: String,
    /// The module that teaches it.
    pub module: Kind,
    /// Its title.
    pub title: Pair,
    /// Under what terms it may be passed on.
    pub licence: String,
    /// Least and highest level in it.
    pub levels: [Level; 2],
}

/// Which module a pack is for; it decides what files the pack may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Dialogues, sentences to mend, words, lines to read aloud.
    English,
    /// Word problems, names, goods.
    Maths,
    /// Stories with questions.
    Comprehension,
    /// Motions with arguments.
    Debate,
    /// Questions of general knowledge.
    General,
    /// Units of spoken Mandarin.
    Mandarin,
}

/// How hard something is, 1 (easiest) to 5.
pub type Level = u8;

/// The same text in both languages of the line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// English.
    pub en: String,
    /// Kinyarwanda.
    pub rw: String,
}

impl Pair {
    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Rw => &self.rw,
        }
    }
}

/// Words that a free answer must hold: one of each group (stems will do, lower case).
pub type Choices = Vec<Vec<String>>;
