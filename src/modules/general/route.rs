//! Where a sentence wants to go: scored against the words on the cards, in either language, with misspellings.

use crate::domain::ids::ModuleName;
use crate::modules::Card;
use crate::text::replies::{self, Reply};

/// Where a sentence wants to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// To this lesson.
    Lesson(ModuleName),
    /// To one of two lessons, equally named.
    Between(ModuleName, ModuleName),
    /// Nowhere yet: the learner asks what there is.
    Help,
    /// Away.
    Finish,
    /// Not to be told.
    Unknown,
}

/// Sentences that ask what there is, by words that must all be in it.
const HELP: &[&[&str]] = &[
    &["help"],
    &["what", "can", "do"],
    &["what", "can", "learn"],
    &["what", "can", "teach"],
    &["what", "is", "this"],
    &["what", "do", "you", "teach"],
    &["what", "lessons"],
    &["which", "lessons"],
    &["how", "does", "work"],
    &["dont", "understand"],
    &["dont", "know", "do"],
    &["ubufasha"],
    &["mfasha"],
    &["umfashe"],
    &["mumfashe"],
    &["nakora", "iki"],
    &["nkore", "iki"],
    &["wigisha", "iki"],
    &["mwigisha", "iki"],
    &["nakwiga", "iki"],
    &["niga", "iki"],
    &["bikora", "bite"],
    &["ibi", "ni", "ibiki"],
    &["sinumva"],
    &["simbyumva"],
];

/// Sentences that end the conversation.
const FINISH: &[&[&str]] = &[
    &["bye"],
    &["goodbye"],
    &["stop"],
    &["quit"],
    &["hang", "up"],
    &["thats", "all"],
    &["im", "done"],
    &["finish"],
    &["see", "you"],
    &["good", "night"],
    &["end", "call"],
    &["murabeho"],
    &["mwirirwe"],
    &["muramuke"],
    &["hagarika"],
    &["guhagarika"],
    &["gusoza"],
    &["kurangiza"],
    &["ndarangije"],
    &["nasoje"],
    &["ndasoje"],
    &["rekeraho"],
    &["turekere", "aho"],
    &["ndatashye"],
];

/// Words that turn the next ones into what is not wanted.
const NOT: &[&str] = &[
    "not",
    "no",
    "dont",
    "without",
    "except",
    "atari",
    "ntabwo",
    "sinshaka",
    "simbishaka",
    "uretse",
    "oya",
];

/// How many words after one of [`NOT`] it still rules.
const NOT_REACH: usize = 4;

/// Words at which a denial ends: "not maths but Chinese".
const TURNS: &[&str] = &["but", "just", "ahubwo", "ndashaka", "nshaka", "please"];

/// The least score at which a lesson is meant.
const ENOUGH: f64 = 0.7;

/// How far the best must stand before the next.
const CLEAR: f64 = 0.15;

/// Where `text` wants to go, given the lessons there are.
#[must_use]
pub fn route(text: &str, cards: &[Card]) -> Route {
    let plain = replies::plain(&text.chars().take(300).collect::<String>());
    let words: Vec<&str> = plain.split(' ').filter(|w| !w.is_empty()).collect();
    let denied = denied(&words, cards);
    let mut scores: Vec<(f64, &ModuleName)> = cards
        .iter()
        .map(|card| (score(&words, &denied, card), &card.name))
        .filter(|(score, _)| *score >= ENOUGH)
        .collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scores.as_slice() {
        [(best, first), (next, second), ..] if best - next < CLEAR => {
            Route::Between((*first).clone(), (*second).clone())
        }
        [(_, name), ..] => Route::Lesson((*name).clone()),
        [] => without_lesson(&plain, &words),
    }
}

fn without_lesson(plain: &str, words: &[&str]) -> Route {
    match replies::read(plain) {
        Some(Reply::Stop) => return Route::Finish,
        Some(Reply::Help | Reply::DontKnow | Reply::Menu) => return Route::Help,
        _ => {}
    }
    // An end taken for something else can be said again; a call that ended by mistake costs another.
    if any_pattern(FINISH, words, 0.8) {
        Route::Finish
    } else if any_pattern(HELP, words, 0.75) {
        Route::Help
    } else {
        Route::Unknown
    }
}

fn any_pattern(patterns: &[&[&str]], words: &[&str], least: f64) -> bool {
    let has = |wanted: &&str| words.iter().any(|word| likeness(word, wanted) >= least);
    patterns.iter().any(|pattern| pattern.iter().all(&has))
}

/// The best of a card's keywords, a little more for each further one found.
fn score(words: &[&str], denied: &[bool], card: &Card) -> f64 {
    let mut found: Vec<f64> = card
        .keywords
        .iter()
        .flat_map(|(_, keywords)| keywords.iter())
        .map(|keyword| keyword_score(words, denied, keyword))
        .filter(|score| *score >= ENOUGH)
        .collect();
    found.sort_by(|a, b| b.total_cmp(a));
    let more = found.len().saturating_sub(1).min(3);
    #[expect(clippy::cast_precision_loss, reason = "at most 3")]
    let bonus = 0.1 * more as f64;
    found.first().map_or(0.0, |best| best + bonus)
}

/// How well a keyword, of one word or more, is found in the sentence where it is not denied.
fn keyword_score(words: &[&str], denied: &[bool], keyword: &str) -> f64 {
    let wanted: Vec<&str> = keyword.split(' ').collect();
    words
        .windows(wanted.len())
        .enumerate()
        .filter(|(at, _)| !denied[*at])
        .map(|(_, window)| {
            let likest = window.iter().zip(&wanted).map(|(word, want)| likeness(word, want));
            likest.fold(1.0, f64::min)
        })
        .fold(0.0, f64::max)
}

/// For each word whether it is denied: the first keyword within reach of a "not", unless the sentence turns before it.
fn denied(words: &[&str], cards: &[Card]) -> Vec<bool> {
    let keyword = |word: &str| {
        let all = cards.iter().flat_map(|card| card.keywords);
        all.flat_map(|(_, keywords)| keywords.iter())
            .any(|keyword| likeness(word, keyword) >= ENOUGH)
    };
    let mut denied = vec![false; words.len()];
    let mut left = 0;
    for (at, word) in words.iter().enumerate() {
        if NOT.contains(word) {
            left = NOT_REACH;
        } else if left > 0 && TURNS.contains(word) {
            left = 0;
        } else if left > 0 {
            left -= 1;
            if keyword(word) {
                denied[at] = true;
                left = 0;
            }
        }
    }
    denied
}

/// 1 for the same word, less for each letter wrong; 0 where too much is wrong for the length.
fn likeness(word: &str, wanted: &str) -> f64 {
    if word == wanted {
        return 1.0;
    }
    let length = wanted.chars().count();
    let allowed = match length {
        0..=3 => return 0.0,
        4..=6 => 1,
        _ => 2,
    };
    // Short words have many neighbours: "done" is no "tone".
    if length <= 5 && (word.len() < 4 || word.chars().next() != wanted.chars().next()) {
        return 0.0;
    }
    let distance = strsim::osa_distance(word, wanted);
    if distance > allowed {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let lost = distance as f64 / length as f64;
    1.0 - lost
}
