//! Where a sentence wants to go: scored against the words on the cards, in either language, with misspellings.

use super::sentences::{FINISH, HELP};
use super::words::{JOINS, OTHERS, WORDS, Weight, YIELDS};
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

/// Words that turn the next ones into what is not wanted.
const NOT: &[&str] = &[
    "not",
    "dont",
    "without",
    "except",
    "than",
    "tired",
    "bored",
    "instead",
    "leave",
    "enough",
    "hate",
    "finished",
    "atari",
    "ntabwo",
    "sinshaka",
    "simbishaka",
    "uretse",
    "oya",
    "kurusha",
    "ndambiwe",
    "narambiwe",
    "naniwe",
    "kureka",
];

/// How many words after one of [`NOT`] it still rules.
const NOT_REACH: usize = 4;

/// Words at which a denial ends: "not maths but Chinese".
const TURNS: &[&str] = &[
    "but", "just", "ahubwo", "ndashaka", "nshaka", "please", "want", "let", "lets", "give",
    "nyigisha", "mpa",
];

/// The least score at which a lesson is meant.
const ENOUGH: f64 = 0.7;

/// The least that a word is worth beside others.
const FAINT: f64 = 0.4;

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
            let aside = |name: &ModuleName| name.as_str() == YIELDS;
            let joined = words.iter().any(|word| JOINS.contains(word));
            if !joined && scores.len() == 2 && (aside(first) || aside(second)) {
                let other = if aside(first) { second } else { first };
                return Route::Lesson((*other).clone());
            }
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

/// Everything that calls for a lesson: the words on its card, and those of the table, with their weight.
fn keywords(card: &Card) -> impl Iterator<Item = (&str, f64)> {
    let own = card.keywords.iter().flat_map(|(_, words)| words.iter().map(|word| (*word, None)));
    let listed = WORDS.iter().filter(|(name, _, _)| *name == card.name.as_str());
    let more =
        listed.flat_map(|(_, weight, words)| words.iter().map(|word| (*word, Some(*weight))));
    // A word of added content is a name of its lesson unless it says something else already.
    let added =
        card.more.iter().map(|word| (word.as_str(), None)).filter(|(word, _)| !is_word(word));
    own.chain(more).chain(added).map(|(word, weight)| {
        // The table may know a card's word for less than a name.
        let weight = weight.or_else(|| weight_of(card, word)).unwrap_or(Weight::Name);
        (word, weight.score())
    })
}

fn weight_of(card: &Card, word: &str) -> Option<Weight> {
    let row = |(name, _, words): &&(&str, Weight, &[&str])| {
        *name == card.name.as_str() && words.contains(&word)
    };
    WORDS.iter().find(row).map(|(_, weight, _)| *weight)
}

/// The best of a card's keywords, and a little more for each further word of the sentence that is one.
fn score(words: &[&str], denied: &[bool], card: &Card) -> f64 {
    let mut places = vec![0.0_f64; words.len()];
    for (keyword, weight) in keywords(card) {
        let wanted: Vec<&str> = keyword.split(' ').collect();
        for (at, window) in words.windows(wanted.len()).enumerate() {
            if !denied[at] {
                let likeness = likeness_of(window, &wanted);
                // Half a hint is none.
                let likeness = if weight < ENOUGH { likeness.floor() } else { likeness };
                let found = weight * likeness + whole_name(wanted.len(), weight, likeness);
                places[at] = places[at].max(found);
            }
        }
    }
    places.retain(|found| *found >= FAINT);
    places.sort_by(|a, b| b.total_cmp(a));
    let Some(best) = places.first() else {
        return 0.0;
    };
    let more = places.len().saturating_sub(1).min(3);
    #[expect(clippy::cast_precision_loss, reason = "at most 3")]
    let bonus = more as f64 * if *best < ENOUGH { 0.25 } else { 0.1 };
    best + bonus
}

/// What a name of several words has before a single one that it holds: "read aloud" is no mere "read".
fn whole_name(words: usize, weight: f64, likeness: f64) -> f64 {
    if words > 1 && weight >= 1.0 && likeness >= 1.0 { 0.2 } else { 0.0 }
}

/// Whether what stands there denies what follows. "No" does so only as the first word: between Kinyarwanda words it means
/// "and". "Anything but" does.
fn is_not(words: &[&str], at: usize) -> bool {
    match words[at] {
        "no" => at == 0,
        "but" => at > 0 && matches!(words[at - 1], "anything" | "everything"),
        word => NOT.contains(&word),
    }
}

fn likeness_of(window: &[&str], wanted: &[&str]) -> f64 {
    let likest = window.iter().zip(wanted).map(|(word, want)| likeness(word, want));
    likest.fold(1.0, f64::min)
}

/// For each word whether it is denied: the first keyword within reach of a "not", unless the sentence turns before it.
/// What is preferred "to" something else denies that too.
fn denied(words: &[&str], cards: &[Card]) -> Vec<bool> {
    let keyword = |word: &str| {
        cards
            .iter()
            .flat_map(keywords)
            .any(|(keyword, weight)| weight >= ENOUGH && likeness(word, keyword) >= ENOUGH)
    };
    let mut denied = vec![false; words.len()];
    if !words
        .iter()
        .any(|word| NOT.contains(word) || matches!(*word, "no" | "but" | "prefer" | "rather"))
    {
        return denied;
    }
    let (mut left, mut preferred) = (0, false);
    for (at, word) in words.iter().enumerate() {
        preferred = preferred || matches!(*word, "prefer" | "rather");
        let over = preferred && *word == "to" && words[..at].iter().any(|earlier| keyword(earlier));
        if is_not(words, at) || over {
            left = NOT_REACH;
        } else if left > 0 && left < NOT_REACH && TURNS.contains(word) {
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

/// Whether a word is one by itself: it is no misspelling of another.
#[must_use]
pub fn is_word(word: &str) -> bool {
    let sentences = || HELP.iter().chain(FINISH).flat_map(|pattern| pattern.iter());
    OTHERS.contains(&word)
        || sentences().any(|known| *known == word)
        || WORDS.iter().any(|(_, _, words)| words.contains(&word))
}

/// Whether a word has the form of a Kinyarwanda verb.
fn is_verb(word: &str) -> bool {
    ["ku", "gu", "kw", "gw"].iter().any(|prefix| word.starts_with(prefix))
}

/// 1 for the same word, less for each letter wrong; 0 where too much is wrong for the length.
fn likeness(word: &str, wanted: &str) -> f64 {
    if word == wanted {
        return 1.0;
    }
    let length = wanted.chars().count();
    if word.len().abs_diff(wanted.len()) > 2 {
        return 0.0;
    }
    let allowed = match length {
        0..=3 => return 0.0,
        4..=6 => 1,
        _ => 2,
    };
    // Short words have many neighbours: "done" is no "tone".
    if length <= 5 && (word.len() < 4 || word.chars().next() != wanted.chars().next()) {
        return 0.0;
    }
    // Kinyarwanda verbs have many, too: "kubera" is no "kubara".
    if length <= 6 && is_verb(wanted) {
        return 0.0;
    }
    let distance = strsim::osa_distance(word, wanted);
    // Words that are known are no misspellings; looked up last, for it is the dearest.
    if distance > allowed || is_word(word) {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let lost = distance as f64 / length as f64;
    1.0 - lost
}
