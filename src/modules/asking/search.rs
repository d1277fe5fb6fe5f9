//! The question of a pack that comes closest to one that was asked: rare words that both have count most.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::general::Item;
use crate::domain::lang::Lang;
use crate::modules::answers::content_words;
use crate::text::questions;

/// Share of the weight of what was asked that a question must know, with its answer and its fact.
const COVERED: f64 = 0.75;
/// Share of the weight of a known question that must have been asked.
const ASKED: f64 = 0.34;
/// Share of the weight of what was asked that stands in a known question itself, from which it may say more than was asked.
const WITHIN: f64 = 0.9;
/// Words that every question may have.
const EVERY: [&str; 36] = [
    "which", "why", "how", "many", "much", "where", "whose", "tell", "know", "can", "could",
    "would", "should", "iki", "nde", "ryari", "gute", "kuki", "ese", "mbese", "ikihe", "uwuhe",
    "iyihe", "bangahe", "angahe", "ubwira", "mbwira", "some", "about", "called", "agira", "igira",
    "kagira", "bigira", "tugira", "bagira",
];
/// Words of a question that only say that a thing is to be named: "what kind of body is the Sun?"
const NAMING: [&str; 9] =
    ["kind", "type", "sort", "body", "sky", "biboneka", "kirere", "uwuhe", "mubiri"];

/// Words that tell one question from another.
fn telling(text: &str) -> BTreeSet<String> {
    content_words(text).into_iter().filter(|word| !EVERY.contains(&word.as_str())).collect()
}

/// The same word, one with an ending, or a long one with a letter wrong.
fn alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let ending = long.strip_prefix(short).is_some_and(|rest| short.len() >= 3 && rest.len() <= 2);
    let slip = short.len() >= 6
        && one.chars().next() == other.chars().next()
        && strsim::osa_distance(one, other) == 1;
    // "nk'intozi", "n'inka": a joint before the word.
    let joint = long.strip_suffix(short).is_some_and(|rest| short.len() >= 4 && rest.len() <= 2);
    ending || slip || joint
}

/// Whether a known question asks what this one thing is, and no more.
fn defines(ask: &BTreeSet<String>, thing: &str) -> bool {
    let mut of = ask.iter().filter(|word| !NAMING.contains(&word.as_str()));
    matches!((of.next(), of.next()), (Some(only), None) if alike(only, thing))
}

/// The item that answers what was asked, in the language in which it was asked; `None` where none is close.
pub(super) fn best<'a>(items: &'a [Item], asked: &str, lang: Lang) -> Option<&'a Item> {
    let other = if lang == Lang::En { Lang::Rw } else { Lang::En };
    best_in(items, asked, lang).or_else(|| best_in(items, asked, other))
}

