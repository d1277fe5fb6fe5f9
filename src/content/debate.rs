//! Motions to speak for and against.

use serde::Deserialize;

use super::pack::{Level, Pair};

/// A motion.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motion {
    /// Its id.
    pub id: String,
    /// How hard it is.
    pub level: Level,
    /// What it is about, a word.
    pub topic: String,
    /// The motion itself.
    pub motion: Pair,
    /// What one should know of it.
    pub background: Pair,
    /// Arguments for it.
    #[serde(rename = "for")]
    pub in_favour: Vec<Argument>,
    /// Arguments against it.
    pub against: Vec<Argument>,
    /// Questions to someone who speaks for it.
    pub counter_for: Vec<Pair>,
    /// Questions to someone who speaks against it.
    pub counter_against: Vec<Pair>,
    /// Answers to `counter_for`, the first to the first; those without one want the learner's own words.
    #[serde(default)]
    pub reply_for: Vec<Pair>,
    /// Answers to `counter_against`.
    #[serde(default)]
    pub reply_against: Vec<Pair>,
    /// What both sides can agree on.
    pub common: Pair,
    /// A proverb to end with.
    pub proverb: Pair,
}

/// An argument: claim, reason, example.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// What is held.
    pub claim: Pair,
    /// Why.
    pub reason: Pair,
    /// Where it is seen.
    pub example: Pair,
}
