//! What lessons with choices and free answers have in common.

use super::{Cx, Input};
use crate::domain::turn::{Line, Utter};
use crate::text::needs;
use crate::text::replies::plain;

pub use crate::text::choices::number;

/// Characters that a reply by text may have: two joined segments, less what the line itself may say first.
const TEXT: usize = 306;
/// Lines as things to say.
#[must_use]
pub fn utters(lines: impl IntoIterator<Item = Line>) -> Vec<Utter> {
    lines.into_iter().map(Utter::from).collect()
}

/// What was keyed, said or written; `None` for a verdict of the ear.
#[must_use]
pub fn text_of(input: &Input) -> Option<&str> {
    match input {
        Input::Keys(keys) => Some(keys.as_str().trim_end_matches('#')),
        Input::Speech(words) => Some(&words.text),
        Input::Text(text) => Some(text),
        Input::Heard(_) | Input::Read(_) => None,
    }
}

/// Whether a text says nothing that could be meant: empty, only signs, or keys struck at random. It is never an attempt.
#[must_use]
pub fn senseless(text: &str) -> bool {
    !plain(text).split(' ').any(could_be_a_word)
}

/// Whether a text asks for a reason, or for the way to an answer.
#[must_use]
pub fn asks_why(text: &str) -> bool {
    [
        "why",
        "why is that",
        "why not",
        "but why",
        "explain",
        "explain it",
        "explain that",
        "how so",
        "how come",
        "i dont understand",
        "show me how",
        "kuki",
        "kubera iki",
        "sobanura",
        "nsobanurira",
        "bisobanure",
        "sinumva",
        "can you explain",
        "can you explain it",
        "can you explain that",
        "how do you do it",
        "how do i do it",
        "ushobora gusobanura",
    ]
    .contains(&bare(text).as_str())
}

/// The words in plain letters, without the politeness around them.
#[must_use]
pub fn bare(text: &str) -> String {
    let said = plain(text);
    let polite = |word: &&str| matches!(*word, "please" | "teacher" | "nyabuneka" | "mwarimu");
    said.split(' ').filter(|word| !polite(word)).collect::<Vec<_>>().join(" ")
}

/// Letters in a row that no word of either language has without a vowel among them.
const CONSONANTS: usize = 6;
/// Neighbours on a keyboard that stand together in no word.
const STRUCK: &[&str] = &["asdf", "sdfg", "dfgh", "qwer", "zxcv", "hjkl"];

fn could_be_a_word(word: &str) -> bool {
    if word.chars().any(|c| c.is_numeric()) {
        return true;
    }
    let vowel = |c: char| "aeiouy".contains(c) || !c.is_ascii();
    let letters = word.chars().count();
    let first = word.chars().next();
    letters >= 2
        && word.chars().any(|c| Some(c) != first)
        && word.chars().any(vowel)
        && word.split(vowel).all(|run| run.len() < CONSONANTS)
        && !STRUCK.iter().any(|row| word.contains(row))
}

/// The characters left in a reply that already holds these texts; without limit where it is spoken.
#[must_use]
pub fn room(cx: &Cx<'_>, texts: &[&str]) -> usize {
    if cx.can.speak {
        return usize::MAX;
    }
    let taken: usize = texts.iter().map(|text| text.chars().count() + 1).sum();
    TEXT.saturating_sub(taken)
}

/// The words of a text that carry its meaning.
#[must_use]
pub fn content_words(text: &str) -> Vec<String> {
    const EMPTY: &[&str] = &[
        "the", "and", "was", "were", "had", "has", "have", "his", "her", "its", "that", "this",
        "they", "them", "for", "from", "with", "not", "did", "does", "she", "him", "who", "what",
        "when", "are", "but", "you", "too", "because", "into", "there", "then", "than", "their",
        "kubera", "kuko", "yari", "ari", "mu", "ku", "cyangwa", "ngo", "iyo",
    ];
    let said = plain(text);
    let words = said.split(' ').filter(|w| !EMPTY.contains(w));
    words
        .filter(|w| w.chars().count() >= 3 || w.chars().any(|c| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// How much of `wanted` an answer holds, 0 to 100: its meaningful words, misspellings let through.
#[must_use]
pub fn likeness(answer: &str, wanted: &str) -> usize {
    let groups: Vec<Vec<String>> =
        content_words(wanted).into_iter().map(|word| vec![word]).collect();
    if groups.is_empty() {
        return 0;
    }
    100 * (groups.len() - needs::missing(answer, &groups).len()) / groups.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_struck_at_random_say_nothing_and_short_words_do() {
        for text in ["", "  ", "???", "qqqq", "zzz", "asdfgh", "\u{1f600}", "x", "hmm", "bcdfghjk"]
        {
            assert!(senseless(text), "{text}");
        }
        for text in ["9", "no", "sky", "mbwira", "nshya", "strengths", "twelfths", "inkoko", "ok"] {
            assert!(!senseless(text), "{text}");
        }
    }

    #[test]
    fn likeness_counts_the_words_that_matter() {
        assert_eq!(likeness("grains of rice", "Grains of maize"), 50);
        assert_eq!(likeness("the grains of maize", "Grains of maize"), 100);
        assert_eq!(likeness("", "Grains of maize"), 0);
    }
}
