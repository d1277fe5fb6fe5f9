//! What a plain question asks for, so that a fact answers that and nothing near it: "how many" is no "which", and what
//! does NOT spread an illness is no answer to how it spreads.

use std::collections::BTreeSet;

use super::replies::plain;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Who,
    Where,
    When,
    Why,
    How,
    Count,
    Time,
    Size,
    What,
}

/// How each kind is put, in both languages; what stands first counts first.
const KINDS: &[(&str, Kind)] = &[
    ("at what time", Kind::When),
    ("what time", Kind::When),
    ("how many", Kind::Count),
    ("how much", Kind::Count),
    ("what number", Kind::Count),
    ("what share", Kind::Count),
    ("how often", Kind::Count),
    ("how long", Kind::Time),
    ("igihe kingana iki", Kind::Time),
    ("how old", Kind::Size),
    ("how tall", Kind::Size),
    ("how high", Kind::Size),
    ("how big", Kind::Size),
    ("how large", Kind::Size),
    ("how deep", Kind::Size),
    ("how far", Kind::Size),
    ("how fast", Kind::Size),
    ("how heavy", Kind::Size),
    ("yahe mezi", Kind::When),
    ("kuhe kwezi", Kind::When),
    ("wuhe mwaka", Kind::When),
    ("what month", Kind::When),
    ("which month", Kind::When),
    ("which months", Kind::When),
    ("what year", Kind::When),
    ("which year", Kind::When),
    ("what causes", Kind::Why),
    ("kubera iki", Kind::Why),
    ("who", Kind::Who),
    ("whose", Kind::Who),
    ("nde", Kind::Who),
    ("bande", Kind::Who),
    ("where", Kind::Where),
    ("hehe", Kind::Where),
    ("when", Kind::When),
    ("ryari", Kind::When),
    ("why", Kind::Why),
    ("kuki", Kind::Why),
    ("how", Kind::How),
    ("gute", Kind::How),
    ("what", Kind::What),
    ("which", Kind::What),
];

/// Words that turn a question round, or pick one out of many: without them another thing is asked. Each row is one meaning.
const TURNS: &[&[&str]] = &[
    &["not", "never", "except", "dont", "doesnt", "cannot", "cant", "without", "ntabwo", "atari"],
    &["second", "kabiri", "2nd"],
    &["third", "gatatu", "3rd"],
    &["least", "fewest", "lowest"],
    &["smallest", "shortest", "youngest"],
    &["largest", "biggest", "greatest"],
    &["highest", "tallest"],
    &["longest"],
    &["deepest"],
    &["oldest"],
    &["nearest", "closest"],
    &["farthest", "furthest"],
    &["fastest", "quickest"],
    &["slowest"],
    &["hottest"],
    &["coldest"],
    &["kurusha", "kuruta"],
];

fn kind(said: &str) -> Option<Kind> {
    let padded = format!(" {said} ");
    let found = KINDS.iter().enumerate().filter_map(|(order, (words, kind))| {
        Some((padded.find(&format!(" {words} "))?, order, *kind))
    });
    let count = said.split(' ').any(|word| word.ends_with("ngahe"));
    found
        .min_by_key(|(at, order, _)| (*at, *order))
        .map(|(_, _, kind)| kind)
        .filter(|kind| !count || *kind != Kind::What)
        .or(count.then_some(Kind::Count))
}

/// Kinyarwanda denies inside the verb; the packs write such a verb in capitals, and who asks begins it so.
fn denied_verb(word: &str) -> bool {
    const PREFIXES: &[&str] = &["kida", "bida", "rida", "zida", "itand", "ntand", "idat", "nti"];
    word.len() >= 6 && PREFIXES.iter().any(|prefix| word.starts_with(prefix))
}

fn turns(said: &str) -> BTreeSet<usize> {
    let of = |word: &str| {
        let row = TURNS.iter().position(|row| row.contains(&word));
        row.or(denied_verb(word).then_some(0))
    };
    said.split(' ').filter_map(of).collect()
}

