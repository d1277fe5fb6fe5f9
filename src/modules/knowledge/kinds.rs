//! Answers in the learner's own words that hold nothing of the right one: wrong where they name another thing of the same
//! kind, a try where they are words at all.

use std::collections::BTreeSet;

use crate::content::general::Item;
use crate::modules::general::{Route, route};
use crate::modules::{Cx, asking};
use crate::text::grammar;
use crate::text::replies::{self, plain};

/// The words of the questions: who says them speaks about something.
pub(super) struct Vocabulary(BTreeSet<String>);

/// Words that carry no meaning of their own.
const ARTICLES: [&str; 7] = ["a", "an", "the", "its", "it", "is", "ni"];
/// The shortest word that counts.
const SHORTEST: usize = 3;

impl Vocabulary {
    pub(super) fn of(items: &[Item]) -> Self {
        let pairs =
            items.iter().flat_map(|item| item.choices.iter().chain([&item.ask, &item.fact]));
        let texts = pairs.flat_map(|pair| [plain(&pair.en), plain(&pair.rw)]);
        Self(
            texts.flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect(),
        )
    }

    /// Whether a text is a try at an answer: words of a language, half of them known, which ask nothing and call for no
    /// other lesson.
    pub(super) fn tries(&self, cx: &Cx<'_>, here: &str, text: &str) -> bool {
        let elsewhere = match route(text, cx.cards) {
            Route::Lesson(to) => to.as_str() != here,
            _ => false,
        };
        if elsewhere || asking::is_question(text) || replies::read(text).is_some() {
            return false;
        }
        let said = plain(text);
        let words: Vec<&str> =
            said.split(' ').filter(|word| word.chars().count() >= SHORTEST).collect();
        let known = words.iter().filter(|word| self.0.contains(**word) || grammar::knows(word));
        !words.is_empty() && 2 * known.count() >= words.len()
    }
}

/// Whether a text names another thing of the kind that is asked for: what a question offers that has a choice in common with
/// this one. Where the choices are all there is ("which of these"), nothing else is known to be wrong.
pub(super) fn is_another(text: &str, item: &Item, items: &[Item]) -> bool {
    let closed = item.ask.en.contains("of these") || item.ask.en.contains("NOT");
    let said = bare(text);
    if closed || said.is_empty() {
        return false;
    }
    let names = |other: &&Item| {
        other.choices.iter().any(|choice| bare(&choice.en) == said || bare(&choice.rw) == said)
    };
    let akin = |other: &Item| {
        other.id != item.id
            && other.choices.iter().any(|choice| item.choices.iter().any(|own| own.en == choice.en))
    };
    items.iter().filter(names).any(akin)
}

fn bare(text: &str) -> String {
    let said = plain(text);
    let kept: Vec<&str> = said.split(' ').filter(|word| !ARTICLES.contains(word)).collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    #[test]
    fn another_of_the_same_kind_is_known_and_nothing_else() {
        let items = &Library::shipped().items;
        let another = |id: &str, text: &str| {
            let item = items.iter().find(|item| item.id == id).expect("a shipped item");
            is_another(text, item, items)
        };
        for (id, text) in [
            ("kidneys-job", "the heart"),
            ("kidneys-job", "It is the stomach."),
            ("kidneys-job", "umwijima"),
            ("most-people-africa", "uganda"),
            ("kilimanjaro-country", "Burundi"),
        ] {
            assert!(another(id, text), "{id}: {text}");
        }
        for (id, text) in [
            ("four-neighbours", "Ethiopia"),
            ("kidneys-job", "a goat"),
            ("capital", ""),
            ("cholera-cause", "a virus"),
        ] {
            assert!(!another(id, text), "{id}: {text}");
        }
    }
}
