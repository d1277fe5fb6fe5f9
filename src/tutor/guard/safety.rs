//! What is not for learners, most of whom are children: refused kindly, with someone to turn to. What a school teaches
//! about the body, health and history is let through.

use serde::Serialize;

use super::Unfit;
use super::folded::{joined, squeezed, words};
use super::phrase::Phrase;
use super::words::{LISTS, Listed, Rule};
use crate::domain::lang::Lang;
use crate::domain::task::{Task, TaskKind};
use crate::tutor::sentences;

/// Words before a phrase in which a "not" is looked for.
const DENIED: usize = 4;

/// Words before a phrase in which an "if" is looked for.
const CONDITION: usize = 2;

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Sexual content.
    Sex,
    /// Hurting oneself.
    SelfHarm,
    /// Somebody hurts, touches, or wants to meet or see the learner.
    Abuse,
    /// Hurting others, threats.
    Violence,
    /// Drugs, and alcohol for children.
    Drugs,
    /// Medicine and illness, other than a health worker would have it.
    Medicine,
    /// Weapons and explosives.
    Weapons,
    /// Hate against people for what they are; denial of genocide.
    Hate,
    /// Making somebody feel worthless.
    Bullying,
    /// Stealing, deceiving, breaking into accounts.
    Fraud,
}

impl Topic {
    /// Every topic, the most pressing first.
    pub const ALL: [Self; 10] = [
        Self::SelfHarm,
        Self::Abuse,
        Self::Sex,
        Self::Hate,
        Self::Weapons,
        Self::Violence,
        Self::Drugs,
        Self::Medicine,
        Self::Bullying,
        Self::Fraud,
    ];

    /// Its label in metrics and in the lists.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::SelfHarm => "self_harm",
            Self::Abuse => "abuse",
            Self::Violence => "violence",
            Self::Drugs => "drugs",
            Self::Medicine => "medicine",
            Self::Weapons => "weapons",
            Self::Hate => "hate",
            Self::Bullying => "bullying",
            Self::Fraud => "fraud",
        }
    }

    /// Whether the learner may be in danger: then every lesson stops for it.
    #[must_use]
    pub fn is_danger(self) -> bool {
        matches!(self, Self::SelfHarm | Self::Abuse)
    }

    fn listed(self) -> &'static Listed {
        LISTS.topics.get(self.label()).expect("a test reads every topic of the shipped lists")
    }
}

/// What a learner asks for that the line does not help with, or needs more help with than a lesson is; look before any model
/// is asked, and say [`refusal`] instead.
#[must_use]
pub fn asked(said: &str) -> Option<Topic> {
    found(said, |listed| &listed.asked)
}

/// Kind words in the place of an answer.
#[must_use]
pub fn refusal(topic: Topic, lang: Lang) -> &'static str {
    topic.listed().refusal.get(lang)
}

/// Kind words for a learner who may be in danger, whatever lesson they are in.
#[must_use]
pub fn care(said: &str, lang: Lang) -> Option<&'static str> {
    asked(said).filter(|topic| topic.is_danger()).map(|topic| refusal(topic, lang))
}

/// What is said in the place of any model's answer: to what the line does not help with, to a sum, which is worked out, and
/// to a question of illness or medicine that the packs have no answer to.
#[must_use]
pub fn instead(task: &Task, lang: Lang) -> Option<String> {
    if let Some(topic) = asked(&task.said) {
        return Some(refusal(topic, lang).to_owned());
    }
    if task.kind == TaskKind::Ask
        && let Some(sum) = crate::tutor::offline::plain_sum(&task.said, lang)
    {
        return Some(sum);
    }
    let unknown = task.kind == TaskKind::Ask && !task.facts.contains_key("answer");
    (unknown && is_health(&task.said)).then(|| LISTS.health_instead.get(lang).to_owned())
}

/// Whether it asks about illness, medicine or a body that hurts: of people, not of plants and beasts.
fn is_health(said: &str) -> bool {
    let said = words(said);
    let any = |phrases: &[Phrase]| phrases.iter().any(|phrase| phrase.stands(&said));
    any(&LISTS.health) && !any(&LISTS.no_health)
}

