//! What a free answer is worth: synonyms, misspellings and either language are let through, and it says what is missing.

use super::super::answers::{content_words, likeness, number};
use crate::content::stories::{Question, Story};
use crate::content::{Choices, Pair};
use crate::text::needs;
use crate::text::replies::plain;

/// From this share of its words on, an answer repeats a choice, per cent.
const REPEATED: usize = 75;
/// From this share on, it is nearer to a choice than to anything else.
const NEAR: usize = 60;
/// An answer of so many words is meant as one, whatever it is about.
const SENTENCE: usize = 3;

/// Words that deny what follows, as "not" does: "too lazy to finish".
const FAILS: &[&str] = &["forgot", "failed", "refused", "lazy", "unable"];

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds what it must.
    Right,
    /// It holds a part of it; a word for what is missing.
    Partly(String),
    /// It is an answer, and does not hold what it must.
    Wrong,
    /// It is no answer to anything.
    Unclear,
}

/// The choice that an answer means: its number, or its very words in either language.
pub(super) fn choice(text: &str, question: &Question) -> Option<usize> {
    let said = plain(text);
    let same = |choice: &Pair| plain(&choice.en) == said || plain(&choice.rw) == said;
    let named = question.choices.iter().position(same).map(|at| at + 1);
    named.or_else(|| number(text, question.choices.len()))
}

/// Judges an answer to a question of fact or inference, from 1 the number of the right choice.
#[must_use]
pub fn judge(story: &Story, question: &Question, text: &str) -> Verdict {
    if let Some(chosen) = choice(text, question) {
        // "2" may be the second choice or the number two: neither reading is held against the learner.
        let counted = number(text, question.choices.len()).is_some()
            && met(question, text).is_some_and(|missing| missing.is_empty());
        return if chosen == question.answer || counted { Verdict::Right } else { Verdict::Wrong };
    }
    let kept = affirmed(question, text);
    if speaks_against(question, &kept) {
        return Verdict::Wrong;
    }
    let (right, wrong) = likenesses(question, &kept);
    if wrong >= NEAR && wrong > right {
        return Verdict::Wrong;
    }
    // Both are named: it is asked which.
    let either = plain(&kept).split(' ').any(|word| matches!(word, "or" | "cyangwa"));
    if either && wrong >= REPEATED && right >= REPEATED {
        return Verdict::Unclear;
    }
    match met(question, &kept) {
        Some(missing) if missing.is_empty() => Verdict::Right,
        _ if right >= REPEATED => Verdict::Right,
        Some(missing) => Verdict::Partly(absent(question, &missing)),
        None if is_about(story, question, text) => Verdict::Wrong,
        None => Verdict::Unclear,
    }
}

/// The groups that an answer lacks, in the language that it does best in; `None` if it holds none.
fn met<'a>(question: &'a Question, text: &str) -> Option<Vec<&'a Vec<String>>> {
    let lacks = |needs: &'a Choices| {
        let missing = needs::missing(text, needs);
        (missing.len() < needs.len())
            .then(|| missing.into_iter().filter_map(|at| needs.get(at)).collect::<Vec<_>>())
    };
    let both = [lacks(&question.needs_en), lacks(&question.needs_rw)];
    both.into_iter().flatten().min_by_key(Vec::len)
}

/// Whether an answer holds what no right one does.
fn speaks_against(question: &Question, kept: &str) -> bool {
    let voids = question.not_en.iter().chain(&question.not_rw);
    let kept = needs::affirmed(kept);
    voids.into_iter().any(|word| needs::met(&kept, &[vec![word.clone()]]))
}

