//! What lessons with choices and free answers have in common.

use super::{Cx, Input};
use crate::domain::turn::{Line, Utter};
use crate::text::needs;
use crate::text::numbers;
use crate::text::replies::plain;

/// Characters that a reply by text may have: two joined segments, less what the line itself may say first.
const TEXT: usize = 306;
/// Words around the number of a choice, which mean nothing by themselves.
const AROUND: &[&str] = &[
    "number",
    "option",
    "answer",
    "choice",
    "press",
    "reply",
    "the",
    "is",
    "it",
    "its",
    "umubare",
    "igisubizo",
    "nimero",
    "nomero",
    "cya",
    "icya",
    "ya",
    "iya",
    "ni",
    "uwa",
    "wa",
];

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

/// The characters left in a reply that already holds these texts; without limit where it is spoken.
#[must_use]
pub fn room(cx: &Cx<'_>, texts: &[&str]) -> usize {
    if cx.can.speak {
        return usize::MAX;
    }
    let taken: usize = texts.iter().map(|text| text.chars().count() + 1).sum();
    TEXT.saturating_sub(taken)
}

/// A choice by its number, from 1 to `most`: "2", "two", "number two", "kabiri", "b". A sentence that only holds a number is
/// none.
#[must_use]
pub fn number(text: &str, most: usize) -> Option<usize> {
    let said = plain(text);
    let kept: Vec<&str> = said.split(' ').filter(|word| !AROUND.contains(word)).collect();
    let [word] = kept[..] else { return None };
    let at = match word {
        "a" => 1,
        "b" => 2,
        "c" => 3,
        "d" => 4,
        "first" | "mbere" => 1,
        "second" => 2,
        "third" => 3,
        word => usize::try_from(numbers::read(word).first()?.integer()?).ok()?,
    };
    (1..=most).contains(&at).then_some(at)
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
    fn choices_are_read_by_number_and_sentences_are_not() {
        for (text, most, expected) in [
            ("2", 3, Some(2)),
            ("two", 3, Some(2)),
            ("Number two.", 3, Some(2)),
            ("icya kabiri", 3, Some(2)),
            ("b", 3, Some(2)),
            ("4", 3, None),
            ("two goats came", 3, None),
            ("", 3, None),
            ("0", 3, None),
        ] {
            assert_eq!(number(text, most), expected, "{text}");
        }
    }

    #[test]
    fn likeness_counts_the_words_that_matter() {
        assert_eq!(likeness("grains of rice", "Grains of maize"), 50);
        assert_eq!(likeness("the grains of maize", "Grains of maize"), 100);
        assert_eq!(likeness("", "Grains of maize"), 0);
    }
}
