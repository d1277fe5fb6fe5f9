//! The words that the line itself understands, spoken or typed, in every language of the interface.
//!
//! These are the vocabulary of a recogniser, not sentences of the line; those are in the catalogues.

pub use super::phrases::Command;
use super::phrases::{COMMANDS, NO, YES};
use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::modules::Card;
use crate::text::replies;

/// An answer to a yes-or-no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YesNo {
    /// Key 1, or yes in words.
    Yes,
    /// Key 2, `#`, or no in words.
    No,
    /// Something else, or nothing.
    Neither,
}

/// Lower case, without punctuation, single spaces.
pub(super) fn plain(text: &str) -> String {
    let kept: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A command, if the utterance is one and nothing else.
#[must_use]
pub fn spoken(text: &str) -> Option<Command> {
    let said = replies::plain(text);
    let said = said.strip_prefix("please ").unwrap_or(&said);
    let said = said.strip_suffix(" please").unwrap_or(said);
    COMMANDS.iter().find(|(_, words)| words.contains(&said)).map(|(command, _)| *command)
}

/// Reads an answer to a yes-or-no question.
#[must_use]
pub fn yes_no(event: &Event) -> YesNo {
    let said = match event {
        Event::Keys(keys) => match keys.single() {
            Some('1') => return YesNo::Yes,
            Some('2' | '#') => return YesNo::No,
            _ => return YesNo::Neither,
        },
        Event::Speech(words) => plain(&words.text),
        Event::Text(text) => plain(text),
        _ => return YesNo::Neither,
    };
    if YES.contains(&said.as_str()) {
        YesNo::Yes
    } else if NO.contains(&said.as_str()) {
        YesNo::No
    } else {
        YesNo::Neither
    }
}

/// The language that words name, if any: `English please`, `RW`, `1`.
#[must_use]
pub fn language_named(text: &str) -> Option<Lang> {
    plain(text).split(' ').find_map(|word| match word {
        "1" | "one" | "rimwe" => Some(Lang::En),
        "2" | "two" | "kabiri" => Some(Lang::Rw),
        word => word.parse().ok(),
    })
}

/// The language in which a first text is written, judged by the keywords it holds; English if only that is known.
#[must_use]
pub fn language_of(text: &str, cards: &[Card]) -> Option<Lang> {
    let text = format!(" {} ", plain(text));
    let hits = |lang: Lang| {
        let lists = cards.iter().flat_map(|c| c.keywords).filter(|(l, _)| *l == lang);
        lists.flat_map(|(_, words)| *words).filter(|w| text.contains(&format!(" {w} "))).count()
    };
    match (hits(Lang::En), hits(Lang::Rw)) {
        (en, rw) if rw > en => Some(Lang::Rw),
        _ if is_kinyarwanda(&text) => Some(Lang::Rw),
        _ if text.trim().is_empty() => None,
        _ => Some(Lang::En),
    }
}

/// Common Kinyarwanda words that no English sentence holds.
fn is_kinyarwanda(padded: &str) -> bool {
    ["ndashaka", "nshaka", "kwiga", "muraho", "mwaramutse", "mwiriwe", "bite", "amakuru", "nifuza"]
        .iter()
        .any(|w| padded.contains(&format!(" {w} ")))
}

/// The module that a text names by one of its keywords, as the whole text.
#[must_use]
pub fn module_named(text: &str, cards: &[Card]) -> Option<ModuleName> {
    let text = plain(text);
    let named = |card: &&Card| {
        card.keywords.iter().any(|(_, words)| words.contains(&text.as_str()))
            || card.more.contains(&text)
    };
    cards.iter().find(named).map(|card| card.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Words;

    #[test]
    fn commands_are_whole_utterances_with_or_without_please() {
        assert_eq!(spoken("Repeat, please."), Some(Command::Repeat));
        assert_eq!(spoken("Ongera"), Some(Command::Repeat));
        assert_eq!(spoken("how did I do?"), Some(Command::Progress));
        assert_eq!(spoken("I repeat that seven is the answer"), None);
    }

    #[test]
    fn yes_and_no_are_read_in_both_languages_and_by_key() {
        let said = |text: &str| yes_no(&Event::Speech(Words::typed(text)));
        assert_eq!(said("Yego."), YesNo::Yes);
        assert_eq!(said("oya"), YesNo::No);
        assert_eq!(said("perhaps"), YesNo::Neither);
        assert_eq!(yes_no(&Event::Silence), YesNo::Neither);
    }

    #[test]
    fn a_language_is_named_in_either_language_or_by_number() {
        assert_eq!(language_named("English please"), Some(Lang::En));
        assert_eq!(language_named("ikinyarwanda"), Some(Lang::Rw));
        assert_eq!(language_named("2"), Some(Lang::Rw));
        assert_eq!(language_named("French"), None);
    }
}
