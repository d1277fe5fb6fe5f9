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
    fn likeness_counts_the_words_that_matter() {
        assert_eq!(likeness("grains of rice", "Grains of maize"), 50);
        assert_eq!(likeness("the grains of maize", "Grains of maize"), 100);
        assert_eq!(likeness("", "Grains of maize"), 0);
    }
}
