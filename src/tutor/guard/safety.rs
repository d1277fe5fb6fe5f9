//! What is not for learners, most of whom are children: refused kindly, with someone to turn to. What a school teaches
//! about the body, health and history is let through.

use serde::Serialize;

use super::Unfit;
use super::folded::{joined, squeezed, words};
use super::words::{Listed, WORDS};
use crate::domain::lang::Lang;
use crate::domain::task::TaskKind;

/// Words between the two halves of a phrase with `..` in it.
const BETWEEN: usize = 4;

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Sexual content.
    Sex,
    /// Hurting oneself.
    SelfHarm,
    /// Hurting others, threats.
    Violence,
    /// Drugs, and alcohol for children.
    Drugs,
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
    /// Every topic.
    pub const ALL: [Self; 8] = [
        Self::SelfHarm,
        Self::Sex,
        Self::Hate,
        Self::Weapons,
        Self::Violence,
        Self::Drugs,
        Self::Bullying,
        Self::Fraud,
    ];

    /// Its label in metrics and in the lists.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::SelfHarm => "self_harm",
            Self::Violence => "violence",
            Self::Drugs => "drugs",
            Self::Weapons => "weapons",
            Self::Hate => "hate",
            Self::Bullying => "bullying",
            Self::Fraud => "fraud",
        }
    }

    fn listed(self) -> &'static Listed {
        WORDS.topic.get(self.label()).expect("a test reads every topic of the shipped lists")
    }
}

/// What a learner asks for that the line does not help with; look before any model is asked, and say [`refusal`] instead.
#[must_use]
pub fn asked(said: &str) -> Option<Topic> {
    found(said, |listed| &listed.asked)
}

/// # Errors
/// [`Unfit::Unsafe`] for an answer that is not for learners. In a debate and in a story, violence may be spoken of.
pub(super) fn answered(text: &str, _kind: TaskKind) -> Result<(), Unfit> {
    match found(text, |listed| &listed.answered) {
        Some(topic) => Err(Unfit::Unsafe(topic)),
        None => Ok(()),
    }
}

/// Kind words in the place of an answer.
#[must_use]
pub fn refusal(topic: Topic, lang: Lang) -> &'static str {
    topic.listed().refusal.get(lang)
}

fn found(text: &str, list: impl Fn(&'static Listed) -> &'static Vec<String>) -> Option<Topic> {
    let forms = [words(text), words(&joined(text))];
    // Only a text that is written letter by letter is read without its spaces.
    let (spaced, letters) = (forms[0] != forms[1], squeezed(text));
    Topic::ALL.into_iter().find(|topic| {
        let listed = topic.listed();
        let any = |phrases: &[String]| {
            forms.iter().any(|form| phrases.iter().any(|phrase| stands(form, phrase)))
        };
        let spelt =
            |phrases: &[String]| spaced && phrases.iter().any(|phrase| is_spelt(&letters, phrase));
        (any(list(listed)) || spelt(list(listed))) && !any(&listed.unless)
    })
}

/// Whether a phrase without gaps stands in the letters.
fn is_spelt(letters: &str, phrase: &str) -> bool {
    let bare = squeezed(phrase);
    bare.len() >= 6 && !phrase.contains(['*', '.']) && letters.contains(&bare)
}

/// Whether a phrase of the lists stands in the words.
fn stands(said: &[String], phrase: &str) -> bool {
    let parts: Vec<Vec<&str>> =
        phrase.split(" .. ").map(|part| part.split(' ').collect()).collect();
    (0..said.len()).any(|at| follow(said, at, &parts, 0))
}

fn follow(said: &[String], from: usize, parts: &[Vec<&str>], reach: usize) -> bool {
    let Some((first, rest)) = parts.split_first() else { return true };
    (from..=from + reach).any(|at| {
        let here = said.get(at..at + first.len());
        here.is_some_and(|here| here.iter().zip(first).all(|(word, wanted)| alike(word, wanted)))
            && (rest.is_empty() || follow(said, at + first.len(), rest, BETWEEN))
    })
}

fn alike(word: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_its_list_and_kind_words_in_both_languages() {
        for topic in Topic::ALL {
            assert!(!topic.listed().asked.is_empty(), "{topic:?}");
            for lang in Lang::ALL {
                assert!(refusal(topic, lang).len() > 40, "{topic:?} {lang}");
            }
        }
        assert_eq!(WORDS.topic.len(), Topic::ALL.len());
    }

    #[test]
    fn phrases_may_stand_apart_and_end_in_any_way() {
        let said = words("how can I really make some bombs");
        assert!(stands(&said, "make .. bomb*"));
        assert!(!stands(&said, "bomb* .. make"));
    }
}
