//! English: dialogues, sentences to mend, words, lines to read aloud, topics to talk about.

use serde::Deserialize;

use super::pack::{Choices, Level, Pair};

/// All the English there is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct English {
    /// Why sentences are mended.
    pub rules: Vec<Rule>,
    /// Sentences with a mistake, by level.
    pub sentences: Vec<Sentence>,
    /// Conversations to take part in, by level.
    pub dialogues: Vec<Dialogue>,
    /// Words to learn, by level.
    pub words: Vec<Word>,
    /// Lines to read aloud, by level.
    pub lines: Vec<ReadAloud>,
    /// Topics to talk about freely, by level.
    pub topics: Vec<Topic>,
}

/// Why something is said as it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id, which sentences name.
    pub id: String,
    /// What it is about.
    pub title: Pair,
    /// The reason, for a learner of twelve.
    pub why: Pair,
    /// An example of the mistake.
    pub example_wrong: String,
    /// The same mended.
    pub example_right: String,
}

/// A sentence with a mistake.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// Its id.
    pub id: String,
    /// From the file's name.
    #[serde(skip)]
    pub level: Level,
    /// As learners say it.
    pub wrong: String,
    /// Mended.
    pub right: String,
    /// Other ways to mend it.
    #[serde(default)]
    pub also: Vec<String>,
    /// The id of the [`Rule`] behind it.
    pub rule: String,
    /// What the rule does not explain.
    pub note: Option<Pair>,
}

/// A conversation to take part in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dialogue {
    /// Its id.
    pub id: String,
    /// From the file's name.
    #[serde(skip)]
    pub level: Level,
    /// What it is called.
    pub title: Pair,
    /// Where the learner is, and with whom.
    pub setting: Pair,
    /// The name of the other person.
    pub partner: String,
    /// What is said, in order.
    #[serde(rename = "turn")]
    pub turns: Vec<Exchange>,
    /// The other person's last line, English.
    pub close: String,
}

/// One line of the partner and the learner's answer to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The partner's line, English.
    pub hear: String,
    /// What the learner should say.
    pub task: Pair,
    /// A good answer, English.
    pub model: String,
    /// What the answer must hold.
    pub needs: Choices,
}

/// A word to learn.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Its id.
    pub id: String,
    /// From the file's name.
    #[serde(skip)]
    pub level: Level,
    /// The word.
    pub word: String,
    /// Its part of speech.
    pub part: String,
    /// What it is in Kinyarwanda.
    pub rw: String,
    /// What it means, in simple English.
    pub meaning: String,
    /// A sentence with it.
    pub example: String,
    /// Wrong glosses, Kinyarwanda.
    pub distractors: Vec<String>,
    /// Wrong meanings, English.
    pub meaning_distractors: Vec<String>,
}

/// A line to read aloud.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadAloud {
    /// Its id.
    pub id: String,
    /// From the file's name.
    #[serde(skip)]
    pub level: Level,
    /// What to read.
    pub text: String,
    /// What it trains.
    pub focus: Pair,
}

/// Something to talk about freely.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// From the file's name.
    #[serde(skip)]
    pub level: Level,
    /// What it is called, as it stands in a sentence.
    pub title: Pair,
    /// The first question.
    pub question: Pair,
    /// Questions that lead on, in order.
    pub follow: Vec<Pair>,
    /// Words that help, English with the Kinyarwanda.
    pub words: Vec<Pair>,
}