/// The part of a question that asks: a known one may tell something first.
fn asking(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['?', ' ']);
    match text.rfind(['.', '!']) {
        Some(at) if text[at + 1..].split_whitespace().count() >= 2 => &text[at + 1..],
        _ => text,
    }
}

/// Whether a known question asks for the same as one that was put, as far as question words, denials and "largest" or
/// "second" tell. Which things they are about is not looked at.
///
/// "What" goes with any kind that is no number; two kinds that are named must be one.
#[must_use]
pub fn same(put: &str, known: &str) -> bool {
    let (put, known) = (plain(asking(put)), plain(asking(known)));
    let kinds = match (kind(&put), kind(&known)) {
        (Some(one), Some(other)) if one == other => true,
        (Some(Kind::What), Some(other)) | (Some(other), Some(Kind::What)) => {
            !matches!(other, Kind::Count | Kind::Time | Kind::Size)
        }
        // What is good to do is asked by either.
        (Some(Kind::Why), Some(Kind::How)) | (Some(Kind::How), Some(Kind::Why)) => false,
        (Some(_), Some(_)) => false,
        (None, Some(Kind::Count | Kind::Time | Kind::Size)) => false,
        _ => true,
    };
    kinds && turns(&put) == turns(&known)
}

/// What "what is …?" asks about: the rest of the question; `None` for any other question.
#[must_use]
pub fn defined(text: &str) -> Option<String> {
    let said = plain(text);
    let rest =
        ["what is ", "whats ", "what are "].iter().find_map(|begin| said.strip_prefix(begin));
    let rest = rest.or_else(|| {
        said.strip_suffix(" ni iki").or_else(|| said.strip_suffix(" ni iki mu by ukuri"))
    })?;
    let words: Vec<&str> = rest.split(' ').filter(|w| !matches!(*w, "the" | "a" | "an")).collect();
    (words.len() == 1).then(|| words[0].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_that_asks_for_another_thing_is_no_answer() {
        for (put, known) in [
            ("how does HIV spread?", "In which of these ways does HIV NOT spread?"),
            (
                "what is the highest mountain in Africa?",
                "After Kilimanjaro, which is the second highest mountain in Africa?",
            ),
            ("how many planets are there?", "Which of these planets is the largest?"),
            ("which countries border Rwanda?", "Which of these countries does NOT border Rwanda?"),
            ("how far is the Sun?", "Which planet is nearest to the Sun?"),
            ("where do bees live?", "Why do bees dance?"),
            ("SIDA yandura ite", "Ni ubuhe buryo virusi itera SIDA ITANDURIRAMO?"),
        ] {
            assert!(!same(put, known), "{put} / {known}");
        }
    }

    #[test]
    fn the_same_question_in_other_words_is_the_same() {
        for (put, known) in [
            ("in what year did Rwanda become independent", "When did Rwanda become independent?"),
            ("what is the sun?", "What kind of body in the sky is the Sun?"),
            ("how many legs has a spider", "A spider is not an insect. How many legs has it?"),
            (
                "how do I stop a nose bleed",
                "Your friend's nose is bleeding. How should your friend sit?",
            ),
            ("which is the biggest planet", "Which of these planets is the largest?"),
            ("intozi igira amaguru angahe?", "Intozi igira amaguru angahe?"),
            ("which does not border Rwanda", "Which of these countries does NOT border Rwanda?"),
        ] {
            assert!(same(put, known), "{put} / {known}");
        }
    }

    #[test]
    fn what_is_one_thing_asks_for_what_it_is() {
        assert_eq!(defined("What is the sun?").as_deref(), Some("sun"));
        assert_eq!(defined("izuba ni iki?").as_deref(), Some("izuba"));
        assert_eq!(defined("what is the capital of Kenya"), None);
    }
}
