//! Questions of general knowledge.

use serde::Deserialize;

use super::pack::{Choices, Level, Pair};

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// From the file's name: science, health, farming …
    #[serde(skip)]
    pub topic: String,
    /// How hard it is.
    pub level: Level,
    /// The question.
    pub ask: Pair,
    /// Answers to choose from.
    pub choices: Vec<Pair>,
    /// The right one, from 1.
    pub answer: usize,
    /// What a free answer in English must hold.
    pub needs_en: Choices,
    /// What a free answer in Kinyarwanda must hold.
    pub needs_rw: Choices,
    /// What an answer in English must not say: who says it is wrong, or leaves it in doubt.
    #[serde(default)]
    pub not_en: Vec<String>,
    /// What an answer in Kinyarwanda must not say.
    #[serde(default)]
    pub not_rw: Vec<String>,
    /// What to say besides.
    pub fact: Pair,
}

/// A topic that a pack adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The name of its file, without the ending: what [`Item::topic`] is.
    pub label: String,
    /// What it is called, as it stands in a sentence.
    pub title: Pair,
}