/// The answer without what it denies: "not maize but sticks" holds no maize. What the right answer denies itself may be denied.
fn affirmed(question: &Question, text: &str) -> String {
    let own = denied_rightly(question);
    let clauses = clauses(text);
    let plain: Vec<String> = clauses.iter().map(|clause| as_not(clause)).collect();
    let kept = |at: usize| {
        if agrees(question, &clauses[at], &own) {
            return clauses[at].clone();
        }
        if !own.is_empty() && clauses[at].trim() != plain[at].trim() {
            return needs::affirmed(&plain[at]);
        }
        let others: Vec<&str> = (0..plain.len())
            .filter(|other| *other != at)
            .map(|other| plain[other].as_str())
            .collect();
        if refuses(question, &plain[at], &others.join(" ")) {
            return String::new();
        }
        needs::affirmed(&plain[at])
    };
    (0..plain.len()).map(kept).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// What the right choice and the reason deny, word by word.
fn denied_rightly(question: &Question) -> Vec<Vec<String>> {
    let right = question.answer.checked_sub(1).and_then(|at| question.choices.get(at));
    let texts = right.into_iter().chain([&question.why]).flat_map(|pair| [&pair.en, &pair.rw]);
    let clauses = texts.flat_map(|text| clauses(text));
    let words = clauses.filter_map(|clause| denied(&as_not(&clause)));
    words.flat_map(|words| content_words(&words)).map(|word| vec![word]).collect()
}

/// Whether a clause denies what may be denied: what the right answer denies, or a denial that is wanted: "never knew".
fn agrees(question: &Question, clause: &str, own: &[Vec<String>]) -> bool {
    let wanted = question.needs_en.iter().chain(&question.needs_rw).flatten();
    let mut denials = wanted.filter(|words| needs::denies(words));
    denials.any(|words| needs::met(clause, &[vec![words.clone()]]))
        || denied(clause).is_some_and(|words| needs::missing(&words, own).len() < own.len())
}

/// A clause with one word for every way of denying.
fn as_not(clause: &str) -> String {
    let words = clause.split(' ').map(|word| if FAILS.contains(&word) { "not" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// The clauses of an answer, each plain.
fn clauses(text: &str) -> Vec<String> {
    let mut clauses = vec![String::new()];
    for piece in text.split_inclusive(['.', ',', ';', '!', '?']) {
        for word in plain(piece).split(' ') {
            if matches!(word, "but" | "ahubwo" | "ariko") {
                clauses.push(String::new());
            }
            let last = clauses.last_mut().expect("there is always one");
            last.push_str(word);
            last.push(' ');
        }
        clauses.push(String::new());
    }
    clauses.retain(|clause| !clause.trim().is_empty());
    clauses
}

/// Whether a clause denies the answer: what it denies is a part of the answer, or the rest speaks for something else: "the
/// monkey did not do it, it was the wind".
fn refuses(question: &Question, clause: &str, others: &str) -> bool {
    let Some(denied) = denied(clause) else { return false };
    if met(question, &denied).is_some() {
        return true;
    }
    let (right, wrong) = likenesses(question, others);
    wrong > right && met(question, others).is_none()
}

/// What a clause denies; `None` if it denies nothing. In Kinyarwanda the verb itself denies: "ntiyarekuye".
fn denied(clause: &str) -> Option<String> {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let verb = words.iter().find_map(|word| word.strip_prefix("nti").filter(|w| w.len() >= 4));
    if !needs::denies(clause) {
        return verb.map(str::to_owned);
    }
    let kept = needs::affirmed(clause);
    let mut kept = kept.split(' ').peekable();
    let dropped = words.into_iter().filter(|word| kept.next_if(|k| k == word).is_none());
    Some(dropped.chain(verb).collect::<Vec<_>>().join(" "))
}

/// How much the answer is like the right choice, and like the likest of the others, per cent.
fn likenesses(question: &Question, text: &str) -> (usize, usize) {
    let of = |pair: &Pair| likeness(text, &pair.en).max(likeness(text, &pair.rw));
    let (mut right, mut wrong) = (0, 0);
    for (at, choice) in question.choices.iter().enumerate() {
        if at + 1 == question.answer {
            right = of(choice);
        } else {
            wrong = wrong.max(of(choice));
        }
    }
    (right, wrong)
}

/// A word for the first thing that is missing: as it stands in the reason, in the language of the group.
fn absent(question: &Question, missing: &[&Vec<String>]) -> String {
    let Some(group) = missing.first() else { return String::new() };
    let texts = [&question.why.en, &question.why.rw];
    let words = texts.iter().flat_map(|text| content_words(text));
    let one = [(*group).clone()];
    words
        .into_iter()
        .find(|word| needs::met(word, &one))
        .or_else(|| group.first().cloned())
        .unwrap_or_default()
}

/// Whether it has to do with the story at all, or is at least a sentence.
fn is_about(story: &Story, question: &Question, text: &str) -> bool {
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').filter(|w| w.chars().count() >= 2).collect();
    if words.len() >= SENTENCE || said.chars().any(|c| c.is_ascii_digit()) {
        return true;
    }
    let choices = question.choices.iter();
    let texts = story.parts.iter().chain(choices).chain([&question.ask, &question.why]);
    let known: Vec<Vec<String>> = vec![
        texts
            .flat_map(|pair| [content_words(&pair.en), content_words(&pair.rw)])
            .flatten()
            .collect(),
    ];
    words.iter().any(|word| needs::met(word, &known))
        || !crate::text::numbers::read(text).is_empty()
}

/// The sentence of the story that holds most of the answer: what to listen to again.
pub(super) fn clue<'a>(
    story: &'a Story,
    question: &Question,
    of: impl Fn(&'a Pair) -> &'a str,
) -> Option<String> {
    let right = question.choices.get(question.answer.checked_sub(1)?)?;
    let wanted =
        [&right.en, &right.rw, &question.why.en, &question.why.rw].map(|t| t.as_str()).join(" ");
    let groups: Vec<Vec<String>> =
        content_words(&wanted).into_iter().map(|word| vec![word]).collect();
    let held = |sentence: &str| groups.len() - needs::missing(sentence, &groups).len();
    let sentences = story.parts.iter().flat_map(|part| sentences(of(part)));
    sentences
        .map(|s| (held(s), s))
        .filter(|(held, _)| *held > 0)
        .max_by_key(|(held, s)| (*held, usize::MAX - s.len()))
        .map(|(_, s)| paired(s))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?']).map(str::trim).filter(|s| s.chars().count() > 8)
}

/// A sentence of the story on its own. Where it was cut out of a longer quotation, the mark without its other one is left out
/// at either end; in the middle it gets one.
fn paired(sentence: &str) -> String {
    // The end of the quotation before stands at the head of the next sentence.
    let sentence = sentence.strip_prefix("\" ").unwrap_or(sentence).trim();
    if sentence.matches('"').count().is_multiple_of(2) {
        return sentence.to_owned();
    }
    if let Some(rest) = sentence.strip_prefix('"') {
        return rest.to_owned();
    }
    let at = sentence.rfind('"').unwrap_or_default();
    match &sentence[..at] {
        before if at + 1 == sentence.len() => before.to_owned(),
        before if before.ends_with(' ') => format!("{sentence}\""),
        _ => format!("\"{sentence}"),
    }
}

/// Whether a number may be the answer.
pub(super) fn counts(question: &Question) -> bool {
    let groups = question.needs_en.iter().chain(&question.needs_rw);
    groups.flatten().any(|word| !crate::text::numbers::read(word).is_empty())
}
