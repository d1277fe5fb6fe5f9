//! The lists that the checks go by: data, so that people who know the languages can read and mend them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::folded::squeezed;

/// `prompts/tutor/guard.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Phrases in which a model speaks of its instructions; squeezed once read.
    pub leak: Vec<String>,
    /// Phrases that order the tutor to say something, lower case.
    pub orders: Vec<String>,
    /// Words too common to tell anything.
    pub small: Vec<String>,
    /// Words of languages that the line does not speak.
    pub foreign: Vec<String>,
    /// Words that agree.
    pub agrees: Vec<String>,
    /// What is not for learners, by topic.
    pub topic: BTreeMap<String, Listed>,
}

/// The list of one topic: phrases of plain words, `*` for the rest of a word, `..` for up to four words between.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listed {
    /// What a learner may not be helped with.
    pub asked: Vec<String>,
    /// What an answer may not hold.
    pub answered: Vec<String>,
    /// What makes it a matter of school, help or remembrance after all.
    pub unless: Vec<String>,
    /// What is said instead.
    pub refusal: crate::content::Pair,
}

/// The shipped lists.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/tutor/guard.toml"));
    let mut words: Words = toml::from_str(text).expect("the shipped lists are read by every test");
    for phrase in &mut words.leak {
        *phrase = squeezed(phrase);
    }
    words
});
