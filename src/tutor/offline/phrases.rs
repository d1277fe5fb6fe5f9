//! The sentences of the offline tutor: data, in both languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::content::Pair;
use crate::domain::lang::Lang;
use crate::text::replies::plain;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    say: BTreeMap<String, Pair>,
    intent: Vec<Intent>,
}

/// Small talk: phrases, and what is answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Intent {
    phrases: Vec<String>,
    en: String,
    rw: String,
    /// Only where little else was said.
    #[serde(default)]
    short: bool,
}

/// Words that a short remark has at most.
const SHORT: usize = 9;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/tutor/offline.toml"));
    toml::from_str(text).expect("the shipped sentences are read by every test")
});

/// A sentence with its slots filled.
pub(super) fn say(key: &str, lang: Lang, slots: &[(&str, &str)]) -> String {
    let text = PHRASES.say.get(key).map_or("", |pair| pair.get(lang));
    // In one pass: what fills a slot may hold braces of its own.
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(slots.iter().find(|(slot, _)| *slot == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// The answer to small talk, if that is what was said.
pub(super) fn small_talk(said: &str, lang: Lang) -> Option<String> {
    let said = plain(said);
    let words: Vec<&str> = said.split(' ').collect();
    let fits = |intent: &&Intent| {
        (!intent.short || words.len() <= SHORT)
            && intent
                .phrases
                .iter()
                .any(|phrase| format!(" {said} ").contains(&format!(" {} ", plain(phrase))))
    };
    let intent = PHRASES.intent.iter().find(fits)?;
    Some(match lang {
        Lang::En => intent.en.clone(),
        Lang::Rw => intent.rw.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_filled_once() {
        let said = say("sum", Lang::En, &[("answer", "{steps}"), ("steps", "x")]);
        assert_eq!(said, "The answer is {steps}. x");
    }

    #[test]
    fn every_sentence_is_there_in_both_languages() {
        for (key, pair) in &PHRASES.say {
            assert!(!pair.en.is_empty() && !pair.rw.is_empty(), "{key}");
        }
    }

    #[test]
    fn small_talk_is_answered_and_questions_are_not_taken_for_it() {
        assert!(small_talk("Murakoze cyane mwarimu!", Lang::Rw).is_some());
        assert!(small_talk("What is the capital of Kenya?", Lang::En).is_none());
    }
}
