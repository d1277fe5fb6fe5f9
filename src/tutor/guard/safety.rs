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
    /// Hunger, fear, sadness, a pregnancy: what is too much for a child alone.
    Distress,
    /// A life may hang on the next minutes: no breath, much blood, fire, water, poison.
    Emergency,
    /// Somebody is ill.
    Illness,
    /// The genocide against the Tutsi, and who belonged to which group.
    Genocide,
    /// Parties, those who rule, elections.
    Politics,
    /// Which religion or church is right.
    Faith,
    /// What endangers life: electricity, fire, water, roads; and lying, or staying away from school.
    Danger,
}

impl Topic {
    /// Every topic, the most pressing first.
    pub const ALL: [Self; 17] = [
        Self::SelfHarm,
        Self::Emergency,
        Self::Abuse,
        Self::Distress,
        Self::Illness,
        Self::Sex,
        Self::Hate,
        Self::Genocide,
        Self::Politics,
        Self::Faith,
        Self::Weapons,
        Self::Violence,
        Self::Drugs,
        Self::Medicine,
        Self::Bullying,
        Self::Fraud,
        Self::Danger,
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
            Self::Distress => "distress",
            Self::Emergency => "emergency",
            Self::Illness => "illness",
            Self::Genocide => "genocide",
            Self::Politics => "politics",
            Self::Faith => "faith",
            Self::Danger => "danger",
        }
    }

    /// Whether the learner may be in danger: then every lesson stops for it.
    #[must_use]
    pub fn is_danger(self) -> bool {
        matches!(
            self,
            Self::SelfHarm | Self::Abuse | Self::Distress | Self::Emergency | Self::Illness
        )
    }

    /// Whether only our own fixed words are said about it: no model is asked, and nothing on it is kept for others.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        matches!(self, Self::Genocide | Self::Politics | Self::Faith)
    }

    fn listed(self) -> &'static Listed {
        LISTS.topics.get(self.label()).expect("a test reads every topic of the shipped lists")
    }
}

/// What a learner asks for that the line does not help with, or needs more help with than a lesson is; look before any model
/// is asked, and say [`refusal`] instead.
#[must_use]
pub fn asked(said: &str) -> Option<Topic> {
    let forms = forms(said);
    Topic::ALL.into_iter().find(|topic| {
        stands(said, &forms, topic.listed(), &topic.listed().asked) || is_heard(said, *topic)
    })
}

/// Whether a rule of what learners say holds in one of the sentences.
fn is_heard(said: &str, topic: Topic) -> bool {
    let rules = || LISTS.heard.iter().filter(|rule| rule.topic == topic.label());
    [said.to_owned(), joined(said)].iter().any(|form| {
        sentences::split(form).iter().map(|sentence| words(sentence)).any(|sentence| {
            let any = |phrases: &[Phrase]| phrases.iter().any(|phrase| phrase.stands(&sentence));
            rules().any(|rule| any(&rule.says) && !any(&rule.unless))
        })
    })
}

/// Whether a text speaks of what only our fixed words are said about, so that it is not kept for others.
#[must_use]
pub fn is_reserved(text: &str) -> bool {
    let reserved = || Topic::ALL.into_iter().filter(|topic| topic.is_reserved());
    let cut: Vec<Vec<String>> = sentences::split(text).iter().map(|s| words(s)).collect();
    let told = |rule: &Rule| {
        reserved().any(|topic| topic.label() == rule.topic)
            && cut.iter().any(|sentence| rule.says.iter().any(|phrase| phrase.stands(sentence)))
    };
    asked(text).is_some_and(Topic::is_reserved) || LISTS.rules.iter().any(told)
}

/// Kind words in the place of an answer.
#[must_use]
pub fn refusal(topic: Topic, lang: Lang) -> &'static str {
    topic.listed().refusal.get(lang)
}

/// Kind words for a learner who may be in danger, whatever lesson they are in. Where `sentences` are practised, "I have a
/// fever" is one of them.
#[must_use]
pub fn care(said: &str, lang: Lang, sentences: bool) -> Option<&'static str> {
    let practised = |topic: Topic| sentences && topic == Topic::Illness;
    let topic = asked(said).filter(|topic| topic.is_danger() && !practised(*topic))?;
    Some(refusal(topic, lang))
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
            let turned = |at: usize| !rule.always && is_denied(&sentence[..at]);
            let told = phrase.places(sentence).into_iter().any(|at| !turned(at));
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

/// The words of a text, as it is and with what is written letter by letter put together.
fn forms(text: &str) -> Vec<Vec<String>> {
    vec![words(text), words(&joined(text))]
}

fn found(text: &str, list: impl Fn(&'static Listed) -> &'static Vec<Phrase>) -> Option<Topic> {
    let forms = forms(text);
    Topic::ALL.into_iter().find(|topic| stands(text, &forms, topic.listed(), list(topic.listed())))
}

/// Whether any of the phrases stands in a text, and nothing of the list makes it a matter of school.
fn stands(text: &str, forms: &[Vec<String>], listed: &Listed, phrases: &[Phrase]) -> bool {
    // Only a text that is written letter by letter is read without its spaces.
    let (spaced, letters) = (forms[0] != forms[1], squeezed(text));
    let any = |phrases: &[Phrase]| {
        forms.iter().any(|form| phrases.iter().any(|phrase| phrase.stands(form)))
    };
    let spelt = || spaced && phrases.iter().any(|phrase| is_spelt(&letters, phrase));
    (any(phrases) || spelt()) && !any(&listed.unless)
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
        for rule in LISTS.rules.iter().chain(&LISTS.heard) {
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
                // Sick people need an ambulance; whoever is hurt by others, the child helpline.
                let number = match topic {
                    Topic::Emergency | Topic::Illness => "9 1 2",
                    _ => "1 1 6",
                };
                assert!(said.contains(number), "{topic:?} {lang}");
                assert!(topic == Topic::Illness || said.contains("1 1 2"), "{topic:?} {lang}");
            }
        }
    }
}
