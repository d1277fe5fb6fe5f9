//! Stories to listen to, in parts, with questions.

use serde::Deserialize;

use super::pack::{Choices, Level, Pair};

/// A story.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Its id.
    pub id: String,
    /// How hard it is.
    pub level: Level,
    /// Its title.
    pub title: Pair,
    /// Folk tale, daily life, nature, work, history, science.
    pub kind: String,
    /// The story, a text message or a breath each.
    #[serde(rename = "part")]
    pub parts: Vec<Pair>,
    /// Its hard words.
    #[serde(default, rename = "word")]
    pub words: Vec<Gloss>,
    /// What is asked after it.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

/// A hard word and what it means.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gloss {
    /// The English word.
    pub word: String,
    /// What it means, in simple English.
    pub en: String,
    /// What it means, in Kinyarwanda.
    pub rw: String,
}

/// A question on a story.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What it takes to answer it.
    pub kind: QuestionKind,
    /// The question.
    pub ask: Pair,
    /// Answers to choose from.
    pub choices: Vec<Pair>,
    /// The right one, from 1; 0 where every one can be defended.
    pub answer: usize,
    /// What a free answer in English must hold.
    pub needs_en: Choices,
    /// What a free answer in Kinyarwanda must hold.
    pub needs_rw: Choices,
    /// Words that no right answer in English holds.
    #[serde(default)]
    pub not_en: Vec<String>,
    /// Words that no right answer in Kinyarwanda holds.
    #[serde(default)]
    pub not_rw: Vec<String>,
    /// Why that is right.
    pub why: Pair,
}

/// What it takes to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuestionKind {
    /// It was said.
    Fact,
    /// It follows from what was said.
    Inference,
    /// It is the learner's own.
    Opinion,
}

impl QuestionKind {
    /// As it stands in a file.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Inference => "inference",
            Self::Opinion => "opinion",
        }
    }
}
