//! Questions that a learner puts to the line: what a word is in English, what it means, or something else.

use crate::content::Library;
use crate::domain::turn::Line;
use crate::modules::Cx;
use crate::text::replies::plain;

/// What stands around a word of Kinyarwanda whose English is asked for.
const IN_ENGLISH: [(&str, &str); 7] = [
    ("how do you say ", " in english"),
    ("how do we say ", " in english"),
    ("how do i say ", " in english"),
    ("what is ", " in english"),
    ("", " in english"),
    ("", " mu cyongereza"),
    ("", " bivuga iki mu cyongereza"),
];
/// What stands around an English word whose meaning is asked for.
const MEANING: [(&str, &str); 6] = [
    ("what does ", " mean"),
    ("what is the meaning of ", ""),
    ("meaning of ", ""),
    ("what means ", ""),
    ("", " bivuga iki"),
    ("", " bisobanura iki"),
];
/// Words with which a question begins.
const ASKING: [&str; 8] = ["what", "where", "when", "why", "how", "who", "which", "whose"];
/// What follows such a word in a question, or begins one.
const HELPERS: [&str; 17] = [
    "is", "are", "am", "was", "were", "do", "does", "did", "can", "could", "will", "would", "may",
    "should", "shall", "have", "has",
];
const PERSONS: [&str; 7] = ["i", "you", "he", "she", "it", "we", "they"];

fn between<'a>(said: &'a str, around: &[(&str, &str)]) -> Option<&'a str> {
    let found = around
        .iter()
        .find_map(|(before, after)| said.strip_prefix(before)?.strip_suffix(after).map(str::trim));
    found.filter(|word| !word.is_empty() && word.split(' ').count() <= 3)
}

/// The answer to a question about a word that the packs know.
pub(super) fn word(cx: &Cx<'_>, library: &Library, text: &str) -> Option<Vec<Line>> {
    let said = plain(text);
    let english = &library.english;
    if let Some(asked) = between(&said, &IN_ENGLISH) {
        let same = |rw: &str| rw.split([',', ';']).any(|part| plain(part) == asked);
        let words = english.words.iter().filter(|word| same(&word.rw)).map(|word| &word.word);
        let helpful = english.topics.iter().flat_map(|topic| &topic.words);
        let pairs = helpful.filter(|pair| same(&pair.rw)).map(|pair| &pair.en);
        let found = words.chain(pairs).next()?;
        let line = Line::new("english-in-english").with("said", asked);
        return Some(vec![line.with("word", found.as_str())]);
    }
    let asked = between(&said, &MEANING)?;
    let found = english.words.iter().find(|word| plain(&word.word) == asked)?;
    Some(super::words::shown_of(cx, library, &found.id))
}

/// Whether a text greets the line, and no more: "hello how are you".
pub(super) fn is_greeting(text: &str) -> bool {
    let said = plain(text);
    let hello = ["hello ", "hi ", "good morning ", "good afternoon ", "good evening ", "toneline "];
    let rest =
        hello.iter().fold(said.as_str(), |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    [
        "how are you",
        "how are you doing",
        "how are you today",
        "how do you do",
        "amakuru",
        "amakuru yawe",
    ]
    .contains(&rest)
}

/// What is answered to a question in the middle of a talk; `None` where the text is none.
pub(super) fn of_the_line(text: &str) -> Option<Vec<Line>> {
    let said = plain(text);
    if ["what is your name", "whats your name", "who are you"].contains(&said.as_str()) {
        return Some(vec![Line::new("english-free-name")]);
    }
    is_question(text, &said).then(|| vec![Line::new("english-free-asked")])
}

/// One sentence that begins as questions do: "What is your name", "Can you help me?"
fn is_question(text: &str, said: &str) -> bool {
    let text = text.trim();
    let sentences = text.split(['.', '!', '?']).filter(|part| !part.trim().is_empty()).count();
    let words: Vec<&str> = said.split(' ').collect();
    let [first, second, ..] = words.as_slice() else { return false };
    let order = *second == "it" && ["do", "have"].contains(first);
    // "What is hard is the rain" tells something.
    let tells = words[2..].iter().any(|word| ["is", "are", "was", "were"].contains(word));
    let asks = ASKING.contains(first) && HELPERS.contains(second)
        || *first == "how" && ["much", "many", "old", "far", "long", "often"].contains(second)
        || HELPERS.contains(first) && PERSONS.contains(second) && !order;
    let marked = text.ends_with('?') && (ASKING.contains(first) || HELPERS.contains(first));
    sentences == 1
        && (marked || (asks && !tells && words.len() <= 8 && !said.contains(" because ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_from_answers() {
        for text in ["What is your name?", "how do you say igitoki in English?", "Can you help me"]
        {
            assert!(is_question(text, &plain(text)), "{text}");
        }
        for text in [
            "When I was young, I played football.",
            "I like tea. And you?",
            "What I like is music.",
            "How beautiful it was!",
            "Do it.",
            "What is hard is the rain.",
        ] {
            assert!(!is_question(text, &plain(text)), "{text}");
        }
    }
}
