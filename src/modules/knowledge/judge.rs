//! Which answer is meant: by its number or letter, by its words, or in the learner's own words.

use crate::content::general::Item;
use crate::text::needs;
use crate::text::numbers;
use crate::text::replies::plain;

/// What an answer is worth: right, wrong, or no answer to this question (`None`).
pub(super) fn check(text: &str, item: &Item) -> Option<bool> {
    let wanted = plain(text);
    if wanted.is_empty() {
        return None;
    }
    let by_words = by_words(&wanted, item);
    let by_number = by_number(&wanted, item);
    match (by_words, by_number) {
        // "4" may be the fourth choice or the choice that says 4: it is right if either is.
        (Some(first), Some(second)) => Some(first || second),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => free(text, item),
    }
}

/// The number of a key.
pub(super) fn key(key: char, item: &Item) -> Option<bool> {
    let number = usize::try_from(key.to_digit(10)?).ok()?;
    (1..=item.choices.len()).contains(&number).then_some(number == item.answer)
}

/// Words that may stand around the number of a choice.
const AROUND: [&str; 20] = [
    "number",
    "no",
    "answer",
    "option",
    "choice",
    "press",
    "the",
    "it",
    "is",
    "its",
    "i",
    "think",
    "letter",
    "nimero",
    "numero",
    "umubare",
    "igisubizo",
    "ni",
    "icya",
    "wa",
];

fn by_number(wanted: &str, item: &Item) -> Option<bool> {
    let words: Vec<&str> = wanted.split(' ').filter(|word| !AROUND.contains(word)).collect();
    let [only] = words.as_slice() else {
        return None;
    };
    let letter = ["a", "b", "c", "d"].iter().position(|letter| letter == only);
    let number = match letter {
        Some(at) => at + 1,
        None => usize::try_from(numbers::read(only).first()?.integer()?).ok()?,
    };
    (1..=item.choices.len()).contains(&number).then_some(number == item.answer)
}

/// The choice whose words were said, in either language.
fn by_words(wanted: &str, item: &Item) -> Option<bool> {
    let likest = |texts: [&str; 2]| {
        texts.iter().map(|text| likeness(wanted, &plain(text))).fold(0.0, f64::max)
    };
    let mut best: Vec<(f64, usize)> = item
        .choices
        .iter()
        .enumerate()
        .map(|(at, choice)| (likest([&choice.en, &choice.rw]), at + 1))
        .filter(|(likeness, _)| *likeness >= ENOUGH)
        .collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    match best.as_slice() {
        [(first, _), (second, _), ..] if first - second < CLEAR => None,
        [(_, number), ..] => Some(*number == item.answer),
        [] => None,
    }
}

/// The least likeness at which a choice is meant.
const ENOUGH: f64 = 0.8;
/// How far it must stand before the next.
const CLEAR: f64 = 0.05;
/// Words that carry no meaning of their own.
const SMALL: [&str; 12] = ["a", "an", "the", "of", "in", "on", "to", "it", "is", "ni", "mu", "ku"];

/// 1 for the same words; else how alike two texts are, or how much of the choice was said.
fn likeness(said: &str, choice: &str) -> f64 {
    if said == choice {
        return 1.0;
    }
    // Figures are never nearly right.
    if choice.chars().any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    let words: Vec<&str> = choice.split(' ').filter(|word| !SMALL.contains(word)).collect();
    let said_words: Vec<&str> = said.split(' ').collect();
    let held = words.iter().all(|word| said_words.iter().any(|other| near(other, word)));
    if held && !words.is_empty() {
        return 0.95;
    }
    let likeness = strsim::normalized_levenshtein(said, choice);
    if choice.len() >= 5 { likeness } else { 0.0 }
}

fn near(said: &str, word: &str) -> bool {
    said == word
        || (word.len() >= 6
            && said.chars().next() == word.chars().next()
            && strsim::osa_distance(said, word) <= 1)
}

/// An answer in the learner's own words, in either language. What holds nothing of the answer is no answer, not a wrong
/// one: the learner may have meant anything.
fn free(text: &str, item: &Item) -> Option<bool> {
    let met = needs::met(text, &item.needs_en) || needs::met(text, &item.needs_rw);
    met.then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    fn item(id: &str) -> Item {
        let library = Library::shipped();
        library.items.iter().find(|item| item.id == id).expect("a shipped item").clone()
    }

    #[test]
    fn an_answer_is_known_by_number_by_its_words_and_in_own_words() {
        let star = item("sun-is-a-star");
        for text in [
            "2",
            "two",
            "number 2",
            "B",
            "a star",
            "star",
            "Inyenyeri",
            "it is a big star",
            "kabiri",
        ] {
            assert_eq!(check(text, &star), Some(true), "{text}");
        }
        for text in ["1", "a planet", "umubumbe", "the moon", "c"] {
            assert_eq!(check(text, &star), Some(false), "{text}");
        }
        for text in ["", "4", "banana", "I like goats"] {
            assert_eq!(check(text, &star), None, "{text}");
        }
        let capital = item("capital");
        assert_eq!(check("kigari", &capital), Some(true));
        assert_eq!(check("Musanze", &capital), Some(false));
    }

    #[test]
    fn figures_are_read_as_figures() {
        let year = item("year-on-earth");
        assert_eq!(check("365 days", &year), Some(true));
        assert_eq!(check("365", &year), Some(true));
        assert_eq!(check("three hundred and sixty five", &year), Some(true));
        assert_eq!(check("100", &year), Some(false));
    }

    #[test]
    fn every_shipped_item_knows_its_own_choices_in_both_languages() {
        for item in &Library::shipped().items {
            for (at, choice) in item.choices.iter().enumerate() {
                let right = at + 1 == item.answer;
                for text in [&choice.en, &choice.rw] {
                    // "One" is the first choice, too.
                    let also = by_number(&plain(text), item) == Some(true);
                    assert_eq!(check(text, item), Some(right || also), "{}: {text}", item.id);
                }
                let number = char::from_digit(u32::try_from(at + 1).expect("few"), 10);
                assert_eq!(key(number.expect("a digit"), item), Some(right));
            }
        }
    }
}