fn best_in<'a>(items: &'a [Item], asked: &str, lang: Lang) -> Option<&'a Item> {
    let words = telling(asked);
    if words.is_empty() {
        return None;
    }
    let entries: Vec<(BTreeSet<String>, BTreeSet<String>)> = items
        .iter()
        .map(|item| {
            let right = item.choices.get(item.answer.wrapping_sub(1));
            let right = right.map_or("", |choice| choice.get(lang));
            let rest = format!("{right} {}", item.fact.get(lang));
            (telling(item.ask.get(lang)), telling(&rest))
        })
        .collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (ask, rest) in &entries {
        for word in ask.union(rest) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let total = f64::from(u32::try_from(items.len()).unwrap_or(u32::MAX));
    let weight = |word: &String| {
        let times = counts.get(word.as_str()).copied().unwrap_or(1);
        (1.0 + total / f64::from(times)).ln()
    };
    let weigh = |words: &BTreeSet<String>| words.iter().map(weight).sum::<f64>();
    let within = |words: &BTreeSet<String>, there: &BTreeSet<String>| {
        let known = |word: &&String| there.iter().any(|other| alike(word, other));
        words.iter().filter(known).map(weight).sum::<f64>()
    };
    let wanted = weigh(&words);
    let thing = questions::defined(asked);
    let scored = items.iter().zip(&entries).filter_map(|(item, (ask, rest))| {
        let both: BTreeSet<String> = ask.union(rest).cloned().collect();
        let (covered, asked_of) = (
            within(&words, &both) / wanted,
            within(ask, &words) / weigh(ask).max(f64::MIN_POSITIVE),
        );
        let same = questions::same(asked, item.ask.get(lang));
        let within = words.len() >= 2 && within(&words, ask) / wanted >= WITHIN;
        let named = thing.as_ref().is_some_and(|thing| defines(ask, thing));
        let close = same && covered >= COVERED && (asked_of >= ASKED || within || named);
        close.then_some((covered + asked_of, item))
    });
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, item)| item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    #[test]
    fn every_question_of_the_packs_finds_its_own_answer_in_both_languages() {
        let library = Library::shipped();
        let (mut right, mut all) = (0, 0);
        for item in &library.items {
            for lang in Lang::ALL {
                all += 1;
                right += u32::from(best(&library.items, item.ask.get(lang), lang).is_some_and(
                    |found| {
                        found.choices.get(found.answer - 1) == item.choices.get(item.answer - 1)
                    },
                ));
            }
        }
        println!("{right} of {all} questions found their answer");
        assert!(right * 100 >= all * 95, "{right} of {all}");
    }

    #[test]
    fn questions_in_a_learners_own_words_find_the_item_that_answers_them() {
        let library = Library::shipped();
        for (asked, lang, known) in [
            ("what is the capital of south sudan?", Lang::En, "capital of South Sudan"),
            ("how many legs does an ant have", Lang::En, "such as an ant"),
            ("where does the light of the moon come from", Lang::En, "light of the Moon"),
            ("why do farmers put dry grass between banana plants?", Lang::En, "lay dry grass"),
            ("how many districts does rwanda have", Lang::En, "How many districts"),
            ("how long does a cow carry a calf", Lang::En, "carry her calf"),
            ("which sea does the nile flow into", Lang::En, "does the Nile flow"),
            ("what crop does the armyworm harm?", Lang::En, "fall armyworm"),
            ("how many parts does the stomach of a cow have", Lang::En, "cow's stomach"),
            ("intozi igira amaguru angahe?", Lang::Rw, "such as an ant"),
            ("inka ihaka igihe kingana iki", Lang::Rw, "carry her calf"),
            ("umurwa mukuru wa sudani y'epfo ni uwuhe", Lang::En, "capital of South Sudan"),
        ] {
            let found = best(&library.items, asked, lang).map(|item| item.ask.en.as_str());
            assert!(found.is_some_and(|ask| ask.contains(known)), "{asked}: {found:?}");
        }
    }

    #[test]
    fn a_fact_answers_what_was_asked_and_not_what_stands_near_it() {
        let library = Library::shipped();
        for text in [
            "how does HIV spread?",
            "what is the highest mountain in Africa?",
            "how many people live in Rwanda",
            "why is the sky blue?",
            "which countries border Rwanda?",
        ] {
            let found = best(&library.items, text, Lang::En).map(|item| &item.ask.en);
            assert_eq!(found, None, "{text}");
        }
        assert_eq!(
            best(&library.items, "kuki imvura igwa?", Lang::Rw),
            None,
            "months are no reason"
        );
        for (text, known) in [
            ("what is the sun?", "What kind of body"),
            ("izuba ni iki?", "What kind of body"),
            ("how many planets go round the sun?", "How many planets"),
        ] {
            let found = best(&library.items, text, Lang::En).map(|item| item.ask.en.as_str());
            assert!(found.is_some_and(|ask| ask.starts_with(known)), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_no_pack_knows_is_not_answered() {
        let library = Library::shipped();
        for text in [
            "who won the football match",
            "what time is it",
            "how old are you",
            "what is the price of a bus ticket to Nairobi",
            "mama ari he",
            "how do I repair a bicycle",
        ] {
            let found = best(&library.items, text, Lang::En).map(|item| &item.ask.en);
            assert_eq!(found, None, "{text}");
        }
    }
}
