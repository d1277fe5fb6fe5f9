//! The lists that the checks go by: data, so that people who know the languages can read and mend them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::folded::squeezed;
use super::phrase::{Classes, Phrase};
use crate::content::Pair;

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
    /// Common small words of languages that the line does not speak: several of them in a sentence tell it.
    pub strange: Vec<String>,
    /// Words that agree.
    pub agrees: Vec<String>,
    /// What is not for learners, by topic.
    topic: BTreeMap<String, ListedText>,
}

/// `prompts/tutor/classes.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassesText {
    turns: Vec<String>,
    class: Classes,
    rule: Vec<RuleText>,
    health: HealthText,
}

/// `prompts/tutor/heard.toml` and `harm.toml`, which use the classes of `classes.toml`, too.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoreText {
    class: Classes,
    rule: Vec<RuleText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    topic: String,
    says: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    not_in: Vec<String>,
    #[serde(default)]
    always: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HealthText {
    asked: Vec<String>,
    unless: Vec<String>,
    instead: Pair,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListedText {
    asked: Vec<String>,
    answered: Vec<String>,
    unless: Vec<String>,
    refusal: Pair,
}

/// The list of one topic.
#[derive(Debug)]
pub(super) struct Listed {
    /// What a learner may not be helped with, or is in need of help with.
    pub asked: Vec<Phrase>,
    /// What an answer may not hold.
    pub answered: Vec<Phrase>,
    /// What makes it a matter of school, help or remembrance after all.
    pub unless: Vec<Phrase>,
    /// What is said instead.
    pub refusal: Pair,
}

/// Classes of words that an answer may not bring together in one sentence.
#[derive(Debug)]
pub(super) struct Rule {
    /// The topic's label, or `claims`.
    pub topic: String,
    /// Any of these.
    pub says: Vec<Phrase>,
    /// What in the same sentence makes it harmless.
    pub unless: Vec<Phrase>,
    /// Labels of tasks that it does not hold for.
    pub not_in: Vec<String>,
    /// Whether a "not" or an "if" before it does not make it harmless: the words alone are too much.
    pub always: bool,
}

impl Rule {
    fn read(text: &RuleText, classes: &Classes) -> Self {
        Self {
            topic: text.topic.clone(),
            says: phrases(&text.says, classes),
            unless: phrases(&text.unless, classes),
            not_in: text.not_in.clone(),
            always: text.always,
        }
    }
}

fn phrases(all: &[String], classes: &Classes) -> Vec<Phrase> {
    all.iter().map(|phrase| Phrase::parse(phrase, classes)).collect()
}

/// Everything that [`super::safety`] goes by, ready to be looked for.
#[derive(Debug)]
pub(super) struct Lists {
    pub topics: BTreeMap<String, Listed>,
    /// What an answer may not say.
    pub rules: Vec<Rule>,
    /// What a learner says that is answered by nobody but us.
    pub heard: Vec<Rule>,
    /// Words that turn what follows within four words into its opposite, or say that it is somebody else's.
    pub denies: Vec<Phrase>,
    /// Words that make a condition of what follows within two.
    pub conditions: Phrase,
    pub health: Vec<Phrase>,
    pub no_health: Vec<Phrase>,
    pub health_instead: Pair,
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

/// The shipped topics and classes.
pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let ClassesText { turns, class: mut classes, mut rule, health } =
        read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/tutor/classes.toml")));
    let heard: MoreText =
        read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/tutor/heard.toml")));
    let harm: MoreText =
        read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/tutor/harm.toml")));
    classes.extend(heard.class);
    classes.extend(harm.class);
    rule.extend(harm.rule);
    let topics = WORDS.topic.iter().map(|(label, text)| {
        let listed = Listed {
            asked: phrases(&text.asked, &classes),
            answered: phrases(&text.answered, &classes),
            unless: phrases(&text.unless, &classes),
            refusal: text.refusal.clone(),
        };
        (label.clone(), listed)
    });
    Lists {
        topics: topics.collect(),
        rules: rule.iter().map(|rule| Rule::read(rule, &classes)).collect(),
        heard: heard.rule.iter().map(|rule| Rule::read(rule, &classes)).collect(),
        denies: phrases(&turns, &classes),
        conditions: Phrase::parse("<conditions>", &classes),
        health: phrases(&health.asked, &classes),
        no_health: phrases(&health.unless, &classes),
        health_instead: health.instead,
    }
});

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the shipped lists are read by every test")
}