/// What an answer to one task may not say.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    kind: TaskKind,
    /// What may be said again: the facts, and in a lesson of language the learner's own words.
    known: Vec<String>,
}

impl Watch {
    pub(super) fn new(task: &Task) -> Self {
        let mut known: Vec<String> = task.facts.values().flat_map(|fact| words(fact)).collect();
        if matches!(task.kind, TaskKind::Grammar | TaskKind::Converse) {
            known.extend(words(&task.said));
        }
        Self { kind: task.kind, known }
    }

    /// # Errors
    /// [`Unfit::Unsafe`] for an answer that is not for learners, [`Unfit::Claims`] for what a tutor is not or cannot do.
    pub(super) fn check(&self, text: &str) -> Result<(), Unfit> {
        if let Some(topic) = found(text, |listed| &listed.answered) {
            return Err(Unfit::Unsafe(topic));
        }
        let rules =
            LISTS.rules.iter().filter(|rule| !rule.not_in.iter().any(|k| k == self.kind.label()));
        let cut: Vec<Vec<String>> = sentences::split(text).iter().map(|s| words(s)).collect();
        for rule in rules {
            if cut.iter().any(|sentence| self.breaks(rule, sentence)) {
                let topic = Topic::ALL.into_iter().find(|topic| topic.label() == rule.topic);
                return Err(topic.map_or(Unfit::Claims, Unfit::Unsafe));
            }
        }
        Ok(())
    }

    fn breaks(&self, rule: &Rule, sentence: &[String]) -> bool {
        let harmless = || rule.unless.iter().any(|phrase| phrase.stands(sentence));
        rule.says.iter().any(|phrase| {
            let told = phrase.places(sentence).into_iter().any(|at| !is_denied(&sentence[..at]));
            told && !phrase.stands(&self.known)
        }) && !harmless()
    }
}

/// Whether the words before a phrase turn it round: "do not …", "if you …", "who tells you to …".
fn is_denied(before: &[String]) -> bool {
    let last = |n: usize| &before[before.len().saturating_sub(n)..];
    LISTS.denies.iter().any(|phrase| phrase.stands(last(DENIED)))
        || LISTS.conditions.stands(last(CONDITION))
}

fn found(text: &str, list: impl Fn(&'static Listed) -> &'static Vec<Phrase>) -> Option<Topic> {
    let mut forms = vec![words(text), words(&joined(text))];
    // Only a text that is written letter by letter is read without its spaces.
    let (spaced, letters) = (forms[0] != forms[1], squeezed(text));
    forms.dedup();
    Topic::ALL.into_iter().find(|topic| {
        let listed = topic.listed();
        let any = |phrases: &[Phrase]| {
            forms.iter().any(|form| phrases.iter().any(|phrase| phrase.stands(form)))
        };
        let spelt = |phrases: &[Phrase]| spaced && phrases.iter().any(|p| is_spelt(&letters, p));
        (any(list(listed)) || spelt(list(listed))) && !any(&listed.unless)
    })
}

/// Whether a phrase without gaps stands in the letters.
fn is_spelt(letters: &str, phrase: &Phrase) -> bool {
    phrase.letters.as_ref().is_some_and(|bare| bare.len() >= 6 && letters.contains(bare.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_its_list_and_kind_words_in_both_languages() {
        for topic in Topic::ALL {
            for lang in Lang::ALL {
                assert!(refusal(topic, lang).len() > 40, "{topic:?} {lang}");
            }
        }
        assert_eq!(LISTS.topics.len(), Topic::ALL.len());
        for rule in &LISTS.rules {
            let known = Topic::ALL.iter().any(|topic| topic.label() == rule.topic);
            assert!(known || rule.topic == "claims", "{}", rule.topic);
            for kind in &rule.not_in {
                assert!(TaskKind::ALL.iter().any(|one| one.label() == kind), "{kind}");
            }
        }
    }

    #[test]
    fn who_may_be_in_danger_is_told_of_the_helplines() {
        for topic in Topic::ALL.into_iter().filter(|topic| topic.is_danger()) {
            for lang in Lang::ALL {
                let said = refusal(topic, lang);
                assert!(said.contains("1 1 6") && said.contains("1 1 2"), "{topic:?} {lang}");
            }
        }
    }
}
